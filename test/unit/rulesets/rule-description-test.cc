// SPDX-License-Identifier: GPL-2.0-only

// What rules say of themselves (NfRule::Describe), for whoever compares them.

#include "fake-netns.h"
#include "nf-conntrack.h"
#include "nf-standard-matches.h"
#include "nf-standard-targets.h"
#include "nf-tables.h"

#include <gtest/gtest.h>

using namespace ns3;

namespace
{

std::string
ToText(const NfConditionValue& value)
{
    if (const auto* number = std::get_if<uint32_t>(&value))
    {
        return std::to_string(*number);
    }
    const auto* address = std::get_if<NfAddress>(&value);
    return address ? NfToString(*address) : std::get<std::string>(value);
}

/// "source 10.0.0.0..10.255.255.255, not destination-port 80 or 443, ends".
std::string
ToText(const NfRuleDescription& description)
{
    std::string text;
    for (const NfRuleCondition& condition : description.conditions)
    {
        text += text.empty() ? "" : ", ";
        text += condition.negated ? "not " : "";
        const char* separator = "";
        for (const NfConditionPart& part : condition.parts)
        {
            const std::string first = ToText(part.first);
            const std::string last = ToText(part.last);
            text += separator + std::string(NfToString(part.field)) + " " + first;
            text += first == last ? "" : ".." + last;
            text += part.mask ? "/" + ToText(*part.mask) : "";
            separator = " or ";
        }
    }
    auto add = [&text](bool is, const char* what) {
        text += is ? (text.empty() ? "" : ", ") + std::string(what) : "";
    };
    add(description.keepsState, "keeps state");
    add(description.ends, "ends");
    add(description.changes, "changes");
    return text;
}

struct DescriptionCase
{
    const char* rule; //!< as after "-A CHAIN"
    const char* description;
    const char* table{"filter"};
    const char* chain{"FORWARD"};
};

class RuleDescription : public testing::TestWithParam<DescriptionCase>
{
  protected:
    RuleDescription()
    {
        NfRegisterStandardMatches();
        NfRegisterStandardTargets();
        conntrack->SetNetns(&netns);
        tables->SetNetns(&netns);
    }

    ~RuleDescription() override
    {
        tables->SetNetns(nullptr);
        tables->Dispose();
        conntrack->Dispose();
    }

    FakeNetns netns;
    Ptr<NfConntrack> conntrack{CreateObject<NfConntrack>()};
    Ptr<NfTables> tables{CreateObject<NfTables>()};
};

TEST_P(RuleDescription, SaysWhatTheRuleAsksForAndDoes)
{
    const DescriptionCase& param = GetParam();
    const std::string table = std::string("-t ") + param.table;
    ASSERT_FALSE(tables->Execute(table + " -N USER"));
    const NfStatus error =
        tables->Execute(table + " -A " + param.chain + " " + std::string(param.rule));
    ASSERT_FALSE(error) << error->ToString();
    const NfChain* chain = tables->GetRuleset().FindTable(param.table)->FindChain(param.chain);
    EXPECT_EQ(ToText(chain->rules.at(0)->Describe()), param.description);
}

INSTANTIATE_TEST_SUITE_P(
    Rules,
    RuleDescription,
    testing::Values(
        DescriptionCase{"-j DROP", "ends"},
        DescriptionCase{"", ""},
        DescriptionCase{"-s 10.0.0.0/8 ! -d 192.0.2.1 -j ACCEPT",
                        "source 10.0.0.0..10.255.255.255, not destination 192.0.2.1, ends"},
        DescriptionCase{"-s 10.0.0.1/255.0.0.255 -j DROP", "source 10.0.0.1/255.0.0.255, ends"},
        DescriptionCase{"! -s 0.0.0.0/0 -j DROP", "not source 0.0.0.0..255.255.255.255, ends"},
        DescriptionCase{"-i eth+ ! -o ppp0 -j DROP",
                        "in-interface eth+, not out-interface ppp0, ends"},
        DescriptionCase{"-i + -j DROP", "ends"},
        DescriptionCase{"! -i + -j DROP", "not in-interface +, ends"},
        DescriptionCase{"-p udp -f -j DROP", "protocol 17, fragment 1, ends"},
        DescriptionCase{"! -p tcp ! -f -j DROP", "not protocol 6, fragment 0, ends"},
        DescriptionCase{"-p tcp --dport 80:90 ! --sport 1 -j DROP",
                        "protocol 6, fragment 0, not source-port 1, destination-port 80..90, "
                        "ends"},
        DescriptionCase{"-p tcp --syn -j DROP", "protocol 6, fragment 0, tcp-flags 2/23, ends"},
        DescriptionCase{"-p tcp --tcp-flags SYN SYN,ACK -j DROP",
                        "protocol 6, fragment 0, tcp-flags 1..0, ends"},
        DescriptionCase{"-p tcp --tcp-option 8 -j DROP",
                        "protocol 6, fragment 0, text tcp --tcp-option 8, ends"},
        DescriptionCase{"-p udp --dport 9:8 -j DROP",
                        "protocol 17, fragment 0, destination-port 9..8, ends"},
        DescriptionCase{"-p tcp -m multiport --dports 80,90:99 -j DROP",
                        "protocol 6, fragment 0, destination-port 80 or destination-port 90..99, "
                        "ends"},
        DescriptionCase{"-p udp -m multiport ! --ports 5 -j DROP",
                        "protocol 17, fragment 0, not source-port 5 or destination-port 5, ends"},
        DescriptionCase{"-p icmp --icmp-type 3/1 -j DROP",
                        "protocol 1, fragment 0, icmp-type 769, ends"},
        DescriptionCase{"-p icmp ! --icmp-type echo-request -j DROP",
                        "protocol 1, fragment 0, not icmp-type 2048..2303, ends"},
        DescriptionCase{"-m iprange --src-range 10.0.0.3-10.0.0.9 -j DROP",
                        "source 10.0.0.3..10.0.0.9, ends"},
        DescriptionCase{"-m state --state NEW,INVALID -j DROP", "ct-state 0 or ct-state 1, ends"},
        DescriptionCase{"-m conntrack ! --ctstate ESTABLISHED,DNAT -j DROP",
                        "not ct-state 2 or ct-dnat 1, ends"},
        DescriptionCase{"-m conntrack --ctstate NEW --ctdir REPLY -j DROP",
                        "ct-state 1, text conntrack --ctstate NEW --ctdir REPLY, ends"},
        DescriptionCase{"-m mark --mark 1/0xf -j DROP", "mark 1/15, ends"},
        // 0x12 under 0xf: no mark is ever so.
        DescriptionCase{"-m mark ! --mark 0x12/0xf -j DROP", "not mark 1..0, ends"},
        // Without a connection connmark never matches, whatever it asks for.
        DescriptionCase{"-m connmark ! --mark 2 -j DROP",
                        "ct-state 1 or ct-state 2 or ct-state 3, not connmark 2/4294967295, ends"},
        DescriptionCase{"-m comment --comment x -j DROP", "ends"},
        DescriptionCase{"-m ttl --ttl-eq 5 -j DROP", "text ttl --ttl-eq 5, ends"},
        DescriptionCase{"-m limit --limit 5/sec -j ACCEPT",
                        "text limit --limit 5/sec, keeps state, ends"},
        DescriptionCase{"-j USER", "changes"},
        DescriptionCase{"-g USER", "ends"},
        DescriptionCase{"-j RETURN", "ends"},
        DescriptionCase{"-j LOG", ""},
        DescriptionCase{"-j REJECT", "ends"},
        DescriptionCase{"-j NFQUEUE", "ends"},
        DescriptionCase{"-j MARK --set-mark 1", "changes", "mangle"},
        DescriptionCase{"-o eth1 -j MASQUERADE", "out-interface eth1, ends", "nat", "POSTROUTING"},
        DescriptionCase{"-j CT --notrack", "changes", "raw", "PREROUTING"}));

} // namespace
