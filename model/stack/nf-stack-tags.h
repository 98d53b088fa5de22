// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_STACK_TAGS_H
#define NF_STACK_TAGS_H

#include "ns3/tag.h"

#include <cstdint>

namespace ns3
{

/**
 * \ingroup netfilter
 * Packet tag: "node n has taken this packet through OUTPUT or FORWARD and POSTROUTING".
 *
 * The stack puts it on what it hands to ns-3's own code and takes it off again below it, and
 * whatever arrives from a channel is rid of it: ns-3 packet tags cross channels.
 */
class NfStampTag : public Tag
{
  public:
    /// \return the TypeId
    static TypeId GetTypeId();

    NfStampTag() = default;

    /**
     * \param node id of the node
     * \param serial of the NfPacket: the key to what the node keeps of a packet sent to itself
     */
    NfStampTag(uint32_t node, uint64_t serial)
        : m_node(node),
          m_serial(serial)
    {
    }

    /// \return id of the node that has stamped the packet
    uint32_t GetNode() const
    {
        return m_node;
    }

    /// \return serial of the NfPacket that was stamped
    uint64_t GetSerial() const
    {
        return m_serial;
    }

    TypeId GetInstanceTypeId() const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(TagBuffer buffer) const override;
    void Deserialize(TagBuffer buffer) override;
    void Print(std::ostream& os) const override;

  private:
    uint32_t m_node{0};
    uint64_t m_serial{0};
};

/**
 * \ingroup netfilter
 * Packet tag: "a raw socket of node n sends this; it has seen no hook yet". It marks a datagram
 * that RouteOutput has diverted to the loopback device, where OUTPUT can run before ARP and
 * fragmentation.
 */
class NfRawOutputTag : public Tag
{
  public:
    /// \return the TypeId
    static TypeId GetTypeId();

    /// \param node id of the node
    explicit NfRawOutputTag(uint32_t node = 0)
        : m_node(node)
    {
    }

    /// \return id of the node
    uint32_t GetNode() const
    {
        return m_node;
    }

    TypeId GetInstanceTypeId() const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(TagBuffer buffer) const override;
    void Deserialize(TagBuffer buffer) override;
    void Print(std::ostream& os) const override;

  private:
    uint32_t m_node{0};
};

/**
 * \ingroup netfilter
 * Packet tag: the mark that a socket gives to what it sends (Linux's SO_MARK). An application adds
 * it to a packet before Socket::Send; the node's routing and OUTPUT see the mark from the start.
 */
class NfMarkTag : public Tag
{
  public:
    /// \return the TypeId
    static TypeId GetTypeId();

    /// \param mark the mark
    explicit NfMarkTag(uint32_t mark = 0)
        : m_mark(mark)
    {
    }

    /// \return the mark
    uint32_t GetMark() const
    {
        return m_mark;
    }

    TypeId GetInstanceTypeId() const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(TagBuffer buffer) const override;
    void Deserialize(TagBuffer buffer) override;
    void Print(std::ostream& os) const override;

  private:
    uint32_t m_mark{0};
};

/**
 * \ingroup netfilter
 * Packet tag: the number under which a trace knows the packet.
 *
 * ns-3's uid does not tell packets apart: the segments that TCP cuts from one write share it. Who
 * traces adds this tag where a packet is first seen; it goes with the packet from node to node,
 * and the stack takes it off before a socket gets the packet.
 */
class NfTraceNumberTag : public Tag
{
  public:
    /// \return the TypeId
    static TypeId GetTypeId();

    /// \param number the number
    explicit NfTraceNumberTag(uint64_t number = 0)
        : m_number(number)
    {
    }

    /// \return the number
    uint64_t GetNumber() const
    {
        return m_number;
    }

    TypeId GetInstanceTypeId() const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(TagBuffer buffer) const override;
    void Deserialize(TagBuffer buffer) override;
    void Print(std::ostream& os) const override;

  private:
    uint64_t m_number{0};
};

} // namespace ns3

#endif /* NF_STACK_TAGS_H */
