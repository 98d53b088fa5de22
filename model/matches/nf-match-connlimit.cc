// SPDX-License-Identifier: GPL-2.0-only

#include "nf-match-connlimit.h"

#include "nf-address-parser.h"
#include "nf-connection-table.h"
#include "nf-conntrack.h"
#include "nf-match-text.h"

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
    enum Option
    {
        UPTO,
        ABOVE,
        MASK,
        SADDR,
        DADDR
    };

    std::string_view GetName() const override
    {
        return "connlimit";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        switch (option.spec->id)
        {
        case UPTO:
        case ABOVE:
            if (auto complaint = m_comparison.Take(option))
            {
                return complaint;
            }
            m_above = (option.spec->id == ABOVE) != option.inverted;
            return NfNumberArgument(option, 0, UINT32_MAX, m_limit);
        case MASK:
            return ParseMask(option);
        default:
            m_destination = option.spec->id == DADDR;
            return m_side.Take(option);
        }
    }

    NfComplaint FinishParse() override
    {
        return m_comparison.IsTaken() ? NfComplaint()
                                      : "connlimit expects --connlimit-upto or --connlimit-above";
    }

    void Save(std::ostream& os) const override
    {
        os << (m_above ? " --connlimit-above " : " --connlimit-upto ") << m_limit
           << " --connlimit-mask " << m_prefix
           << (m_destination ? " --connlimit-daddr" : " --connlimit-saddr");
    }

    void List(std::ostream& os) const override
    {
        os << "#conn " << (m_destination ? "dst/" : "src/") << m_prefix
           << (m_above ? " > " : " <= ") << m_limit;
    }

    bool NeedsConntrack() const override
    {
        return true;
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
        const NfAddress& side = m_destination ? packet.ip.destination : packet.ip.source;
        uint32_t network = m_prefix ? side.V4() & ~0U << (32 - m_prefix) : 0;
        const auto [place, isNew] = m_seen.try_emplace({network, zone});
        Tuples& seen = place->second;
        const bool mayEnter =
            isNew || !ct || !ct->IsConfirmed() || (packet.in && packet.in->loopback);
        if (!FindOwn(seen, zone, *tuple, packet.netns->conntrack) && mayEnter)
        {
            seen.push_back(*tuple);
        }
        return seen.empty() ? NfMatchResult::HOTDROP : NfResult((seen.size() > m_limit) == m_above);
    }

  private:
    using Tuples = std::vector<NfTuple>;

    NfComplaint ParseMask(const NfOption& option)
    {
        const std::string& text = NfArgumentOf(option);
        if (auto number = NfParseNumber(text, UINT32_MAX))
        {
            m_prefix = std::min<uint64_t>(*number, 32); // as iptables does
            return {};
        }
        auto mask = NfParseIpv4(text);
        uint32_t bits = mask ? mask->V4() : 1;
        if (!mask || (~bits & (~bits + 1)) != 0)
        {
            return NfBadArgument(option, "a prefix length up to 32, or a mask like 255.255.0.0");
        }
        for (m_prefix = 0; bits; bits <<= 1)
        {
            ++m_prefix;
        }
        return {};
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

    NfExclusiveOption m_comparison;
    NfExclusiveOption m_side;
    uint32_t m_limit{0};
    bool m_above{true};
    uint32_t m_prefix{32};
    bool m_destination{false};
    std::map<std::pair<uint32_t, uint16_t>, Tuples> m_seen; //!< by network and zone
};

} // namespace

NfMatchType
NfMakeConnlimitMatchType()
{
    using M = ConnlimitMatch;
    return NfMakeMatchType<M>({"connlimit",
                               {{M::UPTO, "connlimit-upto", "", 1, 1, true},
                                {M::ABOVE, "connlimit-above", "", 1, 1, true},
                                {M::MASK, "connlimit-mask", ""},
                                {M::SADDR, "connlimit-saddr", "", 0, 0},
                                {M::DADDR, "connlimit-daddr", "", 0, 0}},
                               "number of connections of a host or network"});
}

} // namespace ns3
