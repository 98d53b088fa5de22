// SPDX-License-Identifier: GPL-2.0-only

// nfsim replay SCENARIO: what is wrong with a scenario is said with its place, and nothing else is.

#include "nfsim-runner.h"

#include <gmock/gmock.h>

namespace ns3
{

namespace
{

using testing::HasSubstr;

/// A scenario, and what must be said about it.
struct Mistake
{
    const char* name;
    const char* scenario;
    const char* message;
};

class BadScenario : public NfsimTest, public testing::WithParamInterface<Mistake>
{
};

TEST_P(BadScenario, IsRefusedWithThePlace)
{
    std::ofstream(Path("s.json")) << GetParam().scenario;
    EXPECT_EQ(Refused({"replay", Path("s.json")}),
              "nfsim: " + Path("s.json") + ": " + GetParam().message + "\n");
}

#define NF_BOX R"("interfaces": [{"name": "e0", "address": "10.0.0.1/24"}])"

INSTANTIATE_TEST_SUITE_P(
    Mistakes,
    BadScenario,
    testing::Values(
        Mistake{"NotAnObject", "[]", "expected an object, not []"},
        Mistake{"NoInterfaces", "{}", "\"interfaces\" is missing"},
        Mistake{"NoPackets", "{" NF_BOX "}", "\"packets\" is missing"},
        Mistake{"Address",
                R"({"interfaces": [{"name": "e0", "address": "10.0.0.300/24"}], "packets": []})",
                "interfaces[0].address: expected ADDRESS/LENGTH, not \"10.0.0.300/24\""},
        Mistake{"TwoNames",
                R"({"interfaces": [{"name": "e0"}, {"name": "e0"}], "packets": []})",
                "interfaces[1].name: there is already an interface \"e0\""},
        Mistake{"Mtu",
                R"({"interfaces": [{"name": "e0", "mtu": 10}], "packets": []})",
                "interfaces[0].mtu: expected a whole number from 68 to 65535, not 10"},
        Mistake{"Gateway",
                "{" NF_BOX R"(, "routes": [{"to": "default", "via": "9.9.9.9"}], "packets": []})",
                "routes[0].via: the gateway is on no link of the box, and \"onlink\" is not set"},
        Mistake{"RouteDevice",
                "{" NF_BOX R"(, "routes": [{"to": "default", "dev": "e7"}], "packets": []})",
                "routes[0].dev: there is no interface \"e7\""},
        Mistake{
            "Table",
            "{" NF_BOX R"(, "ip_rules": [{"table": 0}], "packets": []})",
            "ip_rules[0].table: expected a routing table: main, default, local, or a number other "
            "than 0, not 0"},
        Mistake{"Mark",
                "{" NF_BOX R"(, "ip_rules": [{"fwmark": "1/x", "table": 7}], "packets": []})",
                "ip_rules[0].fwmark: expected MARK or MARK/MASK, not \"1/x\""},
        Mistake{"Sysctl",
                "{" NF_BOX R"(, "sysctls": {"net.ipv4.magic": 1}, "packets": []})",
                "sysctls.net.ipv4.magic: this sysctl is not modelled"},
        Mistake{"SysctlValue",
                "{" NF_BOX R"(, "sysctls": {"net.ipv4.ip_default_ttl": "x"}, "packets": []})",
                "sysctls.net.ipv4.ip_default_ttl: expected a number, not \"x\""},
        Mistake{"Rules",
                "{" NF_BOX
                R"(, "rules": "*filter\n-A NOWHERE -j ACCEPT\nCOMMIT\n", "packets": []})",
                "rules:2:4: found the chain 'NOWHERE', which does not exist in the table "
                "filter"},
        Mistake{"Listen",
                "{" NF_BOX R"(, "listen": [{"proto": "icmp", "port": 1}], "packets": []})",
                "listen[0].proto: expected tcp or udp, not \"icmp\""},
        Mistake{"LocalStack",
                "{" NF_BOX R"(, "local_stack": "loud", "packets": []})",
                "local_stack: expected real or silent, not \"loud\""},
        Mistake{"Hex",
                "{" NF_BOX
                R"(, "packets": [{"in": "e0", "hex": "4500"}, {"in": "e0", "hex": "4"}]})",
                "packets[1].hex: expected hexadecimal digits, two a byte, not \"4\""},
        Mistake{"In",
                "{" NF_BOX R"(, "packets": [{"in": "e7", "hex": "45"}]})",
                "packets[0].in: there is no interface \"e7\""},
        Mistake{"NoIn",
                "{" NF_BOX R"(, "packets": [{"hex": "45"}]})",
                "packets[0]: a packet needs \"hex\", and \"in\" or \"local\"; or \"reply_to\""},
        Mistake{"ReplyToTheFuture",
                "{" NF_BOX R"(, "packets": [{"in": "e0", "hex": "45"}, {"reply_to": 1}]})",
                "packets[1].reply_to: expected a whole number from 0 to 0, not 1"},
        Mistake{
            "Flags",
            "{" NF_BOX
            R"(, "packets": [{"in": "e0", "hex": "45"}, {"reply_to": 0, "l4": {"flags": "X"}}]})",
            "packets[1].l4.flags: expected letters of FSRPAUEC, not \"X\""},
        Mistake{"At",
                "{" NF_BOX R"(, "packets": [{"in": "e0", "hex": "45", "at": -1}]})",
                "packets[0].at: expected seconds, from 0 to 1000000000, not -1"}),
    [](const auto& info) { return info.param.name; });

class Scenario : public NfsimTest
{
};

TEST_F(Scenario, TextThatIsNoJsonIsRefused)
{
    std::ofstream(Path("s.json")) << "{\"interfaces\": [";
    const std::string message = Refused({"replay", Path("s.json")});
    EXPECT_THAT(message, HasSubstr("s.json: this is not JSON: "));
    EXPECT_THAT(message, HasSubstr("line 1"));
    EXPECT_THAT(Refused({"replay", Path("none.json")}), HasSubstr("none.json: cannot open it"));
}

TEST_F(Scenario, UnknownKeysAreAWarning)
{
    std::ofstream(Path("s.json")) << "{" NF_BOX R"(, "colour": 1, "packets": []})";
    const NfsimResult result = Run({"replay", Path("s.json")});
    EXPECT_EQ(result.code, 0);
    EXPECT_EQ(result.Json()["warnings"].at(0), Path("s.json") + ": colour: nothing reads this");
}

} // namespace

} // namespace ns3
