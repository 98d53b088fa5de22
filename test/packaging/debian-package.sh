#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Makes the Debian packages, looks at what they depend on, unpacks them to one folder, and builds and
# runs a topology script outside of this tree with what is there. (fresh-debian.sh installs them.)
# usage: debian-package.sh CMAKE CXX BUILD_DIR
set -eu
cmake=$1
cxx=$2
build=$3
script=$(cd "$(dirname "$0")" && pwd)/outside
command -v dpkg-shlibdeps >/dev/null || { echo "dpkg-shlibdeps is missing: skipped"; exit 77; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
"$(dirname "$cmake")/cpack" --config "$build/CPackConfig.cmake" -B "$work" >cpack.log 2>&1 || {
    cat cpack.log
    exit 1
}

depends_on() {
    dpkg-deb -f "$1"_*.deb Depends | grep -q "$2" || {
        echo "$1 does not depend on $2 but on: $(dpkg-deb -f "$1"_*.deb Depends)" >&2
        exit 1
    }
}
depends_on libns3-netfilter0 'libns3\.37\|libns3-'
depends_on libns3-netfilter0 libsqlite3-0
depends_on libns3-netfilter-dev 'libns3-netfilter0 (= '
depends_on libns3-netfilter-dev libns3-dev
depends_on nfsim 'libns3-netfilter0 (= '

for package in libns3-netfilter0 libns3-netfilter-dev nfsim; do
    dpkg-deb -x "$package"_*.deb root
done
cp -r "$script" outside
"$cmake" -G Ninja -S outside -B with-cmake -DCMAKE_PREFIX_PATH="$work/root/usr" \
    -DCMAKE_CXX_COMPILER="$cxx" >cmake.log || { cat cmake.log; exit 1; }
"$cmake" --build with-cmake
./with-cmake/topology | tee topology.out
grep -q '^blocked: 0 of 5, allowed: 5 of 5$' topology.out
LD_LIBRARY_PATH="$work/root/usr/lib" root/usr/bin/nfsim replay --version
gzip -cd -f root/usr/share/man/man1/nfsim-trace.1* | grep -q '^\.SH SYNOPSIS'
