// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRAFFIC_TAG_H
#define NF_TRAFFIC_TAG_H

#include "ns3/nstime.h"
#include "ns3/tag.h"

#include <cstdint>

namespace ns3
{

/**
 * @ingroup netfilter
 * Says which pair of nodes a datagram belongs to and when it was sent. A packet tag: nodes and
 * links keep it, and nobody but the traffic's own receivers reads it.
 */
class NfTrafficTag : public Tag
{
  public:
    /// Who is to count the packet.
    enum class Reader : uint8_t
    {
        SOCKET, //!< the receiver's socket
        ASKER,  //!< the socket that asked: it is an answer
        NODE    //!< the node that it is delivered to
    };

    /// @return the TypeId
    static TypeId GetTypeId();
    TypeId GetInstanceTypeId() const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(TagBuffer i) const override;
    void Deserialize(TagBuffer i) override;
    void Print(std::ostream& os) const override;

    uint32_t pair{0};              //!< number of the pair of nodes
    Reader reader{Reader::SOCKET}; //!< who is to count it
    int64_t sent{0};               //!< time steps; of an answer, when the request was sent
    uint32_t answer{0};            //!< bytes of the answer that is asked for; 0: none
};

} // namespace ns3

#endif /* NF_TRAFFIC_TAG_H */
