// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_LENGTH_H
#define NF_MATCH_LENGTH_H

#include "nf-extension.h"

namespace ns3
{

/// \return match "length": length of the packet with its network header (Linux's xt_length.c)
NfMatchType NfMakeLengthMatchType();

} // namespace ns3

#endif /* NF_MATCH_LENGTH_H */
