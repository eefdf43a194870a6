#!/bin/sh
# The steps of the Dockerfile without an engine, in empty Debian roots: as root, with debootstrap.
#   replay.sh FOLDER [PORT]
# Debian's Python stands in for the base image's. At the end the server runs as the image would:
# as nobody in particular, with nothing to write to but /data and /tmp and no privilege to be had;
# its health check is asked, and a hall of tablets rehearses on it.
set -eu
work=$(mkdir -p "$1" && cd "$1" && pwd) port=${2:-8765}
source=$(cd "$(dirname "$0")/../.." && pwd)
base=$work/base build=$work/build final=$work/final

[ -d "$base" ] || debootstrap --variant=minbase --include=python3,python3-venv,ca-certificates \
    bookworm "$base"
rm -rf "$build" "$final" "$work/clone" "$work/data"
cp -a "$base" "$build"
cp -a "$base" "$final"
cp /etc/resolv.conf "$build/etc/"
cp /etc/ssl/certs/ca-certificates.crt "$build/etc/ssl/certs/"  # and whom this machine trusts

# The first stage. What goes in is what .dockerignore lets in.
git clone --quiet --depth 1 "file://$source" "$work/clone"
mkdir "$build/src"
sed -n 's/^!//p' "$source/.dockerignore" | while read -r name; do
    cp -a "$work/clone/$name" "$build/src/"
done
chroot "$build" /bin/sh -euc '
    cd /src
    python3 -m venv /pip
    PATH=/pip/bin:$PATH
    pip install --quiet --upgrade pip
    pip install --quiet --no-cache-dir --require-hashes --requirement requirements-build.lock
    python3 -m venv --without-pip /opt/tannhjul
    pip --python /opt/tannhjul/bin/python install --quiet --no-cache-dir --require-hashes \
        --requirement requirements.lock
    pip wheel --quiet --no-deps --no-build-isolation --wheel-dir /wheels .
    pip --python /opt/tannhjul/bin/python install --quiet --no-cache-dir --no-deps /wheels/*.whl'

# The second stage.
cp -a "$build/opt/tannhjul" "$final/opt/"
mkdir "$final/data"
install --directory --owner 10001 --group 10001 --mode 700 "$work/data"
du -sh "$final/opt/tannhjul"

# docker run --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges
export final work port
unshare --mount --pid --fork --kill-child /bin/sh -eu <<'EOF'
mount --bind "$final" "$final"
mount -o remount,bind,ro "$final"
mount --bind "$work/data" "$final/data"
mount -t tmpfs tmpfs "$final/tmp"
mount -t proc proc "$final/proc"
mount --rbind /dev "$final/dev"
as_image="chroot $final setpriv --reuid 10001 --regid 10001 --clear-groups --no-new-privs
    --bounding-set=-all --inh-caps=-all env -i --chdir=/data PYTHONDONTWRITEBYTECODE=1
    PYTHONUNBUFFERED=1 PATH=/opt/tannhjul/bin:/usr/bin:/bin TANNHJUL_DATA=/data
    TANNHJUL_HOST=0.0.0.0 TANNHJUL_PORT=$port TANNHJUL_LOG=json TANNHJUL_LOG_LEVEL=info"
$as_image sh -c '! touch /opt/tannhjul/written && touch /data/written /tmp/written && rm /data/written'
$as_image tannhjul serve &
serving=$!
for _ in $(seq 60); do
    $as_image python -c "from urllib.request import urlopen
print(urlopen('http://127.0.0.1:$port/helse', timeout=8).read().decode())" 2>/dev/null && break
    sleep 1
done
$as_image tannhjul rehearse --url "http://127.0.0.1:$port" --minutes 0 --tablets 20 --tables 4
$as_image tannhjul backup /data
kill -TERM $serving
wait $serving && echo "ended with 0"
EOF
