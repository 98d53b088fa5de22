#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Debian builds ns-3 without MPI. This makes, from Debian's own source package of the same version, an
# installation with it. Only two modules differ: mpi, which Debian leaves out, and point-to-point, whose
# links may then cross ranks. These two are compiled; everything else links to the installed package.
# usage: ns3-with-mpi.sh DIR
#   DIR/source  the source package of ns-3, fetched unless it is there
#   DIR/prefix  the installation: cmake -DCMAKE_PREFIX_PATH=DIR/prefix finds ns3::libmpi in it
# Needs the packages libns3-dev, libopenmpi-dev, openmpi-bin and dpkg-dev.
set -eu
[ $# -eq 1 ] || { sed -n 's/^# usage: /usage: /p' "$0" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
root=$(cd "$1" && pwd)
multiarch=$(dpkg-architecture -qDEB_HOST_MULTIARCH)
installed=/usr/lib/$multiarch
prefix=$root/prefix
lib=$prefix/lib/$multiarch

tree=$(sh "$here/ns3-source.sh" "$root/source")
rm -rf "$prefix"
mkdir -p "$lib/cmake" "$prefix/include" "$prefix/libexec"
cp -rs /usr/include/ns3 "$prefix/include/ns3"
cp -rs "$installed"/libns3*.so* "$lib/"
cp -rs /usr/libexec/ns3 "$prefix/libexec/ns3"
cp -r "$installed/cmake/ns3" "$lib/cmake/ns3"

# The modules' headers, as ns-3 installs them.
add_headers() {
    for header; do
        cp "$tree/src/$header" "$prefix/include/ns3/"
    done
}
add_headers mpi/model/mpi-interface.h mpi/model/mpi-receiver.h \
    mpi/model/parallel-communication-interface.h \
    point-to-point/model/point-to-point-remote-channel.h
cat >"$prefix/include/ns3/mpi-module.h" <<END
#ifdef NS3_MODULE_COMPILATION
#error "Do not include ns3 module aggregator headers from other modules; these are meant only for end user scripts."
#endif
#ifndef NS3_MODULE_MPI
#define NS3_MODULE_MPI
#include <ns3/mpi-interface.h>
#include <ns3/mpi-receiver.h>
#include <ns3/parallel-communication-interface.h>
#endif
END

version=$(basename "$(readlink "$installed/libns3-network.so")")
version=${version#libns3-network.so.}
# build_module NAME LIBRARY...: compiles all sources of a module into a library with Debian's name.
build_module() {
    name=$1
    shift
    rm -f "$lib/libns3-$name.so" "$lib/libns3-$name.so.$version"
    objects=
    mkdir -p "$root/build/$name"
    for source in "$tree/src/$name"/model/*.cc "$tree/src/$name"/helper/*.cc; do
        [ -e "$source" ] || continue
        object=$root/build/$name/$(basename "$source" .cc).o
        # shellcheck disable=SC2046
        ${CXX:-g++} -std=c++17 -O2 -fPIC -DNS3_MPI -DNS3_BUILD_PROFILE_RELEASE \
            -I"$prefix/include" -I"$tree/src/$name/model" -isystem /usr/include/libxml2 \
            $(mpicxx --showme:compile) -c "$source" -o "$object"
        objects="$objects $object"
    done
    # shellcheck disable=SC2046,SC2086
    ${CXX:-g++} -shared -Wl,-soname,"libns3-$name.so.$version" $objects -L"$lib" "$@" \
        -lns3-network -lns3-core $(mpicxx --showme:link) -Wl,-rpath,"$lib" \
        -o "$lib/libns3-$name.so.$version"
    ln -s "libns3-$name.so.$version" "$lib/libns3-$name.so"
}
build_module mpi
build_module point-to-point -lns3-mpi

# What ns-3's own build would export for the two.
cat >>"$lib/cmake/ns3/ns3Config.cmake" <<'END'
find_package(MPI REQUIRED COMPONENTS CXX)
add_library(ns3::libmpi SHARED IMPORTED)
file(GLOB nf_mpi_library "${CMAKE_CURRENT_LIST_DIR}/../../libns3-mpi.so.*")
get_target_property(nf_mpi_include ns3::libnetwork INTERFACE_INCLUDE_DIRECTORIES)
set_target_properties(
  ns3::libmpi
  PROPERTIES IMPORTED_LOCATION "${nf_mpi_library}"
             INTERFACE_INCLUDE_DIRECTORIES "${nf_mpi_include}"
             INTERFACE_COMPILE_DEFINITIONS NS3_MPI
             INTERFACE_LINK_LIBRARIES "ns3::libnetwork;ns3::libcore;MPI::MPI_CXX")
set_property(TARGET ns3::libpoint-to-point APPEND PROPERTY INTERFACE_LINK_LIBRARIES ns3::libmpi)
END

# Two ranks say who they are, and a link between them is one that crosses ranks.
cat >"$root/build/try.cc" <<'END'
#include "ns3/core-module.h"
#include "ns3/mpi-module.h"
#include "ns3/network-module.h"
#include "ns3/point-to-point-module.h"

int
main(int argc, char** argv)
{
    using namespace ns3;
    GlobalValue::Bind("SimulatorImplementationType", StringValue("ns3::DistributedSimulatorImpl"));
    MpiInterface::Enable(&argc, &argv);
    NodeContainer nodes;
    nodes.Add(CreateObject<Node>(0));
    nodes.Add(CreateObject<Node>(1));
    const auto devices = PointToPointHelper().Install(nodes);
    const auto kind = devices.Get(0)->GetChannel()->GetInstanceTypeId().GetName();
    const bool ok = MpiInterface::GetSize() == 2 && kind == "ns3::PointToPointRemoteChannel";
    Simulator::Destroy();
    MpiInterface::Disable();
    return ok ? 0 : 1;
}
END
cat >"$root/build/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.13)
project(try CXX C)
set(CMAKE_CXX_STANDARD 17)
find_package(ns3 REQUIRED)
add_executable(try try.cc)
target_link_libraries(try ns3::libpoint-to-point ns3::libmpi)
END
cmake -S "$root/build" -B "$root/build/try" "-DCMAKE_PREFIX_PATH=$prefix" >/dev/null
cmake --build "$root/build/try" >/dev/null
as_root=
[ "$(id -u)" -ne 0 ] || as_root=--allow-run-as-root
mpirun $as_root --oversubscribe -np 2 "$root/build/try/try"
echo "ns-3 with MPI: cmake -DCMAKE_PREFIX_PATH=$prefix"
