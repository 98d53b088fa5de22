// SPDX-License-Identifier: GPL-2.0-only

// The same as campus.yaml: four buildings around a core; students reach the servers' web, staff
// reach everything but each building keeps others out.

#include "script.h"

using namespace ns3;

bool
Campus(const std::string& database)
{
    Script script("campus", "1Gbps", "100us");
    const NodeNames edges = Count("edge", 4);
    const NodeNames lans = Count("lan", 4);
    const NodeNames staff = Count("staff", 5);
    const NodeNames students = Count("student", 10);
    const NodeNames servers = Count("server", 2);
    script.Add({"core"});
    script.Add(edges);
    script.Add(lans, NfTopologyKind::LAN);
    script.Add(staff, NfTopologyKind::HOST);
    script.Add(students, NfTopologyKind::HOST);
    script.Add(servers, NfTopologyKind::HOST);
    const LinkOptions slower{"", {}, false, "100Mbps"};
    script.Link({"core"}, edges);
    script.Link(lans, edges, slower);
    script.Link({"lan1"}, staff, slower);
    script.Link({"lan2"}, {students.begin(), students.begin() + 5}, slower);
    script.Link({"lan3"}, {students.begin() + 5, students.end()}, slower);
    script.Link({"lan4"}, servers, slower);
    script.Build();
    script.Policy(R"(
zone staff: staff*
zone students: student*
zone servers: server*
staff -> servers: any accept
staff -> students: icmp accept
students -> servers: tcp/80 udp/53 accept
)",
                  "edge*");
    script.Send("pages",
                "web",
                students,
                {"server1"},
                {{"count", "3"}, {"pause", "0.5s"}, {"stop", "7s"}, {"meant", "allowed"}});
    script.Send("names",
                "dns",
                students,
                {"server2"},
                {{"count", "5"}, {"interval", "0.5s"}, {"meant", "allowed"}});
    script.Send("admin",
                "ping",
                {"staff1"},
                {"server1", "server2", "student1"},
                {{"count", "3"}, {"meant", "allowed"}});
    script.Send("curious",
                "scan-syn",
                {"student1"},
                staff,
                {{"ports", "22,80,443"}, {"meant", "denied"}});
    script.Send("login", "scan-syn", students, {"server1"}, {{"ports", "22"}, {"meant", "denied"}});
    script.Expect("at least 100 % of pages delivered");
    script.Expect("allowed: student* -> server* udp/53");
    script.Expect("allowed: staff1 -> any icmp");
    script.Expect("denied: student1 -> staff* any");
    script.Expect("at most 0 % of login delivered");
    return script.Run(Seconds(8), database);
}
