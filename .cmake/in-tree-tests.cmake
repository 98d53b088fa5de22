# SPDX-License-Identifier: GPL-2.0-only
# The in-tree build's tests: the programs of test/unit and test/system, which ns-3's test-runner runs
# through the suites netfilter-unit and netfilter-system (test/ns3).

set(NF_TEST_DIR ${CMAKE_CURRENT_SOURCE_DIR}/test)
set(NF_TEST_PROGRAMS ${CMAKE_CURRENT_BINARY_DIR}/test-programs)

# Sets NF_IN_TREE_TEST_SOURCES, empty if there are to be no suites.
macro(nf_in_tree_select_tests)
  set(NF_IN_TREE_TEST_SOURCES)
  set(nf_wanted ${ENABLE_TESTS})
  if(NS3_FILTER_MODULE_EXAMPLES_AND_TESTS
     AND NOT "netfilter" IN_LIST NS3_FILTER_MODULE_EXAMPLES_AND_TESTS
  )
    set(nf_wanted FALSE)
  endif()
  if(nf_wanted)
    find_package(GTest QUIET)
    find_package(nlohmann_json QUIET)
    set(nf_missing)
    if(NOT TARGET GTest::gmock OR NOT TARGET nlohmann_json::nlohmann_json)
      set(nf_missing "GoogleTest or nlohmann-json was not found (Debian: libgmock-dev, nlohmann-json3-dev)")
    elseif(NOT NF_IN_TREE_TRACE OR NOT NF_IN_TREE_TOPOLOGY)
      set(nf_missing "they need all of the module")
    endif()
    if(nf_missing)
      message(STATUS "netfilter: its test suites are left out, because ${nf_missing}")
    else()
      file(GLOB NF_IN_TREE_TEST_SOURCES CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}
           test/ns3/*.cc
      )
      set_source_files_properties(
        test/ns3/netfilter-test-suite.cc PROPERTIES COMPILE_DEFINITIONS
                                                    "NF_TEST_PROGRAMS=\"${NF_TEST_PROGRAMS}\""
      )
    endif()
  endif()
endmacro()

# A program of some sources in the folder of a label. What simulates may use any of the modules that are
# built. Optimising a test costs more time than its run gives back.
function(nf_in_tree_test label name)
  set(target netfilter-${label}-${name})
  add_executable(${target} ${ARGN})
  set_target_properties(
    ${target} PROPERTIES OUTPUT_NAME ${name} RUNTIME_OUTPUT_DIRECTORY ${NF_TEST_PROGRAMS}/${label}
  )
  target_compile_options(${target} PRIVATE -O0)
  set(modules ${libinternet})
  if(label STREQUAL "system")
    foreach(module ${NF_MODULES_OF_SIMULATIONS})
      list(APPEND modules ${lib${module}})
    endforeach()
  endif()
  target_link_libraries(
    ${target}
    ${libnetfilter}
    ${modules}
    GTest::gmock
    GTest::gtest_main
    nlohmann_json::nlohmann_json
    SQLiteCpp
    SQLite::SQLite3
    Threads::Threads
    Boost::headers
    fmt::fmt
  )
  target_include_directories(${target} PRIVATE ${NF_TEST_DIR}/support ${NF_IN_TREE_INCLUDE})
  target_compile_definitions(
    ${target} PRIVATE NF_TEST_DATA="${NF_TEST_DIR}/data"
                      NF_TEST_UNIT="${NF_TEST_DIR}/unit"
                      NF_SOURCE_DIR="${CMAKE_CURRENT_SOURCE_DIR}"
                      NF_EXAMPLES_DIR="${CMAKE_CURRENT_SOURCE_DIR}/examples"
                      NF_EXAMPLES_BIN="${NF_TEST_PROGRAMS}/bin"
                      NF_NFSIM="${NF_TEST_PROGRAMS}/bin/nfsim"
  )
  add_dependencies(${testnetfilter} ${target})
endfunction()

# Programs under their own names, where tests look for them.
function(nf_in_tree_name_programs)
  add_custom_target(netfilter-test-names)
  file(MAKE_DIRECTORY ${NF_TEST_PROGRAMS}/bin)
  foreach(program ${ARGN})
    if(TARGET ${program})
      add_custom_command(
        TARGET netfilter-test-names
        POST_BUILD
        COMMAND ${CMAKE_COMMAND} -E create_symlink $<TARGET_FILE:${program}>
                ${NF_TEST_PROGRAMS}/bin/${program}
      )
      add_dependencies(netfilter-test-names ${program})
    endif()
  endforeach()
  add_dependencies(${testnetfilter} netfilter-test-names)
endfunction()

# The programs. Those of nfsim's own rooms, and the recipes of the cookbook, are for the standalone
# build.
function(nf_in_tree_add_tests)
  if(NOT NF_IN_TREE_TEST_SOURCES)
    return()
  endif()
  target_link_libraries(${testnetfilter} nlohmann_json::nlohmann_json)
  target_include_directories(${testnetfilter} PRIVATE ${NF_TEST_DIR}/ns3)
  file(GLOB folders CONFIGURE_DEPENDS RELATIVE ${NF_TEST_DIR}/unit ${NF_TEST_DIR}/unit/*)
  list(REMOVE_ITEM folders analysis ranks replay)
  foreach(folder ${folders})
    file(GLOB sources CONFIGURE_DEPENDS ${NF_TEST_DIR}/unit/${folder}/*.cc)
    if(sources)
      nf_in_tree_test(unit ${folder} ${sources})
    endif()
  endforeach()
  if(NOT ENABLE_EXAMPLES OR NOT TARGET nfsim)
    message(STATUS "netfilter: its suite netfilter-system is left out without examples and nfsim")
    return()
  endif()
  nf_in_tree_has(modules ${NF_MODULES_OF_SIMULATIONS})
  if(NOT modules)
    list(JOIN NF_MODULES_OF_SIMULATIONS " " names)
    message(STATUS "netfilter: its suite netfilter-system is left out: it needs the modules ${names}")
    return()
  endif()
  file(GLOB mains CONFIGURE_DEPENDS examples/*.cc examples/*/*.cc)
  list(TRANSFORM mains REPLACE ".*/([^/]*)\\.cc$" "\\1")
  target_compile_definitions(${testnetfilter} PRIVATE NF_TEST_SYSTEM)
  nf_in_tree_name_programs(${mains} nfsim)
  file(GLOB support CONFIGURE_DEPENDS ${NF_TEST_DIR}/support/*.cc)
  file(GLOB sources CONFIGURE_DEPENDS ${NF_TEST_DIR}/system/*.cc)
  list(REMOVE_ITEM sources ${NF_TEST_DIR}/system/cookbook-test.cc
                    ${NF_TEST_DIR}/system/rank-figures-test.cc
  )
  foreach(source ${sources})
    get_filename_component(name ${source} NAME_WE)
    string(REGEX REPLACE "-test$" "" name ${name})
    nf_in_tree_test(system ${name} ${source} $<TARGET_OBJECTS:netfilter-test-support>)
  endforeach()
  add_library(netfilter-test-support OBJECT ${support})
  target_include_directories(
    netfilter-test-support PRIVATE ${NF_TEST_DIR}/support ${NF_IN_TREE_INCLUDE}
  )
  target_link_libraries(
    netfilter-test-support PRIVATE ${libnetfilter} GTest::gmock fmt::fmt SQLiteCpp
  )
  target_compile_definitions(
    netfilter-test-support PRIVATE NF_TEST_DATA="${NF_TEST_DIR}/data"
                                   NF_EXAMPLES_DIR="${CMAKE_CURRENT_SOURCE_DIR}/examples"
  )
endfunction()
