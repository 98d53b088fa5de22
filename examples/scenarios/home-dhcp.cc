// SPDX-License-Identifier: GPL-2.0-only

// The same as home-dhcp.yaml: a home whose box gets its address from the ISP and gives its own to
// laptops, both by DHCP, under rules that drop by default. Who sends before the lease, sends
// nothing.

#include "script.h"

using namespace ns3;

bool
HomeDhcp(const std::string& database)
{
    Script script("home NAT with DHCP", "50Mbps", "5ms");
    const NodeNames laptops = Count("laptop", 3);
    script.Add({"box"}, NfTopologyKind::ROUTER, true);
    script.AddBridge("home");
    script.Add(laptops, NfTopologyKind::HOST);
    script.Add({"isp"});
    script.Add({"server", "stranger"}, NfTopologyKind::HOST);
    LinkOptions inside{"192.168.1.0/24", {}, true, "", "10us", "box"};
    script.Link({"home"}, {"box"}, inside);
    script.Link({"home"}, laptops, inside);
    script.Link({"isp"}, {"box"}, {"203.0.113.0/24", {}, false, "", "", "isp"});
    script.Link({"isp"}, {"server", "stranger"});
    script.Build();
    script.Rules("box", R"(
*nat
-A POSTROUTING -o eth1 -j MASQUERADE
COMMIT
*filter
:INPUT DROP [0:0]
:FORWARD DROP [0:0]
-A INPUT -i eth0 -p udp --sport 68 --dport 67 -j ACCEPT
-A INPUT -i eth1 -p udp --sport 67 --dport 68 -j ACCEPT
-A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
-A FORWARD -i eth0 -j ACCEPT
-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
COMMIT
)");
    script.Iptables("isp", {"-A FORWARD -s 192.168.0.0/16 -j DROP"});
    const NodeNames server{"server"};
    script.Send("early",
                "ping",
                laptops,
                server,
                {{"count", "3"}, {"interval", "1ms"}, {"stop", "5ms"}});
    script.Send("surfing",
                "web",
                laptops,
                server,
                {{"count", "5"}, {"pause", "0.3s"}, {"start", "6s"}, {"stop", "19s"}});
    script.Send("pings", "ping", laptops, server, {{"count", "5"}, {"start", "6s"}});
    NodeNames home{"box"};
    home.insert(home.end(), laptops.begin(), laptops.end());
    script.Send("intruder",
                "ping",
                {"stranger"},
                home,
                {{"count", "5"}, {"start", "6s"}, {"meant", "denied"}});
    script.Expect("at most 0 % of early delivered");
    script.Expect("at least 100 % of surfing delivered");
    script.Expect("at least 100 % of pings delivered");
    script.Expect("at most 0 % of intruder delivered");
    return script.Run(Seconds(20), database);
}
