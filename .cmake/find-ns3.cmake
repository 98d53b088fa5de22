# SPDX-License-Identifier: GPL-2.0-only
# The installed ns-3. It is asked for without a version, because ns-3's CMake package takes a version
# for one that must be met exactly, so that a newer one would be passed over.

find_package(ns3 REQUIRED)
if(ns3_VERSION MATCHES "^[0-9.]+$" AND ns3_VERSION VERSION_LESS 3.37)
  message(FATAL_ERROR "ns-3 ${ns3_VERSION} in ${ns3_DIR} is too old: 3.37 is needed")
endif()
message(STATUS "ns-3 ${ns3_VERSION} is in ${ns3_DIR}")

if(TARGET ns3::netfilter)
  message(FATAL_ERROR "ns-3 ${ns3_VERSION} in ${ns3_DIR} was built with this module in its tree")
endif()

# What its modules are called as targets: ns3::libcore, or, in later releases, ns3::core.
if(TARGET ns3::libcore)
  set(NF_NS3 ns3::lib)
else()
  set(NF_NS3 ns3::)
endif()
