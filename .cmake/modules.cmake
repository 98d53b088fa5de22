# SPDX-License-Identifier: GPL-2.0-only
# The ns-3 modules that topology scripts use: examples, nfsim and system tests. The library itself
# needs only core, network, internet, traffic-control, point-to-point, csma, bridge and internet-apps; it
# uses wifi if there.

set(NF_MODULES_OF_SIMULATIONS
    aodv
    applications
    bridge
    csma
    dsdv
    flow-monitor
    internet-apps
    mobility
    nix-vector-routing
    olsr
    point-to-point
    wifi
)
# As targets of the installed ns-3 (in its source tree there is no prefix).
if(NOT COMMAND build_lib)
  set(NF_SIMULATION_MODULES ${NF_MODULES_OF_SIMULATIONS})
  list(TRANSFORM NF_SIMULATION_MODULES PREPEND "${NF_NS3}")
endif()
