# SPDX-License-Identifier: GPL-2.0-only
# Was the installed ns-3 built with its log? Nothing in its CMake files says so, yet UdpClient is
# larger if it was, and a script that creates one with the wrong idea of its size corrupts memory.
# Debian's ns-3 is a release build with the log. ns-3's type system knows each class's true size.

if(NOT DEFINED NF_NS3_LOG)
  set(probe ${CMAKE_CURRENT_BINARY_DIR}/ns3-log-probe.cc)
  file(WRITE ${probe} "
#define NS3_LOG_ENABLE
#include <ns3/udp-client.h>
int
main()
{
    return ns3::UdpClient::GetTypeId().GetSize() == sizeof(ns3::UdpClient) ? 0 : 1;
}
")
  try_run(
    probe_result probe_compiled ${CMAKE_CURRENT_BINARY_DIR}/ns3-log-probe ${probe}
    LINK_LIBRARIES ${NF_NS3}applications ${NF_NS3}internet ${NF_NS3}network ${NF_NS3}core
    CXX_STANDARD ${NF_CXX_STANDARD}
    COMPILE_OUTPUT_VARIABLE probe_output
  )
  if(NOT probe_compiled)
    message(FATAL_ERROR "A program with ns-3's headers does not build:\n${probe_output}")
  endif()
  if(probe_result EQUAL 0)
    set(log ON)
  else()
    set(log OFF)
  endif()
  set(NF_NS3_LOG ${log} CACHE BOOL "The installed ns-3 was built with its log")
  mark_as_advanced(NF_NS3_LOG)
  message(STATUS "ns-3 was built with its log: ${NF_NS3_LOG}")
endif()
if(NF_NS3_LOG)
  add_compile_definitions(NS3_LOG_ENABLE)
endif()
