// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_REPLAY_CONNTRACK_H
#define NF_REPLAY_CONNTRACK_H

#include "ns3/netfilter.h"

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>

namespace ns3
{

/**
 * @ingroup netfilter
 * Tells the connection table of the box as the oracle does: as JSON, and under numbers that stay
 * with a connection from packet to packet.
 */
class NfReplayConntrack
{
  public:
    /// @param netfilter the box
    explicit NfReplayConntrack(Ptr<Netfilter> netfilter);

    /// @return array of the entries of now
    nlohmann::ordered_json Dump();

    /// @return numbers of connections that were dumped and whose source port NAT changed
    const std::set<std::size_t>& GetChangedPorts() const
    {
        return m_changed;
    }

  private:
    void NoteChangedPorts(const nlohmann::ordered_json& entries);

    Ptr<Netfilter> m_netfilter;
    std::map<std::pair<uint16_t, std::string>, std::size_t> m_ids; //!< by zone and tuple
    std::set<std::size_t> m_changed;
};

} // namespace ns3

#endif /* NF_REPLAY_CONNTRACK_H */
