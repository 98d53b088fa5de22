# SPDX-License-Identifier: GPL-2.0-only
# Which C++ the installed ns-3 is written in: nothing in its CMake files says so. Its headers are
# compiled with one standard after the other; the first that takes them is ours too, and that of
# scripts that use our CMake package or our pkg-config file (variable cxx_standard).

if(NOT DEFINED NF_CXX_STANDARD)
  set(probe ${CMAKE_CURRENT_BINARY_DIR}/ns3-standard-probe.cc)
  file(WRITE ${probe} "
#include <ns3/applications-module.h>
#include <ns3/core-module.h>
#include <ns3/internet-apps-module.h>
#include <ns3/internet-module.h>
#include <ns3/network-module.h>
#if __has_include(<ns3/wifi-module.h>)
#include <ns3/wifi-module.h>
#endif
int
main()
{
    ns3::Simulator::Destroy();
    return 0;
}
")
  foreach(standard 17 20 23)
    try_compile(
      probe_compiled ${CMAKE_CURRENT_BINARY_DIR}/ns3-standard-probe ${probe}
      LINK_LIBRARIES ${NF_NS3}internet ${NF_NS3}network ${NF_NS3}core
      CXX_STANDARD ${standard}
      CXX_STANDARD_REQUIRED ON
      OUTPUT_VARIABLE probe_output
    )
    if(probe_compiled)
      set(NF_CXX_STANDARD ${standard}
          CACHE STRING "The C++ standard of the installed ns-3's headers"
      )
      break()
    endif()
  endforeach()
  if(NOT probe_compiled)
    message(FATAL_ERROR "A program with ns-3's headers does not build:\n${probe_output}")
  endif()
  mark_as_advanced(NF_CXX_STANDARD)
  message(STATUS "ns-3's headers are C++${NF_CXX_STANDARD}")
endif()
set(CMAKE_CXX_STANDARD ${NF_CXX_STANDARD})
