// SPDX-License-Identifier: GPL-2.0-only

#include "nf-target-tos.h"

#include "nf-target-checks.h"
#include "nf-target-options.h"
#include "nf-tos-names.h"

#include <fmt/format.h>

namespace ns3
{

namespace
{

enum Option
{
    SET_TOS,
    AND_TOS,
    OR_TOS,
    XOR_TOS
};

class TosTarget : public NfTarget
{
  public:
    std::string_view GetName() const override
    {
        return "TOS";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        if (auto complaint = m_action.Take(option))
        {
            return complaint;
        }
        if (option.spec->id == SET_TOS)
        {
            return ParseSet(option.arguments[0].text);
        }
        uint32_t bits = 0;
        auto complaint = NfNumberArgument(option, 0, UINT8_MAX, bits);
        m_value = option.spec->id == AND_TOS ? 0 : bits;
        m_mask = option.spec->id == AND_TOS ? ~bits : option.spec->id == OR_TOS ? bits : 0;
        return complaint;
    }

    NfComplaint FinishParse() override
    {
        if (!m_action.IsTaken())
        {
            return "TOS needs one of --set-tos, --and-tos, --or-tos, --xor-tos";
        }
        return {};
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        return NfRequireTable("TOS", context, "mangle");
    }

    void Save(std::ostream& os) const override
    {
        os << " --set-tos " << NfHexByte(m_value) << '/' << NfHexByte(m_mask);
    }

    void List(std::ostream& os) const override
    {
        os << "TOS set " << NfHexByte(m_value) << '/' << NfHexByte(m_mask);
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        packet.ip.tos = (packet.ip.tos & ~m_mask) ^ m_value;
        return NfTargetResult::CONTINUE;
    }

  private:
    NfComplaint ParseSet(std::string_view text)
    {
        auto tos = NfParseTos(text);
        if (!tos)
        {
            return fmt::format("--set-tos: \"{}\" is neither a value[/mask] of numbers up to 255 "
                               "nor a name like Minimize-Delay",
                               text);
        }
        m_value = tos->value;
        m_mask = tos->mask;
        return {};
    }

    NfExclusiveOption m_action;
    uint8_t m_value{0};
    uint8_t m_mask{UINT8_MAX};
};

} // namespace

NfTargetType
NfMakeTosTargetType()
{
    return NfMakeTargetType<TosTarget>("TOS",
                                       {{SET_TOS, "set-tos", ""},
                                        {AND_TOS, "and-tos", ""},
                                        {OR_TOS, "or-tos", ""},
                                        {XOR_TOS, "xor-tos", ""}},
                                       "change the TOS octet");
}

} // namespace ns3
