// SPDX-License-Identifier: GPL-2.0-only

// The same as dmz.yaml: everybody reaches the DMZ's web server, the office reaches all, nobody
// reaches the office.

#include "script.h"

using namespace ns3;

bool
Dmz(const std::string& database)
{
    Script script("dmz", "100Mbps", "1ms");
    const NodeNames desks = Count("desk", 3);
    script.Add({"fw"});
    script.Add({"office"}, NfTopologyKind::LAN);
    script.Add(desks, NfTopologyKind::HOST);
    script.Add({"web", "outside", "scanner"}, NfTopologyKind::HOST);
    const LinkOptions office{"10.0.1.0/24"};
    script.Link({"office"}, {"fw"}, office);
    script.Link({"office"}, desks, office);
    script.Link({"fw"}, {"web"}, {"10.0.2.0/30", {{"web", "10.0.2.1"}}});
    script.Link({"fw"}, {"outside", "scanner"}, {"", {}, false, "10Mbps", "20ms"});
    script.Build();
    script.Rules("fw", R"(
*filter
:FORWARD DROP [0:0]
-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
-A FORWARD -i eth0 -j ACCEPT
-A FORWARD -d 10.0.2.1 -p tcp --dport 80 -j ACCEPT
COMMIT
)");
    script.Send("visitors",
                "web",
                {"outside"},
                {"web"},
                {{"count", "8"}, {"pause", "0.5s"}, {"stop", "11s"}, {"meant", "allowed"}});
    script.Send("colleagues",
                "ping",
                desks,
                {"web", "outside"},
                {{"count", "8"}, {"meant", "allowed"}});
    script.Send("intruder", "ping", {"outside"}, desks, {{"count", "8"}, {"meant", "denied"}});
    script.Send("scan", "scan-syn", {"scanner"}, {"web"}, {{"ports", "1-100"}});
    script.Expect("allowed: outside -> web tcp/80");
    script.Expect("allowed: desk* -> any icmp");
    script.Expect("denied: outside -> desk* any");
    script.Expect("at most 1 % of scan delivered");
    return script.Run(Seconds(12), database);
}
