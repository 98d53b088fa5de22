// SPDX-License-Identifier: GPL-2.0-only

// The same as asymmetric.yaml: paths that differ there and back break a stateful firewall, which
// sees one direction only. What needs no answer passes.

#include "script.h"

using namespace ns3;

bool
Asymmetric(const std::string& database)
{
    Script script("asymmetric paths", "20Mbps", "5ms");
    script.Add({"left", "right", "upper", "lower"});
    script.Add({"client", "server"}, NfTopologyKind::HOST);
    script.Link({"left"}, {"client"});
    script.Link({"right"}, {"server"});
    script.Link({"left"}, {"upper"}, {"10.0.1.0/30", {{"upper", "10.0.1.2"}}});
    script.Link({"upper"}, {"right"}, {"10.0.2.0/30"});
    script.Link({"left"}, {"lower"}, {"10.0.3.0/30"});
    script.Link({"lower"}, {"right"}, {"10.0.4.0/30", {{"lower", "10.0.4.1"}}});
    script.Build();
    // What the client sends goes by the upper firewall; answers come back by the lower one.
    NetfilterHelper helper;
    for (const auto& [node, gateway] : {std::pair("left", "10.0.1.2"), {"right", "10.0.4.1"}})
    {
        helper.Ip(script.Filter(node), "rule add iif eth0 table 100");
        helper.Ip(script.Filter(node),
                  std::string("route add default via ") + gateway + " table 100");
    }
    const std::vector<std::string> strict{
        "-P FORWARD DROP",
        "-A FORWARD -m conntrack --ctstate NEW,ESTABLISHED -j ACCEPT"};
    script.Iptables("upper", strict);
    NfSetSysctl(script.Filter("lower"), "net.netfilter.nf_conntrack_tcp_loose", "0");
    script.Iptables("lower", strict);
    script.Send("transfer",
                "tcp-bulk",
                {"client"},
                {"server"},
                {{"size", "20000"}, {"count", "1"}});
    script.Send("stream",
                "udp-cbr",
                {"client"},
                {"server"},
                {{"rate", "100kbps"}, {"count", "50"}});
    script.Expect("at most 0 % of transfer delivered");
    script.Expect("at least 100 % of stream delivered");
    return script.Run(Seconds(8), database);
}
