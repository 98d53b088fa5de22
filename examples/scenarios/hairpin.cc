// SPDX-License-Identifier: GPL-2.0-only

// The same as hairpin.yaml: hosts at home reach their own server by the box's outer address, as
// strangers do.

#include "script.h"

using namespace ns3;

bool
Hairpin(const std::string& database)
{
    Script script("hairpin", "50Mbps", "2ms");
    script.Add({"box"}, NfTopologyKind::ROUTER, true);
    script.Add({"home"}, NfTopologyKind::LAN);
    script.Add({"laptop", "server", "stranger"}, NfTopologyKind::HOST);
    script.Link({"box"},
                {"stranger"},
                {"203.0.113.0/30", {{"box", "203.0.113.2"}, {"stranger", "203.0.113.1"}}});
    script.Link({"home"},
                {"box", "laptop", "server"},
                {"192.168.1.0/24", {{"server", "192.168.1.10"}}, true});
    script.Build();
    script.Rules("box", R"(
*nat
-A PREROUTING -d 203.0.113.2 -p tcp --dport 80 -j DNAT --to-destination 192.168.1.10
-A POSTROUTING -s 192.168.1.0/24 -d 192.168.1.10 -p tcp --dport 80 -j MASQUERADE
-A POSTROUTING -o eth0 -j MASQUERADE
COMMIT
)");
    const std::map<std::string, std::string> pages{{"count", "3"}, {"pause", "0.2s"}};
    script.Send("direct", "web", {"laptop"}, {"server"}, pages);
    script.Send("hairpin", "web", {"laptop"}, {"box"}, pages);
    script.Send("visitors", "web", {"stranger"}, {"box"}, pages);
    script.Expect("at least 100 % of direct delivered");
    script.Expect("at least 100 % of hairpin delivered");
    script.Expect("at least 100 % of visitors delivered");
    return script.Run(Seconds(8), database);
}
