#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Installs the module to a fresh prefix, moves the prefix, and builds and runs a topology script
# outside of this tree: once with find_package(), once with pkg-config. Then asks the installed nfsim.
# usage: install.sh CMAKE CXX BUILD_DIR
set -eu
cmake=$1
cxx=$2
build=$3
script=$(cd "$(dirname "$0")" && pwd)/outside

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$cmake" --install "$build" --prefix "$work/first" >/dev/null
mv "$work/first" "$work/prefix"
cp -r "$script" "$work/outside"
cd "$work/outside"

echo "== find_package(ns3-netfilter)"
"$cmake" -G Ninja -S . -B with-cmake -DCMAKE_PREFIX_PATH="$work/prefix" \
    -DCMAKE_CXX_COMPILER="$cxx" >cmake.log || { cat cmake.log; exit 1; }
"$cmake" --build with-cmake
./with-cmake/topology >cmake.out
cat cmake.out

echo "== pkg-config ns3-netfilter"
pc=$(find "$work/prefix" -name ns3-netfilter.pc)
PKG_CONFIG_PATH=$(dirname "$pc")
export PKG_CONFIG_PATH
flags=$(pkg-config --cflags --libs ns3-netfilter ns3-point-to-point ns3-applications)
case $flags in
*"$build"*) echo "pkg-config names the build tree: $flags" >&2; exit 1 ;;
esac
# shellcheck disable=SC2086 # a list of words
"$cxx" "-std=c++$(pkg-config --variable=cxx_standard ns3-netfilter)" -O1 topology.cc -o topology $flags \
    -Wl,-rpath,"$(pkg-config --variable=libdir ns3-netfilter)"
./topology >pkg-config.out
cat pkg-config.out

cmp cmake.out pkg-config.out
grep -q '^blocked: 0 of 5, allowed: 5 of 5$' cmake.out

echo "== nfsim"
cat >box.json <<'EOF'
{"interfaces": [{"name": "eth0", "address": "10.0.0.1/24"}],
 "rules": "*filter\n:INPUT DROP [0:0]\nCOMMIT\n",
 "packets": [{"in": "eth0",
              "hex": "4500001c00010000401166ce0a0000020a000001000100020008ebd8"}]}
EOF
"$work/prefix/bin/nfsim" replay --text box.json | tee replay.out
grep -q 'dropped by filter INPUT: policy DROP' replay.out
"$work/prefix/bin/nfsim" trace nowhere.db summary 2>trace.err && exit 1
grep -qx 'nfsim: nowhere.db: there is no such file' trace.err
