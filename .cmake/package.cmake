# SPDX-License-Identifier: GPL-2.0-only
# `cpack -G DEB` in the build folder makes three Debian packages: the library, what scripts are
# built with, and nfsim. Which package a file goes to is the COMPONENT of its install().

set(CPACK_PACKAGE_NAME ns3-netfilter)
set(CPACK_PACKAGE_VENDOR "ns3-netfilter")
set(CPACK_PACKAGE_CONTACT "The netfilter module's maintainers <netfilter@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Linux-like netfilter for simulated nodes of ns-3")
set(CPACK_RESOURCE_FILE_LICENSE ${CMAKE_CURRENT_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_GENERATOR DEB)
set(CPACK_STRIP_FILES ON)

set(CPACK_COMPONENTS_ALL library dev tools)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${CMAKE_CURRENT_BINARY_DIR})

set(same_version "(= ${PROJECT_VERSION})")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libns3-netfilter${PROJECT_VERSION_MAJOR})
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION "The shared library")

# find_package(ns3) fails without the last four, on which libns3-dev itself does not depend.
set(CPACK_DEBIAN_DEV_PACKAGE_NAME libns3-netfilter-dev)
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
string(CONCAT CPACK_DEBIAN_DEV_PACKAGE_DEPENDS
              "${CPACK_DEBIAN_LIBRARY_PACKAGE_NAME} ${same_version}, libns3-dev, ns3, "
              "libgsl-dev, libxml2-dev, libpython3-dev"
)
set(CPACK_COMPONENT_DEV_DESCRIPTION "Headers, CMake package and pkg-config file")

set(CPACK_DEBIAN_TOOLS_PACKAGE_NAME nfsim)
set(CPACK_DEBIAN_TOOLS_PACKAGE_SECTION science)
set(CPACK_DEBIAN_TOOLS_PACKAGE_DEPENDS
    "${CPACK_DEBIAN_LIBRARY_PACKAGE_NAME} ${same_version}"
)
set(CPACK_DEBIAN_TOOLS_PACKAGE_RECOMMENDS "gnuplot-nox, graphviz")
set(CPACK_COMPONENT_TOOLS_DESCRIPTION "Rule sets without a simulation, traces, figures")

include(CPack)
