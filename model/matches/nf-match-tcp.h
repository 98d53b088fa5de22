// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_TCP_H
#define NF_MATCH_TCP_H

#include "nf-extension.h"

namespace ns3
{

/// \return match "tcp": ports, flags and presence of an option (Linux's xt_tcpudp.c)
NfMatchType NfMakeTcpMatchType();

} // namespace ns3

#endif /* NF_MATCH_TCP_H */
