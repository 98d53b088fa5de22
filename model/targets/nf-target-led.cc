// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"

namespace ns3
{

namespace
{

constexpr std::size_t MAX_NAME = 16;
constexpr uint32_t FOREVER = UINT32_MAX; //!< the delay "inf"

/// How long the lamp stays on, in ms; 0 goes without saying.
struct DelayKind : NfWordKind
{
    using Value = uint32_t;

    std::optional<Value> Read(std::string_view text) const
    {
        if (text == "inf")
        {
            return FOREVER;
        }
        auto number = NfParseNumber(text, FOREVER - 1);
        return number ? std::optional(static_cast<Value>(*number)) : std::nullopt;
    }

    const char* GetSyntax() const
    {
        return "a number of milliseconds, or inf";
    }

    void Print(std::ostream& os, Value delay) const
    {
        delay == FOREVER ? os << "inf" : os << delay;
    }

    bool IsSilent(Value delay) const
    {
        return delay == 0;
    }
};

/// Target "LED": light a lamp of the machine (Linux's xt_LED.c). Nodes have no lamps.
class LedTarget : public NfTarget
{
  public:
    std::string GetCaveat(const NfRuleContext&) const override
    {
        return "LED lights nothing, because nodes have no lamps";
    }

    void Save(std::ostream& os) const override
    {
        os << " --led-trigger-id \"" << m_name.value << '"';
        if (m_delay.value)
        {
            os << " --led-delay ";
            DelayKind().Print(os, m_delay.value);
        }
        os << (m_blink.given ? " --led-always-blink" : "");
    }

    void List(std::ostream& os) const override
    {
        os << "led-trigger-id:\"" << m_name.value << "\" led-delay:";
        DelayKind().Print(os, m_delay.value);
        os << (m_delay.value == FOREVER ? "" : "ms") << (m_blink.given ? " led-always-blink" : "");
    }

    NfTargetResult Execute(NfPacket&) override
    {
        return NfTargetResult::CONTINUE;
    }

    NfOptionValue<std::string> m_name; //!< --led-trigger-id
    NfOptionValue<uint32_t> m_delay;   //!< --led-delay
    NfSwitch m_blink;                  //!< --led-always-blink
};

} // namespace

NfTargetType
NfMakeLedTargetType()
{
    using T = LedTarget;
    NfTargetType type = NfMakeTargetType<T>("LED", "light a lamp of the machine");
    type.stateless = true;
    type.changes = false;
    type.options = {
        NfOptionRow(&T::m_name, "led-trigger-id", NfTextKind(1, MAX_NAME, "a trigger's name"))
            .Mandatory(),
        NfOptionRow(&T::m_delay, "led-delay", DelayKind()),
        NfOptionRow(&T::m_blink, "led-always-blink"),
    };
    return type;
}

} // namespace ns3
