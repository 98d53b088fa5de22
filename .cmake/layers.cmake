# SPDX-License-Identifier: GPL-2.0-only

# One object library per folder. Each sees only the folders that it may include, so a dependency
# that points the wrong way does not compile.
function(nf_folder target)
  cmake_parse_arguments(ARG "" "FOLDER" "LINKS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${ARG_FOLDER}/*.cc)
  file(GLOB headers CONFIGURE_DEPENDS ${ARG_FOLDER}/*.h)
  foreach(plain ${NF_PLAIN_SOURCES})
    list(REMOVE_ITEM sources ${PROJECT_SOURCE_DIR}/${plain})
  endforeach()
  if(sources)
    add_library(${target} OBJECT ${sources} ${headers})
    set(scope PUBLIC)
  else()
    add_library(${target} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(${target} ${scope} ${CMAKE_CURRENT_SOURCE_DIR}/${ARG_FOLDER})
  target_link_libraries(${target} ${scope} ${ARG_LINKS})
endfunction()

# A folder of the library.
function(nf_layer name)
  cmake_parse_arguments(ARG "" "FOLDER" "DEPENDS;EXTERNAL" ${ARGN})
  set_property(GLOBAL APPEND PROPERTY NF_LAYERS ${name})
  list(TRANSFORM ARG_DEPENDS PREPEND nf-)
  nf_folder(
    nf-${name}
    FOLDER ${ARG_FOLDER}
    LINKS ${NF_NS3}network ${NF_NS3}core fmt::fmt ${ARG_EXTERNAL} ${ARG_DEPENDS}
  )
  nf_use_precompiled(nf-${name} nf-headers)
endfunction()

# Folders of the library that go by one name where others depend on all of them.
function(nf_group name)
  set_property(GLOBAL PROPERTY NF_GROUP_${name} ${ARGN})
  add_library(nf-${name} INTERFACE)
  foreach(layer ${ARGN})
    target_link_libraries(nf-${name} INTERFACE nf-${layer})
  endforeach()
endfunction()

# Sets the folders that layers and groups stand for.
function(nf_resolve out)
  set(all)
  foreach(layer ${ARGN})
    get_property(members GLOBAL PROPERTY NF_GROUP_${layer})
    list(APPEND all ${members})
    if(NOT members)
      list(APPEND all ${layer})
    endif()
  endforeach()
  set(${out} ${all} PARENT_SCOPE)
endfunction()

# A folder of analysis/, of the same name. It sees ns-3 and the module only if it names them.
function(nf_room name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;EXTERNAL" ${ARGN})
  list(TRANSFORM ARG_DEPENDS PREPEND nf-room-)
  nf_folder(nf-room-${name} FOLDER ${name} LINKS fmt::fmt ${ARG_EXTERNAL} ${ARG_DEPENDS})
endfunction()

# Rooms as one library, with their objects: those of an object library reach only targets that name
# it directly.
function(nf_join_rooms target)
  add_library(${target} INTERFACE)
  foreach(room ${ARGN})
    target_link_libraries(${target} INTERFACE nf-room-${room})
    target_sources(${target} INTERFACE $<TARGET_OBJECTS:nf-room-${room}>)
  endforeach()
endfunction()
