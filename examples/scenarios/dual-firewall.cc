// SPDX-License-Identifier: GPL-2.0-only

// The same as dual-firewall.yaml: two firewalls in a row with a perimeter network between them; one
// policy, compiled for both.

#include "script.h"

using namespace ns3;

bool
DualFirewall(const std::string& database)
{
    Script script("dual firewall", "100Mbps", "1ms");
    const NodeNames offices = Count("office", 4);
    const NodeNames remotes = Count("remote", 2);
    script.Add({"outer", "inner"});
    script.Add({"perimeter"}, NfTopologyKind::LAN);
    script.Add({"mail"}, NfTopologyKind::HOST);
    script.Add(offices, NfTopologyKind::HOST);
    script.Add({"floor"}, NfTopologyKind::LAN);
    script.Add(remotes, NfTopologyKind::HOST);
    script.Link({"outer"}, remotes);
    script.Link({"perimeter"}, {"outer", "inner", "mail"});
    script.Link({"floor"}, {"inner"});
    script.Link({"floor"}, offices);
    script.Build();
    script.Policy(R"(
zone office: office[1..4]
zone dmz: mail
zone internet: remote*
office -> dmz: tcp/25 icmp accept
office -> internet: tcp/80 icmp accept
internet -> dmz: tcp/25 accept
)",
                  "outer inner");
    const std::map<std::string, std::string> mails{{"size", "20000"},
                                                   {"count", "4"},
                                                   {"pause", "1s"},
                                                   {"port", "25"},
                                                   {"meant", "allowed"}};
    script.Send("mail-in", "tcp-bulk", remotes, {"mail"}, mails);
    script.Send("mail-out", "tcp-bulk", offices, {"mail"}, mails);
    script.Send("probe", "ping", {"office1"}, remotes, {{"count", "5"}, {"meant", "allowed"}});
    NodeNames insiders = offices;
    insiders.emplace_back("mail");
    script.Send("intruder", "ping", remotes, insiders, {{"count", "5"}, {"meant", "denied"}});
    script.Expect("allowed: remote* -> mail tcp/25");
    script.Expect("allowed: office* -> mail tcp/25");
    script.Expect("allowed: office1 -> remote* icmp");
    script.Expect("denied: remote* -> office* any");
    script.Expect("denied: remote* -> mail icmp");
    return script.Run(Seconds(10), database);
}
