# SPDX-License-Identifier: GPL-2.0-only
# The ns-3 modules that topology scripts use: examples, nfsim and system tests. The library itself
# needs only core, network, internet, traffic-control, point-to-point, csma, bridge and internet-apps; it
# uses wifi if there.

set(NF_SIMULATION_MODULES)
foreach(
  module
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
  list(APPEND NF_SIMULATION_MODULES ns3::lib${module})
endforeach()
