# Installs packages of Debian and Ubuntu where that is allowed: as root, or with sudo that asks for no password.
# Read by run and test. EVENTDICOM_NO_INSTALL=1 forbids it.

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
  [ -z "${EVENTDICOM_NO_INSTALL:-}" ] && command -v apt-get >/dev/null && as_root true 2>/dev/null </dev/null
}

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --quiet --no-install-recommends \
    -o DPkg::Lock::Timeout=60 -o Acquire::http::Timeout=20 "$@" </dev/null 2>&1
}

# install_packages NAME...: quietly, and only once more after fetching the package lists. Fails when one was not installed,
# and then shows what apt said.
install_packages() {
  may_install || return 1

  # The package postgresql makes a database of its own and starts it; nothing here needs that one.
  local no_cluster=/etc/postgresql-common/createcluster.d/eventdicom.conf
  as_root mkdir -p "${no_cluster%/*}"
  echo 'create_main_cluster = false' | as_root tee "$no_cluster" >/dev/null

  local status=0 said=
  said=$(apt_install "$@") || {
    said=$(as_root apt-get update --quiet --quiet </dev/null 2>&1)
    said+=$'\n'$(apt_install "$@") || status=$?
  }
  as_root rm -f "$no_cluster"
  [ "$status" = 0 ] || printf '%s\n' "$said" | grep -E '^(E|Err|W):' | sort -u | head -n 8 >&2
  return "$status"
}

# What .NET says of itself at its first use is for its developers. Without ICU, it works in the invariant culture, as the server does.
quiet_dotnet() {
  export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
}

have_libssl() {
  have_library libssl.so.3 || have_library libssl.so.1.1
}

# .NET aborts without OpenSSL, and trusts no host without certificates.
need_libssl() {
  local missing=()
  have_libssl || missing+=(libssl3)
  [ -e /etc/ssl/certs/ca-certificates.crt ] || [ -e /etc/pki/tls/certs/ca-bundle.crt ] || missing+=(ca-certificates)
  [ ${#missing[@]} = 0 ] && return
  echo "Installing ${missing[*]}" >&2
  install_packages "${missing[@]}" && return
  have_libssl && return # Certificates are only missed where something is fetched.
  echo "OpenSSL is needed, and could not be installed from here: sudo apt-get install ${missing[*]}" >&2
  return 1
}

have_postgres() {
  local initdb
  if [ -n "${EVENTDICOM_POSTGRES_BIN:-}" ]; then [ -x "$EVENTDICOM_POSTGRES_BIN/initdb" ]; return; fi
  command -v initdb >/dev/null && command -v postgres >/dev/null && return 0
  for initdb in /usr/lib/postgresql/*/bin/initdb /usr/pgsql-*/bin/initdb /usr/local/pgsql/bin/initdb; do
    [ -x "$initdb" ] && return 0
  done
  return 1
}

# have_library NAME: whether a shared library is where Debian and Fedora put it, or in /usr/local/lib.
have_library() {
  local library
  for library in /usr/lib/*/"$1" /lib/*/"$1" /usr/lib/"$1" /usr/lib64/"$1" /usr/local/lib/"$1"; do
    [ -e "$library" ] && return 0
  done
  return 1
}

# Sets dotnet to the .NET SDK's program, which an installation without a package leaves outside PATH.
find_dotnet() {
  for dotnet in "$(command -v dotnet)" "${DOTNET_ROOT:-/usr/share/dotnet}/dotnet" "${HOME:-/root}/.dotnet/dotnet"; do
    [ -n "$dotnet" ] && [ -x "$dotnet" ] && return 0
  done
  echo "The .NET SDK 10 is needed: the package dotnet-sdk-10.0, or https://dotnet.microsoft.com/download" >&2
  return 1
}
