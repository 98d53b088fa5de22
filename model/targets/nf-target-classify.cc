// SPDX-License-Identifier: GPL-2.0-only

#include "nf-target-classify.h"

#include "nf-target-checks.h"
#include "nf-target-options.h"

#include <cstdint>
#include <cstdio>
#include <fmt/format.h>
#include <optional>
#include <string>

namespace ns3
{

namespace
{

/// \param text "major:minor" in hexadecimal \return the class, or nothing
std::optional<uint32_t>
ParseClass(const std::string& text)
{
    constexpr unsigned half = 0xffff;
    constexpr unsigned halfBits = 16;
    unsigned major = 0;
    unsigned minor = 0;
    int used = 0;
    if (std::sscanf(text.c_str(), "%x:%x%n", &major, &minor, &used) != 2 ||
        static_cast<std::size_t>(used) != text.size())
    {
        return std::nullopt;
    }
    return (major & half) << halfBits | (minor & half);
}

class ClassifyTarget : public NfTarget
{
  public:
    std::string_view GetName() const override
    {
        return "CLASSIFY";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        const std::string& text = option.arguments[0].text;
        std::optional<uint32_t> value = ParseClass(text);
        if (!value)
        {
            return "--set-class: expected MAJOR:MINOR, two hexadecimal numbers, not \"" + text +
                   "\"";
        }
        m_class = *value;
        return {};
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        return NfRequireHooks("CLASSIFY",
                              context,
                              {NfHook::FORWARD, NfHook::OUTPUT, NfHook::POSTROUTING});
    }

    void Save(std::ostream& os) const override
    {
        os << fmt::format(" --set-class {:04x}:{:04x}", Major(), Minor());
    }

    void List(std::ostream& os) const override
    {
        os << fmt::format("CLASSIFY set {:x}:{:x}", Major(), Minor());
    }

    /// Changes nothing that rules ask for.
    void Describe(NfRuleDescription&) const override
    {
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        packet.priority = static_cast<uint8_t>(Minor());
        return NfTargetResult::CONTINUE;
    }

  private:
    uint32_t Major() const
    {
        return m_class >> 16;
    }

    uint32_t Minor() const
    {
        return m_class & 0xffff;
    }

    uint32_t m_class{0};
};

} // namespace

NfTargetType
NfMakeClassifyTargetType()
{
    constexpr bool mandatory = true;
    return NfMakeTargetType<ClassifyTarget>("CLASSIFY",
                                            {{0, "set-class", "", 1, 1, false, mandatory}},
                                            "set the class that queues sort by");
}

} // namespace ns3
