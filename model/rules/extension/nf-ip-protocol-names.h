// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IP_PROTOCOL_NAMES_H
#define NF_IP_PROTOCOL_NAMES_H

#include "nf-protocol-names.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace ns3
{

/**
 * Parse what follows -p: a name, in any case, or a number (decimal, octal or hexadecimal).
 * @param text the word
 * @return the number, 0 for "all"; nothing if there is no such protocol
 */
std::optional<uint8_t> NfParseIpProtocol(std::string_view text);

} // namespace ns3

#endif /* NF_IP_PROTOCOL_NAMES_H */
