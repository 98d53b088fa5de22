// SPDX-License-Identifier: GPL-2.0-only

#include "nf-target-ttl.h"

#include "nf-target-checks.h"
#include "nf-target-options.h"

#include <algorithm>

namespace ns3
{

namespace
{

enum Option
{
    SET,
    INCREMENT,
    DECREMENT
};

class TtlTarget : public NfTarget
{
  public:
    std::string_view GetName() const override
    {
        return "TTL";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        if (auto complaint = m_action.Take(option))
        {
            return complaint;
        }
        m_option = static_cast<Option>(option.spec->id);
        return NfNumberArgument(option, m_option == SET ? 0 : 1, UINT8_MAX, m_amount);
    }

    NfComplaint FinishParse() override
    {
        if (!m_action.IsTaken())
        {
            return "TTL needs one of --ttl-set, --ttl-inc, --ttl-dec";
        }
        return {};
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        return NfRequireTable("TTL", context, "mangle");
    }

    void Save(std::ostream& os) const override
    {
        constexpr const char* names[] = {" --ttl-set ", " --ttl-inc ", " --ttl-dec "};
        os << names[m_option] << m_amount;
    }

    void List(std::ostream& os) const override
    {
        constexpr const char* words[] = {"TTL set to ", "TTL increment by ", "TTL decrement by "};
        os << words[m_option] << m_amount;
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        int ttl = m_option == SET ? 0 : packet.ip.ttl;
        int amount = m_option == DECREMENT ? -static_cast<int>(m_amount) : m_amount;
        packet.ip.ttl = std::clamp(ttl + amount, 0, UINT8_MAX);
        return NfTargetResult::CONTINUE;
    }

  private:
    NfExclusiveOption m_action;
    Option m_option{SET};
    uint32_t m_amount{0};
};

} // namespace

NfTargetType
NfMakeTtlTargetType()
{
    return NfMakeTargetType<TtlTarget>(
        "TTL",
        {{SET, "ttl-set", ""}, {INCREMENT, "ttl-inc", ""}, {DECREMENT, "ttl-dec", ""}},
        "change the TTL");
}

} // namespace ns3
