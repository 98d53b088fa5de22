// SPDX-License-Identifier: GPL-2.0-only

// The same as port-scan.yaml: a scan of a host that only offers two ports. What passes is seen, the
// rest is dropped, and the recent list shuts the scanner out after ten probes.

#include "script.h"

using namespace ns3;

bool
PortScan(const std::string& database)
{
    Script script("port scan", "100Mbps", "2ms");
    script.Add({"fw"});
    script.Add({"target", "scanner"}, NfTopologyKind::HOST);
    script.Link({"scanner"}, {"fw"});
    script.Link({"fw"}, {"target"});
    script.Build();
    script.Rules("fw", R"(
*filter
:FORWARD DROP [0:0]
-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
-A FORWARD -p tcp --syn -m recent --name scan --update --seconds 60 --hitcount 10 -j DROP
-A FORWARD -p tcp --syn -m recent --name scan --set
-A FORWARD -p tcp -m multiport --dports 5,50 -j ACCEPT
COMMIT
)");
    script.Send("scan", "scan-syn", {"scanner"}, {"target"}, {{"ports", "1-100"}});
    script.Expect("at least 1 % of scan delivered");
    script.Expect("at most 1 % of scan delivered");
    return script.Run(Seconds(8), database);
}
