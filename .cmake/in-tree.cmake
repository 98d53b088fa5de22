# SPDX-License-Identifier: GPL-2.0-only
# The in-tree build: what of the module can be built with the libraries at hand. Nothing here may
# break ns-3's own configure, so a missing library costs a part and a message, never an error.

# find_package() without REQUIRED, and with its target seen by the whole ns-3 tree.
macro(nf_in_tree_find package target)
  if(NOT TARGET ${target})
    find_package(${package} QUIET)
    if(TARGET ${target})
      get_target_property(nf_imported ${target} IMPORTED)
      if(nf_imported)
        set_target_properties(${target} PROPERTIES IMPORTED_GLOBAL TRUE)
      endif()
    endif()
  endif()
endmacro()

# Takes a folder out of NF_IN_TREE_SOURCES and NF_IN_TREE_HEADERS, and whatever includes a header
# that is taken out, until nothing more is found.
macro(nf_leave_out folder)
  set(nf_out "${folder}/[^;]*")
  set(nf_grown TRUE)
  while(nf_grown)
    set(nf_grown FALSE)
    set(nf_headers_out ${NF_IN_TREE_HEADERS} ${nf_private})
    list(FILTER nf_headers_out INCLUDE REGEX "^(${nf_out})$")
    list(TRANSFORM nf_headers_out REPLACE ".*/" "")
    list(JOIN nf_headers_out "|" nf_names)
    foreach(nf_file ${NF_IN_TREE_SOURCES} ${NF_IN_TREE_HEADERS})
      if(NOT nf_file MATCHES "^(${nf_out})$")
        file(STRINGS ${CMAKE_CURRENT_SOURCE_DIR}/${nf_file} nf_found
             REGEX "^#include \"(ns3/)?(${nf_names})\""
        )
        if(nf_found)
          string(APPEND nf_out "|${nf_file}")
          set(nf_grown TRUE)
        endif()
      endif()
    endforeach()
  endwhile()
  list(FILTER NF_IN_TREE_SOURCES EXCLUDE REGEX "^(${nf_out})$")
  list(FILTER NF_IN_TREE_HEADERS EXCLUDE REGEX "^(${nf_out})$")
endmacro()

# Sets NF_IN_TREE_SOURCES, NF_IN_TREE_HEADERS (relative), NF_IN_TREE_FOLDERS (include directories),
# NF_IN_TREE_TRACE and NF_IN_TREE_TOPOLOGY (is the trace database built, are topologies). Empty
# sources: nothing can be built.
macro(nf_in_tree_select)
  set(NF_IN_TREE_SOURCES)
  set(NF_IN_TREE_TRACE FALSE)
  set(NF_IN_TREE_TOPOLOGY FALSE)
  nf_in_tree_find(fmt fmt::fmt)
  nf_in_tree_find(Threads Threads::Threads)
  nf_in_tree_find(SQLite3 SQLite::SQLite3)
  if(TARGET SQLite::SQLite3 AND TARGET Threads::Threads)
    nf_in_tree_find(SQLiteCpp SQLiteCpp)
  endif()
  nf_in_tree_find(Boost Boost::headers)
  nf_in_tree_find(EXPAT EXPAT::EXPAT)
  if(NOT TARGET fmt::fmt)
    message(STATUS "netfilter: left out, because {fmt} was not found (Debian: libfmt-dev)")
  else()
    if(TARGET SQLiteCpp)
      set(NF_IN_TREE_TRACE TRUE)
    else()
      string(CONCAT nf_text "the trace database (NfTraceHelper), the examples that use it and nfsim "
                            "are left out, because SQLite3 or SQLiteCpp was not found "
                            "(Debian: libsqlite3-dev, libsqlitecpp-dev)"
      )
      message(STATUS "netfilter: ${nf_text}")
    endif()
    if(TARGET Boost::headers AND TARGET EXPAT::EXPAT)
      set(NF_IN_TREE_TOPOLOGY TRUE)
    else()
      string(CONCAT nf_text "topologies (NfTopologyHelper), the examples that use them and nfsim are "
                            "left out, because Boost.Graph or Expat was not found "
                            "(Debian: libboost-graph-dev, libexpat1-dev)"
      )
      message(STATUS "netfilter: ${nf_text}")
    endif()
    if(TARGET "${libwifi}")
      nf_use_wifi()
    endif()
    nf_collect(NF_IN_TREE_SOURCES NF_IN_TREE_HEADERS nf_private ${NF_LIBRARY_FOLDERS})
    if(NOT NF_IN_TREE_TRACE)
      nf_leave_out(model/trace)
    endif()
    if(NOT NF_IN_TREE_TOPOLOGY)
      nf_leave_out(model/topology)
    endif()
    if(NOT NF_IN_TREE_SOURCES)
      message(STATUS "netfilter: left out, because its folders hold no sources")
    endif()
    set(NF_IN_TREE_FOLDERS)
    foreach(nf_folder ${NF_LIBRARY_FOLDERS})
      list(APPEND NF_IN_TREE_FOLDERS ${CMAKE_CURRENT_SOURCE_DIR}/${nf_folder})
    endforeach()
  endif()
endmacro()

# Links the third-party libraries, privately: no public header shows them. And lets all see our
# folders: ns-3's include folder holds one-line headers that name ours by their full path, and what
# those include is found in the folders themselves. (Not by include_directories() before
# build_lib(), which would put the folders into ns-3's install as they stand.)
function(nf_in_tree_link target)
  set(external fmt::fmt)
  if(NF_IN_TREE_TRACE)
    list(APPEND external SQLiteCpp SQLite::SQLite3 Threads::Threads)
  endif()
  if(NF_IN_TREE_TOPOLOGY)
    list(APPEND external Boost::headers EXPAT::EXPAT)
  endif()
  if(TARGET "${libwifi}")
    list(APPEND external ${libwifi})
  endif()
  target_link_libraries(${target} PRIVATE ${external})
  foreach(folder ${NF_IN_TREE_FOLDERS})
    target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${folder}>)
  endforeach()
  if(TARGET ${target}-obj)
    target_link_libraries(${target}-obj PRIVATE ${external})
    target_include_directories(${target}-obj PRIVATE ${NF_IN_TREE_FOLDERS})
  endif()
endfunction()
