// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_SPI_H
#define NF_MATCH_SPI_H

#include "nf-extension.h"

namespace ns3
{

/// \return match "esp": security parameter index of ESP (Linux's xt_esp.c)
NfMatchType NfMakeEspMatchType();

/// \return match "ah": security parameter index of AH (Linux's ipt_ah.c)
NfMatchType NfMakeAhMatchType();

} // namespace ns3

#endif /* NF_MATCH_SPI_H */
