// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RUN_TRAFFIC_TABLE_H
#define NF_RUN_TRAFFIC_TABLE_H

#include "ns3/nf-traffic-helper.h"

#include <iosfwd>

namespace ns3
{

/**
 * Print what became of traffic, a line for each class in the order of their first traffic.
 * @param os where to
 * @param traffic the traffic, after the simulation
 */
void NfPrintTraffic(std::ostream& os, const NfTrafficHelper& traffic);

} // namespace ns3

#endif /* NF_RUN_TRAFFIC_TABLE_H */
