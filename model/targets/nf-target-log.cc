// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"
#include "nf-listing-style.h"
#include "nf-log-prefix.h"
#include "nf-netns.h"
#include "nf-packet-text.h"

namespace ns3
{

namespace
{

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

/// What iptables -L calls the levels.
constexpr std::string_view LISTED_LEVELS[] =
    {"emerg", "alert", "crit", "err", "warn", "notice", "info", "debug"};

std::optional<uint8_t>
ReadLevel(std::string_view text)
{
    if (auto number = NfParseNumber(text, MAX_LEVEL))
    {
        return static_cast<uint8_t>(*number);
    }
    for (const LevelName& entry : LEVEL_NAMES)
    {
        if (entry.name == text)
        {
            return entry.level;
        }
    }
    return std::nullopt;
}

/// A level of the log, by number or name; the default goes without saying.
struct LevelKind : NfWordKind
{
    using Value = uint8_t;

    std::optional<Value> Read(std::string_view text) const
    {
        return ReadLevel(text);
    }

    const char* GetSyntax() const
    {
        return "a number from 0 to 7, emerg, alert, crit, error, warning, notice, info or debug";
    }

    void Print(std::ostream& os, Value level) const
    {
        os << unsigned(level);
    }

    bool IsSilent(Value level) const
    {
        return level == DEFAULT_LEVEL;
    }
};

/// Target "LOG": write the packet to the kernel log (Linux's xt_LOG.c).
class LogTarget : public NfTarget
{
  public:
    void List(std::ostream& os) const override
    {
        if (NfListsNames(os))
        {
            os << "LOG level " << LISTED_LEVELS[m_level.value];
            os << (m_tcpSequence.given ? " tcp-sequence" : "")
               << (m_tcpOptions.given ? " tcp-options" : "")
               << (m_ipOptions.given ? " ip-options" : "") << (m_uid.given ? " uid" : "")
               << (m_macDecode.given ? " macdecode" : "");
        }
        else
        {
            os << "LOG flags " << unsigned(GetFlags()) << " level " << unsigned(m_level.value);
        }
        if (!m_prefix.value.empty())
        {
            os << " prefix \"" << m_prefix.value << '"';
        }
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        packet.netns->Log(packet,
                          m_level.value,
                          m_prefix.value + NfPacketText::Write(packet, GetFlags()));
        return NfTargetResult::CONTINUE;
    }

    NfOptionValue<std::string> m_prefix;           //!< --log-prefix
    NfOptionValue<uint8_t> m_level{DEFAULT_LEVEL}; //!< --log-level
    NfSwitch m_tcpSequence;                        //!< --log-tcp-sequence
    NfSwitch m_tcpOptions;                         //!< --log-tcp-options
    NfSwitch m_ipOptions;                          //!< --log-ip-options
    NfSwitch m_uid;                                //!< --log-uid
    NfSwitch m_macDecode;                          //!< --log-macdecode

  private:
    uint8_t GetFlags() const
    {
        return (m_tcpSequence.given ? NfPacketText::TCP_SEQUENCE : 0) |
               (m_tcpOptions.given ? NfPacketText::TCP_OPTIONS : 0) |
               (m_ipOptions.given ? NfPacketText::IP_OPTIONS : 0) |
               (m_uid.given ? NfPacketText::UID : 0) |
               (m_macDecode.given ? NfPacketText::MAC_DECODE : 0);
    }
};

} // namespace

NfTargetType
NfMakeLogTargetType()
{
    using T = LogTarget;
    NfTargetType type = NfMakeTargetType<T>("LOG", "write the packet to the kernel log");
    type.stateless = true;
    type.changes = false;
    type.options = {
        NfOptionRow(&T::m_prefix, "log-prefix", NfLogPrefixKind<MAX_PREFIX>()).Own(),
        NfOptionRow(&T::m_level, "log-level", LevelKind()),
        NfOptionRow(&T::m_tcpSequence, "log-tcp-sequence"),
        NfOptionRow(&T::m_tcpOptions, "log-tcp-options"),
        NfOptionRow(&T::m_ipOptions, "log-ip-options"),
        NfOptionRow(&T::m_uid, "log-uid"),
        NfOptionRow(&T::m_macDecode, "log-macdecode"),
    };
    return type;
}

} // namespace ns3
