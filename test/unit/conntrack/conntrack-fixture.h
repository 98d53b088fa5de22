// SPDX-License-Identifier: GPL-2.0-only

#ifndef CONNTRACK_FIXTURE_H
#define CONNTRACK_FIXTURE_H

#include "fake-netns.h"
#include "nf-checksum.h"
#include "nf-conntrack.h"
#include "nf-port-protocols.h"
#include "nf-tcp-states.h"

#include "ns3/boolean.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <cstdint>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/// Names of TCP flags for tests: "S", "SA", "FA", "R", ... .
inline uint8_t
TcpFlags(const std::string& letters)
{
    const std::string order = "FSRPAUEC";
    uint8_t flags = 0;
    for (char letter : letters)
    {
        flags |= 1 << order.find(letter);
    }
    return flags;
}

/// A TCP segment for tests.
struct Segment
{
    std::string flags;
    uint32_t seq{0};
    uint32_t ack{0};
    uint16_t window{1000};
    uint32_t length{0};
    std::vector<uint8_t> options{};
};

/**
 * Connection tracking on a fake node; a client 10.0.0.2 and a server 198.51.100.1 whose packets
 * pass PREROUTING and POSTROUTING by hand. With the family IPV6 they are 2001:db8::2 and
 * 2001:db8:64::1.
 */
class ConntrackTest : public ::testing::Test
{
  protected:
    ConntrackTest()
    {
        conntrack->SetNetns(&netns);
        conntrack->m_event.ConnectWithoutContext(MakeCallback(&ConntrackTest::Note, this));
    }

    ~ConntrackTest() override
    {
        conntrack->Dispose();
        Simulator::Destroy();
    }

    void Note(const NfConntrackEvent& event)
    {
        std::string text = NfToString(event.kind);
        if (event.kind == NfConntrackEventKind::DESTROY)
        {
            text += std::string(" ") + NfToString(event.reason) + " @" +
                    std::to_string(event.time.GetMilliSeconds());
        }
        else if (event.kind == NfConntrackEventKind::STATE_CHANGE)
        {
            text += std::string(" ") + event.before + ">" + event.after;
        }
        events.push_back(text);
        destroyedIds.push_back(event.connection.id);
    }

    NfAddress Client(uint8_t client = 2) const
    {
        return family == NfFamily::IPV6 ? NfAddress({0x20010db8U, 0, 0, client})
                                        : NfAddress(0x0a000000U + client);
    }

    NfAddress Server() const
    {
        return family == NfFamily::IPV6 ? NfAddress({0x20010db8U, 0x640000U, 0, 1})
                                        : NfAddress(0xc6336401U);
    }

    NfAddress Router() const
    {
        return family == NfFamily::IPV6 ? NfAddress({0x20010db8U, 0xff0000U, 0, 1})
                                        : NfAddress(0xc0000201U);
    }

    NfPacket Make(uint8_t protocol,
                  const std::vector<uint8_t>& bytes,
                  bool reply = false,
                  uint8_t client = 2) const
    {
        NfIpHeader header;
        header.family = family;
        header.protocol = protocol;
        header.source = Client(client);
        header.destination = Server();
        if (reply)
        {
            std::swap(header.source, header.destination);
        }
        return NfPacket(header, Create<Packet>(bytes.data(), bytes.size()));
    }

    NfPacket Udp(bool reply = false,
                 uint16_t clientPort = 1000,
                 uint32_t length = 4,
                 uint16_t serverPort = 53) const
    {
        std::vector<uint8_t> bytes(8 + length);
        NfWrite16(&bytes[0], reply ? serverPort : clientPort);
        NfWrite16(&bytes[2], reply ? clientPort : serverPort);
        NfWrite16(&bytes[4], bytes.size());
        return Make(NfProtocol::UDP, bytes, reply);
    }

    NfPacket Icmp(uint8_t type, uint16_t id = 7, bool reply = false) const
    {
        std::vector<uint8_t> bytes(8);
        bytes[0] = type;
        NfWrite16(&bytes[4], id);
        return Make(NfIcmpOf(family), bytes, reply);
    }

    NfPacket Tcp(const Segment& segment, bool reply = false, uint16_t clientPort = 1000) const
    {
        uint32_t headerSize = 20 + (segment.options.size() + 3) / 4 * 4;
        std::vector<uint8_t> bytes(headerSize + segment.length);
        NfWrite16(&bytes[0], reply ? 80 : clientPort);
        NfWrite16(&bytes[2], reply ? clientPort : 80);
        NfWrite32(&bytes[4], segment.seq);
        NfWrite32(&bytes[8], segment.ack);
        bytes[12] = headerSize / 4 << 4;
        bytes[13] = TcpFlags(segment.flags);
        NfWrite16(&bytes[14], segment.window);
        std::copy(segment.options.begin(), segment.options.end(), bytes.begin() + 20);
        return Make(NfProtocol::TCP, bytes, reply);
    }

    /// An ICMP error from a router (or the given source) about a packet, back to its sender.
    NfPacket Error(const NfPacket& about,
                   uint8_t type,
                   uint8_t code,
                   std::optional<uint32_t> quote = {}) const
    {
        std::vector<uint8_t> bytes(8);
        bytes[0] = type;
        bytes[1] = code;
        std::vector<uint8_t> quoted = about.CopyBytes();
        const uint32_t size = quote.value_or(about.ip.GetSize() + 8);
        quoted.resize(std::min<std::size_t>(quoted.size(), size));
        bytes.insert(bytes.end(), quoted.begin(), quoted.end());
        NfPacket error = Make(NfIcmpOf(family), bytes);
        error.ip.source = Router();
        error.ip.destination = about.ip.source;
        return error;
    }

    /// PREROUTING only.
    std::string Track(NfPacket& packet, NfHook hook = NfHook::PREROUTING)
    {
        packet.netns = &netns;
        packet.in = hook == NfHook::PREROUTING ? &netns.eth[0] : nullptr;
        packet.hook = hook;
        NfVerdict verdict = conntrack->Defragment(packet);
        verdict = verdict == NfVerdict::ACCEPT ? conntrack->Track(packet) : verdict;
        return verdict == NfVerdict::ACCEPT ? NfToString(packet.ctState) : NfToString(verdict);
    }

    /// PREROUTING and POSTROUTING.
    std::string Pass(NfPacket& packet)
    {
        std::string state = Track(packet);
        if (state == "DROP" || state == "STOLEN")
        {
            return state;
        }
        packet.hook = NfHook::POSTROUTING;
        packet.out = &netns.eth[1];
        return conntrack->Confirm(packet) == NfVerdict::ACCEPT ? state : "DROP";
    }

    std::string Pass(NfPacket&& packet)
    {
        return Pass(static_cast<NfPacket&>(packet));
    }

    /// A TCP segment from the client.
    std::string FromClient(const Segment& segment)
    {
        return Pass(Tcp(segment));
    }

    /// A TCP segment from the server.
    std::string FromServer(const Segment& segment)
    {
        return Pass(Tcp(segment, true));
    }

    /// SYN 100, SYN+ACK 500, ACK: client next sends 101, server 501.
    void Handshake()
    {
        ASSERT_EQ(FromClient({"S", 100}), "NEW");
        ASSERT_EQ(FromServer({"SA", 500, 101}), "ESTABLISHED");
        ASSERT_EQ(FromClient({"A", 101, 501}), "ESTABLISHED");
    }

    static void Advance(Time time)
    {
        Simulator::Stop(time);
        Simulator::Run();
    }

    /// The only connection.
    NfConnection& Only()
    {
        auto all = conntrack->GetConnections();
        EXPECT_EQ(all.size(), 1U);
        only = all.at(0);
        return *only;
    }

    std::string State()
    {
        return NfToString(Only().tcp.state);
    }

    double Left()
    {
        return (Only().timeout - Simulator::Now()).GetSeconds();
    }

    bool Assured()
    {
        return Only().Has(NfCtStatus::ASSURED);
    }

    NfFamily family{NfFamily::IPV4}; //!< of the packets
    FakeNetns netns;
    Ptr<NfConntrack> conntrack = CreateObject<NfConntrack>();
    Ptr<NfConnection> only;
    std::vector<std::string> events;
    std::vector<uint64_t> destroyedIds;
};

} // namespace ns3

#endif /* CONNTRACK_FIXTURE_H */
