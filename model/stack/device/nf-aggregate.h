// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_AGGREGATE_H
#define NF_AGGREGATE_H

#include "ns3/object.h"
#include "ns3/ptr.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * Object::AggregateObject() without its side effect: every part is told of the new one and looks
 * for others, by which those move to the front (see NfFindPart). Here the parts keep their order
 * and how often each has been asked for; the new one is last.
 * @param object an object
 * @param part to be aggregated to it; one that is asked for nothing when it is told of others
 */
void NfAggregateUnseen(const Ptr<Object>& object, const Ptr<Object>& part);

} // namespace ns3

#endif /* NF_AGGREGATE_H */
