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

/// What is done with the address.
enum Action : uint8_t
{
    SET,
    RCHECK,
    UPDATE,
    REMOVE,
    N_ACTIONS
};

/// A list's name, which is a file's in Linux. One with blanks is quoted, where iptables-save writes
/// what it cannot read again.
struct NameKind : NfTextKind
{
    NameKind()
        : NfTextKind(1, MAX_NAME, "a list's name")
    {
    }

    std::optional<Value> Read(std::string_view text) const
    {
        const bool file = text != "." && text != ".." && text.find('/') == text.npos;
        return file ? NfTextKind::Read(text) : std::nullopt;
    }

    const char* GetSyntax() const
    {
        return "a list's name: 1 to 199 characters without slashes";
    }

    void Print(std::ostream& os, const Value& name) const
    {
        const bool bare = name.find_first_of(" \t\"'\\") == std::string::npos;
        os << (bare ? name : NfQuote(name));
    }
};

/// Bits of an address.
struct MaskKind : NfWordKind
{
    using Value = NfAddress;

    NfFamily family{NfFamily::IPV4};

    /// @param own family of a rule
    /// @return the kind as its rules write it
    MaskKind For(NfFamily own) const
    {
        MaskKind kind;
        kind.family = own;
        return kind;
    }

    std::optional<Value> Read(std::string_view text) const
    {
        const bool whole = family == NfFamily::IPV6 || NfSplit(text, '.').size() == 4;
        return whole ? NfParseHost(text, family) : std::nullopt;
    }

    const char* GetSyntax() const
    {
        return family == NfFamily::IPV6 ? "a mask such as ffff:ffff::"
                                        : "a mask such as 255.255.255.0";
    }

    void Print(std::ostream& os, const Value& mask) const
    {
        os << NfToString(mask, family);
    }
};

/**
 * Linux makes a list when the first rule that names it is loaded, and then empties it if a later
 * rule wants to count more hits. Ours appears with the first packet, and grows without loss.
 */
class RecentMatch : public NfMatch
{
  public:
    /// What goes without saying is printed.
    NfComplaint FinishParse() override
    {
        const bool looks = m_action.value == RCHECK || m_action.value == UPDATE;
        if (!looks && (m_seconds.given || m_hits.value || m_compareTtl.given || m_reap.given))
        {
            return "--seconds, --hitcount, --rttl and --reap work only with --rcheck and --update";
        }
        if (m_reap.given && !m_seconds.given)
        {
            return "--reap works only with --seconds";
        }
        if (!m_mask.given)
        {
            m_mask.value = NfPrefix::MaskOf(NfPrefix::GetWidth(GetFamily()), GetFamily());
        }
        m_name.given = m_mask.given = m_destination.given = true;
        return {};
    }

    void List(std::ostream& os) const override
    {
        static constexpr std::array<const char*, N_ACTIONS> names{"SET",
                                                                  "CHECK",
                                                                  "UPDATE",
                                                                  "REMOVE"};
        os << (m_action.inverted ? "! " : "") << "recent: " << names[m_action.value];
        if (m_seconds.given)
        {
            os << " seconds: " << m_seconds.value;
        }
        if (m_hits.value)
        {
            os << " hit_count: " << m_hits.value;
        }
        os << (m_compareTtl.given ? " TTL-Match" : "") << (m_reap.given ? " reap" : "")
           << " name: " << m_name.value << " side: " << (m_destination.value ? "dest" : "source")
           << " mask: " << NfToString(m_mask.value, GetFamily());
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        uint64_t now = NfJiffies();
        NfRecentList& list = GetList(*packet.netns);
        // A packet that was not sent by this node is compared as it was before its TTL fell.
        bool forwarded = packet.out && packet.in;
        uint8_t ttl = packet.ip.ttl + (forwarded ? 1 : 0);
        const NfAddress& side = m_destination.value ? packet.ip.destination : packet.ip.source;
        NfAddress address = side.Masked(m_mask.value);
        auto* entry = list.Find(address, packet.ip.family, m_compareTtl.given ? ttl : 0);
        if (!entry)
        {
            if (m_action.value == SET)
            {
                list.Add(address, packet.ip.family, ttl, now);
            }
            return NfResult((m_action.value == SET) != m_action.inverted);
        }
        if (m_action.value == REMOVE)
        {
            list.Remove(*entry);
            return NfResult(!m_action.inverted);
        }
        return NfResult(Look(list, *entry, ttl, now));
    }

    NfOptionValue<Action> m_action;               //!< --set and the like
    NfOptionValue<uint32_t> m_seconds;            //!< --seconds; 0: any time
    NfOptionValue<uint32_t> m_hits;               //!< --hitcount; 0: one is enough
    NfSwitch m_compareTtl;                        //!< --rttl
    NfSwitch m_reap;                              //!< --reap
    NfOptionValue<std::string> m_name{"DEFAULT"}; //!< --name
    NfOptionValue<NfAddress> m_mask;              //!< --mask; without: all bits
    NfOptionValue<bool> m_destination;            //!< --rdest, not --rsource

  private:
    NfRecentList& GetList(NfNetns& netns) const
    {
        auto& state = netns.states["recent/" + m_name.value];
        if (!state)
        {
            state = std::make_unique<NfRecentList>();
        }
        auto& list = static_cast<NfRecentList&>(*state);
        std::size_t stamps = m_hits.value ? 1 : DEFAULT_STAMPS;
        while (stamps < m_hits.value)
        {
            stamps *= 2;
        }
        list.Reserve(stamps);
        return list;
    }

    bool Look(NfRecentList& list, NfRecentList::Entry& entry, uint8_t ttl, uint64_t now) const
    {
        uint64_t window = m_seconds.value * NF_HZ;
        uint64_t since = now > window ? now - window : 0;
        bool hit = m_action.value == SET;
        uint32_t hits = 0;
        for (std::size_t i = 0; i < entry.stamps.size() && !hit; ++i)
        {
            bool recent = !m_seconds.value || entry.stamps[i] >= since;
            hit = recent && (!m_hits.value || ++hits >= m_hits.value);
        }
        bool result = hit != m_action.inverted;
        if (m_action.value == SET || (m_action.value == UPDATE && result))
        {
            list.Update(entry, ttl, now);
        }
        // Behind Update(), so that the packet's own entry is out of reach where it was updated.
        if (m_reap.given)
        {
            list.Reap(since);
        }
        return result;
    }
};

} // namespace

NfMatchType
NfMakeRecentMatchType()
{
    using M = RecentMatch;
    NfMatchType type = NfMakeMatchType<M>("recent", "addresses seen before, in named lists");
    using Do = NfFixedKind<Action>;
    using Side = NfFixedKind<bool>;
    const NfNumberKind<uint32_t> hits(0, MAX_HITS, "{}", 0);
    type.options = {
        NfOptionRow(&M::m_action, "set", Do(SET)).Invertible(),
        NfOptionRow(&M::m_action, "rcheck", Do(RCHECK)).Invertible(),
        NfOptionRow(&M::m_action, "update", Do(UPDATE)).Invertible(),
        NfOptionRow(&M::m_action, "remove", Do(REMOVE)).Invertible(),
        NfOptionRow(&M::m_seconds, "seconds", NfNumberKind<uint32_t>(1)),
        NfOptionRow(&M::m_hits, "hitcount", hits),
        NfOptionRow(&M::m_compareTtl, "rttl"),
        NfOptionRow(&M::m_reap, "reap"),
        NfOptionRow(&M::m_name, "name", NameKind()),
        NfOptionRow(&M::m_mask, "mask", MaskKind()),
        NfOptionRow(&M::m_destination, "rsource", Side(false)),
        NfOptionRow(&M::m_destination, "rdest", Side(true)),
    };
    const NfOptionRelation::Names actions{"set", "rcheck", "update", "remove"};
    type.relations = {
        NfOptionRelation::OnlyOne(
            actions,
            "only one of --set, --rcheck, --update and --remove can be given"),
        NfOptionRelation::OneOf(actions,
                                "recent expects one of --set, --rcheck, --update and --remove"),
    };
    return type;
}

} // namespace ns3
