// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_NAMED_NUMBER_H
#define NF_NAMED_NUMBER_H

#include "nf-option-kinds.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * A number of 32 bits, perhaps with a mask, of which 0 has a name: the values of realm and
 * devgroup. The name is the one that every Debian has in /etc/iproute2; the files of the machine
 * are not read, so that a rule set means the same everywhere.
 */
struct NfNamedNumberKind : NfMarkKind
{
    std::string_view zero; //!< the name of 0
    const char* syntax;    //!< what is expected, for messages

    /**
     * @param name of the number 0
     * @param expected what is expected, for messages
     */
    NfNamedNumberKind(std::string_view name, const char* expected)
        : zero(name),
          syntax(expected)
    {
    }

    std::optional<Value> Read(std::string_view text) const
    {
        return text == zero ? Value{0, UINT32_MAX} : NfMarkKind::Read(text);
    }

    std::string GetSyntax() const
    {
        return syntax;
    }

    /**
     * @param os a stream
     * @param value printed as iptables-save does, 0 by its name
     */
    void Print(std::ostream& os, const Value& value) const
    {
        if (value.value == 0 && value.mask == UINT32_MAX)
        {
            os << zero;
            return;
        }
        NfPrintMark(os, value);
    }

    /**
     * @param os a stream
     * @param value printed as iptables -L -n does, as a number
     */
    void List(std::ostream& os, const Value& value) const
    {
        NfPrintMark(os, value);
    }
};

} // namespace ns3

#endif /* NF_NAMED_NUMBER_H */
