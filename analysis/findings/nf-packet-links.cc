// SPDX-License-Identifier: GPL-2.0-only

#include "nf-packet-links.h"

#include <vector>

namespace ns3
{

std::set<int64_t>
NfFindLinkedPackets(NfTraceReader& reader, int64_t uid)
{
    std::set<int64_t> known{uid};
    std::vector<int64_t> toDo{uid};
    auto query = reader.Query("SELECT packet FROM packet_link WHERE run = ?1 AND cause = ?2 "
                              "UNION SELECT cause FROM packet_link WHERE run = ?1 AND packet = ?2");
    while (!toDo.empty())
    {
        query->Bind(2, toDo.back());
        toDo.pop_back();
        while (query->Next())
        {
            if (known.insert(query->Int(0)).second)
            {
                toDo.push_back(query->Int(0));
            }
        }
        query->Reset();
    }
    return known;
}

} // namespace ns3
