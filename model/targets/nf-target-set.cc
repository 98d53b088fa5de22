// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"
#include "nf-set-packet.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace ns3
{

namespace
{

/// Linux's IPSET_MAX_TIMEOUT: longer ones are cut.
constexpr uint32_t MAX_TIMEOUT = 2147483;

/**
 * Target "SET": add what the packet says to a set, delete it from one, and take mark and class of
 * an element of one (Linux's xt_set.c).
 *
 * A simulated device has one queue, so --map-queue is kept and printed, and does nothing.
 */
class SetTarget : public NfTarget
{
  public:
    enum Option
    {
        ADD_SET,
        DEL_SET,
        MAP_SET,
        EXIST,
        TIMEOUT,
        MAP_MARK,
        MAP_PRIO,
        MAP_QUEUE
    };

    NfComplaint Parse(const NfOption& option) override
    {
        switch (option.spec->id)
        {
        case ADD_SET:
            return ParseSet(option, m_add);
        case DEL_SET:
            return ParseSet(option, m_delete);
        case MAP_SET:
            return ParseSet(option, m_map);
        case TIMEOUT:
            return ParseTimeout(option);
        case EXIST:
            m_exist = true;
            return {};
        case MAP_MARK:
            m_mapMark = true;
            return {};
        case MAP_PRIO:
            m_mapPriority = true;
            return {};
        default:
            m_mapQueue = true;
            return {};
        }
    }

    NfComplaint FinishParse() override
    {
        const bool maps = m_mapMark || m_mapPriority || m_mapQueue;
        if (!m_add && !m_delete && !m_map)
        {
            return "You must specify either `--add-set' or `--del-set' or `--map-set'";
        }
        if (!m_add && m_exist)
        {
            return "Flag `--exist' can be used with `--add-set' only";
        }
        if (!m_add && m_timeout)
        {
            return "Option `--timeout' can be used with `--add-set' only";
        }
        if (!m_map && maps)
        {
            const char* flag = m_mapMark ? "mark" : m_mapPriority ? "prio" : "queue";
            return fmt::format("Flag `--map-{}' can be used with `--map-set' only", flag);
        }
        if (m_map && !maps)
        {
            return "You must specify flags `--map-mark' or '--map-prio` or `--map-queue'";
        }
        return {};
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        for (const auto* choice : {&m_add, &m_delete, &m_map})
        {
            if (auto complaint = *choice ? (*choice)->Check(context.netns) : NfComplaint())
            {
                return complaint;
            }
        }
        if (m_map && context.table != "mangle")
        {
            return "--map-set works only in the table mangle";
        }
        const uint32_t allowed = NfHookSet({NfHook::FORWARD, NfHook::OUTPUT, NfHook::POSTROUTING});
        if ((m_mapPriority || m_mapQueue) && (context.hooks & ~allowed))
        {
            return "--map-prio and --map-queue work only in FORWARD, OUTPUT and POSTROUTING";
        }
        return {};
    }

    std::string GetCaveat() const override
    {
        return m_mapQueue ? "SET --map-queue has no effect: a simulated device has one queue" : "";
    }

    std::vector<std::string> GetSetNames() const override
    {
        std::vector<std::string> names;
        for (const auto* choice : {&m_add, &m_delete, &m_map})
        {
            if (*choice)
            {
                names.push_back((*choice)->name);
            }
        }
        return names;
    }

    void Save(std::ostream& os) const override
    {
        Print(os, "--");
    }

    void List(std::ostream& os) const override
    {
        std::ostringstream text;
        Print(text, "");
        os << text.str().substr(1);
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        NfSets& sets = NfSets::Of(*packet.netns);
        if (NfSet* set = Find(sets, m_add))
        {
            NfSetDetails details;
            details.timeout = m_timeoutInForce;
            NfAddToSet(sets, *set, packet, *m_add, details, m_exist);
        }
        if (NfSet* set = Find(sets, m_delete))
        {
            NfDeleteFromSet(sets, *set, packet, *m_delete);
        }
        if (NfSet* set = Find(sets, m_map))
        {
            Map(sets, *set, packet);
        }
        return NfTargetResult::CONTINUE;
    }

  private:
    static NfComplaint ParseSet(const NfOption& option, std::optional<NfSetChoice>& choice)
    {
        if (choice)
        {
            return fmt::format("--{} can be specified only once", option.spec->name);
        }
        return choice.emplace().Read(option);
    }

    NfComplaint ParseTimeout(const NfOption& option)
    {
        auto seconds = NfParseNumber(NfArgumentOf(option), UINT32_MAX - 1);
        if (!seconds)
        {
            return fmt::format("Invalid value for option --timeout or out of range 0-{}",
                               UINT32_MAX - 1);
        }
        m_timeout = *seconds;
        m_timeoutInForce = std::min<uint32_t>(*seconds, MAX_TIMEOUT);
        return {};
    }

    static NfSet* Find(const NfSets& sets, const std::optional<NfSetChoice>& choice)
    {
        return choice ? sets.Find(choice->name) : nullptr;
    }

    void Map(NfSets& sets, NfSet& set, NfPacket& packet) const
    {
        NfSetQuery query;
        query.bytes = packet.GetSize();
        query.countPacket = true;
        const NfSet::Entry* hit = nullptr;
        if (!NfMatchSet(sets, set, packet, *m_map, query, &hit) || !hit || !hit->extra)
        {
            return;
        }
        if (m_mapMark)
        {
            packet.mark = (packet.mark & ~hit->extra->markMask) ^ hit->extra->mark;
        }
        if (m_mapPriority)
        {
            packet.priority = static_cast<uint8_t>(hit->extra->priority);
        }
    }

    static void PrintSet(std::ostream& os,
                         const char* option,
                         const std::optional<NfSetChoice>& choice)
    {
        if (choice)
        {
            os << option << ' ' << choice->name << ' ' << choice->GetDirections();
        }
    }

    /// As iptables-save and, without dashes, iptables -L print it.
    void Print(std::ostream& os, const std::string& dashes) const
    {
        const std::string lead = " " + dashes;
        PrintSet(os, (lead + "add-set").c_str(), m_add);
        os << (m_exist ? lead + "exist" : "");
        if (m_timeout)
        {
            os << lead << "timeout " << *m_timeout;
        }
        PrintSet(os, (lead + "del-set").c_str(), m_delete);
        PrintSet(os, (lead + "map-set").c_str(), m_map);
        os << (m_mapMark ? lead + "map-mark" : "") << (m_mapPriority ? lead + "map-prio" : "")
           << (m_mapQueue ? lead + "map-queue" : "");
    }

    std::optional<NfSetChoice> m_add;
    std::optional<NfSetChoice> m_delete;
    std::optional<NfSetChoice> m_map;
    std::optional<uint32_t> m_timeout;        //!< seconds
    std::optional<uint32_t> m_timeoutInForce; //!< what of it Linux takes
    bool m_exist{false};
    bool m_mapMark{false};
    bool m_mapPriority{false};
    bool m_mapQueue{false};
};

} // namespace

NfTargetType
NfMakeSetTargetType()
{
    using T = SetTarget;
    NfTargetType type = NfMakeTargetType<T>("SET", "add to, delete from and map by sets (ipset)");
    type.options = {{T::ADD_SET, "add-set", "", 2, 2, false, false, true},
                    {T::DEL_SET, "del-set", "", 2, 2, false, false, true},
                    {T::MAP_SET, "map-set", "", 2, 2, false, false, true},
                    {T::EXIST, "exist", "", 0, 0},
                    {T::TIMEOUT, "timeout", ""},
                    {T::MAP_MARK, "map-mark", "", 0, 0},
                    {T::MAP_PRIO, "map-prio", "", 0, 0},
                    {T::MAP_QUEUE, "map-queue", "", 0, 0}};
    return type;
}

} // namespace ns3
