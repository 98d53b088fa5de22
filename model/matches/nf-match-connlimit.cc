// SPDX-License-Identifier: GPL-2.0-only

#include "nf-address-parser.h"
#include "nf-connection-table.h"
#include "nf-conntrack.h"
#include "nf-extension-type.h"
#include "nf-jiffies.h"
#include "nf-packet-tuple.h"
#include "nf-prefix.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>
#include <vector>

namespace ns3
{

namespace
{

/**
 * The connections of one network that a rule saw, in the order in which it saw them first (Linux's
 * nf_conncount.c, as measured on Linux 6.18).
 *
 * A packet looks through them until it meets its own, which it enters if it is not there. On the
 * way those are forgotten that are no longer in the table, or closed. Two cases differ:
 * - A packet of an ASSURED connection enters nothing and meets nothing; all that has ended is
 *   forgotten, its own connection included. If nothing is left, the count is 0.
 * - A packet of a connection that is not confirmed does not look again in the tick of the clock in
 *   which one has looked to the end: it enters at once, be it there already. So a packet that meets
 *   a rule twice, in a chain that two chains call, counts twice as long as its connection lives.
 */
class NetworkConnections
{
  public:
    /**
     * @param tuple of the connection that the first packet of this network belongs to
     * @param now the present jiffy
     */
    NetworkConnections(const NfTuple& tuple, uint64_t now)
        : m_seen{tuple},
          m_lookedAt(now)
    {
    }

    /**
     * A further packet comes by.
     * @param ct connection of the packet, or the one to which its tuple leads; null if none
     * @param tuple of that connection, or of the packet
     * @param zone its conntrack zone
     * @param conntrack connection tracking of the node; null: every connection has ended
     * @return so many connections; 0 is a failure, and drops the packet
     */
    std::size_t Count(const NfConnection* ct,
                      const NfTuple& tuple,
                      uint16_t zone,
                      NfConntrack* conntrack)
    {
        const uint64_t now = NfJiffies();
        const bool isConfirmed = ct && ct->IsConfirmed();
        const bool isRecent =
            now == m_lookedAt && m_seen.size() < m_sizeWhenLooked + MAX_WITHOUT_LOOKING;
        if (isConfirmed && ct->Has(NfCtStatus::ASSURED))
        {
            if (now != m_lookedAt)
            {
                Look(nullptr, zone, conntrack);
                NoteLook(now);
            }
        }
        else if (!isConfirmed && isRecent)
        {
            m_seen.push_back(tuple);
        }
        else if (!Look(&tuple, zone, conntrack))
        {
            NoteLook(now);
            m_seen.push_back(tuple);
        }
        return m_seen.size();
    }

  private:
    /// So many ended connections are forgotten for one packet, at most.
    static constexpr unsigned MAX_FORGOTTEN = 65;
    /// So many enter without a look, at most.
    static constexpr std::size_t MAX_WITHOUT_LOOKING = 64;

    static bool IsClosed(const NfTuple& tuple, const NfConnection& ct)
    {
        return tuple.protocol == NfProtocol::TCP &&
               (ct.tcp.state == NfTcpState::TIME_WAIT || ct.tcp.state == NfTcpState::CLOSE);
    }

    void NoteLook(uint64_t now)
    {
        m_lookedAt = now;
        m_sizeWhenLooked = m_seen.size();
    }

    /**
     * Look for a packet's own connection, and forget ended ones on the way.
     * @param own tuple of the packet's connection; null: look at all
     * @param zone conntrack zone of the network
     * @param conntrack connection tracking of the node; null: every connection has ended
     * @return true if the own connection is there
     */
    bool Look(const NfTuple* own, uint16_t zone, NfConntrack* conntrack)
    {
        unsigned forgotten = 0;
        auto kept = m_seen.begin();
        auto next = m_seen.begin();
        bool found = false;
        for (; next != m_seen.end() && forgotten < MAX_FORGOTTEN && !found; ++next)
        {
            const auto ct = conntrack ? conntrack->Find(*next, zone) : nullptr;
            found = ct && own && *next == *own;
            if (!ct || (!found && IsClosed(*next, *ct)))
            {
                ++forgotten;
                continue;
            }
            *kept++ = *next;
        }
        m_seen.erase(kept, next);
        return found;
    }

    std::vector<NfTuple> m_seen;     //!< original tuples
    uint64_t m_lookedAt;             //!< jiffy in which a packet looked to the end, last
    std::size_t m_sizeWhenLooked{0}; //!< so many were left then
};

/**
 * Each rule counts the connections of the packets it saw, by network and conntrack zone.
 *
 * Divergence: Linux keeps the networks in 256 trees and removes an empty one when a new one comes
 * into its tree; ours keeps them, so that a packet of an ASSURED connection is always dropped
 * there.
 */
class ConnlimitMatch : public NfMatch
{
  public:
    void Save(std::ostream& os) const override
    {
        os << (IsAbove() ? " --connlimit-above " : " --connlimit-upto ") << GetLimit()
           << " --connlimit-mask " << +GetPrefix()
           << (m_destination.given ? " --connlimit-daddr" : " --connlimit-saddr");
    }

    void List(std::ostream& os) const override
    {
        os << "#conn " << (m_destination.given ? "dst/" : "src/") << +GetPrefix()
           << (IsAbove() ? " > " : " <= ") << GetLimit();
    }

    void Start() override
    {
        m_networks.clear();
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        NfConntrack* conntrack = packet.netns->conntrack;
        const NfConnection* ct = NfGetConnection(packet); // or a template of one
        const uint16_t zone = ct ? NfConnectionTable::ZoneOf(*ct, NfDirection::ORIGINAL) : 0;
        const bool isTracked = ct && !ct->Has(NfCtStatus::TEMPLATE);
        const auto tuple = isTracked ? ct->tuples[0] : NfGetTuple(packet);
        if (!tuple)
        {
            return NfMatchResult::HOTDROP;
        }
        // Of a packet without a connection counts the tuple, with the state of whose it is.
        const Ptr<NfConnection> owner =
            !isTracked && conntrack ? conntrack->Find(*tuple, zone) : nullptr;
        ct = isTracked ? ct : PeekPointer(owner);
        const NfAddress& side = m_destination.given ? packet.ip.destination : packet.ip.source;
        const NfPrefix network(side, GetPrefix(), packet.ip.family);
        const auto [place, isNew] = m_networks.try_emplace({network, zone}, *tuple, NfJiffies());
        const std::size_t count = isNew ? 1 : place->second.Count(ct, *tuple, zone, conntrack);
        return count == 0 ? NfMatchResult::HOTDROP : NfResult((count > GetLimit()) == IsAbove());
    }

    NfOptionValue<uint32_t> m_upTo;  //!< --connlimit-upto
    NfOptionValue<uint32_t> m_above; //!< --connlimit-above
    NfOptionValue<uint8_t> m_prefix; //!< --connlimit-mask, as a length; without: all bits
    NfSwitch m_source;               //!< --connlimit-saddr
    NfSwitch m_destination;          //!< --connlimit-daddr

  private:
    uint32_t GetLimit() const
    {
        return m_upTo.given ? m_upTo.value : m_above.value;
    }

    uint8_t GetPrefix() const
    {
        const uint8_t width = NfPrefix::GetWidth(GetFamily());
        return m_prefix.given ? m_prefix.value : width;
    }

    /// @return true if it matches above the limit
    bool IsAbove() const
    {
        return m_upTo.given ? m_upTo.inverted : !m_above.inverted;
    }

    std::map<std::pair<NfPrefix, uint16_t>, NetworkConnections> m_networks; //!< by network and zone
};

/// The length of a prefix, also written as a mask of leading ones. iptables takes numbers above 32
/// for 32; ip6tables refuses what is above 128.
struct PrefixKind : NfWordKind
{
    using Value = uint8_t;

    NfFamily family{NfFamily::IPV4};

    /// @param own family of a rule
    /// @return the kind as its rules write it
    PrefixKind For(NfFamily own) const
    {
        PrefixKind kind;
        kind.family = own;
        return kind;
    }

    std::optional<Value> Read(std::string_view text) const
    {
        const uint8_t width = NfPrefix::GetWidth(family);
        if (auto number = NfParseNumber(text, family == NfFamily::IPV6 ? width : UINT32_MAX))
        {
            return static_cast<Value>(std::min<uint64_t>(*number, width));
        }
        const auto mask = NfParseHost(text, family);
        return mask ? NfPrefix::LengthOf(*mask, family) : std::nullopt;
    }

    const char* GetSyntax() const
    {
        return family == NfFamily::IPV6 ? "a prefix length up to 128, or a mask like ffff:ffff::"
                                        : "a prefix length up to 32, or a mask like 255.255.0.0";
    }

    void Print(std::ostream& os, Value length) const
    {
        os << +length;
    }
};

} // namespace

NfMatchType
NfMakeConnlimitMatchType()
{
    using M = ConnlimitMatch;
    const NfNumberKind<uint32_t> limit;
    NfMatchType type =
        NfMakeMatchType<M>("connlimit", "number of connections of a host or network");
    type.needsConntrack = true;
    type.options = {
        NfOptionRow(&M::m_upTo, "connlimit-upto", limit).Invertible().Choice(1),
        NfOptionRow(&M::m_above, "connlimit-above", limit).Invertible().Choice(1),
        NfOptionRow(&M::m_prefix, "connlimit-mask", PrefixKind()),
        NfOptionRow(&M::m_source, "connlimit-saddr").AtMostOne(2),
        NfOptionRow(&M::m_destination, "connlimit-daddr").AtMostOne(2),
    };
    return type;
}

} // namespace ns3
