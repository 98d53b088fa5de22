// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRACE_NUMBERED_H
#define NF_TRACE_NUMBERED_H

#include "nf-cli-command.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Make room in a vector that is indexed by numbers of a trace, which count from 1.
 * @param list the vector
 * @param id the number; NfCliError if no sound database has it
 * @return its element
 */
template <class T>
T&
NfRoomFor(std::vector<T>& list, int64_t id)
{
    if (id < 0 || id > INT32_MAX)
    {
        throw NfCliError("the database is damaged: a number is out of range");
    }
    if (static_cast<std::size_t>(id) >= list.size())
    {
        list.resize(id + 1);
    }
    return list[id];
}

} // namespace ns3

#endif /* NF_TRACE_NUMBERED_H */
