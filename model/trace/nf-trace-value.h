// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRACE_VALUE_H
#define NF_TRACE_VALUE_H

#include "nf-rule-condition.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ns3
{

/// @param address an address
/// @param family its family
/// @return it in network order: 4 bytes, 16, or none for a frame without a network header
std::string NfTraceBytes(const NfAddress& address, NfFamily family);

/// A bound of a rule's condition as the trace stores it: NULL, INTEGER, TEXT or BLOB.
using NfTraceValue = std::variant<std::monostate, int64_t, std::string, std::vector<uint8_t>>;

/**
 * @param field what a condition looks at
 * @param value a bound of it, or nothing
 * @param family of the rule
 * @return what is stored: numbers as they are, addresses as bytes in network order, connection
 *         states by name
 */
NfTraceValue NfToTraceValue(NfConditionField field,
                            const std::optional<NfConditionValue>& value,
                            NfFamily family);

} // namespace ns3

#endif /* NF_TRACE_VALUE_H */
