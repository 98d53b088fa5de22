// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_UDP_H
#define NF_MATCH_UDP_H

#include "nf-extension.h"

namespace ns3
{

/// \return match "udp": ports (Linux's xt_tcpudp.c)
NfMatchType NfMakeUdpMatchType();

} // namespace ns3

#endif /* NF_MATCH_UDP_H */
