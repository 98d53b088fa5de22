// SPDX-License-Identifier: GPL-2.0-only

#include "nf-address-parser.h"
#include "nf-connection-table.h"
#include "nf-conntrack.h"
#include "nf-extension-type.h"

#include <algorithm>
#include <map>
#include <utility>

namespace ns3
{

namespace
{

/**
 * Each rule remembers the connections of the packets it saw, by network, in the order in which it
 * saw them first, and counts them (Linux's nf_conncount.c; what it does with packets of known
 * connections was measured on Linux 6.18).
 *
 * A packet looks through its network's connections until it meets its own. On the way those are
 * forgotten that are no longer in the table, or closed. A packet of a confirmed connection is
 * counted with, but does not enter the list again: if nothing is left there, Linux takes the count
 * of 0 for a failure and drops the packet at once. So the last segments of a connection that closes
 * pass no rule with connlimit unless the network has others.
 *
 * Divergence: Linux does not look twice within a jiffy.
 */
class ConnlimitMatch : public NfMatch
{
  public:
    void Save(std::ostream& os) const override
    {
        os << (IsAbove() ? " --connlimit-above " : " --connlimit-upto ") << GetLimit()
           << " --connlimit-mask " << m_prefix.value
           << (m_destination.given ? " --connlimit-daddr" : " --connlimit-saddr");
    }

    void List(std::ostream& os) const override
    {
        os << "#conn " << (m_destination.given ? "dst/" : "src/") << m_prefix.value
           << (IsAbove() ? " > " : " <= ") << GetLimit();
    }

    void Start() override
    {
        m_seen.clear();
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        const auto* ct = NfGetConnection(packet);
        auto tuple = ct ? ct->tuples[0] : NfConntrack::GetTuple(packet);
        if (!tuple)
        {
            return NfMatchResult::HOTDROP;
        }
        uint16_t zone = ct ? NfConnectionTable::ZoneOf(*ct, NfDirection::ORIGINAL) : 0;
        const NfAddress& side = m_destination.given ? packet.ip.destination : packet.ip.source;
        uint32_t network = m_prefix.value ? side.V4() & ~0U << (32 - m_prefix.value) : 0;
        const auto [place, isNew] = m_seen.try_emplace({network, zone});
        Tuples& seen = place->second;
        const bool mayEnter =
            isNew || !ct || !ct->IsConfirmed() || (packet.in && packet.in->loopback);
        if (!FindOwn(seen, zone, *tuple, packet.netns->conntrack) && mayEnter)
        {
            seen.push_back(*tuple);
        }
        return seen.empty() ? NfMatchResult::HOTDROP
                            : NfResult((seen.size() > GetLimit()) == IsAbove());
    }

    NfOptionValue<uint32_t> m_upTo;       //!< --connlimit-upto
    NfOptionValue<uint32_t> m_above;      //!< --connlimit-above
    NfOptionValue<uint32_t> m_prefix{32}; //!< --connlimit-mask, as a length
    NfSwitch m_source;                    //!< --connlimit-saddr
    NfSwitch m_destination;               //!< --connlimit-daddr

  private:
    using Tuples = std::vector<NfTuple>;

    uint32_t GetLimit() const
    {
        return m_upTo.given ? m_upTo.value : m_above.value;
    }

    /// \return true if it matches above the limit
    bool IsAbove() const
    {
        return m_upTo.given ? m_upTo.inverted : !m_above.inverted;
    }

    /// So many ended connections are forgotten for one packet, at most (measured on Linux 6.18).
    static constexpr unsigned MAX_FORGOTTEN = 65;

    /**
     * Look for a packet's own connection, and forget ended ones on the way.
     * \param seen connections of the packet's network
     * \param zone their conntrack zone
     * \param own tuple of the packet's connection
     * \param conntrack connection tracking of the node; null: every connection has ended
     * \return true if the own connection is there, and not closed
     */
    static bool FindOwn(Tuples& seen, uint16_t zone, const NfTuple& own, NfConntrack* conntrack)
    {
        unsigned forgotten = 0;
        auto kept = seen.begin();
        auto next = seen.begin();
        bool found = false;
        for (; next != seen.end() && forgotten < MAX_FORGOTTEN && !found; ++next)
        {
            const auto ct = conntrack ? conntrack->Find(*next, zone) : nullptr;
            if (!ct || (next->protocol == NfProtocol::TCP && IsClosed(*ct)))
            {
                ++forgotten;
                continue;
            }
            found = *next == own;
            *kept++ = *next;
        }
        seen.erase(kept, next);
        return found;
    }

    static bool IsClosed(const NfConnection& ct)
    {
        return ct.tcp.state == NfTcpState::TIME_WAIT || ct.tcp.state == NfTcpState::CLOSE;
    }

    std::map<std::pair<uint32_t, uint16_t>, Tuples> m_seen; //!< by network and zone
};

std::optional<uint32_t>
ReadPrefix(std::string_view text)
{
    if (auto number = NfParseNumber(text, UINT32_MAX))
    {
        return std::min<uint64_t>(*number, 32); // as iptables does
    }
    auto mask = NfParseIpv4(text);
    uint32_t bits = mask ? mask->V4() : 1;
    if (!mask || (~bits & (~bits + 1)) != 0)
    {
        return std::nullopt;
    }
    uint32_t length = 0;
    for (; bits; bits <<= 1)
    {
        ++length;
    }
    return length;
}

void
PrintPrefix(std::ostream& os, const uint32_t& length)
{
    os << length;
}

} // namespace

NfMatchType
NfMakeConnlimitMatchType()
{
    using M = ConnlimitMatch;
    const NfNumberKind<uint32_t> limit;
    const NfOwnKind<uint32_t> prefix(ReadPrefix,
                                     PrintPrefix,
                                     "a prefix length up to 32, or a mask like 255.255.0.0");
    NfMatchType type =
        NfMakeMatchType<M>("connlimit", "number of connections of a host or network");
    type.needsConntrack = true;
    type.options = {
        NfOptionRow(&M::m_upTo, "connlimit-upto", limit).Invertible().Choice(1),
        NfOptionRow(&M::m_above, "connlimit-above", limit).Invertible().Choice(1),
        NfOptionRow(&M::m_prefix, "connlimit-mask", prefix),
        NfOptionRow(&M::m_source, "connlimit-saddr").AtMostOne(2),
        NfOptionRow(&M::m_destination, "connlimit-daddr").AtMostOne(2),
    };
    return type;
}

} // namespace ns3
