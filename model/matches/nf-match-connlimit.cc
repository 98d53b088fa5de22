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
 * Each rule remembers the connections of the packets it saw, by network, and counts those that
 * still exist and are not closed.
 *
 * Divergence: Linux skips the search for ended connections within a jiffy of the last one, and
 * looks at a few at a time, so that it may count some twice or too long; we look at all.
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
        auto& seen = m_seen[{network, zone}];
        Forget(seen, zone, *tuple, packet.netns->conntrack);
        if (std::find(seen.begin(), seen.end(), *tuple) == seen.end())
        {
            seen.push_back(*tuple);
        }
        return NfResult((seen.size() > m_limit) == m_above);
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

    /// Forget the connections that have ended, save the packet's own.
    static void Forget(Tuples& seen, uint16_t zone, const NfTuple& own, NfConntrack* conntrack)
    {
        auto ended = [&](const NfTuple& tuple) {
            if (tuple == own)
            {
                return false;
            }
            auto ct = conntrack ? conntrack->Find(tuple, zone) : nullptr;
            return !ct || (tuple.protocol == NfProtocol::TCP && IsClosed(*ct));
        };
        seen.erase(std::remove_if(seen.begin(), seen.end(), ended), seen.end());
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
