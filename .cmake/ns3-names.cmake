# SPDX-License-Identifier: GPL-2.0-only
# What the modules of the installed ns-3 are called as targets: ns3::libcore, or, in later releases,
# ns3::core.

if(TARGET ns3::libcore)
  set(NF_NS3 ns3::lib)
else()
  set(NF_NS3 ns3::)
endif()
