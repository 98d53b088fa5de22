// SPDX-License-Identifier: GPL-2.0-only

// The same as carrier-grade-nat.yaml: homes with the same private network, each behind a NAT, and
// all of them behind that of their carrier.

#include "script.h"

using namespace ns3;

bool
CarrierGradeNat(const std::string& database)
{
    Script script("carrier-grade NAT", "100Mbps", "5ms");
    const NodeNames pcs = Count("pc", 3);
    const NodeNames boxes = Count("box", 3);
    script.Add(pcs, NfTopologyKind::HOST);
    script.Add(boxes, NfTopologyKind::ROUTER, true);
    script.Add({"carrier"}, NfTopologyKind::LAN);
    script.Add({"cgn"}, NfTopologyKind::ROUTER, true);
    script.Add({"internet"});
    script.Add({"server", "stranger"}, NfTopologyKind::HOST);
    script.Link(pcs, boxes, {"192.168.1.0/24", {}, true});
    LinkOptions carrier{"100.64.0.0/10", {{"cgn", "100.64.0.1"}}, true, "", "10us"};
    script.Link({"carrier"}, {"cgn"}, carrier);
    carrier.addresses = {{"box1", "100.64.0.2"}, {"box2", "100.64.0.3"}, {"box3", "100.64.0.4"}};
    script.Link({"carrier"}, boxes, carrier);
    script.Link({"cgn"},
                {"internet"},
                {"203.0.113.0/24", {{"internet", "203.0.113.1"}, {"cgn", "203.0.113.2"}}});
    script.Link({"internet"}, {"server", "stranger"});
    script.Build();
    for (const std::string& box : boxes)
    {
        script.Rules(box, R"(
*nat
-A POSTROUTING -o eth1 -j MASQUERADE
COMMIT
*filter
:FORWARD DROP [0:0]
-A FORWARD -i eth0 -j ACCEPT
-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
COMMIT
)");
    }
    script.Rules("cgn", R"(
*nat
-A POSTROUTING -s 100.64.0.2 -o eth1 -p tcp -j SNAT --to-source 203.0.113.2:2000-3999
-A POSTROUTING -s 100.64.0.3 -o eth1 -p tcp -j SNAT --to-source 203.0.113.2:4000-5999
-A POSTROUTING -s 100.64.0.4 -o eth1 -p tcp -j SNAT --to-source 203.0.113.2:6000-7999
-A POSTROUTING -o eth1 -j SNAT --to-source 203.0.113.2
COMMIT
*filter
:FORWARD DROP [0:0]
-A FORWARD -i eth0 -s 100.64.0.0/10 -j ACCEPT
-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
COMMIT
)");
    script.Iptables("server",
                    {"-P INPUT DROP",
                     "-A INPUT -s 203.0.113.2 -p icmp -j ACCEPT",
                     "-A INPUT -s 203.0.113.2 -p tcp --sport 2000:7999 --dport 80 -j ACCEPT"});
    script.Send("surfing",
                "web",
                pcs,
                {"server"},
                {{"count", "5"}, {"pause", "0.3s"}, {"stop", "11s"}});
    script.Send("pings", "ping", pcs, {"server"}, {{"count", "5"}});
    script.Send("intruder", "ping", {"stranger"}, pcs, {{"count", "3"}, {"meant", "denied"}});
    script.Expect("at least 100 % of surfing delivered");
    script.Expect("at least 100 % of pings delivered");
    script.Expect("denied: stranger -> pc* any");
    return script.Run(Seconds(12), database);
}
