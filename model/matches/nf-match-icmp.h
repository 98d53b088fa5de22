// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_ICMP_H
#define NF_MATCH_ICMP_H

#include "nf-extension.h"

namespace ns3
{

/// \return match "icmp": type and code (Linux's ip_tables.c)
NfMatchType NfMakeIcmpMatchType();

} // namespace ns3

#endif /* NF_MATCH_ICMP_H */
