// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"
#include "nf-set-packet.h"

#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <vector>

namespace ns3
{

namespace
{

/// Linux's IPSET_MAX_TIMEOUT: longer ones are cut.
constexpr uint32_t MAX_TIMEOUT = 2147483;

/// Seconds.
struct TimeoutKind : NfNumberKind<uint32_t>
{
    TimeoutKind()
        : NfNumberKind(0, UINT32_MAX - 1)
    {
    }

    NfComplaint Take(const NfOption& option, uint32_t& seconds) const
    {
        const auto read = Read(NfArgumentOf(option));
        seconds = read.value_or(0);
        return read ? NfComplaint()
                    : fmt::format("Invalid value for option --timeout or out of range 0-{}", max);
    }
};

/**
 * Target "SET": add what the packet says to a set, delete it from one, and take mark and class of
 * an element of one (Linux's xt_set.c).
 *
 * A simulated device has one queue, so --map-queue is kept and printed, and does nothing.
 */
class SetTarget : public NfTarget
{
  public:
    NfComplaint Check(const NfRuleContext& context) override
    {
        if (m_map.given && context.table != "mangle")
        {
            return "--map-set works only in the table mangle";
        }
        const uint32_t allowed = NfHookSet({NfHook::FORWARD, NfHook::OUTPUT, NfHook::POSTROUTING});
        if ((m_mapPriority.given || m_mapQueue.given) && (context.hooks & ~allowed))
        {
            return "--map-prio and --map-queue work only in FORWARD, OUTPUT and POSTROUTING";
        }
        return {};
    }

    std::string GetCaveat(const NfRuleContext&) const override
    {
        return m_mapQueue.given ? "SET --map-queue has no effect: a simulated device has one queue"
                                : "";
    }

    std::vector<std::string> GetSetNames() const override
    {
        std::vector<std::string> names;
        for (const auto* choice : {&m_add, &m_delete, &m_map})
        {
            if (choice->given)
            {
                names.push_back(choice->value.name);
            }
        }
        return names;
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        NfSets& sets = NfSets::Of(*packet.netns);
        if (NfSet* set = Find(sets, m_add))
        {
            NfSetDetails details;
            if (m_timeout.given)
            {
                details.timeout = std::min(m_timeout.value, MAX_TIMEOUT);
            }
            NfAddToSet(sets, *set, packet, m_add.value, details, m_exist.given);
        }
        if (NfSet* set = Find(sets, m_delete))
        {
            NfDeleteFromSet(sets, *set, packet, m_delete.value);
        }
        if (NfSet* set = Find(sets, m_map))
        {
            Map(sets, *set, packet);
        }
        return NfTargetResult::CONTINUE;
    }

    NfOptionValue<NfSetChoice> m_add;    //!< --add-set
    NfOptionValue<NfSetChoice> m_delete; //!< --del-set
    NfOptionValue<NfSetChoice> m_map;    //!< --map-set
    NfSwitch m_exist;                    //!< --exist
    NfOptionValue<uint32_t> m_timeout;   //!< --timeout: seconds, of which Linux takes MAX_TIMEOUT
    NfSwitch m_mapMark;                  //!< --map-mark
    NfSwitch m_mapPriority;              //!< --map-prio
    NfSwitch m_mapQueue;                 //!< --map-queue

  private:
    static NfSet* Find(const NfSets& sets, const NfOptionValue<NfSetChoice>& choice)
    {
        return choice.given ? sets.Find(choice.value.name) : nullptr;
    }

    void Map(NfSets& sets, NfSet& set, NfPacket& packet) const
    {
        NfSetQuery query;
        query.bytes = packet.GetSize();
        query.countPacket = true;
        const NfSet::Entry* hit = nullptr;
        if (!NfMatchSet(sets, set, packet, m_map.value, query, &hit) || !hit || !hit->extra)
        {
            return;
        }
        if (m_mapMark.given)
        {
            packet.mark = (packet.mark & ~hit->extra->markMask) ^ hit->extra->mark;
        }
        if (m_mapPriority.given)
        {
            packet.priority = static_cast<uint8_t>(hit->extra->priority);
        }
    }
};

} // namespace

NfTargetType
NfMakeSetTargetType()
{
    using T = SetTarget;
    NfTargetType type = NfMakeTargetType<T>("SET", "add to, delete from and map by sets (ipset)");
    type.stateless = true;
    const NfSetChoiceKind set;
    type.options = {
        NfOptionRow(&T::m_add, "add-set", set).Repeatable().Listed("add-set {}"),
        NfOptionRow(&T::m_exist, "exist").Listed("exist"),
        NfOptionRow(&T::m_timeout, "timeout", TimeoutKind()).Listed("timeout {}"),
        NfOptionRow(&T::m_delete, "del-set", set).Repeatable().Listed("del-set {}"),
        NfOptionRow(&T::m_map, "map-set", set).Repeatable().Listed("map-set {}"),
        NfOptionRow(&T::m_mapMark, "map-mark").Listed("map-mark"),
        NfOptionRow(&T::m_mapPriority, "map-prio").Listed("map-prio"),
        NfOptionRow(&T::m_mapQueue, "map-queue").Listed("map-queue"),
    };
    using Relation = NfOptionRelation;
    type.relations = {
        Relation::OnlyOne({"add-set"}, "--add-set can be specified only once"),
        Relation::OnlyOne({"del-set"}, "--del-set can be specified only once"),
        Relation::OnlyOne({"map-set"}, "--map-set can be specified only once"),
        Relation::OneOf({"add-set", "del-set", "map-set"},
                        "You must specify either `--add-set' or `--del-set' or `--map-set'"),
        Relation::Needs({"exist"}, {"add-set"}, "Flag `--exist' can be used with `--add-set' only"),
        Relation::Needs({"timeout"},
                        {"add-set"},
                        "Option `--timeout' can be used with `--add-set' only"),
        Relation::Needs({"map-mark"},
                        {"map-set"},
                        "Flag `--map-mark' can be used with `--map-set' only"),
        Relation::Needs({"map-prio"},
                        {"map-set"},
                        "Flag `--map-prio' can be used with `--map-set' only"),
        Relation::Needs({"map-queue"},
                        {"map-set"},
                        "Flag `--map-queue' can be used with `--map-set' only"),
        Relation::Needs({"map-set"},
                        {"map-mark", "map-prio", "map-queue"},
                        "You must specify flags `--map-mark' or '--map-prio` or `--map-queue'"),
    };
    return type;
}

} // namespace ns3
