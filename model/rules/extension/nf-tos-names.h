// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TOS_NAMES_H
#define NF_TOS_NAMES_H

#include "nf-option-text.h"

#include <optional>
#include <ostream>
#include <string_view>

namespace ns3
{

/**
 * Parse what follows --tos and --set-tos.
 * @param text "value", "value/mask" (numbers of 8 bits; without a mask all bits count), or one of
 *        RFC 1349's names in any case: Minimize-Delay, Maximize-Throughput, Maximize-Reliability,
 *        Minimize-Cost, Normal-Service, which speak of the lower six bits
 * @return value and mask; nothing if it is none of these
 */
std::optional<NfMaskedNumber> NfParseTos(std::string_view text);

/**
 * @param os a stream
 * @param tos printed as "0xvalue/0xmask", two digits each
 */
void NfPrintTos(std::ostream& os, const NfMaskedNumber& tos);

/// What NfParseTos() takes, for messages.
inline constexpr const char* NF_TOS_SYNTAX =
    "value or value/mask, numbers of 8 bits, or Minimize-Delay, Maximize-Throughput, "
    "Maximize-Reliability, Minimize-Cost or Normal-Service";

} // namespace ns3

#endif /* NF_TOS_NAMES_H */
