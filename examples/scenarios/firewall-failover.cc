// SPDX-License-Identifier: GPL-2.0-only

// The same as firewall-failover.yaml: the second of two firewalls takes over without the state of
// the first. A strict rule set cuts the connections from before, one that picks up what is under
// way lets them live, and who begins anew gets through.

#include "script.h"

using namespace ns3;

bool
FirewallFailover(const std::string& database)
{
    Script script("firewall failover", "10Mbps", "2ms");
    const NodeNames strict = Count("strict", 2);
    const NodeNames loose = Count("loose", 2);
    script.Add(strict);
    script.Add(loose);
    script.Add({"lan1", "lan2"}, NfTopologyKind::LAN);
    script.Add({"careful", "easy"}, NfTopologyKind::HOST);
    script.Add({"core"});
    script.Add({"server"}, NfTopologyKind::HOST);
    LinkOptions lan{"10.1.0.0/24",
                    {{"strict1", "10.1.0.1"}, {"strict2", "10.1.0.2"}, {"careful", "10.1.0.10"}}};
    lan.delay = "10us";
    script.Link({"lan1"}, {"strict1", "strict2", "careful"}, lan);
    lan.network = "10.2.0.0/24";
    lan.addresses = {{"loose1", "10.2.0.1"}, {"loose2", "10.2.0.2"}, {"easy", "10.2.0.10"}};
    script.Link({"lan2"}, {"loose1", "loose2", "easy"}, lan);
    script.Link({"strict1"}, {"core"}, {"10.1.1.0/24", {{"core", "10.1.1.9"}}});
    script.Link({"strict2"},
                {"core"},
                {"10.1.2.0/24", {{"strict2", "10.1.2.1"}, {"core", "10.1.2.9"}}});
    script.Link({"loose1"}, {"core"}, {"10.2.1.0/24", {{"core", "10.2.1.9"}}});
    script.Link({"loose2"},
                {"core"},
                {"10.2.2.0/24", {{"loose2", "10.2.2.1"}, {"core", "10.2.2.9"}}});
    script.Link({"core"}, {"server"}, {"10.9.0.0/24"});
    script.Build();
    for (const char* node : {"strict1", "strict2", "loose1", "loose2"})
    {
        script.Rules(node, R"(
*filter
:FORWARD DROP [0:0]
-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
-A FORWARD -i eth0 -m conntrack --ctstate NEW -j ACCEPT
COMMIT
)");
    }
    for (const std::string& node : strict)
    {
        NfSetSysctl(script.Filter(node), "net.netfilter.nf_conntrack_tcp_loose", "0");
    }
    script.At(Seconds(4), [&script] {
        script.SetLink("strict1", "core", false);
        script.SetLink("loose1", "core", false);
    });
    script.At(Seconds(5), [&script] {
        script.Ip("careful", {"route replace default via 10.1.0.2"});
        script.Ip("easy", {"route replace default via 10.2.0.2"});
        script.Ip(
            "core",
            {"route replace 10.1.0.0/24 via 10.1.2.1", "route replace 10.2.0.0/24 via 10.2.2.1"});
    });
    const NodeNames server{"server"};
    script.Send("cut", "tcp-bulk", {"careful"}, server, {{"size", "5000000"}, {"start", "1s"}});
    script.Send("lives", "tcp-bulk", {"easy"}, server, {{"size", "5000000"}, {"start", "1s"}});
    script.Send("anew",
                "tcp-bulk",
                {"careful", "easy"},
                server,
                {{"size", "20000"}, {"start", "10s"}, {"port", "5002"}});
    script.Expect("at most 0 % of cut delivered");
    script.Expect("at least 100 % of lives delivered");
    script.Expect("at least 100 % of anew delivered");
    return script.Run(Seconds(20), database);
}
