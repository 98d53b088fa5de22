// SPDX-License-Identifier: GPL-2.0-only

// The same as policy-change.yaml: the rule set changes under load. A service is closed at 4 s and
// opened again at 8 s; connections that are known go on, new ones do not.

#include "script.h"

using namespace ns3;

bool
PolicyChange(const std::string& database)
{
    Script script("policy change under load", "20Mbps", "5ms");
    script.Add({"fw"});
    script.Add({"client", "server"}, NfTopologyKind::HOST);
    script.Link({"client"}, {"fw"});
    script.Link({"fw"}, {"server"});
    script.Build();
    const std::string head = R"(
*filter
:FORWARD DROP [0:0]
-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
)";
    const std::string web = "-A FORWARD -p tcp --dport 80 -j ACCEPT\n";
    const std::string tail = "-A FORWARD -p icmp -j ACCEPT\nCOMMIT\n";
    script.Rules("fw", head + web + tail);
    const Ptr<Node> fw = script.Filter("fw");
    script.At(Seconds(4), [=] { NetfilterHelper().RestoreText(fw, head + tail); });
    script.At(Seconds(8), [=] { NetfilterHelper().RestoreText(fw, head + web + tail); });
    const NodeNames client{"client"};
    const NodeNames server{"server"};
    script.Send("long",
                "tcp-bulk",
                client,
                server,
                {{"size", "10000000"}, {"count", "1"}, {"port", "80"}, {"start", "1s"}});
    const auto visit = [&](const std::string& name, std::map<std::string, std::string> values) {
        values["port"] = "80";
        script.Send(name, "web", client, server, values);
    };
    visit("before", {{"count", "3"}, {"pause", "0.2s"}, {"start", "1s"}, {"stop", "4s"}});
    visit("during", {{"start", "4.5s"}, {"stop", "7s"}});
    visit("after", {{"count", "3"}, {"pause", "0.2s"}, {"start", "8.5s"}});
    script.Send("pings", "ping", client, server, {{"count", "12"}});
    script.Expect("at least 100 % of long delivered");
    script.Expect("at least 100 % of before delivered");
    script.Expect("at most 0 % of during delivered");
    script.Expect("at least 100 % of after delivered");
    script.Expect("at least 100 % of pings delivered");
    return script.Run(Seconds(14), database);
}
