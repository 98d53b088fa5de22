// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_STACK_TAGS_H
#define NF_STACK_TAGS_H

#include "ns3/packet.h"
#include "ns3/ptr.h"
#include "ns3/tag.h"

#include <array>
#include <cstdint>
#include <ostream>
#include <type_traits>

namespace ns3
{

/**
 * @ingroup netfilter
 * Base of packet tags that carry one value.
 * @tparam T the tag, which has a GetTypeId()
 * @tparam Value plain data that can be printed
 */
template <class T, class Value>
class NfValueTag : public Tag
{
    static_assert(std::has_unique_object_representations_v<Value>,
                  "the value is kept byte by byte, so it must have no padding");

  public:
    TypeId GetInstanceTypeId() const override
    {
        return T::GetTypeId();
    }

    uint32_t GetSerializedSize() const override
    {
        return sizeof(Value);
    }

    void Serialize(TagBuffer buffer) const override
    {
        // All at once: Write() goes byte by byte, and packets are stamped on each hop.
        Value value = m_value;
        auto bytes = reinterpret_cast<uint8_t*>(&value);
        buffer.CopyFrom(TagBuffer(bytes, bytes + sizeof(Value)));
    }

    void Deserialize(TagBuffer buffer) override
    {
        buffer.Read(reinterpret_cast<uint8_t*>(&m_value), sizeof(Value));
    }

    void Print(std::ostream& os) const override
    {
        os << m_value;
    }

  protected:
    /// @param value what to carry
    explicit NfValueTag(Value value)
        : m_value(value)
    {
    }

    Value m_value; //!< what the tag carries
};

/// What NfStampTag and NfRawOutputTag carry.
struct NfStamp
{
    uint64_t node;   //!< id of the node that has stamped the packet
    uint64_t serial; //!< of the NfPacket: the key to what NfStamps keeps; or of the diversion
};

/**
 * @param os where to print
 * @param stamp what to print
 * @return os
 */
std::ostream& operator<<(std::ostream& os, const NfStamp& stamp);

/**
 * @ingroup netfilter
 * Packet tag: "this node has taken the packet through OUTPUT or FORWARD and POSTROUTING".
 *
 * The stack puts it on what it hands to ns-3's own code and takes it off again below it, and
 * whatever arrives from a channel is rid of it: ns-3 packet tags cross channels.
 */
class NfStampTag : public NfValueTag<NfStampTag, NfStamp>
{
  public:
    /// @return the TypeId
    static TypeId GetTypeId();

    /// @param stamp of a node
    explicit NfStampTag(NfStamp stamp = {})
        : NfValueTag(stamp)
    {
    }

    /// @return the stamp
    const NfStamp& Get() const
    {
        return m_value;
    }
};

/**
 * @ingroup netfilter
 * Packet tag: "a raw socket of this node sends it; it has seen no hook yet". It marks a datagram
 * on its detour to OUTPUT, see NfIpv4RawDiversion; the serial is the number of the diversion.
 */
class NfRawOutputTag : public NfValueTag<NfRawOutputTag, NfStamp>
{
  public:
    /// @return the TypeId
    static TypeId GetTypeId();

    /// @param stamp of a node
    explicit NfRawOutputTag(NfStamp stamp = {})
        : NfValueTag(stamp)
    {
    }

    /// @return the stamp
    const NfStamp& Get() const
    {
        return m_value;
    }
};

/**
 * @ingroup netfilter
 * Packet tag: the mark that a socket gives to what it sends (Linux's SO_MARK). An application adds
 * it to a packet before Socket::Send; the node's routing and OUTPUT see the mark from the start.
 */
class NfMarkTag : public NfValueTag<NfMarkTag, uint32_t>
{
  public:
    /// @return the TypeId
    static TypeId GetTypeId();

    /// @param mark the mark
    explicit NfMarkTag(uint32_t mark = 0)
        : NfValueTag(mark)
    {
    }

    /// @return the mark
    uint32_t GetMark() const
    {
        return m_value;
    }
};

/// What NfTraceNumberTag carries. How the packet was first seen is all 0 unless `known` is 1.
struct NfTraceNumber
{
    uint64_t number;                     //!< under which a trace knows the packet
    int64_t time;                        //!< when it was first seen, ns
    std::array<uint32_t, 4> source;      //!< address, as NfAddress::Words()
    std::array<uint32_t, 4> destination; //!< address, as NfAddress::Words()
    uint32_t node;                       //!< where it was first seen
    uint32_t length;                     //!< bytes, network header included
    uint16_t sourcePort;                 //!< or ICMP's id
    uint16_t destinationPort;            //!< or ICMP's type * 256 + code
    uint8_t protocol;                    //!< IP protocol
    uint8_t family;                      //!< NfFamily
    uint8_t sent;                        //!< 1: that node sent it; 0: it came from a device
    uint8_t known;                       //!< 1: the above is filled in
};

/**
 * @param os where to print
 * @param number what to print
 * @return os
 */
std::ostream& operator<<(std::ostream& os, const NfTraceNumber& number);

/**
 * @ingroup netfilter
 * Packet tag: the number under which a trace knows the packet and, where the trace does not store
 * that at once, how it was first seen.
 *
 * ns-3's uid does not tell packets apart: the segments that TCP cuts from one write share it. Who
 * traces adds this tag where a packet is first seen; it goes with the packet from node to node,
 * and the stack takes it off before a socket gets the packet.
 */
class NfTraceNumberTag : public NfValueTag<NfTraceNumberTag, NfTraceNumber>
{
  public:
    /// @return the TypeId
    static TypeId GetTypeId();

    /// @param number what to carry
    explicit NfTraceNumberTag(const NfTraceNumber& number = {})
        : NfValueTag(number)
    {
    }

    /// @return what it carries
    const NfTraceNumber& Get() const
    {
        return m_value;
    }
};

/**
 * Take the NfTraceNumberTag off a packet that a socket is about to get.
 * @param packet the packet
 */
void NfRemoveTraceNumber(const Ptr<Packet>& packet);

} // namespace ns3

#endif /* NF_STACK_TAGS_H */
