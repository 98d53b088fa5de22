// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"

namespace ns3
{

namespace
{

constexpr std::size_t MAX_LABEL = 27;     //!< characters that count
constexpr uint32_t MAX_TIMEOUT = 2147482; //!< seconds that are a number of milliseconds

/// A timer's label. iptables cuts it, and prints it bare; a label with blanks is quoted here, so
/// that it can be read again.
struct LabelKind : NfTextKind
{
    LabelKind()
        : NfTextKind(1, UINT8_MAX, "a label")
    {
    }

    std::optional<Value> Read(std::string_view text) const
    {
        return NfTextKind::Read(text.substr(0, MAX_LABEL));
    }

    void Print(std::ostream& os, const Value& label) const
    {
        bool bare = label.find_first_of(" \"\\'") == std::string::npos;
        os << (bare ? label : NfQuote(label));
    }

    void List(std::ostream& os, const Value& label) const
    {
        os << label;
    }
};

/// Target "IDLETIMER": tell user space when no packet has come for a while (Linux's
/// xt_IDLETIMER.c). There is no user space that listens here.
class IdletimerTarget : public NfTarget
{
  public:
    std::string GetCaveat(const NfRuleContext&) const override
    {
        return "IDLETIMER tells nobody, because nodes have no power management";
    }

    NfTargetResult Execute(NfPacket&) override
    {
        return NfTargetResult::CONTINUE;
    }

    NfOptionValue<uint32_t> m_timeout;  //!< --timeout
    NfOptionValue<std::string> m_label; //!< --label
    NfSwitch m_alarm;                   //!< --alarm
};

} // namespace

NfTargetType
NfMakeIdletimerTargetType()
{
    using T = IdletimerTarget;
    NfTargetType type =
        NfMakeTargetType<T>("IDLETIMER", "tell user space when no packet has come for a while");
    type.stateless = true;
    type.changes = false;
    type.options = {
        NfOptionRow(&T::m_timeout, "timeout", NfNumberKind<uint32_t>(1, MAX_TIMEOUT))
            .Mandatory()
            .Listed("timeout:{}"),
        NfOptionRow(&T::m_label, "label", LabelKind()).Mandatory().Listed("label:{}"),
        NfOptionRow(&T::m_alarm, "alarm").Listed("alarm"),
    };
    return type;
}

} // namespace ns3
