// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MATCH_PORTS_H
#define NF_MATCH_PORTS_H

#include "nf-option-text.h"
#include "nf-rule-bounds.h"
#include "nf-rule-condition.h"
#include "nf-service-names.h"

#include <cstdint>
#include <optional>
#include <ostream>
#include <string_view>

namespace ns3
{

/// Ports, both ends included, perhaps negated.
struct NfPortRange
{
    uint16_t min{0};
    uint16_t max{0xffff};
    bool inverted{false};

    /// @param port a port
    /// @return true if it matches
    bool Contains(uint16_t port) const
    {
        return (port >= min && port <= max) != inverted;
    }

    /// @return the least port that may match
    uint16_t Lowest() const
    {
        return inverted ? 0 : min;
    }

    /// @return the greatest port that may match; less than Lowest() if none does
    uint16_t Highest() const
    {
        return inverted ? UINT16_MAX : max;
    }

    /// @return true if it matches every port as well as none (negated): iptables-save omits it then
    bool IsAll() const
    {
        return min == 0 && max == 0xffff;
    }

    /// @param description of a rule; receives the condition
    /// @param field which port it is
    void Describe(NfRuleDescription& description, NfConditionField field) const
    {
        if (!IsAll() || inverted)
        {
            description.AddRange(field, uint32_t{min}, uint32_t{max}, inverted);
        }
    }

    /**
     * @param text "a", "a:b", ":b", "a:" or ":"; a may be larger than b, then nothing matches
     * @return the range, not inverted; nothing if it is not one
     */
    static std::optional<NfPortRange> Parse(std::string_view text);

    /**
     * Print as iptables -L does, with a leading blank.
     * @param os the stream, whose style says whether services have names
     * @param name "spt" or "dpt"
     * @param protocol whose ports they are
     */
    void List(std::ostream& os, std::string_view name, uint8_t protocol) const;
};

/**
 * @param source the source ports that a match takes
 * @param destination the destination ports
 * @return what a packet's ports must be for it
 */
inline NfPortBounds
NfBoundsOf(const NfPortRange& source, const NfPortRange& destination)
{
    return {source.Lowest(), source.Highest(), destination.Lowest(), destination.Highest()};
}

/**
 * Print a port as iptables -L does.
 * @param os the stream, whose style says whether services have names
 * @param port the port
 * @param protocol whose port it is
 */
void NfListPort(std::ostream& os, uint16_t port, uint8_t protocol);

/// What NfPortRange::Parse() takes, for messages.
inline constexpr std::string_view NF_PORT_RANGE_SYNTAX =
    "a port number up to 65535 or service name, or a range first:last";

} // namespace ns3

#endif /* NF_MATCH_PORTS_H */
