// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRANSPORT_VIEW_H
#define NF_TRANSPORT_VIEW_H

#include "nf-packet.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * The bytes that a rule with a protocol takes for the upper layer's, if it does not look whether
 * they are a later piece's.
 *
 * Of a later piece of IPv6, Linux tells rules no place for them, and they read from the fixed
 * header on. Valid until the packet changes.
 */
class NfRuleUpperLayer
{
  public:
    /// @param packet a packet that a rule with a protocol is compared with
    explicit NfRuleUpperLayer(const NfPacket& packet);

    /**
     * @param need how many bytes the caller will read, at most NfPacket::L4_WINDOW
     * @return the first bytes, or null if there are fewer
     */
    const uint8_t* Get(uint32_t need) const;

  private:
    const NfPacket& m_packet;
    std::vector<uint8_t> m_bytes; //!< of a later piece of IPv6: all of it
};

/**
 * @ingroup netfilter
 * What stands where in a TCP header. It points into the packet, and is valid until the packet
 * changes.
 */
class NfTcpView
{
  public:
    static constexpr uint32_t SIZE = 20;           //!< of a header without options
    static constexpr uint32_t MAX_SIZE = 60;       //!< of a header with all the options it can have
    static constexpr uint32_t OFFSET_PLACE = 12;   //!< of the byte with the data offset
    static constexpr uint32_t FLAGS_PLACE = 13;    //!< of the byte with the flags
    static constexpr uint32_t CHECKSUM_PLACE = 16; //!< of the checksum

    /// Flags, as bits of their byte.
    enum Flag : uint8_t
    {
        FIN = 0x01,
        SYN = 0x02,
        RST = 0x04,
        PSH = 0x08,
        ACK = 0x10,
        URG = 0x20,
        ECE = 0x40,
        CWR = 0x80
    };

    /// Kinds of options.
    enum Option : uint8_t
    {
        END = 0,
        NO_OPERATION = 1,
        MSS = 2
    };

    static constexpr uint8_t MSS_SIZE = 4; //!< bytes of the option MSS, kind and length included

    /// @param header its first byte; SIZE bytes must be there. Options are not looked at.
    explicit NfTcpView(const uint8_t* header)
        : m_header(header)
    {
    }

    /**
     * @param packet a packet with TCP in it
     * @return its header with all options; nothing if it is cut short, or its data offset is less
     *         than SIZE
     */
    static std::optional<NfTcpView> Of(const NfPacket& packet);

    /**
     * @param upper what a rule of TCP takes for a header
     * @return as Of(const NfPacket&)
     */
    static std::optional<NfTcpView> Of(const NfRuleUpperLayer& upper);

    /// @return source port
    uint16_t GetSourcePort() const;
    /// @return destination port
    uint16_t GetDestinationPort() const;

    /// @return the byte of flags
    uint8_t GetFlags() const
    {
        return m_header[FLAGS_PLACE];
    }

    /**
     * @param flag a flag
     * @return true if it is set
     */
    bool Has(Flag flag) const
    {
        return m_header[FLAGS_PLACE] & flag;
    }

    /// @return bytes of the header with its options, as the header says
    uint32_t GetSize() const
    {
        return (m_header[OFFSET_PLACE] >> 4) * 4U;
    }

    /**
     * Look through the options as Linux's xt_tcpudp.c does: an option with a length below 2 counts
     * as one byte. All options must be there, as after Of().
     * @param kind of an option
     * @return whether one of that kind is there
     */
    bool HasOption(uint8_t kind) const;

    /// @return the value of the first complete option MSS. All options must be there.
    std::optional<uint16_t> GetMss() const;

  private:
    /**
     * @param place of an option
     * @return the place of the next one
     */
    uint32_t Next(uint32_t place) const;

    const uint8_t* m_header;
};

} // namespace ns3

#endif /* NF_TRANSPORT_VIEW_H */
