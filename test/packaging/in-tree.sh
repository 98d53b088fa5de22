#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Proves the in-tree build: Debian's source package of ns-3, this module linked as
# contrib/netfilter, only the modules that it and its examples need, an example run. Then that
# ns-3's configure survives missing optional libraries.
# usage: in-tree.sh [DIR]   DIR is kept, and an ns-3.* folder in it is used instead of fetching one
set -eu
module=$(cd "$(dirname "$0")/../.." && pwd)
if [ $# -gt 0 ]; then
    work=$1
    mkdir -p "$work"
else
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
fi
cd "$work"

# apt-get with a package index of its own, so the machine's lists and settings stay as they are.
fetch_source() {
    sh "$module/.ci/install-packages"
    mkdir -p lists/partial
    echo 'deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]' \
        'http://deb.debian.org/debian bookworm main' >deb-src.list
    apt="apt-get -q -o Dir::Etc::sourcelist=$PWD/deb-src.list -o Dir::Etc::sourceparts=-"
    apt="$apt -o Dir::State::lists=$PWD/lists -o APT::Sandbox::User=root"
    $apt update
    $apt source ns3
}

find_tree() {
    find . -maxdepth 3 -path '*/ns-3*/ns3' -type f -perm -u+x | head -n 1
}

tree=$(find_tree)
if [ -z "$tree" ]; then
    fetch_source
    tree=$(find_tree)
fi
[ -n "$tree" ] || { echo "no ns-3 tree in $work" >&2; exit 1; }
cd "$(dirname "$tree")"
ln -sfn "$module" contrib/netfilter
# A kept tree may point to headers that have moved since.
rm -f build/include/ns3/nf-*.h build/include/ns3/netfilter*.h

modules='netfilter;applications;bridge;csma;flow-monitor;internet-apps;point-to-point'
configure() {
    ./ns3 configure -d release --disable-python --disable-tests --enable-examples \
        --filter-module-examples-and-tests=netfilter \
        --enable-modules="$modules" "$@"
}

# A configure without a library must work and say what is left out. CMake remembers what was disabled
# before, so all is said each time.
configure_finding() {
    configure -- "-DCMAKE_DISABLE_FIND_PACKAGE_fmt=$1" "-DCMAKE_DISABLE_FIND_PACKAGE_SQLiteCpp=$2"
}
configure_without() {
    package=$1
    message=$2
    fmt=OFF
    sqlitecpp=OFF
    if [ "$package" = fmt ]; then fmt=ON; else sqlitecpp=ON; fi
    configure_finding "$fmt" "$sqlitecpp" >configure.log 2>&1 || {
        cat configure.log
        echo "ns-3's configure fails without $package" >&2
        exit 1
    }
    grep -q "$message" configure.log || {
        cat configure.log
        echo "ns-3's configure does not say what is left out without $package" >&2
        exit 1
    }
}
configure_without fmt 'netfilter: left out'
configure_without SQLiteCpp 'netfilter: the trace database'
echo "== Without SQLiteCpp"
./ns3 build netfilter

echo "== With everything"
configure_finding OFF OFF
./ns3 build
./ns3 run --no-build three-zone
