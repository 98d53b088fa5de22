// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_ORIGINAL_DESTINATION_TAG_H
#define NF_ORIGINAL_DESTINATION_TAG_H

#include "ns3/address.h"
#include "ns3/tag.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * Packet tag of a datagram that the target TPROXY has given to a socket: where the sender has sent
 * it (Linux's IP_RECVORIGDSTADDR and IPV6_RECVORIGDSTADDR). The receiving application peeks it
 * from the packet that Socket::Recv() returns.
 *
 * A TCP connection needs none: Socket::GetSockName() of the accepted socket says it.
 */
class NfOriginalDestinationTag : public Tag
{
  public:
    /// @return the TypeId
    static TypeId GetTypeId();

    NfOriginalDestinationTag() = default;

    /// @param destination an InetSocketAddress or Inet6SocketAddress
    explicit NfOriginalDestinationTag(const Address& destination)
        : m_destination(destination)
    {
    }

    TypeId GetInstanceTypeId() const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(TagBuffer buffer) const override;
    void Deserialize(TagBuffer buffer) override;
    void Print(std::ostream& os) const override;

    /// @return address and port, as an InetSocketAddress or Inet6SocketAddress
    const Address& GetDestination() const
    {
        return m_destination;
    }

  private:
    Address m_destination;
};

} // namespace ns3

#endif /* NF_ORIGINAL_DESTINATION_TAG_H */
