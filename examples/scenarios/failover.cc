// SPDX-License-Identifier: GPL-2.0-only

// The same as failover.yaml: a stateful firewall restarts and has lost its state. With a strict
// rule set, connections from before are cut; a client that begins anew gets through.

#include "script.h"

using namespace ns3;

bool
Failover(const std::string& database)
{
    Script script("firewall restarts", "20Mbps", "5ms");
    script.Add({"fw"});
    script.Add({"client", "server"}, NfTopologyKind::HOST);
    script.Link({"client"}, {"fw"});
    script.Link({"fw"}, {"server"});
    script.Build();
    const std::string rules = R"(
*filter
:FORWARD DROP [0:0]
-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
-A FORWARD -i eth0 -m conntrack --ctstate NEW -j ACCEPT
COMMIT
)";
    const Ptr<Node> fw = script.Filter("fw");
    NfSetSysctl(fw, "net.netfilter.nf_conntrack_tcp_loose", "0");
    script.Rules("fw", rules);
    const Ptr<Ipv4> ipv4 = fw->GetObject<Ipv4>();
    script.At(Seconds(4), [=] {
        ipv4->SetDown(1);
        ipv4->SetDown(2);
        NetfilterHelper().Conntrack(fw, "-F");
        NetfilterHelper().RestoreText(fw, "*filter\n:FORWARD ACCEPT [0:0]\nCOMMIT\n");
    });
    script.At(Seconds(5), [=] {
        NetfilterHelper().RestoreText(fw, rules);
        ipv4->SetUp(1);
        ipv4->SetUp(2);
    });
    const NodeNames client{"client"};
    const NodeNames server{"server"};
    script.Send("long",
                "tcp-bulk",
                client,
                server,
                {{"size", "25000000"}, {"count", "1"}, {"start", "1s"}});
    script.Send("new",
                "tcp-bulk",
                client,
                server,
                {{"size", "20000"}, {"count", "1"}, {"start", "10s"}, {"port", "5002"}});
    script.Send("pings", "ping", client, server, {{"count", "5"}, {"start", "7s"}});
    script.Expect("at most 0 % of long delivered");
    script.Expect("at least 100 % of new delivered");
    script.Expect("at least 100 % of pings delivered");
    return script.Run(Seconds(16), database);
}
