// SPDX-License-Identifier: GPL-2.0-only

#include "nf-target-log.h"

#include "nf-netns.h"
#include "nf-packet-text.h"
#include "nf-target-options.h"

#include <fmt/format.h>

namespace ns3
{

namespace
{

enum Option
{
    LEVEL,
    PREFIX,
    FIRST_FLAG
};

constexpr std::size_t MAX_PREFIX = 29;
constexpr uint8_t DEFAULT_LEVEL = 4;
constexpr uint8_t MAX_LEVEL = 7;

/// A name of a syslog level.
struct LevelName
{
    std::string_view name;
    uint8_t level;
};

constexpr LevelName LEVEL_NAMES[] = {
    {"emerg", 0},
    {"panic", 0},
    {"alert", 1},
    {"crit", 2},
    {"error", 3},
    {"warning", 4},
    {"notice", 5},
    {"info", 6},
    {"debug", 7},
};

/// An option that is a flag, in the order in which iptables-save prints them.
struct FlagOption
{
    std::string_view name;
    NfPacketText::Flag flag;
};

constexpr FlagOption FLAG_OPTIONS[] = {
    {"log-tcp-sequence", NfPacketText::TCP_SEQUENCE},
    {"log-tcp-options", NfPacketText::TCP_OPTIONS},
    {"log-ip-options", NfPacketText::IP_OPTIONS},
    {"log-uid", NfPacketText::UID},
    {"log-macdecode", NfPacketText::MAC_DECODE},
};

class LogTarget : public NfTarget
{
  public:
    std::string_view GetName() const override
    {
        return "LOG";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        switch (option.spec->id)
        {
        case LEVEL:
            return ParseLevel(option.arguments[0].text);
        case PREFIX:
            return ParsePrefix(option.arguments[0].text);
        default:
            m_flags |= FLAG_OPTIONS[option.spec->id - FIRST_FLAG].flag;
            return {};
        }
    }

    void Save(std::ostream& os) const override
    {
        if (!m_prefix.empty())
        {
            os << " --log-prefix " << NfQuote(m_prefix);
        }
        if (m_level != DEFAULT_LEVEL)
        {
            os << " --log-level " << unsigned(m_level);
        }
        for (const FlagOption& option : FLAG_OPTIONS)
        {
            if (m_flags & option.flag)
            {
                os << " --" << option.name;
            }
        }
    }

    void List(std::ostream& os) const override
    {
        os << "LOG flags " << unsigned(m_flags) << " level " << unsigned(m_level);
        if (!m_prefix.empty())
        {
            os << " prefix \"" << m_prefix << '"';
        }
    }

    /// Changes nothing that rules ask for.
    void Describe(NfRuleDescription&) const override
    {
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        packet.netns->Log(packet, m_level, m_prefix + NfPacketText::Write(packet, m_flags));
        return NfTargetResult::CONTINUE;
    }

  private:
    NfComplaint ParseLevel(const std::string& text)
    {
        if (auto number = NfParseNumber(text, MAX_LEVEL))
        {
            m_level = *number;
            return {};
        }
        for (const LevelName& entry : LEVEL_NAMES)
        {
            if (entry.name == text)
            {
                m_level = entry.level;
                return {};
            }
        }
        return fmt::format("--log-level: \"{}\" is neither a number from 0 to 7 nor emerg, alert, "
                           "crit, error, warning, notice, info or debug",
                           text);
    }

    NfComplaint ParsePrefix(const std::string& text)
    {
        if (text.empty())
        {
            return "--log-prefix: the prefix is empty";
        }
        if (text.find('\n') != std::string::npos)
        {
            return "--log-prefix: the prefix must not contain a newline";
        }
        m_prefix = text.substr(0, MAX_PREFIX);
        return {};
    }

    uint8_t m_level{DEFAULT_LEVEL};
    std::string m_prefix;
    uint8_t m_flags{0};
};

} // namespace

NfTargetType
NfMakeLogTargetType()
{
    std::vector<NfOptionSpec> options = {{LEVEL, "log-level", ""}, {PREFIX, "log-prefix", ""}};
    int id = FIRST_FLAG;
    for (const FlagOption& option : FLAG_OPTIONS)
    {
        options.push_back({id++, option.name, "", 0, 0});
    }
    return NfMakeTargetType<LogTarget>("LOG", options, "write the packet to the kernel log");
}

} // namespace ns3
