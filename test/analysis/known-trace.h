// SPDX-License-Identifier: GPL-2.0-only

#ifndef KNOWN_TRACE_H
#define KNOWN_TRACE_H

#include "ns3/nf-standard-matches.h"
#include "ns3/nf-standard-targets.h"
#include "ns3/nf-tables.h"
#include "ns3/nf-trace-writer.h"

#include <cstdint>
#include <gtest/gtest.h>
#include <sstream>
#include <string>
#include <vector>

namespace ns3
{

/**
 * Writes a trace whose truth is known, since each packet's way is spelled out here:
 *
 *     client 10.0.0.2 -- 10.0.0.1 gw 203.0.113.1 -- 203.0.113.2 core 192.0.2.1 -+- web 192.0.2.10
 *                                                                               +- ext 192.0.2.66
 *
 * gw masquerades; its FORWARD drops by policy, core's rejects telnet. Packets:
 *
 * - 1 (60 bytes) client:1000 > web:80, TCP, delivered at 1.004 s; 2 is the answer, delivered
 * - 3, 4, 5 (100, 200, 300 bytes) client:2000 > web:9999, UDP, dropped by gw's policy
 * - 6 (80 bytes) ext:4000 > 10.9.9.9:5000, UDP, core has no route
 * - 7 (64 bytes) client:3000 > web:23, TCP, core's rule 1 rejects it; 8 is core's ICMP error
 * - 9 (90 bytes) client:1000 > web:80, TCP, leaves core and is not seen again
 *
 * and, if the variant has losses:
 *
 * - 10 (70 bytes) client:1000 > web:80, TCP, lost in core's queue disc
 * - 11 (75 bytes) client:6000 > gw:500, UDP, gw's PREROUTING keeps it
 * - 12 (66 bytes) 198.51.100.9:1 > 10.9.9.9:5000, UDP, from nobody; core has no route
 *
 * and, if the variant has a UDP connection: gw's connection 7, client:6000 > gw:500, from 5.201 s
 * until it timed out at 5.9 s.
 *
 * ext is not traced.
 */
class KnownTrace
{
  public:
    enum Node : uint32_t
    {
        CLIENT,
        GW,
        CORE,
        WEB,
        EXT
    };

    /// How the trace differs from the usual one.
    struct Variant
    {
        std::string label{"usual"};
        bool closeWeb{false};      //!< gw's rule 1 drops what it accepts else
        bool finish{true};         //!< mark the run's end
        int64_t delay{0};          //!< ns that web gets packets later
        bool losses{false};        //!< packets 10 to 12
        bool udpConnection{false}; //!< gw's connection 7
        std::string moreRules{};   //!< at the end of gw's FORWARD, as iptables-save prints them
        NfTraceLevel level{NfTraceLevel::RULES}; //!< what it says of itself
        uint64_t runNumber{3};
    };

    static void Write(const std::string& path, const Variant& variant);

    static void Write(const std::string& path)
    {
        Write(path, Variant());
    }

    static NfTraceTuple Tuple(uint8_t protocol,
                              const char* source,
                              uint16_t sourcePort,
                              const char* destination,
                              uint16_t destinationPort)
    {
        NfTraceTuple tuple;
        tuple.source = Ipv4Address(source);
        tuple.destination = Ipv4Address(destination);
        tuple.sourcePort = sourcePort;
        tuple.destinationPort = destinationPort;
        tuple.protocol = protocol;
        return tuple;
    }

  private:
    KnownTrace(const std::string& path, const Variant& variant)
        : m_variant(variant),
          m_writer(path, Info(variant))
    {
    }

    static NfTraceRunInfo Info(const Variant& variant)
    {
        NfTraceRunInfo info;
        info.label = variant.label;
        info.seed = 7;
        info.runNumber = variant.runNumber;
        info.ns3Version = "3.37";
        info.moduleVersion = "0.1.0";
        info.commandLine = "known --trace";
        info.level = variant.level;
        return info;
    }

    void Interface(Node node, uint32_t ifindex, const char* name, const char* address, int channel)
    {
        NfTraceInterface interface;
        interface.node = node;
        interface.ifindex = ifindex;
        interface.name = name;
        interface.mtu = 1500;
        interface.channel = channel;
        interface.type = "ns3::CsmaNetDevice";
        interface.addresses = {{NfFamily::IPV4, Ipv4Address(address), 24}};
        m_writer.Write(interface);
    }

    void Topology()
    {
        const char* names[] = {"client", "gw", "core", "web", "ext"};
        for (uint32_t i = 0; i < 5; ++i)
        {
            NfTraceNode node;
            node.id = i;
            node.name = names[i];
            node.traced = i != EXT;
            node.layer = i == GW    ? NfTraceLayer::TRANSLATES
                         : i != EXT ? NfTraceLayer::INSTALLED
                                    : NfTraceLayer::NONE;
            m_writer.Write(node);
            Interface(static_cast<Node>(i), 1, "lo", "127.0.0.1", -1);
        }
        Interface(CLIENT, 2, "eth0", "10.0.0.2", 0);
        Interface(GW, 2, "eth0", "10.0.0.1", 0);
        Interface(GW, 3, "eth1", "203.0.113.1", 1);
        Interface(CORE, 2, "eth0", "203.0.113.2", 1);
        Interface(CORE, 3, "eth1", "192.0.2.1", 2);
        Interface(WEB, 2, "eth0", "192.0.2.10", 2);
        Interface(EXT, 2, "eth0", "192.0.2.66", 2);
    }

    // The content of a table as iptables-save prints it, with what its rules say of themselves.
    static NfTraceRuleset Table(Node node, const std::string& name, const std::string& text)
    {
        NfRegisterStandardMatches();
        NfRegisterStandardTargets();
        Ptr<NfTables> tables = CreateObject<NfTables>();
        const NfStatus error = tables->Restore("*" + name + "\n" + text + "COMMIT\n", "known");
        EXPECT_FALSE(error) << error->ToString();
        NfTraceRuleset record;
        record.node = node;
        record.table = name;
        for (const NfChain* chain : tables->GetRuleset().FindTable(name)->GetChains())
        {
            if (chain->rules.empty())
            {
                continue;
            }
            NfTraceChain& out = record.chains.emplace_back();
            out.name = chain->name;
            out.policy = chain->policy ? std::string(chain->policy->GetTargetName()) : "";
            for (const auto& rule : chain->rules)
            {
                std::ostringstream saved;
                NfPrintRule(saved, chain->name, *rule);
                out.rules.push_back(
                    {saved.str(), std::string(rule->GetTargetName()), rule->Describe()});
            }
        }
        return record;
    }

    void Rules()
    {
        const std::string verdict = m_variant.closeWeb ? "DROP" : "ACCEPT";
        m_gwFilter = m_writer.Write(
            Table(GW,
                  "filter",
                  ":FORWARD DROP [0:0]\n:LOGGED - [0:0]\n:UNUSED - [0:0]\n"
                  "-A FORWARD -p tcp -m tcp --dport 80 -j " +
                      verdict +
                      "\n-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n"
                      "-A FORWARD -p tcp -m tcp --dport 23 -j LOGGED\n"
                      "-A FORWARD -s 10.0.0.0/24 -p tcp -m tcp --dport 80 -j DROP\n"
                      "-A FORWARD -p tcp -m tcp --dport 22 -j ACCEPT\n" +
                      m_variant.moreRules +
                      "-A LOGGED -j LOG --log-prefix \"telnet \"\n"
                      "-A LOGGED -j ACCEPT\n"
                      "-A UNUSED -j DROP\n"));
        m_gwNat = m_writer.Write(Table(GW, "nat", "-A POSTROUTING -o eth1 -j MASQUERADE\n"));
        m_coreFilter = m_writer.Write(
            Table(CORE, "filter", "-A FORWARD -p tcp -m tcp --dport 23 -j REJECT\n"));
    }

    struct Step
    {
        uint32_t in{0};
        uint32_t out{0};
        std::vector<NfTraceRuleHit> hits{};
        NfVerdict verdict{NfVerdict::ACCEPT};
        const char* reason{""};
    };

    // A hook pass; the packet's header becomes what `after` says.
    void Pass(Node node, NfHook hook, const Step& step, const NfTraceHeader* after = nullptr)
    {
        NfTraceHookPass pass;
        pass.time = m_time;
        pass.node = node;
        pass.packet = m_packet;
        pass.journey = m_packet;
        pass.connection = node == GW ? m_connection : NF_TRACE_NONE;
        pass.in = step.in;
        pass.out = step.out;
        pass.length = m_length;
        pass.hook = hook;
        pass.verdict = step.verdict;
        pass.ctState = node == GW ? m_state : NfCtState::INVALID;
        pass.direction = m_direction;
        pass.before = m_header;
        pass.after = after ? *after : m_header;
        pass.reason = step.reason;
        m_writer.Write(pass, step.hits);
        m_header = pass.after;
    }

    void Start(uint64_t packet, int64_t time, uint32_t length, const NfTraceTuple& tuple)
    {
        m_packet = packet;
        m_time = time;
        m_length = length;
        m_header = {tuple, 0, 64, 0};
        m_direction = NfDirection::ORIGINAL;
        m_state = NfCtState::NEW;
        m_connection = NF_TRACE_NONE;
    }

    void Hop(int64_t time)
    {
        m_time += time;
        m_header.ttl -= 1;
    }

    NfTraceRuleHit Hit(uint32_t chain, uint32_t rule, NfTraceRuleVerdict verdict)
    {
        return {chain, rule, verdict};
    }

    void ClientToCore(const std::vector<NfTraceRuleHit>& forwardHits, const std::string& log = "");
    void CoreToWeb();
    void WebTraffic();
    void Answer();
    void Blocked();
    void Unroutable();
    void Telnet();
    void Lost();
    void Losses();
    void UdpConnection();

    Variant m_variant;
    NfTraceWriter m_writer;
    uint32_t m_gwFilter{0};
    uint32_t m_gwNat{0};
    uint32_t m_coreFilter{0};
    uint64_t m_packet{0};
    int64_t m_time{0};
    uint32_t m_length{0};
    NfTraceHeader m_header;
    NfDirection m_direction{NfDirection::ORIGINAL};
    NfCtState m_state{NfCtState::NEW};
    uint64_t m_connection{NF_TRACE_NONE};
};

inline void
KnownTrace::ClientToCore(const std::vector<NfTraceRuleHit>& forwardHits, const std::string& log)
{
    using V = NfTraceRuleVerdict;
    Pass(CLIENT, NfHook::OUTPUT, {0, 2});
    Pass(CLIENT, NfHook::POSTROUTING, {0, 2});
    m_time += 1'000'000;
    Pass(GW, NfHook::PREROUTING, {2, 0});
    if (!log.empty())
    {
        NfTraceLogLine line;
        line.time = m_time;
        line.node = GW;
        line.packet = m_packet;
        line.journey = m_packet;
        line.text = log;
        m_writer.Write(line);
    }
    Pass(GW, NfHook::FORWARD, {2, 3, forwardHits});
    NfTraceHeader masqueraded = m_header;
    masqueraded.tuple.source = Ipv4Address("203.0.113.1");
    masqueraded.ttl -= 1;
    Pass(GW, NfHook::POSTROUTING, {0, 3, {Hit(m_gwNat, 1, V::ACCEPT)}}, &masqueraded);
    m_time += 1'000'000;
    Pass(CORE, NfHook::PREROUTING, {2, 0});
}

inline void
KnownTrace::CoreToWeb()
{
    Pass(CORE, NfHook::FORWARD, {2, 3, {Hit(m_coreFilter, 0, NfTraceRuleVerdict::ACCEPT)}});
    Pass(CORE, NfHook::POSTROUTING, {0, 3});
}

inline void
KnownTrace::WebTraffic()
{
    using V = NfTraceRuleVerdict;
    Start(1, 1'000'000'000, 60, Tuple(6, "10.0.0.2", 1000, "192.0.2.10", 80));
    m_connection = 5;
    if (m_variant.closeWeb)
    {
        Pass(CLIENT, NfHook::OUTPUT, {0, 2});
        Pass(CLIENT, NfHook::POSTROUTING, {0, 2});
        m_time += 1'000'000;
        Pass(GW, NfHook::PREROUTING, {2, 0});
        Pass(GW, NfHook::FORWARD, {2, 3, {Hit(m_gwFilter, 1, V::DROP)}, NfVerdict::DROP, "filter"});
        return;
    }
    ClientToCore({Hit(m_gwFilter, 1, V::ACCEPT)});
    CoreToWeb();
    m_time += 2'000'000 + m_variant.delay;
    Pass(WEB, NfHook::PREROUTING, {2, 0});
    Pass(WEB, NfHook::INPUT, {2, 0});
    NfTraceConnection connection;
    connection.node = GW;
    connection.id = 5;
    connection.created = 1'001'000'000;
    connection.original = Tuple(6, "10.0.0.2", 1000, "192.0.2.10", 80);
    connection.reply = Tuple(6, "192.0.2.10", 80, "203.0.113.1", 1000);
    m_writer.Write(connection);
    NfTraceConntrackEvent event;
    event.time = 1'001'000'000;
    event.node = GW;
    event.connection = 5;
    event.state = "SYN_SENT";
    m_writer.Write(event);
    NfTraceNatMapping mapping;
    mapping.time = 1'001'000'000;
    mapping.node = GW;
    mapping.connection = 5;
    mapping.before = connection.original;
    mapping.after = Tuple(6, "203.0.113.1", 1000, "192.0.2.10", 80);
    m_writer.Write(mapping);
}

inline void
KnownTrace::Answer()
{
    using V = NfTraceRuleVerdict;
    if (m_variant.closeWeb)
    {
        return;
    }
    Start(2, 1'010'000'000, 60, Tuple(6, "192.0.2.10", 80, "203.0.113.1", 1000));
    m_direction = NfDirection::REPLY;
    m_state = NfCtState::ESTABLISHED;
    m_connection = 5;
    Pass(WEB, NfHook::OUTPUT, {0, 2});
    Pass(WEB, NfHook::POSTROUTING, {0, 2});
    m_time += 1'000'000;
    Pass(CORE, NfHook::PREROUTING, {3, 0});
    Pass(CORE, NfHook::FORWARD, {3, 2, {Hit(m_coreFilter, 0, V::ACCEPT)}});
    Pass(CORE, NfHook::POSTROUTING, {0, 2});
    m_time += 1'000'000;
    NfTraceHeader translated = m_header;
    translated.tuple.destination = Ipv4Address("10.0.0.2");
    Pass(GW, NfHook::PREROUTING, {3, 0}, &translated);
    Pass(GW, NfHook::FORWARD, {3, 2, {Hit(m_gwFilter, 2, V::ACCEPT)}});
    Pass(GW, NfHook::POSTROUTING, {0, 2});
    m_time += 1'000'000;
    Pass(CLIENT, NfHook::PREROUTING, {2, 0});
    Pass(CLIENT, NfHook::INPUT, {2, 0});
    NfTraceConntrackEvent event;
    event.time = 1'012'000'000;
    event.node = GW;
    event.connection = 5;
    event.change = NfTraceConntrackChange::UPDATE;
    event.state = "SYN_RECV";
    event.status = 2;
    m_writer.Write(event);
}

inline void
KnownTrace::Blocked()
{
    using V = NfTraceRuleVerdict;
    for (int64_t i = 0; i < 3; ++i)
    {
        Start(3 + i,
              2'000'000'000 + i * 100'000'000,
              static_cast<uint32_t>(100 * (i + 1)),
              Tuple(17, "10.0.0.2", 2000, "192.0.2.10", 9999));
        Pass(CLIENT, NfHook::OUTPUT, {0, 2});
        Pass(CLIENT, NfHook::POSTROUTING, {0, 2});
        m_time += 1'000'000;
        Pass(GW, NfHook::PREROUTING, {2, 0});
        Pass(GW, NfHook::FORWARD, {2, 3, {Hit(m_gwFilter, 0, V::DROP)}, NfVerdict::DROP, "policy"});
    }
}

inline void
KnownTrace::Unroutable()
{
    Start(6, 3'000'000'000, 80, Tuple(17, "192.0.2.66", 4000, "10.9.9.9", 5000));
    // ext is not traced: core sees the packet first.
    Pass(CORE, NfHook::PREROUTING, {3, 0});
    NfTraceStackDrop drop;
    drop.time = m_time;
    drop.node = CORE;
    drop.packet = 6;
    drop.journey = 6;
    drop.ifindex = 3;
    drop.length = 80;
    drop.tuple = m_header.tuple;
    drop.reason = "no-route";
    m_writer.Write(drop);
}

inline void
KnownTrace::Telnet()
{
    using V = NfTraceRuleVerdict;
    Start(7, 4'000'000'000, 64, Tuple(6, "10.0.0.2", 3000, "192.0.2.10", 23));
    m_connection = 6;
    ClientToCore({Hit(m_gwFilter, 3, V::JUMP),
                  Hit(m_gwFilter + 1, 1, V::CONTINUE),
                  Hit(m_gwFilter + 1, 2, V::ACCEPT)},
                 "telnet IN=eth0 OUT=eth1");
    Pass(CORE, NfHook::FORWARD, {2, 3, {Hit(m_coreFilter, 1, V::DROP)}, NfVerdict::DROP, "REJECT"});
    NfTracePacketLink link;
    link.packet = 8;
    link.cause = 7;
    link.node = CORE;
    link.time = m_time;
    link.kind = "reject";
    m_writer.Write(link);
    Start(8, m_time, 92, Tuple(1, "203.0.113.2", 0, "203.0.113.1", 3 * 256 + 3));
    m_connection = 6;
    m_state = NfCtState::RELATED;
    m_direction = NfDirection::REPLY;
    Pass(CORE, NfHook::OUTPUT, {0, 2});
    Pass(CORE, NfHook::POSTROUTING, {0, 2});
    m_time += 1'000'000;
    NfTraceHeader translated = m_header;
    translated.tuple.destination = Ipv4Address("10.0.0.2");
    Pass(GW, NfHook::PREROUTING, {3, 0}, &translated);
    Pass(GW, NfHook::FORWARD, {3, 2, {Hit(m_gwFilter, 2, V::ACCEPT)}});
    Pass(GW, NfHook::POSTROUTING, {0, 2});
    m_time += 1'000'000;
    Pass(CLIENT, NfHook::PREROUTING, {2, 0});
    Pass(CLIENT, NfHook::INPUT, {2, 0});
    NfTraceConnection connection;
    connection.node = GW;
    connection.id = 6;
    connection.created = 4'001'000'000;
    connection.original = Tuple(6, "10.0.0.2", 3000, "192.0.2.10", 23);
    connection.reply = Tuple(6, "192.0.2.10", 23, "203.0.113.1", 3000);
    m_writer.Write(connection);
    NfTraceConntrackEvent event;
    event.time = 4'001'000'000;
    event.node = GW;
    event.connection = 6;
    event.state = "SYN_SENT";
    m_writer.Write(event);
    event.time = 4'500'000'000;
    event.change = NfTraceConntrackChange::DESTROY;
    event.reason = "timeout";
    event.packets = {1, 0};
    event.bytes = {64, 0};
    m_writer.Write(event);
    NfTraceNatMapping mapping;
    mapping.time = 4'001'000'000;
    mapping.node = GW;
    mapping.connection = 6;
    mapping.before = connection.original;
    mapping.after = Tuple(6, "203.0.113.1", 3000, "192.0.2.10", 23);
    m_writer.Write(mapping);
}

inline void
KnownTrace::Lost()
{
    if (m_variant.closeWeb)
    {
        return;
    }
    Start(9, 5'000'000'000, 90, Tuple(6, "10.0.0.2", 1000, "192.0.2.10", 80));
    m_connection = 5;
    m_state = NfCtState::ESTABLISHED;
    ClientToCore({Hit(m_gwFilter, 1, NfTraceRuleVerdict::ACCEPT)});
    CoreToWeb();
}

inline void
KnownTrace::Losses()
{
    Start(10, 5'100'000'000, 70, Tuple(6, "10.0.0.2", 1000, "192.0.2.10", 80));
    m_connection = 5;
    m_state = NfCtState::ESTABLISHED;
    ClientToCore({Hit(m_gwFilter, 1, NfTraceRuleVerdict::ACCEPT)});
    CoreToWeb();
    NfTraceLoss loss;
    loss.time = m_time;
    loss.node = CORE;
    loss.packet = 10;
    loss.ifindex = 3;
    loss.length = 84;
    loss.place = "queue-disc";
    loss.reason = "Overlimit drop";
    m_writer.Write(loss);
    Start(11, 5'200'000'000, 75, Tuple(17, "10.0.0.2", 6000, "10.0.0.1", 500));
    Pass(CLIENT, NfHook::OUTPUT, {0, 2});
    Pass(CLIENT, NfHook::POSTROUTING, {0, 2});
    m_time += 1'000'000;
    Pass(GW, NfHook::PREROUTING, {2, 0, {}, NfVerdict::STOLEN, "keeper"});
    Start(12, 5'300'000'000, 66, Tuple(17, "198.51.100.9", 1, "10.9.9.9", 5000));
    Pass(CORE, NfHook::PREROUTING, {3, 0});
    NfTraceStackDrop drop;
    drop.time = m_time;
    drop.node = CORE;
    drop.packet = 12;
    drop.journey = 12;
    drop.ifindex = 3;
    drop.length = 66;
    drop.tuple = m_header.tuple;
    drop.reason = "no-route";
    m_writer.Write(drop);
}

inline void
KnownTrace::UdpConnection()
{
    NfTraceConnection connection;
    connection.node = GW;
    connection.id = 7;
    connection.created = 5'201'000'000;
    connection.original = Tuple(17, "10.0.0.2", 6000, "10.0.0.1", 500);
    connection.reply = Tuple(17, "10.0.0.1", 500, "10.0.0.2", 6000);
    m_writer.Write(connection);
    NfTraceConntrackEvent event;
    event.time = connection.created;
    event.node = GW;
    event.connection = 7;
    m_writer.Write(event);
    event.time = 5'900'000'000;
    event.change = NfTraceConntrackChange::DESTROY;
    event.reason = "timeout";
    event.packets = {1, 0};
    event.bytes = {75, 0};
    m_writer.Write(event);
}

inline void
KnownTrace::Write(const std::string& path, const Variant& variant)
{
    KnownTrace trace(path, variant);
    trace.Topology();
    trace.Rules();
    trace.WebTraffic();
    trace.Answer();
    trace.Blocked();
    trace.Unroutable();
    trace.Telnet();
    trace.Lost();
    if (variant.losses)
    {
        trace.Losses();
    }
    if (variant.udpConnection)
    {
        trace.UdpConnection();
    }
    if (variant.finish)
    {
        trace.m_writer.Finish({6'000'000'000});
    }
}

} // namespace ns3

#endif /* KNOWN_TRACE_H */
