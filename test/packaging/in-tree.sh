#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Proves the in-tree build in an ns-3 source tree of any release: this module linked as
# contrib/netfilter, only the ns-3 modules that it needs, without a warning, in the profiles default
# (assertions and log) and release; the examples say the same in both. Before, that ns-3's configure
# survives missing optional libraries.
# usage: in-tree.sh [DIR]   DIR is an ns-3 source tree, or a folder that keeps Debian's
# Environment: PROFILES, "default release" unless set. SUITES=1 also builds the module's tests, which
# need more modules of ns-3, and runs them and all examples by test.py. SAME_AS=DIR compares what all
# examples, scenarios and nfsim replay say with another build, by same_results.py and its options SAME_BUT.
# SYNTAX=1 builds nothing: it configures, and has check_tree.py compile the module's sources for their syntax,
# which takes some minutes. JOBS is how many compilers a build runs at once; ns3 itself leaves a processor idle.
set -eu
module=$(cd "$(dirname "$0")/../.." && pwd)
if [ -n "${SAME_AS:-}" ]; then
    SAME_AS=$(cd "$SAME_AS" && pwd)
fi
if [ $# -gt 0 ]; then
    work=$1
else
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
fi
if [ -x "$work/ns3" ]; then
    tree=$(cd "$work" && pwd)
else
    sh "$module/.ci/install-packages"
    tree=$(sh "$module/test/packaging/ns3-source.sh" "$work")
fi
cd "$tree"
ln -sfn "$module" contrib/netfilter

# What the module needs, and what its examples and nfsim do.
modules='netfilter;applications;bridge;csma;flow-monitor;internet-apps;nix-vector-routing;olsr;point-to-point'
suites=--disable-tests
if [ "${SUITES:-0}" = 1 ]; then
    modules="$modules;aodv;dsdv;mobility;wifi"
    suites=--enable-tests
fi
configure() {
    ./ns3 configure "$suites" --enable-examples --filter-module-examples-and-tests=netfilter \
        --enable-modules="$modules" "$@"
}

# A configure without a library must work and say what is left out. CMake remembers what was disabled
# before, so all is said each time.
configure_finding() {
    profile=$1
    configure -d "$profile" -- -DNF_WERROR=ON \
        "-DCMAKE_DISABLE_FIND_PACKAGE_fmt=$2" "-DCMAKE_DISABLE_FIND_PACKAGE_SQLiteCpp=$3" \
        >configure.log 2>&1 || return 1
    # ns-3 has CMake tell of variables that are not set.
    ! grep -A 3 'CMake .*Warning.* at contrib/netfilter' configure.log
}
configure_without() {
    package=$1
    message=$2
    fmt=OFF
    sqlitecpp=OFF
    if [ "$package" = fmt ]; then fmt=ON; else sqlitecpp=ON; fi
    configure_finding default "$fmt" "$sqlitecpp" || {
        cat configure.log
        echo "ns-3's configure fails, or warns of the module, without $package" >&2
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

results=$(mktemp -d)
for profile in ${PROFILES:-default release}; do
    echo "== $profile"
    configure_finding "$profile" OFF OFF || {
        cat configure.log
        echo "ns-3's configure fails, or warns of the module, in the profile $profile" >&2
        exit 1
    }
    if [ -e build/include/ns3/nf-routing-wrapper.h ] || [ ! -e build/include/ns3/netfilter-helper.h ]; then
        echo "Scripts see other headers than the public ones." >&2
        exit 1
    fi
    # All of them, as ns-3's bindings to Python include them: with no folder of the module to look in.
    standard=$(grep -rohm 1 -e '-std=[a-z0-9+]*' --include=build.ninja --include=flags.make cmake-cache |
        head -n 1)
    echo '#include "ns3/netfilter-module.h"' |
        "${CXX:-c++}" "$standard" -fsyntax-only -Ibuild/include -x c++ -
    if [ "${SYNTAX:-0}" = 1 ]; then
        python3 "$module/test/packaging/check_tree.py" "$tree"
        continue
    fi
    if [ -n "${JOBS:-}" ]; then
        cmake --build cmake-cache -j "$JOBS"
    else
        ./ns3 build
    fi
    for example in three-zone nat-gateway dual-stack; do
        ./ns3 run --no-build "$example" >"$results/$example.$profile"
        grep -v '^Trace: ' "$results/$example.$profile" >"$results/$example"
        cmp "$results/$example" "$results/$example.first" 2>/dev/null || {
            [ ! -e "$results/$example.first" ] || {
                echo "$example says something else in the profile $profile" >&2
                exit 1
            }
            mv "$results/$example" "$results/$example.first"
        }
    done
    if [ "${SUITES:-0}" = 1 ]; then
        ./test.py --no-build -s netfilter-unit
        ./test.py --no-build -s netfilter-system
        ./test.py --no-build -c example
    fi
    if [ -n "${SAME_AS:-}" ]; then
        "$module/test/packaging/same_results.py" ${SAME_BUT:-} "$SAME_AS" "$tree"
    fi
done
[ "${SYNTAX:-0}" = 1 ] || cat "$results/three-zone.first"
rm -r "$results"
