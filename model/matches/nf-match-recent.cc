// SPDX-License-Identifier: GPL-2.0-only

#include "nf-address-parser.h"
#include "nf-credit-rate.h"
#include "nf-extension-type.h"
#include "nf-prefix.h"
#include "nf-recent-list.h"

#include <array>

namespace ns3
{

namespace
{

constexpr std::size_t MAX_NAME = 199; //!< Linux's XT_RECENT_NAME_LEN less the final zero
constexpr uint32_t MAX_HITS = 0xffff; //!< Linux's XT_RECENT_MAX_NSTAMPS less 1
constexpr std::size_t DEFAULT_STAMPS = 32;

/**
 * Linux makes a list when the first rule that names it is loaded, and then empties it if a later
 * rule wants to count more hits. Ours appears with the first packet, and grows without loss.
 */
class RecentMatch : public NfMatch
{
  public:
    enum Option
    {
        SET,
        RCHECK,
        UPDATE,
        REMOVE,
        N_ACTIONS,
        SECONDS = N_ACTIONS,
        HITCOUNT,
        RTTL,
        REAP,
        NAME,
        MASK,
        RSOURCE,
        RDEST
    };

    NfComplaint Parse(const NfOption& option) override
    {
        switch (option.spec->id)
        {
        case SET:
        case RCHECK:
        case UPDATE:
        case REMOVE:
            return ParseAction(option);
        case SECONDS:
            return ParseNumber(option, 0xffffffff, 1, m_seconds);
        case HITCOUNT:
            return ParseNumber(option, MAX_HITS, 0, m_hits);
        case RTTL:
            m_compareTtl = true;
            return {};
        case REAP:
            m_reap = true;
            return {};
        case NAME:
            return ParseName(option);
        case MASK: {
            const bool v6 = GetFamily() == NfFamily::IPV6;
            const bool whole = v6 || NfSplit(NfArgumentOf(option), '.').size() == 4;
            m_mask = whole ? NfParseHost(NfArgumentOf(option), GetFamily()) : std::nullopt;
            return m_mask ? NfComplaint()
                          : NfBadArgument(option,
                                          v6 ? "a mask such as ffff:ffff::"
                                             : "a mask such as 255.255.255.0");
        }
        default:
            m_destination = option.spec->id == RDEST;
            return {};
        }
    }

    NfComplaint FinishParse() override
    {
        if (m_action == N_ACTIONS)
        {
            return "recent expects one of --set, --rcheck, --update and --remove";
        }
        bool looks = m_action == RCHECK || m_action == UPDATE;
        if (!looks && (m_seconds || m_hits || m_compareTtl || m_reap))
        {
            return "--seconds, --hitcount, --rttl and --reap work only with --rcheck and --update";
        }
        if (m_reap && !m_seconds)
        {
            return "--reap works only with --seconds";
        }
        if (!m_mask)
        {
            m_mask = NfPrefix::MaskOf(NfPrefix::GetWidth(GetFamily()), GetFamily());
        }
        return {};
    }

    /// A name with blanks is quoted, where iptables-save writes what it cannot read again.
    void Save(std::ostream& os) const override
    {
        const bool bare = m_name.find_first_of(" \t\"'\\") == std::string::npos;
        static constexpr std::array<const char*, N_ACTIONS> names{" --set",
                                                                  " --rcheck",
                                                                  " --update",
                                                                  " --remove"};
        os << (m_inverted ? " !" : "") << names[m_action];
        PrintNumbers(os, " --seconds ", " --hitcount ");
        os << (m_compareTtl ? " --rttl" : "") << (m_reap ? " --reap" : "") << " --name "
           << (bare ? m_name : NfQuote(m_name)) << " --mask " << NfToString(*m_mask, GetFamily())
           << (m_destination ? " --rdest" : " --rsource");
    }

    void List(std::ostream& os) const override
    {
        static constexpr std::array<const char*, N_ACTIONS> names{"SET",
                                                                  "CHECK",
                                                                  "UPDATE",
                                                                  "REMOVE"};
        os << (m_inverted ? "! " : "") << "recent: " << names[m_action];
        PrintNumbers(os, " seconds: ", " hit_count: ");
        os << (m_compareTtl ? " TTL-Match" : "") << (m_reap ? " reap" : "") << " name: " << m_name
           << " side: " << (m_destination ? "dest" : "source")
           << " mask: " << NfToString(*m_mask, GetFamily());
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        uint64_t now = NfJiffies();
        NfRecentList& list = GetList(*packet.netns);
        // A packet that was not sent by this node is compared as it was before its TTL fell.
        bool forwarded = packet.out && packet.in;
        uint8_t ttl = packet.ip.ttl + (forwarded ? 1 : 0);
        const NfAddress& side = m_destination ? packet.ip.destination : packet.ip.source;
        NfAddress address = side.Masked(*m_mask);
        auto* entry = list.Find(address, packet.ip.family, m_compareTtl ? ttl : 0);
        if (!entry)
        {
            if (m_action == SET)
            {
                list.Add(address, packet.ip.family, ttl, now);
            }
            return NfResult((m_action == SET) != m_inverted);
        }
        if (m_action == REMOVE)
        {
            list.Remove(*entry);
            return NfResult(!m_inverted);
        }
        return NfResult(Look(list, *entry, ttl, now));
    }

  private:
    NfComplaint ParseAction(const NfOption& option)
    {
        if (m_action != N_ACTIONS)
        {
            return "only one of --set, --rcheck, --update and --remove can be given";
        }
        m_action = static_cast<Option>(option.spec->id);
        m_inverted = option.inverted;
        return {};
    }

    static NfComplaint ParseNumber(const NfOption& option,
                                   uint32_t max,
                                   uint32_t min,
                                   uint32_t& result)
    {
        auto number = NfParseNumber(NfArgumentOf(option), max);
        if (!number || *number < min)
        {
            return NfBadArgument(option,
                                 "a number from " + std::to_string(min) + " to " +
                                     std::to_string(max));
        }
        result = *number;
        return {};
    }

    NfComplaint ParseName(const NfOption& option)
    {
        m_name = NfArgumentOf(option);
        if (m_name.empty() || m_name.size() > MAX_NAME || m_name == "." || m_name == ".." ||
            m_name.find('/') != std::string::npos)
        {
            return NfBadArgument(option, "a list's name: 1 to 199 characters without slashes");
        }
        return {};
    }

    NfRecentList& GetList(NfNetns& netns) const
    {
        auto& state = netns.states["recent/" + m_name];
        if (!state)
        {
            state = std::make_unique<NfRecentList>();
        }
        auto& list = static_cast<NfRecentList&>(*state);
        std::size_t stamps = m_hits ? 1 : DEFAULT_STAMPS;
        while (stamps < m_hits)
        {
            stamps *= 2;
        }
        list.Reserve(stamps);
        return list;
    }

    bool Look(NfRecentList& list, NfRecentList::Entry& entry, uint8_t ttl, uint64_t now) const
    {
        uint64_t window = m_seconds * NF_HZ;
        uint64_t since = now > window ? now - window : 0;
        bool hit = m_action == SET;
        uint32_t hits = 0;
        for (std::size_t i = 0; i < entry.stamps.size() && !hit; ++i)
        {
            bool recent = !m_seconds || entry.stamps[i] >= since;
            hit = recent && (!m_hits || ++hits >= m_hits);
        }
        bool result = hit != m_inverted;
        if (m_action == SET || (m_action == UPDATE && result))
        {
            list.Update(entry, ttl, now);
        }
        // Behind Update(), so that the packet's own entry is out of reach where it was updated.
        if (m_reap)
        {
            list.Reap(since);
        }
        return result;
    }

    void PrintNumbers(std::ostream& os, const char* seconds, const char* hits) const
    {
        if (m_seconds)
        {
            os << seconds << m_seconds;
        }
        if (m_hits)
        {
            os << hits << m_hits;
        }
    }

    Option m_action{N_ACTIONS};
    bool m_inverted{false};
    uint32_t m_seconds{0}; //!< 0: any time
    uint32_t m_hits{0};    //!< 0: one is enough
    bool m_compareTtl{false};
    bool m_reap{false};
    bool m_destination{false};
    std::string m_name{"DEFAULT"};
    std::optional<NfAddress> m_mask; //!< without --mask: all bits, once the options are read
};

} // namespace

NfMatchType
NfMakeRecentMatchType()
{
    using M = RecentMatch;
    NfMatchType type = NfMakeMatchType<M>("recent", "addresses seen before, in named lists");
    type.options = {{M::SET, "set", "", 0, 0, true},
                    {M::RCHECK, "rcheck", "", 0, 0, true},
                    {M::UPDATE, "update", "", 0, 0, true},
                    {M::REMOVE, "remove", "", 0, 0, true},
                    {M::SECONDS, "seconds", ""},
                    {M::HITCOUNT, "hitcount", ""},
                    {M::RTTL, "rttl", "", 0, 0},
                    {M::REAP, "reap", "", 0, 0},
                    {M::NAME, "name", ""},
                    {M::MASK, "mask", ""},
                    {M::RSOURCE, "rsource", "", 0, 0},
                    {M::RDEST, "rdest", "", 0, 0}};
    return type;
}

} // namespace ns3
