// SPDX-License-Identifier: GPL-2.0-only

#include "nf-probe-source.h"

#include "nf-capture-source.h"
#include "nf-prefix.h"

#include "ns3/abort.h"
#include "ns3/icmpv4.h"
#include "ns3/node.h"
#include "ns3/tcp-header.h"
#include "ns3/udp-header.h"

#include <algorithm>
#include <string>
#include <vector>

namespace ns3
{

namespace
{

/// How many addresses an IPv4 prefix has.
uint64_t
CountAddresses(const NfPrefix& prefix)
{
    return uint64_t{prefix.GetLast().V4()} - prefix.GetAddress().V4() + 1;
}

constexpr uint8_t ICMP = 1;
constexpr uint8_t TCP = 6;
constexpr uint8_t UDP = 17;
constexpr uint8_t USUAL_TTL = 64;
constexpr uint16_t FIRST_OWN_PORT = 49152; // RFC 6335: dynamic ports
constexpr uint16_t LAST_OWN_PORT = 65535;

Ipv4Header
MakeHeader(Ipv4Address source, Ipv4Address destination, uint8_t protocol, uint32_t payload)
{
    Ipv4Header header;
    header.SetSource(source);
    header.SetDestination(destination);
    header.SetProtocol(protocol);
    header.SetTtl(USUAL_TTL);
    header.SetPayloadSize(static_cast<uint16_t>(payload));
    return header;
}

/// The kinds that send to the pair's receiver.
class DirectSource : public NfProbeSource
{
  public:
    explicit DirectSource(const Setting& setting)
        : m_setting(setting),
          m_ownPort(
              static_cast<uint16_t>(setting.uniform->GetInteger(FIRST_OWN_PORT, LAST_OWN_PORT)))
    {
    }

  protected:
    double DrawInterval() const
    {
        return std::max(NF_LEAST_TRAFFIC_GAP, m_setting.interval->GetValue());
    }

    uint32_t DrawSize(uint32_t most) const
    {
        return static_cast<uint32_t>(
            std::clamp(m_setting.size->GetValue(), 0.0, static_cast<double>(most)));
    }

    Ipv4Address Target() const
    {
        return NfTargetOf(m_setting.pair);
    }

    NfProbe MakeEcho(Ipv4Address to, uint16_t sequence, uint32_t size, double gap) const
    {
        NfProbe probe;
        Icmpv4Echo echo;
        echo.SetIdentifier(m_setting.identity);
        echo.SetSequenceNumber(sequence);
        echo.SetData(Create<Packet>(size));
        Icmpv4Header header;
        header.SetType(Icmpv4Header::ICMPV4_ECHO);
        if (Node::ChecksumEnabled())
        {
            header.EnableChecksum();
        }
        probe.payload = Create<Packet>();
        probe.payload->AddHeader(echo);
        probe.payload->AddHeader(header);
        probe.header = MakeHeader(Source(to), to, ICMP, probe.payload->GetSize());
        probe.gap = gap;
        probe.echo = sequence;
        return probe;
    }

    NfProbe MakeDatagram(Ipv4Address from, uint16_t ownPort, uint16_t port, uint32_t size) const
    {
        NfProbe probe;
        const Ipv4Address to = Target();
        probe.payload = Create<Packet>(size);
        UdpHeader header;
        header.SetSourcePort(ownPort);
        header.SetDestinationPort(port);
        if (Node::ChecksumEnabled())
        {
            header.EnableChecksums();
            header.InitializeChecksum(from, to, UDP);
        }
        probe.payload->AddHeader(header);
        probe.header = MakeHeader(from, to, UDP, probe.payload->GetSize());
        probe.flow = {UDP, from.Get(), ownPort, to.Get(), port};
        return probe;
    }

    NfProbe MakeSyn(Ipv4Address from, uint16_t ownPort, uint16_t port) const
    {
        NfProbe probe;
        const Ipv4Address to = Target();
        TcpHeader header;
        header.SetSourcePort(ownPort);
        header.SetDestinationPort(port);
        header.SetSequenceNumber(SequenceNumber32(m_setting.uniform->GetInteger(0, UINT32_MAX)));
        header.SetFlags(TcpHeader::SYN);
        header.SetWindowSize(1024);
        if (Node::ChecksumEnabled())
        {
            header.EnableChecksums();
            header.InitializeChecksum(from, to, TCP);
        }
        probe.payload = Create<Packet>();
        probe.payload->AddHeader(header);
        probe.header = MakeHeader(from, to, TCP, probe.payload->GetSize());
        probe.flow = {TCP, from.Get(), ownPort, to.Get(), port};
        return probe;
    }

    Ipv4Address Source(Ipv4Address to) const
    {
        return NfSourceFor(m_setting.pair.from, to);
    }

    Setting m_setting;
    uint16_t m_ownPort;
};

class PingSource : public DirectSource
{
  public:
    using DirectSource::DirectSource;

    std::optional<NfProbe> Next() override
    {
        const uint32_t count = m_setting.values.GetCount("count");
        if (count > 0 && m_sent >= count)
        {
            return std::nullopt;
        }
        ++m_sent;
        return MakeEcho(Target(),
                        static_cast<uint16_t>(m_sent),
                        DrawSize(NF_LONGEST_DATAGRAM),
                        DrawInterval());
    }

  private:
    uint32_t m_sent{0};
};

/// One packet for each port, or for each TTL.
class PortSource : public DirectSource
{
  public:
    explicit PortSource(const Setting& setting)
        : DirectSource(setting)
    {
        if (setting.pair.spec->kind == "traceroute")
        {
            const uint32_t first = setting.values.GetCount("port");
            const uint32_t hops = std::min<uint32_t>(setting.values.GetCount("hops"), UINT8_MAX);
            for (uint32_t i = 0; i < hops && first + i <= UINT16_MAX; ++i)
            {
                m_ports.push_back(static_cast<uint16_t>(first + i));
            }
        }
        else
        {
            m_ports = *NfReadTrafficPorts(setting.values.GetText("ports"));
        }
    }

    std::optional<NfProbe> Next() override
    {
        if (m_next == m_ports.size())
        {
            return std::nullopt;
        }
        const std::string& kind = m_setting.pair.spec->kind;
        const uint16_t port = m_ports[m_next++];
        const Ipv4Address from = Source(Target());
        NfProbe probe = kind == "scan-syn" ? MakeSyn(from, m_ownPort, port)
                                           : MakeDatagram(from, m_ownPort, port, 8);
        if (kind == "traceroute")
        {
            probe.header.SetTtl(static_cast<uint8_t>(m_next));
        }
        probe.gap = DrawInterval();
        return probe;
    }

  private:
    std::vector<uint16_t> m_ports;
    std::size_t m_next{0};
};

/// An echo request to each address of a prefix; its network and broadcast addresses are none.
class SweepSource : public DirectSource
{
  public:
    explicit SweepSource(const Setting& setting)
        : DirectSource(setting)
    {
        if (setting.values.Has("prefix"))
        {
            m_prefix = NfParsePrefix(setting.values.GetText("prefix"));
            const uint64_t size = CountAddresses(*m_prefix);
            m_last = size > 2 ? size - 2 : size - 1;
            m_next = size > 2 ? 1 : 0;
        }
    }

    std::optional<NfProbe> Next() override
    {
        if (m_next > m_last)
        {
            return std::nullopt;
        }
        const Ipv4Address to =
            m_prefix ? Ipv4Address(static_cast<uint32_t>(m_prefix->GetAddress().V4() + m_next))
                     : Target();
        ++m_next;
        return MakeEcho(to, static_cast<uint16_t>(m_next), 0, DrawInterval());
    }

  private:
    std::optional<NfPrefix> m_prefix; //!< nothing: the receiver's address
    uint64_t m_next{0};
    uint64_t m_last{0};
};

class FloodSource : public DirectSource
{
  public:
    explicit FloodSource(const Setting& setting)
        : DirectSource(setting),
          m_gap(1 / std::stod(setting.values.GetText("rate")))
    {
        if (setting.values.Has("spoof"))
        {
            m_spoof = NfParsePrefix(setting.values.GetText("spoof"));
        }
    }

    std::optional<NfProbe> Next() override
    {
        const uint32_t count = m_setting.values.GetCount("count");
        if (count > 0 && m_sent >= count)
        {
            return std::nullopt;
        }
        ++m_sent;
        const auto port = static_cast<uint16_t>(m_setting.values.GetCount("port"));
        const auto ownPort =
            static_cast<uint16_t>(m_setting.uniform->GetInteger(FIRST_OWN_PORT, LAST_OWN_PORT));
        const Ipv4Address from = m_spoof ? Forge() : Source(Target());
        NfProbe probe = m_setting.size
                            ? MakeDatagram(from, ownPort, port, DrawSize(NF_LONGEST_DATAGRAM))
                            : MakeSyn(from, ownPort, port);
        if (m_spoof)
        {
            probe.flow = {}; // there would be as many as packets
        }
        constexpr double least = 1e-9;
        probe.gap = std::max(least, m_gap);
        return probe;
    }

  private:
    Ipv4Address Forge() const
    {
        const uint64_t size = CountAddresses(*m_spoof);
        return Ipv4Address(m_spoof->GetAddress().V4() +
                           m_setting.uniform->GetInteger(0, static_cast<uint32_t>(size - 1)));
    }

    double m_gap;
    std::optional<NfPrefix> m_spoof;
    uint32_t m_sent{0};
};

} // namespace

std::unique_ptr<NfProbeSource>
NfProbeSource::Make(const Setting& setting)
{
    const std::string& kind = setting.pair.spec->kind;
    if (kind == "ping")
    {
        return std::make_unique<PingSource>(setting);
    }
    if (kind == "traceroute" || kind == "scan-syn" || kind == "scan-udp")
    {
        return std::make_unique<PortSource>(setting);
    }
    if (kind == "sweep")
    {
        return std::make_unique<SweepSource>(setting);
    }
    if (kind == "flood-syn" || kind == "flood-udp")
    {
        return std::make_unique<FloodSource>(setting);
    }
    NS_ABORT_MSG_IF(kind != "pcap", "no probes of kind '" << kind << "'");
    return std::make_unique<NfCaptureSource>(setting.values.GetText("file"),
                                             std::stod(setting.values.GetText("speed")));
}

} // namespace ns3
