# SPDX-License-Identifier: GPL-2.0-only
# Which headers others may include. A new header that a script or an extension needs is named here;
# what it includes is installed with it, and nothing else.

# What a simulation script calls: netfilter-module.h includes these.
set(NF_SCRIPT_HEADERS
    netfilter-helper.h
    netfilter.h
    nf-application-owner.h
    nf-command-line.h
    nf-conntrack-command.h
    nf-cpu-queue-helper.h
    nf-drop-report.h
    nf-filtering-cost.h
    nf-ipsec.h
    nf-link-switch.h
    nf-loss-listener.h
    nf-network-description.h
    nf-node-distance.h
    nf-placement-table.h
    nf-placements.h
    nf-policy-check.h
    nf-policy-helper.h
    nf-policy-parser.h
    nf-results-database.h
    nf-results.h
    nf-run-expectation.h
    nf-set-command.h
    nf-stream-name.h
    nf-sysctl.h
    nf-topology-generators.h
    nf-topology-helper.h
    nf-topology-reader.h
    nf-topology-recipe.h
    nf-topology-units.h
    nf-trace-helper.h
    nf-traffic-helper.h
    nf-transparent-socket.h
)

# What the author of a match, a target or a connection helper needs besides.
set(NF_EXTENSION_HEADERS
    nf-checksum.h
    nf-connection-helper.h
    nf-extension-registry.h
    nf-extension-type.h
    nf-flag-names.h
    nf-hook-registry.h
    nf-ipv4-convert.h
    nf-jhash.h
    nf-jiffies.h
    nf-netns.h
    nf-option-kinds.h
    nf-standard-helpers.h
    nf-standard-matches.h
    nf-standard-targets.h
    nf-tell-once.h
    nf-transport-checksum.h
    nf-transport-view.h
)

# Sets those of some headers that others may include, relative to the module's folder as the headers
# are. A name in the lists that is no header is an error.
function(nf_select_public_headers out)
  set(module_dir ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/..)
  set(names)
  foreach(header ${ARGN})
    get_filename_component(name ${header} NAME)
    list(APPEND names ${name})
    set(path_of_${name} ${header})
  endforeach()
  set(waiting ${NF_SCRIPT_HEADERS} ${NF_EXTENSION_HEADERS})
  set(selected)
  while(waiting)
    list(POP_FRONT waiting name)
    if(NOT name IN_LIST names)
      message(FATAL_ERROR "there is no header ${name} that others may include")
    endif()
    if(NOT ${path_of_${name}} IN_LIST selected)
      list(APPEND selected ${path_of_${name}})
      file(STRINGS ${module_dir}/${path_of_${name}} lines REGEX "^#include \"nf-")
      foreach(line ${lines})
        string(REGEX REPLACE "^#include \"(.*)\".*" "\\1" included ${line})
        list(APPEND waiting ${included})
      endforeach()
    endif()
  endwhile()
  set(${out} ${selected} PARENT_SCOPE)
endfunction()

# Sets up a folder of links to headers, so that "nf-y.h" inside a header is found beside it.
function(nf_link_headers folder)
  file(GLOB stale RELATIVE ${folder}/ns3 ${folder}/ns3/*.h)
  file(MAKE_DIRECTORY ${folder}/ns3)
  set(linked netfilter-module.h)
  foreach(header ${ARGN})
    get_filename_component(base ${header} NAME)
    if(base IN_LIST linked)
      message(FATAL_ERROR "${header}: another folder has a header of the same name")
    endif()
    list(APPEND linked ${base})
    file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR}/${header} ${folder}/ns3/${base} SYMBOLIC)
  endforeach()
  list(REMOVE_ITEM stale ${linked})
  foreach(header ${stale})
    file(REMOVE ${folder}/ns3/${header})
  endforeach()
endfunction()
