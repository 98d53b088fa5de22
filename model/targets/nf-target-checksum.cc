// SPDX-License-Identifier: GPL-2.0-only

#include "nf-checksum.h"
#include "nf-extension-type.h"
#include "nf-transport-checksum.h"

namespace ns3
{

namespace
{

/**
 * Target "CHECKSUM": compute a checksum that was left out (Linux's xt_CHECKSUM.c).
 *
 * Only what the node sends itself can have left it to the device. What came in from another host
 * keeps the checksum that it has, a 0 as well.
 */
class ChecksumTarget : public NfTarget
{
  public:
    NfTargetResult Execute(NfPacket& packet) override
    {
        constexpr uint32_t tcpField = 16;
        constexpr uint32_t udpField = 6;
        bool tcp = packet.ip.protocol == NfProtocol::TCP;
        const bool isReceived = packet.in && !packet.in->loopback;
        if (isReceived || (!tcp && packet.ip.protocol != NfProtocol::UDP) || packet.ip.IsFragment())
        {
            return NfTargetResult::CONTINUE;
        }
        uint32_t field = tcp ? tcpField : udpField;
        const uint8_t* header = packet.L4(field + 2);
        if (header && NfRead16(header + field) == 0)
        {
            // A computed 0 is written as its other representation (RFC 768).
            uint16_t checksum = NfTransportChecksum::Compute(packet).value_or(0);
            NfWrite16(packet.MutableL4(field + 2) + field, checksum ? checksum : UINT16_MAX);
        }
        return NfTargetResult::CONTINUE;
    }

    NfSwitch m_fill; //!< --checksum-fill
};

} // namespace

NfTargetType
NfMakeChecksumTargetType()
{
    using T = ChecksumTarget;
    NfTargetType type =
        NfMakeTargetType<T>("CHECKSUM", "compute a TCP or UDP checksum that was left out");
    type.stateless = true;
    type.options = {NfOptionRow(&T::m_fill, "checksum-fill").Mandatory().Listed("CHECKSUM fill")};
    type.tables = {"mangle"};
    return type;
}

} // namespace ns3
