// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_IP_PROTOCOL_KIND_H
#define NF_IP_PROTOCOL_KIND_H

#include "nf-ip-protocol-names.h"
#include "nf-option-kinds.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * A protocol by number or name, printed as a number.
 */
struct NfIpProtocolKind : NfWordKind
{
    using Value = uint8_t; //!< of the field

    const char* syntax; //!< what is expected, for messages

    /// @param expected what is expected, for messages
    explicit NfIpProtocolKind(const char* expected)
        : syntax(expected)
    {
    }

    std::optional<Value> Read(std::string_view text) const
    {
        return NfParseIpProtocol(text);
    }

    const char* GetSyntax() const
    {
        return syntax;
    }

    void Print(std::ostream& os, Value protocol) const
    {
        os << +protocol;
    }
};

} // namespace ns3

#endif /* NF_IP_PROTOCOL_KIND_H */
