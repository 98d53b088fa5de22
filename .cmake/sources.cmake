# SPDX-License-Identifier: GPL-2.0-only
# Which files make the library, for both kinds of build. Folders are globbed: a new file needs no
# line here.

set(NF_LIBRARY_FOLDERS
    model/hook
    model/rules/extension
    model/rules/ruleset
    model/rules/evaluate
    model/rules/iptables
    model/rules
    model/script
    model/conntrack/connection
    model/conntrack/l3
    model/conntrack/l4
    model/conntrack/store
    model/conntrack/track
    model/conntrack/helpers
    model/nat
    model/ipset
    model/matches
    model/targets
    model/stack/device
    model/stack/transport
    model/stack/routing
    model/stack/node
    model/stack/ipv4
    model/stack/ipv6
    model/trace
    model/topology
    model/policy
    model
    helper
    helper/traffic
)

# Sources of the library that know nothing of ns-3. What nfsim needs of the module is among them, so
# that it starts without the simulator's libraries.
set(NF_PLAIN_SOURCES
    model/hook/nf-address.cc
    model/hook/nf-nearest-word.cc
    model/hook/nf-prefix.cc
    model/hook/nf-protocol-names.cc
    model/hook/nf-service-names.cc
    model/hook/nf-types.cc
    model/trace/nf-trace-schema.cc
    model/trace/nf-trace-steps.cc
    model/trace/nf-trace-views.cc
)

# Folders of analysis/: those that nfsim is made of, and those of the programs for `nfsim replay`
# and `nfsim check`, `nfsim topology`, `nfsim run` and `nfsim placements`, and `nfsim run --netanim`.
set(NF_ASKING_ROOMS
    cli
    statistics
    trace
    filter
    findings
    questions
    figures
    campaign
    comparison
)
set(NF_REPLAYING_ROOMS cli scenario replay check)
set(NF_DRAWING_ROOMS cli trace topology)
set(NF_RUNNING_ROOMS cli trace proposals ranks run topology placements)
set(NF_ANIMATING_ROOMS cli trace proposals ranks run animation)

# A header that shows a third-party library is no public one: it is neither installed nor part of
# netfilter-module.h.
set(NF_THIRD_PARTY_INCLUDE
    "^#[ ]*include[ ]*[<\"](sqlite3|SQLiteCpp|boost|expat|fmt|nlohmann|CLI|yaml-cpp)[/.]"
)

# With ns-3's module wifi, which the library does not need, it builds Wi-Fi and hears its losses.
macro(nf_use_wifi)
  list(APPEND NF_LIBRARY_FOLDERS helper/wifi)
  set_source_files_properties(
    helper/nf-lan-builder.cc helper/nf-loss-listener.cc PROPERTIES COMPILE_DEFINITIONS NF_HAS_WIFI
  )
endmacro()

# Sets sources, public and private headers of some folders, relative to the module's folder.
function(nf_collect out_sources out_public out_private)
  set(module_dir ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/..)
  get_filename_component(module_dir ${module_dir} ABSOLUTE)
  set(all_sources)
  set(public)
  set(private)
  foreach(folder ${ARGN})
    file(GLOB found CONFIGURE_DEPENDS RELATIVE ${module_dir} ${module_dir}/${folder}/*.cc)
    list(APPEND all_sources ${found})
    file(GLOB found CONFIGURE_DEPENDS RELATIVE ${module_dir} ${module_dir}/${folder}/*.h)
    foreach(header ${found})
      file(STRINGS ${module_dir}/${header} shown REGEX "${NF_THIRD_PARTY_INCLUDE}")
      if(shown)
        list(APPEND private ${header})
      else()
        list(APPEND public ${header})
      endif()
    endforeach()
  endforeach()
  set(${out_sources} ${all_sources} PARENT_SCOPE)
  set(${out_public} ${public} PARENT_SCOPE)
  set(${out_private} ${private} PARENT_SCOPE)
endfunction()

# Lets the library know the versions that a trace names: ns-3's and its own.
function(nf_tell_versions ns3_version)
  set_source_files_properties(
    helper/nf-command-line.cc
    PROPERTIES COMPILE_DEFINITIONS
               "NF_NS3_VERSION=\"${ns3_version}\";NF_MODULE_VERSION=\"${NF_VERSION}\""
  )
endfunction()
