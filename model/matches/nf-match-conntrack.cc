// SPDX-License-Identifier: GPL-2.0-only

#include "nf-connection-states.h"
#include "nf-connection.h"
#include "nf-extension-type.h"
#include "nf-ip-protocol-names.h"
#include "nf-match-address.h"
#include "nf-match-ports.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <array>
#include <sstream>

namespace ns3
{

namespace
{

constexpr uint64_t MAX_SECONDS = 0xffffffff;

struct StatusName
{
    std::string_view name;
    uint32_t bits;
};

/// In the order of printing.
constexpr std::array<StatusName, 5> STATUS_NAMES{{{"NONE", 0},
                                                  {"EXPECTED", NfCtStatus::EXPECTED},
                                                  {"SEEN_REPLY", NfCtStatus::SEEN_REPLY},
                                                  {"ASSURED", NfCtStatus::ASSURED},
                                                  {"CONFIRMED", NfCtStatus::CONFIRMED}}};

std::optional<uint32_t>
ParseStatus(std::string_view text)
{
    uint32_t status = 0;
    for (auto word : NfSplit(text, ','))
    {
        auto found =
            std::find_if(STATUS_NAMES.begin(), STATUS_NAMES.end(), [&](const StatusName& status) {
                return !word.empty() && NfBeginsIgnoringCase(status.name, word);
            });
        if (found == STATUS_NAMES.end())
        {
            return std::nullopt;
        }
        status |= found->bits;
    }
    return status;
}

void
PrintStatus(std::ostream& os, uint32_t status)
{
    const char* separator = "";
    for (const auto& candidate : STATUS_NAMES)
    {
        if (status ? (status & candidate.bits) : !candidate.bits)
        {
            os << separator << candidate.name;
            separator = ",";
        }
    }
}

/// Which end of which tuple a criterion looks at.
struct TupleEnd
{
    NfDirection direction;
    bool source;

    const NfAddress& Address(const NfConnection& ct) const
    {
        const NfTuple& tuple = ct.Tuple(direction);
        return source ? tuple.source : tuple.destination;
    }

    uint16_t Port(const NfConnection& ct) const
    {
        const NfTuple& tuple = ct.Tuple(direction);
        return source ? tuple.sourcePort : tuple.destinationPort;
    }
};

constexpr std::array<TupleEnd, 4> TUPLE_ENDS{{{NfDirection::ORIGINAL, true},
                                              {NfDirection::ORIGINAL, false},
                                              {NfDirection::REPLY, true},
                                              {NfDirection::REPLY, false}}};

class ConntrackMatch : public NfMatch
{
  public:
    /// In the order of printing. Four each: original source and destination, reply likewise.
    enum Criterion
    {
        STATE,
        PROTOCOL,
        FIRST_ADDRESS,
        FIRST_PORT = FIRST_ADDRESS + 4,
        STATUS = FIRST_PORT + 4,
        EXPIRE,
        DIRECTION,
        N_CRITERIA
    };

    static constexpr std::array<std::string_view, N_CRITERIA> NAMES{"ctstate",
                                                                    "ctproto",
                                                                    "ctorigsrc",
                                                                    "ctorigdst",
                                                                    "ctreplsrc",
                                                                    "ctrepldst",
                                                                    "ctorigsrcport",
                                                                    "ctorigdstport",
                                                                    "ctreplsrcport",
                                                                    "ctrepldstport",
                                                                    "ctstatus",
                                                                    "ctexpire",
                                                                    "ctdir"};

    NfComplaint Parse(const NfOption& option) override
    {
        const std::string& text = NfArgumentOf(option);
        int id = option.spec->id;
        auto expected = ParseValue(id, text);
        if (!expected.empty())
        {
            return NfBadArgument(option, expected);
        }
        m_used |= 1U << id;
        m_inverted |= option.inverted ? 1U << id : 0;
        return {};
    }

    NfComplaint FinishParse() override
    {
        if (!m_used)
        {
            return "conntrack expects at least one option";
        }
        return {};
    }

    void Save(std::ostream& os) const override
    {
        Print(os, " --");
    }

    void List(std::ostream& os) const override
    {
        std::ostringstream text;
        Print(text, " ");
        os << text.str().substr(1);
    }

    /// Without a connection the state alone decides, whatever else is asked (Linux 6.18).
    NfMatchResult Match(NfPacket& packet) override
    {
        if (!Holds(STATE, [&] { return m_states.Contains(packet); }))
        {
            return NfMatchResult::NO;
        }
        const NfConnection* ct = NfGetConnection(packet);
        return NfResult(ct ? MatchConnection(*ct, packet.ctDirection) : Uses(STATE));
    }

    void Describe(NfRuleDescription& description) const override
    {
        if (Uses(STATE))
        {
            m_states.Describe(description, m_inverted >> STATE & 1);
        }
        if (m_used != 1U << STATE)
        {
            description.AddText(GetText());
        }
    }

  private:
    // Takes the value of a criterion. Returns what was expected, or nothing if all is well.
    std::string_view ParseValue(int id, std::string_view text)
    {
        if (id >= FIRST_ADDRESS && id < FIRST_PORT)
        {
            return Take(NfAddressPattern::Parse(text, GetFamily()), m_addresses[id - FIRST_ADDRESS])
                       ? ""
                   : GetFamily() == NfFamily::IPV6
                       ? "an IPv6 address, perhaps with /length or /mask"
                       : "an IPv4 address, perhaps with /length or /mask";
        }
        if (id >= FIRST_PORT && id < STATUS)
        {
            return Take(NfPortRange::Parse(text), m_ports[id - FIRST_PORT]) ? ""
                                                                            : NF_PORT_RANGE_SYNTAX;
        }
        switch (id)
        {
        case STATE:
            return Take(NfConnectionStates::Parse(text, true), m_states)
                       ? ""
                       : "INVALID, NEW, RELATED, ESTABLISHED, UNTRACKED, SNAT or DNAT, separated "
                         "by commas without blanks";
        case PROTOCOL:
            return Take(NfParseIpProtocol(text), m_protocol)
                       ? ""
                       : "a protocol's number (0 to 255) or name";
        case STATUS:
            return Take(ParseStatus(text), m_status)
                       ? ""
                       : "NONE, EXPECTED, SEEN_REPLY, ASSURED or CONFIRMED, separated by commas";
        case EXPIRE:
            return Take(NfParseNumberRange(text, MAX_SECONDS), m_expire)
                       ? ""
                       : "seconds, or a range first:last of them";
        default:
            m_reply = NfEqualsIgnoringCase(text, "REPLY");
            return m_reply || NfEqualsIgnoringCase(text, "ORIGINAL") ? "" : "ORIGINAL or REPLY";
        }
    }

    template <class T>
    static bool Take(const std::optional<T>& parsed, T& value)
    {
        value = parsed.value_or(value);
        return parsed.has_value();
    }

    bool Uses(int id) const
    {
        return m_used >> id & 1;
    }

    // Whether a criterion is not used or holds, negation included.
    template <class Condition>
    bool Holds(int id, Condition condition) const
    {
        return !Uses(id) || condition() != static_cast<bool>(m_inverted >> id & 1);
    }

    bool MatchConnection(const NfConnection& ct, NfDirection direction) const
    {
        for (int i = 0; i < 4; ++i)
        {
            if (!Holds(FIRST_ADDRESS + i,
                       [&] { return m_addresses[i].Matches(TUPLE_ENDS[i].Address(ct)); }) ||
                !Holds(FIRST_PORT + i, [&] { return m_ports[i].Contains(TUPLE_ENDS[i].Port(ct)); }))
            {
                return false;
            }
        }
        return Holds(PROTOCOL, [&] { return ct.Original().protocol == m_protocol; }) &&
               Holds(STATUS, [&] { return (ct.status & m_status) != 0; }) &&
               Holds(EXPIRE, [&] { return MatchExpire(ct); }) &&
               Holds(DIRECTION, [&] { return (direction == NfDirection::REPLY) == m_reply; });
    }

    bool MatchExpire(const NfConnection& ct) const
    {
        uint64_t seconds = 0;
        if (ct.IsConfirmed() && ct.timeout > Simulator::Now())
        {
            seconds = static_cast<uint64_t>((ct.timeout - Simulator::Now()).ToInteger(Time::S));
        }
        return seconds >= m_expire.min && seconds <= m_expire.max;
    }

    void Print(std::ostream& os, std::string_view prefix) const
    {
        for (int id = 0; id < N_CRITERIA; ++id)
        {
            if (Uses(id))
            {
                os << (m_inverted >> id & 1 ? " !" : "") << prefix << NAMES[id] << ' ';
                PrintValue(os, id);
            }
        }
    }

    void PrintValue(std::ostream& os, int id) const
    {
        if (id >= FIRST_ADDRESS && id < FIRST_PORT)
        {
            m_addresses[id - FIRST_ADDRESS].Print(os, GetFamily());
            return;
        }
        if (id >= FIRST_PORT && id < STATUS)
        {
            const auto& ports = m_ports[id - FIRST_PORT];
            PrintRange(os, {ports.min, ports.max});
            return;
        }
        switch (id)
        {
        case STATE:
            m_states.Print(os);
            return;
        case PROTOCOL:
            os << +m_protocol;
            return;
        case STATUS:
            PrintStatus(os, m_status);
            return;
        case EXPIRE:
            PrintRange(os, m_expire);
            return;
        default:
            os << (m_reply ? "REPLY" : "ORIGINAL");
        }
    }

    static void PrintRange(std::ostream& os, const NfNumberRange& range)
    {
        os << range.min;
        if (range.min != range.max)
        {
            os << ':' << range.max;
        }
    }

    uint32_t m_used{0};     //!< bit mask of criteria
    uint32_t m_inverted{0}; //!< bit mask of criteria
    NfConnectionStates m_states;
    uint8_t m_protocol{0};
    std::array<NfAddressPattern, 4> m_addresses; //!< by TUPLE_ENDS
    std::array<NfPortRange, 4> m_ports;          //!< by TUPLE_ENDS
    uint32_t m_status{0};                        //!< NfCtStatus bits; 0 never matches
    NfNumberRange m_expire;                      //!< seconds
    bool m_reply{false};
};

std::vector<NfOptionSpec>
MakeOptions()
{
    std::vector<NfOptionSpec> options;
    for (int id = 0; id < ConntrackMatch::N_CRITERIA; ++id)
    {
        bool invertible = id != ConntrackMatch::DIRECTION;
        options.push_back({id, ConntrackMatch::NAMES[id], "", 1, 1, invertible});
    }
    return options;
}

} // namespace

NfMatchType
NfMakeConntrackMatchType()
{
    NfMatchType type =
        NfMakeMatchType<ConntrackMatch>("conntrack",
                                        "state and other properties of the connection");
    type.stateless = true;
    type.options = MakeOptions();
    type.needsConntrack = true;
    return type;
}

} // namespace ns3
