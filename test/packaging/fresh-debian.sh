#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tries README as a new user would: a fresh Debian 12 in a folder, a clone of this repository in it,
# the first command, the second; then its Debian packages. What is not committed is not tried. Needs
# root and debootstrap.
# usage: fresh-debian.sh [DIR]   DIR is kept; a Debian that is there already is used as it is
set -eu
module=$(cd "$(dirname "$0")/../.." && pwd)
command -v debootstrap >/dev/null || { echo "debootstrap is missing (apt-get install debootstrap)" >&2; exit 2; }
[ "$(id -u)" -eq 0 ] || { echo "making a Debian in a folder needs root" >&2; exit 2; }

if [ $# -gt 0 ]; then
    root=$1
    mkdir -p "$root"
    root=$(cd "$root" && pwd)
else
    root=$(mktemp -d)
fi
unmount() {
    for folder in proc dev; do
        mountpoint -q "$root/$folder" && umount "$root/$folder"
    done
    [ $# -gt 0 ] || return 0
    rm -rf --one-file-system "$root"
}
if [ $# -gt 0 ]; then
    trap unmount EXIT
else
    trap 'unmount remove' EXIT
fi

[ -x "$root/usr/bin/apt-get" ] ||
    debootstrap --variant=minbase --include=ca-certificates bookworm "$root" http://deb.debian.org/debian
cp /etc/resolv.conf "$root/etc/resolv.conf"
mount -t proc proc "$root/proc"
# Of the devices, what any Debian has; no /dev/kmsg or /dev/net/tun: nothing here asks the kernel.
mount -t tmpfs tmpfs "$root/dev"
for device in null zero full random urandom tty; do
    cp -a "/dev/$device" "$root/dev/"
done
ln -s /proc/self/fd "$root/dev/fd"
mkdir -m 1777 "$root/dev/shm"

rm -rf "$root/srv/netfilter"
git clone -q "$module" "$root/srv/netfilter"
run() {
    echo "== $*"
    chroot "$root" env -i HOME=/root TERM=dumb LANG=C.UTF-8 \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        sh -c "cd /srv/netfilter && $*" </dev/null
}
run sh .ci/quickstart
run sh .ci/test
run 'cd build/release && cpack -B /srv/packages'
run apt-get -q -y --no-install-recommends install '/srv/packages/*.deb'
run 'cmake -G Ninja -S test/packaging/outside -B /srv/outside && cmake --build /srv/outside'
run /srv/outside/topology
run nfsim --version
echo "Both commands of README, and the Debian packages, passed in a fresh Debian 12."
