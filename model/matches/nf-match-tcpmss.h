// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_TCPMSS_H
#define NF_MATCH_TCPMSS_H

#include "nf-extension.h"

namespace ns3
{

/// \return match "tcpmss": value of the TCP option MSS (Linux's xt_tcpmss.c)
NfMatchType NfMakeTcpmssMatchType();

} // namespace ns3

#endif /* NF_MATCH_TCPMSS_H */
