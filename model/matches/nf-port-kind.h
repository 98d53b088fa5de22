// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PORT_KIND_H
#define NF_PORT_KIND_H

#include "nf-match-ports.h"
#include "nf-option-kinds.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * Ports as the matches sctp and dccp take them: they print what was given, even if it is all ports.
 */
struct NfPortKind : NfWordKind
{
    using Value = NfNumberRange; //!< of the field

    bool rising;        //!< the second port must not be less than the first
    bool namesServices; //!< a service's name is read, too

    /**
     * @param mustRise whether the second port must not be less than the first
     * @param names whether a service's name is read, too
     */
    NfPortKind(bool mustRise, bool names)
        : rising(mustRise),
          namesServices(names)
    {
    }

    std::optional<Value> Read(std::string_view text) const
    {
        auto range = NfPortRange::Parse(text);
        bool named = text.find_first_not_of("0123456789xXabcdefABCDEF:") != std::string_view::npos;
        if (!range || (named && !namesServices) || (rising && range->min > range->max))
        {
            return std::nullopt;
        }
        return Value{range->min, range->max};
    }

    std::string GetSyntax() const
    {
        return namesServices ? std::string(NF_PORT_RANGE_SYNTAX)
                             : "a port number up to 65535, or a range first:last";
    }

    void Print(std::ostream& os, const Value& value) const
    {
        NfPrintRange(os, value);
    }
};

/**
 * @ingroup netfilter
 * Ports as the matches tcp and udp take them: iptables-save leaves out the range of all ports,
 * inverted or not. The value knows whether it is inverted.
 */
struct NfPortRangeKind : NfWordKind
{
    using Value = NfPortRange; //!< of the field

    bool rising; //!< the second port must not be less than the first

    /// @param mustRise whether the second port must not be less than the first
    explicit NfPortRangeKind(bool mustRise)
        : rising(mustRise)
    {
    }

    NfComplaint Take(const NfOption& option, Value& ports) const
    {
        const auto read = NfPortRange::Parse(NfArgumentOf(option));
        if (!read || (rising && read->min > read->max))
        {
            return NfBadArgument(option, NF_PORT_RANGE_SYNTAX);
        }
        ports = *read;
        ports.inverted = option.inverted;
        return {};
    }

    void Print(std::ostream& os, const Value& ports) const
    {
        NfPrintRange(os, {ports.min, ports.max});
    }

    bool IsSilent(const Value& ports) const
    {
        return ports.IsAll();
    }
};

/**
 * Print as iptables -L does, with a leading blank; nothing for all ports.
 * @param os the stream, whose style says whether services have names
 * @param name "spt" or "dpt"
 * @param ports the option's value
 * @param protocol whose ports they are
 */
inline void
NfListPorts(std::ostream& os,
            std::string_view name,
            const NfOptionValue<NfNumberRange>& ports,
            uint8_t protocol)
{
    if (ports.given)
    {
        NfPortRange range{static_cast<uint16_t>(ports.value.min),
                          static_cast<uint16_t>(ports.value.max),
                          ports.inverted};
        range.List(os, name, protocol);
    }
}

} // namespace ns3

#endif /* NF_PORT_KIND_H */
