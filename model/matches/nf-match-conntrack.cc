// SPDX-License-Identifier: GPL-2.0-only

#include "nf-choice-kind.h"
#include "nf-connection-states.h"
#include "nf-connection.h"
#include "nf-extension-type.h"
#include "nf-ip-protocol-kind.h"
#include "nf-match-address.h"
#include "nf-port-kind.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <array>

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
PrintStatus(std::ostream& os, const uint32_t& status)
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

std::optional<NfNumberRange>
ReadSeconds(std::string_view text)
{
    return NfParseNumberRange(text, MAX_SECONDS);
}

void
PrintSeconds(std::ostream& os, const NfNumberRange& seconds)
{
    NfPrintRange(os, seconds);
}

class ConntrackMatch : public NfMatch
{
  public:
    NfComplaint FinishParse() override
    {
        const std::array given{m_protocol.given,
                               m_originalSource.given,
                               m_originalDestination.given,
                               m_replySource.given,
                               m_replyDestination.given,
                               m_originalSourcePort.given,
                               m_originalDestinationPort.given,
                               m_replySourcePort.given,
                               m_replyDestinationPort.given,
                               m_status.given,
                               m_expire.given,
                               m_direction.given};
        m_looksAtConnection = std::find(given.begin(), given.end(), true) != given.end();
        return {};
    }

    /// Without a connection the state alone decides, whatever else is asked (Linux 6.18).
    NfMatchResult Match(NfPacket& packet) override
    {
        if (m_state.given && m_state.value.Contains(packet) == m_state.inverted)
        {
            return NfMatchResult::NO;
        }
        const NfConnection* ct = NfGetConnection(packet);
        if (!ct)
        {
            return NfResult(m_state.given);
        }
        return NfResult(!m_looksAtConnection || MatchConnection(*ct, packet.ctDirection));
    }

    void Describe(NfRuleDescription& description) const override
    {
        if (m_state.given)
        {
            m_state.value.Describe(description, m_state.inverted);
        }
        if (m_looksAtConnection)
        {
            description.AddText(GetText());
        }
    }

    NfOptionValue<NfConnectionStates> m_state;              //!< --ctstate
    NfOptionValue<uint8_t> m_protocol;                      //!< --ctproto
    NfOptionValue<NfAddressPattern> m_originalSource;       //!< --ctorigsrc
    NfOptionValue<NfAddressPattern> m_originalDestination;  //!< --ctorigdst
    NfOptionValue<NfAddressPattern> m_replySource;          //!< --ctreplsrc
    NfOptionValue<NfAddressPattern> m_replyDestination;     //!< --ctrepldst
    NfOptionValue<NfNumberRange> m_originalSourcePort;      //!< --ctorigsrcport
    NfOptionValue<NfNumberRange> m_originalDestinationPort; //!< --ctorigdstport
    NfOptionValue<NfNumberRange> m_replySourcePort;         //!< --ctreplsrcport
    NfOptionValue<NfNumberRange> m_replyDestinationPort;    //!< --ctrepldstport
    NfOptionValue<uint32_t> m_status;                       //!< --ctstatus; 0 never matches
    NfOptionValue<NfNumberRange> m_expire;                  //!< --ctexpire: seconds
    NfOptionValue<std::size_t> m_direction;                 //!< --ctdir: 0 is the original one

  private:
    bool MatchConnection(const NfConnection& ct, NfDirection direction) const
    {
        const NfTuple& original = ct.Tuple(NfDirection::ORIGINAL);
        const NfTuple& reply = ct.Tuple(NfDirection::REPLY);
        auto isAt = [](const NfOptionValue<NfAddressPattern>& asked, const NfAddress& address) {
            return !asked.given || asked.value.Matches(address) != asked.inverted;
        };
        auto isThrough = [](const NfOptionValue<NfNumberRange>& asked, uint16_t port) {
            return asked.Holds(asked.value.Contains(port));
        };
        const bool isReply = direction == NfDirection::REPLY;
        return isAt(m_originalSource, original.source) &&
               isThrough(m_originalSourcePort, original.sourcePort) &&
               isAt(m_originalDestination, original.destination) &&
               isThrough(m_originalDestinationPort, original.destinationPort) &&
               isAt(m_replySource, reply.source) &&
               isThrough(m_replySourcePort, reply.sourcePort) &&
               isAt(m_replyDestination, reply.destination) &&
               isThrough(m_replyDestinationPort, reply.destinationPort) &&
               m_protocol.Holds(ct.Original().protocol == m_protocol.value) &&
               m_status.Holds((ct.status & m_status.value) != 0) &&
               (!m_expire.given || MatchExpire(ct) != m_expire.inverted) &&
               m_direction.Holds(isReply == (m_direction.value == 1));
    }

    bool MatchExpire(const NfConnection& ct) const
    {
        uint64_t seconds = 0;
        if (ct.IsConfirmed() && ct.timeout > Simulator::Now())
        {
            seconds = static_cast<uint64_t>((ct.timeout - Simulator::Now()).ToInteger(Time::S));
        }
        return m_expire.value.Contains(seconds);
    }

    bool m_looksAtConnection{false}; //!< something beside the state is asked for
};

} // namespace

NfMatchType
NfMakeConntrackMatchType()
{
    using M = ConntrackMatch;
    NfMatchType type =
        NfMakeMatchType<M>("conntrack", "state and other properties of the connection");
    const NfIpProtocolKind protocol("a protocol's number (0 to 255) or name");
    const NfAddressPatternKind address(", perhaps with /length or /mask");
    const NfPortKind ports(false, true);
    const NfOwnKind<uint32_t> status(
        ParseStatus,
        PrintStatus,
        "NONE, EXPECTED, SEEN_REPLY, ASSURED or CONFIRMED, separated by commas");
    const NfOwnKind<NfNumberRange> seconds(ReadSeconds,
                                           PrintSeconds,
                                           "seconds, or a range first:last of them");
    const NfChoiceKind<2> direction({"ORIGINAL", "REPLY"}, "ORIGINAL or REPLY");
    type.needsConntrack = true;
    type.stateless = true;
    type.options = {
        NfOptionRow(&M::m_state, "ctstate", NfConnectionStatesKind(true))
            .Listed("ctstate {}", "! ctstate {}"),
        NfOptionRow(&M::m_protocol, "ctproto", protocol).Listed("ctproto {}", "! ctproto {}"),
        NfOptionRow(&M::m_originalSource, "ctorigsrc", address)
            .Listed("ctorigsrc {}", "! ctorigsrc {}"),
        NfOptionRow(&M::m_originalDestination, "ctorigdst", address)
            .Listed("ctorigdst {}", "! ctorigdst {}"),
        NfOptionRow(&M::m_replySource, "ctreplsrc", address)
            .Listed("ctreplsrc {}", "! ctreplsrc {}"),
        NfOptionRow(&M::m_replyDestination, "ctrepldst", address)
            .Listed("ctrepldst {}", "! ctrepldst {}"),
        NfOptionRow(&M::m_originalSourcePort, "ctorigsrcport", ports)
            .Listed("ctorigsrcport {}", "! ctorigsrcport {}"),
        NfOptionRow(&M::m_originalDestinationPort, "ctorigdstport", ports)
            .Listed("ctorigdstport {}", "! ctorigdstport {}"),
        NfOptionRow(&M::m_replySourcePort, "ctreplsrcport", ports)
            .Listed("ctreplsrcport {}", "! ctreplsrcport {}"),
        NfOptionRow(&M::m_replyDestinationPort, "ctrepldstport", ports)
            .Listed("ctrepldstport {}", "! ctrepldstport {}"),
        NfOptionRow(&M::m_status, "ctstatus", status).Listed("ctstatus {}", "! ctstatus {}"),
        NfOptionRow(&M::m_expire, "ctexpire", seconds).Listed("ctexpire {}", "! ctexpire {}"),
    };
    for (NfOptionSpec& row : type.options)
    {
        row = row.Invertible();
    }
    type.options.push_back(NfOptionRow(&M::m_direction, "ctdir", direction).Listed("ctdir {}"));
    type.relations = {NfOptionRelation::OneOf({}, "conntrack expects at least one option")};
    return type;
}

} // namespace ns3
