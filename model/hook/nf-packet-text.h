// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PACKET_TEXT_H
#define NF_PACKET_TEXT_H

#include "nf-packet.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Writes a packet as the kernel log does (Linux's nf_log_syslog.c), character for character, the
 * blank at the end included:
 *
 * @verbatim
 * IN=eth0 OUT=eth1 MAC= SRC=10.0.0.2 DST=198.51.100.1 LEN=33 TOS=0x00 PREC=0x00 TTL=63 ID=1
 * PROTO=UDP SPT=1 DPT=2 LEN=13
 * @endverbatim
 *
 * An IPv6 packet shows its addresses in full, and each of its extension headers.
 *
 * MAC= has destination, source and type of the Ethernet frame, if the packet came in by a device
 * with such addresses. An ICMP error is followed by the packet that it quotes, in brackets.
 */
class NfPacketText
{
  public:
    /// What is written besides (Linux's NF_LOG_* bits).
    enum Flag : uint8_t
    {
        TCP_SEQUENCE = 0x01,
        TCP_OPTIONS = 0x02,
        IP_OPTIONS = 0x04, //!< IPv4: of a quoted packet; IPv6: more of extension headers
        UID = 0x08,        //!< whose socket sends it, if one does that belongs to somebody
        MAC_DECODE = 0x20  //!< MACSRC= MACDST= MACPROTO= instead of MAC=
    };

    /**
     * @param packet the packet
     * @param flags bits of Flag
     * @return the text
     */
    static std::string Write(const NfPacket& packet, uint8_t flags);

  private:
    NfPacketText(const NfPacket& packet, uint8_t flags);

    void WriteDevices(const NfPacket& packet);
    void WriteMac(const NfPacket& packet);
    // Write the IP packet at an offset; one that an ICMP error quotes is not the outer one.
    void WriteIp(std::size_t offset, bool outer);
    void WriteIpv4(std::size_t offset, bool outer);
    void WriteIpv6(std::size_t offset, bool outer);
    // Write one extension header, and step behind it; false if the text ends there.
    bool WriteExtension(uint8_t& next, std::size_t& offset, bool& laterFragment);
    bool WriteFragment(std::size_t offset, bool& laterFragment);
    // The security parameter index of AH or ESP, for those who asked for options.
    bool WriteExtensionSpi(const char* name, std::size_t offset, std::size_t size, bool closes);
    // IP and TCP say differently that options are cut short.
    void WriteOptions(std::size_t offset, std::size_t size, const char* truncated);
    void WriteTransport(uint8_t protocol, std::size_t offset, bool laterFragment, bool outer);
    void WriteTcp(std::size_t offset);
    void WriteUdp(std::size_t offset);
    void WriteIcmp(std::size_t offset, bool outer);
    void WriteIcmpv6(std::size_t offset, bool outer);
    void WriteSpi(std::size_t offset, std::size_t size, std::size_t field);
    // True if the packet has so many bytes; otherwise the text says that it is cut short.
    bool Need(std::size_t offset, std::size_t size);
    void WriteHex(std::size_t offset, std::size_t size);

    NfFamily m_family;
    std::vector<uint8_t> m_bytes; //!< the packet as on the wire
    uint8_t m_flags;
    std::string m_text;
    bool m_ended{false}; //!< a cut-short header ended the text: no mark follows
};

} // namespace ns3

#endif /* NF_PACKET_TEXT_H */
