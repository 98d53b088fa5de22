// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_FIND_PART_H
#define NF_FIND_PART_H

#include "ns3/object.h"
#include "ns3/ptr.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * Object::GetObject() without its side effect: that one moves what is asked for often to the front,
 * and in that order ns-3 initializes the parts of a node. A layer that is idle must not change it.
 * @tparam Part class of the part
 * @param object an object
 * @return the first part of that class that is aggregated to it; null if there is none
 */
template <class Part>
Ptr<Part>
NfFindPart(const Ptr<Object>& object)
{
    for (Object::AggregateIterator parts = object->GetAggregateIterator(); parts.HasNext();)
    {
        if (Ptr<const Part> part = DynamicCast<const Part>(parts.Next()))
        {
            return ConstCast<Part>(part);
        }
    }
    return nullptr;
}

} // namespace ns3

#endif /* NF_FIND_PART_H */
