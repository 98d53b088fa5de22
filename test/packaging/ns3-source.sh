#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Fetches Debian's source package of ns-3 into DIR, unless it is there, and prints where its tree lies.
# The package index is one of its own, so that the machine's lists and settings stay as they are.
# usage: ns3-source.sh DIR
# Needs the packages dpkg-dev, bzip2 and xz-utils.
set -eu
[ $# -eq 1 ] || { sed -n 's/^# usage: /usage: /p' "$0" >&2; exit 2; }
mkdir -p "$1"
cd "$1"

find_tree() {
    find "$PWD" -maxdepth 3 -path '*/ns-3*/ns3' -not -path '*/.pc/*' -type f -perm -u+x | head -n 1
}

tree=$(find_tree)
if [ -z "$tree" ]; then
    mkdir -p lists/partial
    echo 'deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]' \
        'http://deb.debian.org/debian bookworm main' >deb-src.list
    apt="apt-get -q -o Dir::Etc::sourcelist=$PWD/deb-src.list -o Dir::Etc::sourceparts=-"
    apt="$apt -o Dir::State::lists=$PWD/lists -o APT::Sandbox::User=root"
    {
        $apt update
        $apt source ns3
    } >&2
    tree=$(find_tree)
fi
[ -n "$tree" ] || { echo "ns3-source.sh: no ns-3 tree in $PWD" >&2; exit 1; }
dirname "$tree"
