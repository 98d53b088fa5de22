// SPDX-License-Identifier: GPL-2.0-only

#include "nf-iptables-script.h"
#include "nf-standard-matches.h"
#include "nf-standard-targets.h"

#include <gmock/gmock.h>

using namespace ns3;

namespace
{

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class IptablesScriptTest : public testing::Test
{
  protected:
    IptablesScriptTest()
    {
        NfRegisterStandardMatches();
        NfRegisterStandardTargets();
    }

    /// Read a script.
    /// @return its rules, without the lines about tables and built-in chains
    std::vector<std::string> Rules(const std::string& script)
    {
        findings = {};
        const NfRuleset ruleset =
            NfReadIptablesScript(script, "fw.sh", NfRuleset(), nullptr, findings);
        std::vector<std::string> rules;
        std::istringstream text(NfSaveRuleset(ruleset, {}));
        for (std::string line; std::getline(text, line);)
        {
            if (line[0] == '-' || (line[0] == ':' && line.find(" - ") != std::string::npos))
            {
                rules.push_back(line);
            }
        }
        return rules;
    }

    /// Read a script.
    /// @return its errors
    std::vector<std::string> Errors(const std::string& script)
    {
        Rules(script);
        std::vector<std::string> errors;
        errors.reserve(findings.errors.size());
        for (const NfError& error : findings.errors)
        {
            errors.push_back(error.ToString());
        }
        return errors;
    }

    NfRulesFindings findings;
};

} // namespace

TEST_F(IptablesScriptTest, FollowsLiteralCommands)
{
    EXPECT_THAT(Rules("#!/bin/sh\n"
                      "# a firewall\n"
                      "iptables -F; /sbin/iptables -N web # comment\n"
                      "iptables -A INPUT -p tcp \\\n"
                      "    --dport 80 -j web && iptables -A web -j ACCEPT\n"
                      "iptables -A web -m comment --comment 'it'\"'\"'s \"x\"'\n"),
                ElementsAre(":web - [0:0]",
                            "-A INPUT -p tcp -m tcp --dport 80 -j web",
                            "-A web -j ACCEPT",
                            "-A web -m comment --comment \"it\\'s \\\"x\\\"\""));
    EXPECT_THAT(findings.errors, IsEmpty());
}

TEST_F(IptablesScriptTest, ReplacesVariables)
{
    EXPECT_THAT(Rules("IPT=/usr/sbin/iptables\nNET='10.0.0.0/8'\nexport PORT=\"80\"\n"
                      "OPTS=\"-p tcp --dport $PORT\"\n"
                      "$IPT -A INPUT -s ${NET} $OPTS -j ${VERDICT:-DROP}\n"
                      "$IPT -A INPUT -m comment --comment \"$NET and more\"\n"),
                ElementsAre("-A INPUT -s 10.0.0.0/8 -p tcp -m tcp --dport 80 -j DROP",
                            "-A INPUT -m comment --comment \"10.0.0.0/8 and more\""));
    EXPECT_THAT(findings.errors, IsEmpty());
}

TEST_F(IptablesScriptTest, TakesThePlaceOfAProgramAsItsName)
{
    EXPECT_THAT(Rules("IPT=$(which iptables)\nIPS=`command -v iptables`\n"
                      "$IPT -A INPUT -j DROP\n\"$IPS\" -A INPUT -j ACCEPT\n"),
                ElementsAre("-A INPUT -j DROP", "-A INPUT -j ACCEPT"));
}

TEST_F(IptablesScriptTest, FollowsLoopsOverWords)
{
    EXPECT_THAT(Rules("PORTS='22 80'\nfor net in 10.0.0.0/8 192.0.2.0/24\ndo\n"
                      "  for port in $PORTS; do iptables -A INPUT -s $net -p tcp --dport $port; "
                      "done\ndone\n"),
                ElementsAre("-A INPUT -s 10.0.0.0/8 -p tcp -m tcp --dport 22",
                            "-A INPUT -s 10.0.0.0/8 -p tcp -m tcp --dport 80",
                            "-A INPUT -s 192.0.2.0/24 -p tcp -m tcp --dport 22",
                            "-A INPUT -s 192.0.2.0/24 -p tcp -m tcp --dport 80"));
}

TEST_F(IptablesScriptTest, FollowsFunctionsWithArguments)
{
    EXPECT_THAT(Rules("open() {\n  iptables -A INPUT -p $1 --dport \"$2\" -j ACCEPT\n}\n"
                      "all() { for p in \"$@\"; do open udp $p; done; }\n"
                      "open tcp 22\nall 53 67\n"),
                ElementsAre("-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT",
                            "-A INPUT -p udp -m udp --dport 53 -j ACCEPT",
                            "-A INPUT -p udp -m udp --dport 67 -j ACCEPT"));
}

TEST_F(IptablesScriptTest, FollowsTestsOfTextsAndNumbers)
{
    EXPECT_THAT(Rules("LOG=yes\nN=3\nDMZ=\n"
                      "if [ \"$LOG\" = yes ]; then iptables -A INPUT -j LOG; fi\n"
                      "if [ -n \"$DMZ\" ]; then iptables -A INPUT -j DROP\n"
                      "elif [ $N -gt 2 ]; then iptables -A INPUT -j ACCEPT\n"
                      "else iptables -A INPUT -j RETURN; fi\n"
                      "[ -z \"$DMZ\" ] || iptables -A OUTPUT -j DROP\n"
                      "[ ! \"$LOG\" = no ] && iptables -A OUTPUT -j ACCEPT\n"),
                ElementsAre("-A INPUT -j LOG", "-A INPUT -j ACCEPT", "-A OUTPUT -j ACCEPT"));
    EXPECT_THAT(findings.errors, IsEmpty());
}

TEST_F(IptablesScriptTest, NamesWhatItCannotFollowWithItsLine)
{
    EXPECT_THAT(
        Errors("iptables -A INPUT -s $WAN -j DROP\n"
               "ADDR=$(hostname -I)\n"
               "iptables -A INPUT -s $ADDR -j DROP\n"
               "cat list | while read a; do iptables -A INPUT -s $a; done\n"
               "while true; do iptables -F; done\n"
               "case x in x) iptables -F;; esac\n"
               ". /etc/firewall.conf\n"
               "iptables-restore < rules\n"
               "if [ -f /etc/x ]; then iptables -P INPUT DROP; fi\n"
               "for f in /etc/*; do iptables -F; done\n"
               "ipset create a hash:ip\n"
               "( iptables -F )\n"
               "iptables -A INPUT -p tcp --dport {1,2}\n"
               "iptables -A INPUT -s $1\n"),
        ElementsAre(HasSubstr("fw.sh:1:22: the variable 'WAN' has no value in the script"),
                    HasSubstr("fw.sh:3:22: the value of the variable 'ADDR', set in line 2"),
                    HasSubstr("fw.sh:4:1: found a pipe, which cannot be followed"),
                    HasSubstr("fw.sh:5:1: found a 'while' loop"),
                    HasSubstr("fw.sh:6:1: found a 'case'"),
                    HasSubstr("fw.sh:7:1: found the command '.'"),
                    HasSubstr("fw.sh:8:1: found input from a file"),
                    HasSubstr("fw.sh:9:4: found a test whose outcome cannot be followed"),
                    HasSubstr("fw.sh:10:10: found a pattern of file names"),
                    HasSubstr("fw.sh:11:1: found the command 'ipset'"),
                    HasSubstr("fw.sh:12:1: found a subshell"),
                    HasSubstr("fw.sh:13:34: found an expansion of braces"),
                    HasSubstr("fw.sh:14:22: found '$1', an argument of the script")));
}

TEST_F(IptablesScriptTest, NamesAnErrorOfIptablesAtItsWord)
{
    EXPECT_THAT(Errors("PROTO=tcpp\niptables -A INPUT -p $PROTO\niptables -A INPUT -j nowhere\n"
                       "iptables -A INPUT -p tcp -m udp --dport 1\n"),
                ElementsAre(HasSubstr("fw.sh:2:22: found the unknown protocol 'tcpp'"),
                            HasSubstr("fw.sh:3:22: found 'nowhere' as a target"),
                            HasSubstr("fw.sh:4:10: rule 1 of chain 'INPUT'")));
}

TEST_F(IptablesScriptTest, AFailureThatTheScriptTakesCareOfIsNone)
{
    EXPECT_THAT(Errors("iptables -X old 2>/dev/null\n"
                       "iptables -D INPUT -j DROP || true\n"
                       "iptables -N web && iptables -N web || iptables -F web\n"
                       "if ! iptables -C INPUT -j DROP 2>&1 >/dev/null; then\n"
                       "  iptables -A INPUT -j DROP\nfi\n"),
                IsEmpty());
    EXPECT_THAT(Errors("iptables -X old\niptables -A INPUT -p tcpp 2>/dev/null || true\n"),
                ElementsAre(HasSubstr("fw.sh:1:13: "), HasSubstr("fw.sh:2:22: ")));
}

TEST_F(IptablesScriptTest, NamesCommandsWithoutEffect)
{
    EXPECT_THAT(Errors("echo Starting\nmodprobe nf_conntrack\nip6tables -P INPUT DROP\n"
                       "echo 1 > /proc/sys/net/ipv4/ip_forward\nsysctl -w net.ipv4.ip_forward=1\n"
                       "exit 0\niptables -A INPUT -p nonsense\n"),
                IsEmpty());
    ASSERT_EQ(findings.skipped.size(), 3U);
    EXPECT_EQ(findings.skipped[0].ToString(),
              "fw.sh:3:1: the command 'ip6tables' has no effect here");
    EXPECT_THAT(findings.skipped[1].ToString(), HasSubstr("/proc/sys/net/ipv4/ip_forward"));
    EXPECT_THAT(findings.skipped[2].ToString(), HasSubstr("'sysctl'"));
}

TEST_F(IptablesScriptTest, CommandsOfIp6tablesChangeTheOtherRuleSet)
{
    NfRuleset ipv6(NfFamily::IPV6);
    const NfRuleset ipv4 =
        NfReadIptablesScript("for ipt in iptables /sbin/ip6tables-legacy; do\n"
                             "  $ipt -P INPUT DROP\n"
                             "  $ipt -N lan\n"
                             "done\n"
                             "iptables -A lan -s 10.0.0.0/8 -j ACCEPT\n"
                             "ip6tables -A lan -s fe80::/10 -p icmpv6 -j ACCEPT\n"
                             "ip6tables -X nosuch 2>/dev/null || ip6tables -A INPUT -j lan\n"
                             "ip6tables-save > /dev/null\n",
                             "fw.sh",
                             NfRuleset(),
                             nullptr,
                             findings,
                             &ipv6);
    EXPECT_THAT(findings.errors, IsEmpty());
    EXPECT_THAT(findings.skipped, IsEmpty());
    EXPECT_EQ(NfSaveRuleset(ipv4, {}),
              "*filter\n:INPUT DROP [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n"
              ":lan - [0:0]\n-A lan -s 10.0.0.0/8 -j ACCEPT\nCOMMIT\n");
    EXPECT_EQ(NfSaveRuleset(ipv6, {}),
              "*filter\n:INPUT DROP [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n"
              ":lan - [0:0]\n-A INPUT -j lan\n"
              "-A lan -s fe80::/10 -p ipv6-icmp -j ACCEPT\nCOMMIT\n");
}

TEST_F(IptablesScriptTest, WrongCommandsOfIp6tablesAreErrors)
{
    NfRuleset ipv6(NfFamily::IPV6);
    NfReadIptablesScript("ip6tables -A INPUT -s 10.0.0.1 -j DROP\n"
                         "iptables -A INPUT -s fe80::1 -j DROP\n"
                         "ip6tables -A INPUT -p tcp -m ttl --ttl-eq 1\n",
                         "fw.sh",
                         NfRuleset(),
                         nullptr,
                         findings,
                         &ipv6);
    ASSERT_EQ(findings.errors.size(), 3U);
    EXPECT_THAT(findings.errors[0].ToString(),
                HasSubstr("fw.sh:1:23: found '10.0.0.1', expected an IPv6 address"));
    EXPECT_THAT(findings.errors[1].ToString(),
                HasSubstr("fw.sh:2:22: found 'fe80::1', expected an IPv4 address"));
    EXPECT_THAT(findings.errors[2].ToString(),
                HasSubstr("fw.sh:3:30: found the match 'ttl', which iptables has"));
}

TEST_F(IptablesScriptTest, NamesWhatDoesNotEnd)
{
    EXPECT_THAT(Errors("iptables -A INPUT \"-j DROP\n"),
                ElementsAre(HasSubstr("fw.sh:1:19: the quote \" is not closed")));
    EXPECT_THAT(Errors("for a in b; do\niptables -F\n"),
                ElementsAre(HasSubstr("found the end of the script, expected 'done'")));
    EXPECT_THAT(Errors("fi\n"), ElementsAre(HasSubstr("fw.sh:1:1: found 'fi'")));
    EXPECT_THAT(Errors("iptables -A INPUT -j DROP )\n"), testing::SizeIs(1));
    EXPECT_THAT(Errors("iptables -F;;\niptables -F\n"),
                ElementsAre(HasSubstr("found ';', expected a command")));
    EXPECT_THAT(Errors("&& iptables -F\n"), testing::SizeIs(1));
}

TEST_F(IptablesScriptTest, IsBounded)
{
    std::string doubling = "A=xxxxxxxx\n";
    for (int i = 0; i < 40; ++i)
    {
        doubling += "A=$A$A\n";
    }
    EXPECT_THAT(Errors(doubling), testing::Contains(HasSubstr("is too long")));
    EXPECT_THAT(Errors("f() { f; }\nf\n"),
                ElementsAre(HasSubstr("functions call each other more than")));
    std::string deep;
    for (int i = 0; i < 10000; ++i)
    {
        deep += "{ ";
    }
    EXPECT_THAT(Errors(deep), ElementsAre(HasSubstr("nested too deeply")));
    std::string loops = "L='";
    for (int i = 0; i < 300; ++i)
    {
        loops += "x ";
    }
    loops += "'\nfor a in $L; do for b in $L; do for c in $L; do :; done; done; done\n";
    EXPECT_THAT(Errors(loops), ElementsAre(HasSubstr("executes more than 1000000 commands")));
}

TEST_F(IptablesScriptTest, IsRecognised)
{
    EXPECT_TRUE(NfIsIptablesScript("#!/bin/sh\n"));
    EXPECT_TRUE(NfIsIptablesScript("# mine\niptables -F\n"));
    EXPECT_TRUE(NfIsIptablesScript("#!/bin/bash\n*filter\n"));
    EXPECT_FALSE(NfIsIptablesScript("*filter\nCOMMIT\n"));
    EXPECT_FALSE(NfIsIptablesScript("#!/usr/sbin/nft -f\n"));
    EXPECT_FALSE(NfIsIptablesScript(""));
}
