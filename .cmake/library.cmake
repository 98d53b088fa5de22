# SPDX-License-Identifier: GPL-2.0-only
# The shared library of all layers, its headers as scripts include them ("ns3/nf-x.h"), and what
# `cmake --install` and somebody's find_package(ns3-netfilter) or pkg-config need.

include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

include(.cmake/public-headers.cmake)
nf_collect(sources headers private_headers ${NF_LIBRARY_FOLDERS})
nf_select_public_headers(public_headers ${headers})

# In the build tree, nfsim and the tests see all headers; public/ has what is installed.
set(include_dir ${CMAKE_CURRENT_BINARY_DIR}/include)
nf_link_headers(${include_dir} ${headers})
nf_link_headers(${CMAKE_CURRENT_BINARY_DIR}/public ${public_headers})
set(guard "NS3_MODULE_NETFILTER")
set(module_header "// SPDX-License-Identifier: GPL-2.0-only\n\n#ifndef ${guard}\n#define ${guard}\n\n")
foreach(header ${NF_SCRIPT_HEADERS})
  string(APPEND module_header "#include \"ns3/${header}\"\n")
endforeach()
string(APPEND module_header "\n#endif // ${guard}\n")
file(CONFIGURE OUTPUT ${include_dir}/ns3/netfilter-module.h CONTENT "${module_header}" @ONLY)
file(CREATE_LINK ${include_dir}/ns3/netfilter-module.h
     ${CMAKE_CURRENT_BINARY_DIR}/public/ns3/netfilter-module.h SYMBOLIC
)

add_library(netfilter SHARED)
add_library(ns3::netfilter ALIAS netfilter)
set_target_properties(
  netfilter
  PROPERTIES OUTPUT_NAME ns3-netfilter
             VERSION ${PROJECT_VERSION}
             SOVERSION ${PROJECT_VERSION_MAJOR}
             LINKER_LANGUAGE CXX
)
target_include_directories(
  netfilter INTERFACE $<BUILD_INTERFACE:${include_dir}>
                      $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
)
target_compile_features(netfilter INTERFACE cxx_std_${NF_CXX_STANDARD})
set(pc_defines)
if(NF_NS3_LOG)
  target_compile_definitions(netfilter INTERFACE NS3_LOG_ENABLE)
  set(pc_defines " -DNS3_LOG_ENABLE")
endif()
set(ns3_modules core network internet traffic-control point-to-point csma bridge internet-apps ${wifi})
foreach(module ${ns3_modules})
  target_link_libraries(netfilter PUBLIC ${NF_NS3}${module})
endforeach()
target_sources(netfilter PRIVATE $<TARGET_OBJECTS:nf-plain>)
get_property(layers GLOBAL PROPERTY NF_LAYERS)
foreach(layer ${layers})
  get_target_property(type nf-${layer} TYPE)
  if(type STREQUAL "OBJECT_LIBRARY")
    target_sources(netfilter PRIVATE $<TARGET_OBJECTS:nf-${layer}>)
  endif()
endforeach()
target_link_libraries(
  netfilter PRIVATE fmt::fmt SQLiteCpp SQLite::SQLite3 Threads::Threads Boost::headers EXPAT::EXPAT
)

install(TARGETS netfilter EXPORT ns3-netfilter-targets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
        COMPONENT library NAMELINK_COMPONENT dev
)
install(FILES ${public_headers} ${include_dir}/ns3/netfilter-module.h
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/ns3 COMPONENT dev
)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/ns3-netfilter)
install(EXPORT ns3-netfilter-targets NAMESPACE ns3:: DESTINATION ${package_dir}
        COMPONENT dev
)
configure_package_config_file(
  .cmake/ns3-netfilter-config.cmake.in ns3-netfilter-config.cmake
  INSTALL_DESTINATION ${package_dir}
)
write_basic_package_version_file(
  ns3-netfilter-config-version.cmake COMPATIBILITY SameMinorVersion
)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/ns3-netfilter-config.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/ns3-netfilter-config-version.cmake
        DESTINATION ${package_dir} COMPONENT dev
)

# Paths in the pkg-config file are relative to where it lies, so an installed tree can be moved.
file(RELATIVE_PATH pc_prefix /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
string(REGEX REPLACE "/$" "" pc_prefix "${pc_prefix}")
set(pc_requires)
foreach(module ${ns3_modules})
  list(APPEND pc_requires ns3-${module})
endforeach()
list(JOIN pc_requires " " pc_requires)
configure_file(.cmake/ns3-netfilter.pc.in ns3-netfilter.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/ns3-netfilter.pc
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT dev
)
