# SPDX-License-Identifier: GPL-2.0-only

# One object library per folder. Each sees only the folders that it may include, so a dependency
# that points the wrong way does not compile.
function(nf_layer name)
  cmake_parse_arguments(ARG "" "FOLDER" "DEPENDS;EXTERNAL" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${ARG_FOLDER}/*.cc)
  file(GLOB headers CONFIGURE_DEPENDS ${ARG_FOLDER}/*.h)
  if(sources)
    add_library(nf-${name} OBJECT ${sources} ${headers})
    set(scope PUBLIC)
  else()
    add_library(nf-${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(nf-${name} ${scope} ${CMAKE_CURRENT_SOURCE_DIR}/${ARG_FOLDER})
  target_link_libraries(nf-${name} ${scope} ns3::libnetwork ns3::libcore fmt::fmt ${ARG_EXTERNAL})
  foreach(dependency ${ARG_DEPENDS})
    target_link_libraries(nf-${name} ${scope} nf-${dependency})
  endforeach()
endfunction()
