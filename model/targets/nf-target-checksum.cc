// SPDX-License-Identifier: GPL-2.0-only

#include "nf-target-checksum.h"

#include "nf-checksum.h"
#include "nf-target-checks.h"
#include "nf-target-options.h"
#include "nf-transport-checksum.h"

namespace ns3
{

namespace
{

class ChecksumTarget : public NfTarget
{
  public:
    std::string_view GetName() const override
    {
        return "CHECKSUM";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        return {};
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        return NfRequireTable("CHECKSUM", context, "mangle");
    }

    void Save(std::ostream& os) const override
    {
        os << " --checksum-fill";
    }

    void List(std::ostream& os) const override
    {
        os << "CHECKSUM fill";
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        constexpr uint32_t tcpField = 16;
        constexpr uint32_t udpField = 6;
        bool tcp = packet.ip.protocol == NfProtocol::TCP;
        if ((!tcp && packet.ip.protocol != NfProtocol::UDP) || packet.ip.IsFragment())
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
};

} // namespace

NfTargetType
NfMakeChecksumTargetType()
{
    constexpr bool mandatory = true;
    return NfMakeTargetType<ChecksumTarget>("CHECKSUM",
                                            {{0, "checksum-fill", "", 0, 0, false, mandatory}},
                                            "compute a TCP or UDP checksum that was left out");
}

} // namespace ns3
