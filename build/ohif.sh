#!/bin/sh
# Fetches the OHIF viewer with npm, unless it is there. It is made to lie at the root of its server: what it names from there is put below
# /ohif/, where ours serves it, and its scripts are named as seen from there, for its pages lie at several depths. What browsers would be
# sent packed is packed once.
#
#   build/ohif.sh FOLDER
set -eu
version=3.13.2
folder=$1

[ ! -e "$folder/$version" ] || exit 0
command -v npm >/dev/null || { echo "npm is not installed" >&2; exit 1; }
echo "Fetching OHIF $version, some 50 MB" >&2

rm -rf -- "$folder.unfinished"
mkdir -p -- "$folder.unfinished"
trap 'rm -rf -- "$folder.unfinished"' EXIT
(
  cd -- "$folder.unfinished"
  npm pack --silent "@ohif/app@$version" >/dev/null
  tar -xzf "ohif-app-$version.tgz" --strip-components=2 package/dist
  rm -- "ohif-app-$version.tgz"
  sed -E -i -e 's,(href|src|content)="/([^/"]),\1="/ohif/\2,g' -e 's|PUBLIC_URL="/"|PUBLIC_URL="/ohif/"|g' \
    -e 's|<head>|<head><base href="/ohif/">|' index.html
  sed -i 's|url(/|url(/ohif/|g' ./*.css
  grep -lE '\.p ?= ?"/"' ./*.js | xargs sed -E -i 's|\.p ?= ?"/"|.p = "/ohif/"|'
  find . -type f \( -name '*.js' -o -name '*.mjs' -o -name '*.css' -o -name '*.wasm' -o -name '*.json' -o -name '*.svg' \) -size +1k \
    -exec gzip --keep {} +
  : >"$version"
)
rm -rf -- "$folder"
mv -- "$folder.unfinished" "$folder"
