// SPDX-License-Identifier: GPL-2.0-only

// The same as home-nat.yaml: a home behind a NAT reaches the server, from one address; from outside
// nothing leads into it.

#include "script.h"

using namespace ns3;

bool
HomeNat(const std::string& database)
{
    Script script("home NAT", "50Mbps", "5ms");
    const NodeNames laptops = Count("laptop", 3);
    script.Add({"box"}, NfTopologyKind::ROUTER, true);
    script.Add({"home"}, NfTopologyKind::LAN);
    script.Add(laptops, NfTopologyKind::HOST);
    script.Add({"isp"});
    script.Add({"server", "stranger"}, NfTopologyKind::HOST);
    const LinkOptions inside{"192.168.1.0/24", {}, true};
    script.Link({"home"}, {"box"}, inside);
    script.Link({"home"}, laptops, inside);
    script.Link({"box"}, {"isp"});
    script.Link({"isp"}, {"server", "stranger"});
    script.Build();
    script.Rules("box", R"(
*nat
-A POSTROUTING -o eth1 -j MASQUERADE
COMMIT
*filter
:FORWARD DROP [0:0]
-A FORWARD -i eth0 -j ACCEPT
-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
COMMIT
)");
    script.Iptables("isp", {"-A FORWARD -s 192.168.0.0/16 -j DROP"});
    script.Send("surfing",
                "web",
                laptops,
                {"server"},
                {{"count", "5"}, {"pause", "0.3s"}, {"stop", "9s"}});
    script.Send("pings", "ping", laptops, {"server"}, {{"count", "5"}});
    script.Send("intruder", "ping", {"stranger"}, laptops, {{"count", "5"}, {"meant", "denied"}});
    script.Expect("at least 100 % of surfing delivered");
    script.Expect("at least 100 % of pings delivered");
    script.Expect("denied: stranger -> laptop* any");
    return script.Run(Seconds(10), database);
}
