// SPDX-License-Identifier: GPL-2.0-only

#include "nf-jiffies.h"

#include "ns3/simulator.h"

namespace ns3
{

uint64_t
NfJiffies()
{
    constexpr uint64_t nanoseconds = 1000000000;
    return static_cast<uint64_t>(Simulator::Now().GetNanoSeconds()) / (nanoseconds / NF_HZ);
}

} // namespace ns3
