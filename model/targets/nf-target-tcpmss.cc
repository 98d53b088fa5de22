// SPDX-License-Identifier: GPL-2.0-only

#include "nf-byte-tags.h"
#include "nf-checksum.h"
#include "nf-extension-type.h"
#include "nf-header-size.h"
#include "nf-raw-header.h"
#include "nf-transport-checksum.h"

#include <algorithm>
#include <optional>

namespace ns3
{

namespace
{

constexpr uint32_t MAX_TCP_HEADER_SIZE = 60;
constexpr uint32_t DATA_OFFSET = 12;
constexpr uint8_t OPTION_EOL = 0;
constexpr uint8_t OPTION_NOP = 1;
constexpr uint8_t OPTION_MSS = 2;
constexpr uint8_t OPTION_MSS_SIZE = 4;

/// The value of --set-mss: up to a 16-bit length less an IP header, as iptables allows it.
struct MssKind : NfNumberKind<uint32_t>
{
    /// @param family of a rule
    explicit MssKind(NfFamily family)
        : NfNumberKind(0, UINT16_MAX - IpHeaderSize(family))
    {
    }

    /// @param family of a rule
    /// @return the kind as its rules write it
    MssKind For(NfFamily family) const
    {
        return MssKind(family);
    }

    static uint32_t IpHeaderSize(NfFamily family)
    {
        return family == NfFamily::IPV6 ? NfHeaderSize::IPV6 : NfHeaderSize::IPV4;
    }
};

/// @param family of a packet
/// @return bytes of IP and TCP without options
uint32_t
HeadersSize(NfFamily family)
{
    return MssKind::IpHeaderSize(family) + NfHeaderSize::TCP;
}

/// @param family of a packet
/// @return what a sender assumes without the option (RFC 9293)
uint16_t
DefaultMss(NfFamily family)
{
    constexpr uint16_t leastMtu4 = 576;
    constexpr uint16_t leastMtu6 = 1280;
    return (family == NfFamily::IPV6 ? leastMtu6 : leastMtu4) - HeadersSize(family);
}

/// @param tcp a header
/// @param size of it, in bytes
/// @return offset of the MSS option
std::optional<uint32_t>
FindMss(const uint8_t* tcp, uint32_t size)
{
    for (uint32_t i = NfHeaderSize::TCP; i + OPTION_MSS_SIZE <= size;)
    {
        if (tcp[i] == OPTION_MSS && tcp[i + 1] == OPTION_MSS_SIZE)
        {
            return i;
        }
        bool single = tcp[i] == OPTION_EOL || tcp[i] == OPTION_NOP || tcp[i + 1] == 0;
        i += single ? 1 : tcp[i + 1];
    }
    return {};
}

// Lower the option at an offset; never raise it.
void
LowerMss(NfPacket& packet, uint32_t offset, uint32_t size, uint16_t mss)
{
    uint32_t at = offset + 2;
    if (NfRead16(packet.L4(size) + at) <= mss)
    {
        return;
    }
    uint8_t* tcp = packet.MutableL4(size);
    bool odd = at % 2;
    // The checksum sees 16-bit words; an option at an odd place straddles two.
    uint32_t wordsAt = odd ? at - 1 : at;
    uint32_t before = NfRead32(tcp + wordsAt);
    NfWrite16(tcp + at, mss);
    uint32_t after = NfRead32(tcp + wordsAt);
    NfTransportChecksum::UpdateTcp(tcp, before >> 16, after >> 16);
    NfTransportChecksum::UpdateTcp(tcp, before & UINT16_MAX, after & UINT16_MAX);
}

// Put an option before all others of a segment without data.
void
AddMss(NfPacket& packet, uint16_t mss)
{
    std::vector<uint8_t> bytes = packet.CopyPayload();
    const uint8_t option[] = {OPTION_MSS,
                              OPTION_MSS_SIZE,
                              static_cast<uint8_t>(mss >> 8),
                              static_cast<uint8_t>(mss & 0xff)};
    uint32_t oldSize = bytes.size();
    bytes.insert(bytes.begin() + NfHeaderSize::TCP, std::begin(option), std::end(option));
    constexpr uint8_t oneWord = 0x10;
    const uint16_t before = NfRead16(&bytes[DATA_OFFSET]);
    bytes[DATA_OFFSET] += oneWord;
    // What was wrong before stays wrong.
    uint8_t* tcp = bytes.data();
    NfTransportChecksum::UpdateTcp(tcp, oldSize, bytes.size());
    NfTransportChecksum::UpdateTcp(tcp, 0, NfRead16(option));
    NfTransportChecksum::UpdateTcp(tcp, 0, mss);
    NfTransportChecksum::UpdateTcp(tcp, before, NfRead16(&bytes[DATA_OFFSET]));

    Ptr<Packet> segment = packet.GetPayload();
    auto items = segment->BeginItem();
    TypeId typeId = NfRawHeader::GetTypeId();
    if (items.HasNext())
    {
        PacketMetadata::Item item = items.Next();
        typeId = item.type == PacketMetadata::Item::HEADER && item.currentSize == oldSize ? item.tid
                                                                                          : typeId;
    }
    NfByteTags tags(segment);
    NfRawHeader old(std::vector<uint8_t>(oldSize), typeId);
    segment->RemoveHeader(old);
    segment->AddHeader(NfRawHeader(std::move(bytes), typeId));
    tags.Restore(segment);
    packet.SetPayload(segment);
}

/// Target "TCPMSS": limit the MSS of TCP SYN packets (Linux's xt_TCPMSS.c).
class TcpmssTarget : public NfTarget
{
  public:
    /// Of both options the clamp wins, as in iptables.
    NfComplaint FinishParse() override
    {
        m_mss.given = m_mss.given && !m_clamp.given;
        return {};
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        if (!context.tcpSynOnly)
        {
            return "works only on TCP SYN packets: --syn or --tcp-flags must ask for SYN";
        }
        return {};
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        if (packet.ip.fragmentOffset != 0)
        {
            return NfTargetResult::CONTINUE;
        }
        packet.pieces.clear(); // Linux makes one of them before it looks
        uint32_t length = packet.GetPayloadSize();
        const uint8_t* tcp = packet.L4(NfHeaderSize::TCP);
        uint32_t size = tcp ? (tcp[DATA_OFFSET] >> 4) * 4U : 0;
        std::optional<uint16_t> mss = ChooseMss(packet);
        if (size < NfHeaderSize::TCP || length < size || !mss)
        {
            return NfTargetResult::DROP;
        }
        tcp = packet.L4(size);
        if (auto offset = FindMss(tcp, size))
        {
            LowerMss(packet, *offset, size, *mss);
        }
        else if (length == size && size < MAX_TCP_HEADER_SIZE)
        {
            AddMss(packet, std::min(*mss, DefaultMss(packet.ip.family)));
        }
        return NfTargetResult::CONTINUE;
    }

    NfOptionValue<uint32_t> m_mss; //!< --set-mss
    NfSwitch m_clamp;              //!< --clamp-mss-to-pmtu

  private:
    /// @return the limit; nothing if the path cannot carry any TCP
    std::optional<uint16_t> ChooseMss(const NfPacket& packet) const
    {
        if (!m_clamp.given)
        {
            return m_mss.value;
        }
        uint32_t mtu = UINT16_MAX;
        for (const NfDevice* device : {packet.in, packet.out})
        {
            if (device && device->netDevice)
            {
                mtu = std::min<uint32_t>(mtu, device->netDevice->GetMtu());
            }
        }
        const uint32_t headers = HeadersSize(packet.ip.family);
        if (mtu <= headers)
        {
            return {};
        }
        return mtu - headers;
    }
};

} // namespace

NfTargetType
NfMakeTcpmssTargetType()
{
    NfTargetType type =
        NfMakeTargetType<TcpmssTarget>("TCPMSS", "limit the MSS of TCP SYN packets");
    type.stateless = true;
    using T = TcpmssTarget;
    type.protocols = {NfProtocol::TCP};
    type.options = {
        NfOptionRow(&T::m_mss, "set-mss", MssKind(NfFamily::IPV4))
            .AtLeastOne(1)
            .Listed("TCPMSS set {}"),
        NfOptionRow(&T::m_clamp, "clamp-mss-to-pmtu")
            .AtLeastOne(1)
            .OnlyFrom(NfHookSet({NfHook::FORWARD, NfHook::OUTPUT, NfHook::POSTROUTING}))
            .Listed("TCPMSS clamp to PMTU"),
    };
    return type;
}

} // namespace ns3
