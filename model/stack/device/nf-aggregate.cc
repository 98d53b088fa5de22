// SPDX-License-Identifier: GPL-2.0-only

#include "nf-aggregate.h"

#include "nf-member-access.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace ns3
{

// Named, not anonymous: see NfMemberAccess.
struct NfObjectAggregatesMember
{
    friend constexpr auto GetMember(NfObjectAggregatesMember);
};

struct NfObjectCountMember
{
    friend constexpr auto GetMember(NfObjectCountMember);
};

template struct NfMemberAccess<NfObjectAggregatesMember, &Object::m_aggregates>;
template struct NfMemberAccess<NfObjectCountMember, &Object::m_getObjectCount>;

void
NfAggregateUnseen(const Ptr<Object>& object, const Ptr<Object>& part)
{
    Object* const self = PeekPointer(object);
    std::vector<std::pair<Object*, uint32_t>> before;
    const auto* parts = self->*GetMember(NfObjectAggregatesMember{});
    for (uint32_t i = 0; i < parts->n; ++i)
    {
        before.emplace_back(parts->buffer[i], parts->buffer[i]->*GetMember(NfObjectCountMember{}));
    }
    object->AggregateObject(part);
    auto* after = self->*GetMember(NfObjectAggregatesMember{});
    if (after->n != before.size() + 1)
    {
        return; // being told, a part has aggregated another
    }
    for (uint32_t i = 0; i < before.size(); ++i)
    {
        after->buffer[i] = before[i].first;
        before[i].first->*GetMember(NfObjectCountMember{}) = before[i].second;
    }
    after->buffer[before.size()] = PeekPointer(part);
}

} // namespace ns3
