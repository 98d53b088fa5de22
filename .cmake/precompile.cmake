# SPDX-License-Identifier: GPL-2.0-only
#
# More than half the time of a compilation goes into headers of ns-3, GoogleTest and the standard
# library. They are compiled once for all sources of a kind; headers of the module are not among
# them, so that a change to one compiles again what includes it, and nothing else.
#
# Every source still includes what it uses: the debug build compiles each without these. ccache would
# take each new precompiled header for a change of all, so who uses ccache does without.
if(CMAKE_CXX_COMPILER_LAUNCHER)
  set(precompile OFF)
else()
  set(precompile ON)
endif()
option(NF_PRECOMPILE "Precompile the headers of other libraries" ${precompile})

set(NF_COMMON_HEADERS
    <algorithm> <array> <charconv> <cmath> <cstdint> <filesystem> <fstream> <functional> <iostream>
    <map> <memory> <optional> <set> <sstream> <string> <string_view> <tuple> <unordered_map> <utility>
    <vector> <fmt/format.h>
)
set(NF_NS3_HEADERS
    <ns3/abort.h> <ns3/boolean.h> <ns3/inet-socket-address.h> <ns3/ipv4-l3-protocol.h>
    <ns3/ipv4-route.h> <ns3/ipv6-l3-protocol.h> <ns3/ipv6-route.h> <ns3/log.h>
    <ns3/net-device.h> <ns3/node.h> <ns3/packet.h> <ns3/pointer.h> <ns3/simulator.h>
    <ns3/socket.h> <ns3/string.h> <ns3/uinteger.h>
)

# Compiles HEADERS once, for targets that nf_use_precompiled() gives them, whose options must be the
# same. They are seen as LINKS has them. FOR_PROGRAMS: the sources become programs, not a library.
function(nf_precompile name)
  cmake_parse_arguments(ARG "FOR_PROGRAMS" "" "HEADERS;LINKS" ${ARGN})
  if(NOT NF_PRECOMPILE)
    return()
  endif()
  set(empty ${PROJECT_BINARY_DIR}/${name}.cc)
  file(CONFIGURE OUTPUT ${empty} CONTENT "")
  add_library(${name} OBJECT ${empty})
  target_link_libraries(${name} PRIVATE ${ARG_LINKS})
  target_precompile_headers(${name} PRIVATE ${ARG_HEADERS})
  if(ARG_FOR_PROGRAMS)
    set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
  endif()
endfunction()

function(nf_use_precompiled target name)
  get_target_property(type ${target} TYPE)
  if(NF_PRECOMPILE AND NOT type STREQUAL "INTERFACE_LIBRARY")
    target_precompile_headers(${target} REUSE_FROM ${name})
  endif()
endfunction()
