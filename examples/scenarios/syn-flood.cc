// SPDX-License-Identifier: GPL-2.0-only

// The same as syn-flood.yaml with its first limit: a SYN flood from forged addresses. The server
// sees few of them, and visitors still get through.

#include "script.h"

using namespace ns3;

bool
SynFlood(const std::string& database)
{
    Script script("SYN flood", "10Mbps", "5ms");
    script.Add({"fw"});
    script.Add({"server", "visitor", "attacker"}, NfTopologyKind::HOST);
    script.Link({"fw"}, {"server"});
    script.Link({"visitor", "attacker"}, {"fw"});
    script.Build();
    script.Rules("fw", R"(
*filter
:FORWARD ACCEPT [0:0]
-A FORWARD -s 198.18.0.0/15 -p tcp --syn -m limit --limit 20/second --limit-burst 20 -j ACCEPT
-A FORWARD -s 198.18.0.0/15 -p tcp --syn -j DROP
COMMIT
)");
    script.Send("flood",
                "flood-syn",
                {"attacker"},
                {"server"},
                {{"rate", "500"}, {"spoof", "198.18.0.0/15"}, {"start", "1s"}, {"stop", "9s"}});
    script.Send("visits",
                "web",
                {"visitor"},
                {"server"},
                {{"count", "8"}, {"pause", "0.5s"}, {"response", "5000"}, {"stop", "9.5s"}});
    script.Expect("at least 75 % of visits delivered");
    return script.Run(Seconds(10), database);
}
