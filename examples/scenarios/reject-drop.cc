// SPDX-License-Identifier: GPL-2.0-only

// The same as reject-drop.yaml with the verdict REJECT: who is rejected knows at once and gives up.

#include "script.h"

using namespace ns3;

bool
RejectDrop(const std::string& database)
{
    Script script("REJECT against DROP", "100Mbps", "5ms");
    script.Add({"fw"});
    script.Add({"client", "server"}, NfTopologyKind::HOST);
    script.Link({"client"}, {"fw"});
    script.Link({"fw"}, {"server"});
    script.Build();
    script.Iptables("fw", {"-A FORWARD -p tcp --dport 80 -j REJECT"});
    script.Send("attempts",
                "web",
                {"client"},
                {"server"},
                {{"pause", "1s"}, {"stop", "18s"}, {"meant", "denied"}});
    script.Send("control", "ping", {"client"}, {"server"}, {{"count", "10"}});
    script.Expect("denied: client -> server tcp/80");
    script.Expect("at least 100 % of control delivered");
    return script.Run(Seconds(20), database);
}
