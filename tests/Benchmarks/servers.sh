# Starts and stops what is compared, for the scripts beside it. They give the names of the servers, or none for all that are there.
EVENTDICOM=${EVENTDICOM:-./run}
PLUGINS=/usr/share/orthanc/plugins
read -ra ours <<<"$EVENTDICOM"
read -ra before <<<"${BEFORE:-}"

if [ $# -gt 0 ]; then
    servers=("$@")
else
    servers=()
    if command -v Orthanc >/dev/null; then
        servers+=(orthanc)
        if [ -e "$PLUGINS/libOrthancPostgreSQLIndex.so" ]; then servers+=(orthanc-postgresql); fi
    fi
    if [ ${#before[@]} -gt 0 ]; then servers+=(before); fi
    if [ -x "${ours[0]}" ]; then servers+=(eventdicom); fi
fi

mkdir -p "$OUT"
dotnet build -c Release -v q -nologo tests/Benchmarks
tool=(dotnet tests/Benchmarks/bin/Release/net10.0/EventDicom.Benchmarks.dll)
temp=$(mktemp -d)
chmod 711 "$temp" # PostgreSQL runs as another user when we are root, and must get through to its own folder.
declare -A pid port dicom database

is_ours() { [ "$1" = eventdicom ] || [ "$1" = before ]; }

stop() { # server
    [ -n "${pid[$1]:-}" ] || return 0
    kill "${pid[$1]}" 2>/dev/null || true
    wait "${pid[$1]}" 2>/dev/null || true
    pid[$1]=
}

cleanup() {
    for name in "${servers[@]}"; do stop "$name"; done
    if [ -n "${cluster:-}" ]; then as_postgres "$postgres/pg_ctl" -D "$cluster" -m fast -w stop >/dev/null || true; fi
    rm -rf "$temp"
}
trap cleanup EXIT

as_postgres() { if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi; }

ready() { # server, path
    for _ in $(seq 3000); do
        if curl -sf -o /dev/null "http://127.0.0.1:${port[$1]}$2"; then return 0; fi
        kill -0 "${pid[$1]}" 2>/dev/null || break
        sleep 0.02
    done
    echo "$1 did not start:" >&2
    tail -20 "$temp/$1/log" >&2
    exit 1
}

# A PostgreSQL of its own for Orthanc, with PostgreSQL's own defaults: fsync on.
private_postgres() {
    postgres=$(ls -d /usr/lib/postgresql/*/bin | tail -1)
    mkdir -p "$temp/postgres"
    if [ "$(id -u)" = 0 ]; then chown postgres "$temp/postgres"; fi
    cluster=$temp/postgres/cluster
    postgres_port=$("${tool[@]}" ports 1)
    as_postgres "$postgres/initdb" -D "$cluster" -U orthanc -A trust -E UTF8 --no-sync >/dev/null
    as_postgres "$postgres/pg_ctl" -D "$cluster" -w -l "$temp/postgres/log" \
        -o "-c listen_addresses=127.0.0.1 -c port=$postgres_port -c unix_socket_directories=$temp/postgres" start >/dev/null
    as_postgres "$postgres/createdb" -h 127.0.0.1 -p "$postgres_port" -U orthanc orthanc
    database[orthanc-postgresql]=$(head -1 "$cluster/postmaster.pid")
}

configure() { # server
    local folder=$temp/$1 ports more=
    mkdir -p "$folder"
    mapfile -t ports < <("${tool[@]}" ports 2)
    port[$1]=${ports[0]} dicom[$1]=${ports[1]}
    case $1 in
        orthanc-postgresql)
            private_postgres
            more="\"Plugins\": [\"$PLUGINS/libOrthancPostgreSQLIndex.so\"],
                  \"PostgreSQL\": {\"EnableIndex\": true, \"EnableStorage\": false, \"Host\": \"127.0.0.1\", \"Port\": $postgres_port,
                                   \"Database\": \"orthanc\", \"Username\": \"orthanc\", \"Password\": \"\"}," ;;
    esac
    cat >"$folder/config.json" <<JSON
{ $more
  "StorageDirectory": "$folder/storage", "IndexDirectory": "$folder/storage",
  "HttpPort": ${port[$1]}, "DicomPort": ${dicom[$1]}, "AuthenticationEnabled": false, "RemoteAccessAllowed": false,
  "DicomAlwaysAllowFind": true, "DicomAlwaysAllowGet": true, "DicomAlwaysAllowMove": true }
JSON
    if is_ours "$1"; then
        cat >"$folder/config.json" <<JSON
{ "HttpPort": ${port[$1]}, "DicomPort": ${dicom[$1]},
  "DicomAlwaysAllowFind": true, "DicomAlwaysAllowGet": true, "DicomAlwaysAllowMove": true }
JSON
    fi
}

start() { # server; prints the milliseconds until the first answer
    local began
    began=$(date +%s%N)
    if is_ours "$1"; then
        local program=("${ours[@]}")
        if [ "$1" = before ]; then program=("${before[@]}"); fi
        EVENTDICOM_DATA=$temp/$1/data "${program[@]}" "$temp/$1/config.json" >>"$temp/$1/log" 2>&1 &
    else
        Orthanc "$temp/$1/config.json" >>"$temp/$1/log" 2>&1 &
    fi
    pid[$1]=$!
    ready "$1" /system
    started=$((($(date +%s%N) - began) / 1000000))
}

target() { # server: NAME=URL#PID,...; the server itself first, then what wraps it, then its database
    local pids=${pid[$1]} child postmaster
    if is_ours "$1"; then
        child=$(pgrep -P "${pid[$1]}" -f 'EventDicom\.dll' | head -1 || true)
        if [ -n "$child" ]; then pids=$child,$pids; fi
        for postmaster in $(find "$temp/$1/data" -name postmaster.pid); do pids+=,$(head -1 "$postmaster"); done
    elif [ -n "${database[$1]:-}" ]; then
        pids+=,${database[$1]}
    fi
    echo "$1=http://127.0.0.1:${port[$1]}#$pids"
}
