// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_HOST_KIND_H
#define NF_HOST_KIND_H

#include "nf-address-parser.h"
#include "nf-address.h"
#include "nf-option-kinds.h"

#include <optional>
#include <ostream>
#include <string_view>

namespace ns3
{

/// An address of the rule's family, as iptables' options of type XTTYPE_HOST take it.
struct NfHostKind : NfWordKind
{
    using Value = NfAddress; //!< of the field

    NfFamily family{NfFamily::IPV4}; //!< of the rule

    /// @param own family of a rule
    /// @return the kind as its rules write it
    NfHostKind For(NfFamily own) const
    {
        NfHostKind kind;
        kind.family = own;
        return kind;
    }

    std::optional<Value> Read(std::string_view text) const
    {
        return family == NfFamily::IPV6 ? NfParseHost(text, family) : NfParseNetworkAddress(text);
    }

    std::string_view GetSyntax() const
    {
        return NfAddressSyntax(family);
    }

    void Print(std::ostream& os, const Value& address) const
    {
        os << NfToString(address, family);
    }
};

} // namespace ns3

#endif /* NF_HOST_KIND_H */
