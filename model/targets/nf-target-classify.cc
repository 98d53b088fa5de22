// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"

#include <cstdint>
#include <cstdio>
#include <fmt/format.h>
#include <optional>
#include <string>

namespace ns3
{

namespace
{

/// Reads "major:minor" in hexadecimal.
std::optional<uint32_t>
ReadClass(std::string_view word)
{
    const std::string text(word);
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

void
PrintClass(std::ostream& os, const uint32_t& value)
{
    os << fmt::format("{:04x}:{:04x}", value >> 16, value & UINT16_MAX);
}

/// Target "CLASSIFY": set the class that queues sort by (Linux's xt_CLASSIFY.c).
class ClassifyTarget : public NfTarget
{
  public:
    void List(std::ostream& os) const override
    {
        os << fmt::format("CLASSIFY set {:x}:{:x}",
                          m_class.value >> 16,
                          m_class.value & UINT16_MAX);
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        packet.priority = static_cast<uint8_t>(m_class.value);
        return NfTargetResult::CONTINUE;
    }

    NfOptionValue<uint32_t> m_class; //!< --set-class
};

} // namespace

NfTargetType
NfMakeClassifyTargetType()
{
    using T = ClassifyTarget;
    const NfOwnKind<uint32_t> kind(ReadClass, PrintClass, "MAJOR:MINOR, two hexadecimal numbers");
    NfTargetType type = NfMakeTargetType<T>("CLASSIFY", "set the class that queues sort by");
    type.stateless = true;
    type.hooks = NfHookSet({NfHook::FORWARD, NfHook::OUTPUT, NfHook::POSTROUTING});
    type.changes = false;
    type.options = {NfOptionRow(&T::m_class, "set-class", kind).Mandatory()};
    return type;
}

} // namespace ns3
