// SPDX-License-Identifier: GPL-2.0-only

// nfsim check: what it says of rule sets, what it prints of them, and how it exits.

#include "nfsim-runner.h"

#include <cstdlib>
#include <fstream>
#include <gmock/gmock.h>
#include <sstream>

namespace ns3
{

namespace
{

using testing::HasSubstr;
using testing::Not;

class CheckTest : public NfsimTest
{
  protected:
    /// Write a file into the test's folder.
    /// @return its path
    std::string Write(const std::string& name, const std::string& text) const
    {
        std::ofstream(Path(name), std::ios::binary) << text;
        return Path(name);
    }

    /// @return what `nfsim check` says of a text, with the name of the file left out
    NfsimResult Check(const std::string& text, std::vector<std::string> options = {}) const
    {
        const std::string path = Write("r", text);
        options.insert(options.begin(), {"check", path});
        NfsimResult result = Run(options);
        for (std::string* output : {&result.out, &result.err})
        {
            for (std::size_t at; (at = output->find(path)) != std::string::npos;)
            {
                output->replace(at, path.size(), "r");
            }
        }
        return result;
    }

    const std::string m_good = "*filter\n"
                               ":INPUT DROP [0:0]\n"
                               ":web - [0:0]\n"
                               "-A INPUT -p tcp -m tcp --dport 80 -j web\n"
                               "-A INPUT -p tcp -m tcp --dport 443 -g web\n"
                               "-A web -m conntrack --ctstate NEW -j ACCEPT\n"
                               "COMMIT\n";
};

} // namespace

TEST_F(CheckTest, IsSilentAboutAGoodSet)
{
    const NfsimResult result = Check(m_good, {"--strict"});
    EXPECT_EQ(result.code, 0);
    EXPECT_EQ(result.out, "");
    EXPECT_EQ(result.err, "");
}

TEST_F(CheckTest, NamesAllErrorsAtOnceWithTheTextUnderlined)
{
    const NfsimResult result = Check("*filter\n"
                                     "-A INPUT -p tcpp -j ACCEPT\n"
                                     "-A INPUT -m comment --comment \"two words\" --dport 1\n"
                                     "-A INPUT -j ipvs\n"
                                     "COMMIT\n"
                                     "*nut\n"
                                     "-A INPUT --whatever\n"
                                     "COMMIT\n"
                                     "*nat\n"
                                     "-A POSTROUTING -j REDIRECT\n"
                                     "-A PREROUTING -j REJECT\n");
    EXPECT_EQ(result.code, 2);
    EXPECT_EQ(result.out, "");
    EXPECT_EQ(
        result.err,
        "r:2:13: error: found the unknown protocol 'tcpp', expected a name such as tcp or a "
        "number from 0 to 255\n"
        "-A INPUT -p tcpp -j ACCEPT\n"
        "            ^~~~\n"
        "r:3:43: error: found the unknown option '--dport', expected an option of iptables or "
        "of an extension named before it (it belongs to -m dccp, -m sctp, -m tcp, -m udp)\n"
        "-A INPUT -m comment --comment \"two words\" --dport 1\n"
        "                                          ^~~~~~~\n"
        "r:4:13: error: found 'ipvs' as a target, which is neither a verdict, nor a target "
        "extension, nor a chain of the table filter that was declared before\n"
        "-A INPUT -j ipvs\n"
        "            ^~~~\n"
        "r:6:2: error: found the unknown table 'nut', expected raw, mangle, nat, filter or "
        "security\n"
        "*nut\n"
        " ^~~\n"
        "r:10:1: error: rule 1 of chain 'POSTROUTING' in table nat is refused: REDIRECT: "
        "works only in PREROUTING, OUTPUT; chain POSTROUTING is reached from POSTROUTING\n"
        "-A POSTROUTING -j REDIRECT\n"
        "^~~~~~~~~~~~~~~~~~~~~~~~~~\n"
        "r:11:1: error: rule 1 of chain 'PREROUTING' in table nat is refused: REJECT: "
        "works only in table filter, not in nat\n"
        "-A PREROUTING -j REJECT\n"
        "^~~~~~~~~~~~~~~~~~~~~~~\n"
        "r:12:1: error: found the end of the text, expected COMMIT for the table nat\n"
        "7 errors and 0 warnings in 1 file\n");
}

TEST_F(CheckTest, SaysThatAnExtensionOfIptablesIsMissingInLinux)
{
    const NfsimResult result = Check("*filter\n-A INPUT -j ULOG\nCOMMIT\n");
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.err,
                HasSubstr("found the target 'ULOG', which iptables has and Linux has not since "
                          "3.17: NFLOG does its work"));
}

TEST_F(CheckTest, NamesATextOfAnotherTool)
{
    const NfsimResult result = Check("create a hash:ip\nadd a 10.0.0.1\n");
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.err, HasSubstr("r:1:1: error: found an ipset text"));
    EXPECT_THAT(result.err, HasSubstr("1 error and 0 warnings"));
}

TEST_F(CheckTest, NamesCarriageReturnsOnceAndTheErrorsBehindThem)
{
    const NfsimResult result =
        Check("*filter\r\n:INPUT ACCEPT\r\n\r\n-A INPUT -p tcpp\r\nCOMMIT\r\n");
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.err, HasSubstr("r:1:8: error: found a carriage return"));
    EXPECT_THAT(result.err, HasSubstr("r:4:13: error: found the unknown protocol 'tcpp'"));
    EXPECT_THAT(result.err, HasSubstr("2 errors"));
}

TEST_F(CheckTest, SaysOnlyOnceThatLinesStandOutsideATable)
{
    const NfsimResult result = Check("-A INPUT -j DROP\n-A INPUT -j DROP\n*filter\nCOMMIT\n");
    EXPECT_THAT(result.err, HasSubstr("1 error "));
}

TEST_F(CheckTest, AChainWithoutPolicyIsDeclaredAllTheSame)
{
    const NfsimResult result = Check("*filter\n:web\n-A INPUT -j web\nCOMMIT\n");
    EXPECT_THAT(result.err, HasSubstr("r:2:5: error: found no policy for the chain 'web'"));
    EXPECT_THAT(result.err, HasSubstr("1 error "));
}

TEST_F(CheckTest, WarningsFailOnlyUnderStrict)
{
    const std::string text = "*filter\n"
                             ":alone - [0:0]\n"
                             "-A INPUT -j ACCEPT\n"
                             "-A INPUT -s 10.0.0.1,10.0.0.2 -j DROP\n"
                             "-A alone -j DROP\n"
                             "-A OUTPUT -j AUDIT --type accept\n"
                             "COMMIT\n";
    const NfsimResult result = Check(text);
    EXPECT_EQ(result.code, 0);
    EXPECT_THAT(
        result.err,
        HasSubstr("r:4:1: warning: rule 2 of chain 'INPUT' in table filter is reached by no "
                  "packet: the rule before it takes them all\n"));
    EXPECT_THAT(
        result.err,
        HasSubstr("r:5:1: warning: rule 1 of chain 'alone' in table filter is reached by no "
                  "packet: no rule that is reached leads to the chain\n"));
    EXPECT_THAT(result.err, HasSubstr("r:6:1: warning: "));
    EXPECT_THAT(result.err, HasSubstr("0 errors and 3 warnings in 1 file\n"));
    EXPECT_EQ(Check(text, {"--strict"}).code, 1);
}

TEST_F(CheckTest, SavesTheCanonicalFormThatSavesAsItself)
{
    const NfsimResult result =
        Check("*filter\n-A INPUT --dst 10.0.0.1 -p tcp --dport http -s 10.1.2.3/8\nCOMMIT\n",
              {"--save"});
    EXPECT_EQ(result.code, 0);
    EXPECT_EQ(result.out,
              "*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n"
              "-A INPUT -s 10.0.0.0/8 -d 10.0.0.1/32 -p tcp -m tcp --dport 80\nCOMMIT\n");
    EXPECT_EQ(Check(result.out, {"--save"}).out, result.out);
}

TEST_F(CheckTest, ListsTheTables)
{
    const NfsimResult result = Check(m_good, {"--list"});
    EXPECT_EQ(result.code, 0);
    EXPECT_THAT(result.out, HasSubstr("Table filter, Chain INPUT (policy DROP 0 packets"));
    EXPECT_THAT(result.out, HasSubstr("tcp dpt:80"));
}

TEST_F(CheckTest, DrawsWhichChainsLeadToWhich)
{
    const NfsimResult result = Check(m_good, {"--graph"});
    EXPECT_EQ(result.code, 0);
    EXPECT_THAT(result.out, HasSubstr("digraph \"r\" {"));
    EXPECT_THAT(
        result.out,
        HasSubstr("\"filter/INPUT\" [label=\"INPUT\\n2 rules\\npolicy DROP\" penwidth=2];"));
    EXPECT_THAT(result.out, HasSubstr("\"filter/web\" [label=\"web\\n1 rule\"];"));
    EXPECT_THAT(result.out, HasSubstr("\"filter/INPUT\" -> \"filter/web\";"));
    EXPECT_THAT(result.out, HasSubstr("\"filter/INPUT\" -> \"filter/web\" [style=dashed];"));
}

TEST_F(CheckTest, TellsWhichExtensionsASetNeeds)
{
    const nlohmann::json uses = Check(m_good, {"--uses", "--json"}).Json()["uses"];
    ASSERT_EQ(uses.size(), 2U);
    EXPECT_EQ(uses[0]["extension"], "conntrack");
    EXPECT_EQ(uses[0]["rules"], 1);
    EXPECT_EQ(uses[1]["extension"], "tcp");
    EXPECT_EQ(uses[1]["kind"], "match");
    EXPECT_EQ(uses[1]["rules"], 2);
}

TEST_F(CheckTest, KnowsTheSetsOfAnIpsetFile)
{
    const std::string rules = "*filter\n-A INPUT -m set --match-set bad src -j DROP\nCOMMIT\n";
    const NfsimResult without = Check(rules);
    EXPECT_EQ(without.code, 2);
    EXPECT_THAT(without.err, HasSubstr("r:2:1: error: "));
    const std::string sets = Write("sets", "create bad hash:ip\n");
    EXPECT_EQ(Check(rules, {"--sets", sets}).code, 0);
    EXPECT_EQ(Check(rules, {"--sets", Write("wrong", "create bad hash:io\n")}).code, 2);
}

TEST_F(CheckTest, ChecksSeveralFilesEachByItself)
{
    const std::string good = Write("good", m_good);
    const std::string bad = Write("bad", "*filter\n-A INPUT -j nowhere\nCOMMIT\n");
    const NfsimResult result = Run({"check", good, bad, good, "--save"});
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.err, HasSubstr("bad:2:13: error: "));
    EXPECT_THAT(result.err, HasSubstr("1 error and 0 warnings in 3 files"));
    EXPECT_THAT(result.out, Not(HasSubstr("nowhere")));
}

TEST_F(CheckTest, CutsALongLineAroundThePlaceAndHidesControlCharacters)
{
    const std::string long_ = "-A INPUT -m comment --comment " + std::string(200, 'x') +
                              " --nothing\x1b[2J " + std::string(300, 'y');
    const NfsimResult result = Check("*filter\n" + long_ + "\nCOMMIT\n");
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.err, HasSubstr("...x"));
    EXPECT_THAT(result.err, HasSubstr("--nothing?[2J"));
    EXPECT_THAT(result.err, Not(HasSubstr("\x1b")));
}

TEST_F(CheckTest, FollowsAShellScript)
{
    const NfsimResult good = Check("#!/bin/sh\nIPT=iptables\nfor p in 22 80; do\n"
                                   "  $IPT -A INPUT -p tcp --dport $p -j ACCEPT\ndone\n",
                                   {"--save"});
    EXPECT_EQ(good.code, 0) << good.err;
    EXPECT_THAT(good.out, HasSubstr("-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT\n"));
    const NfsimResult bad = Check("#!/bin/sh\niptables -A INPUT -s $LAN -j DROP\nsysctl -p\n");
    EXPECT_EQ(bad.code, 2);
    EXPECT_EQ(bad.err,
              "r:2:22: error: the variable 'LAN' has no value in the script\n"
              "iptables -A INPUT -s $LAN -j DROP\n"
              "                     ^~~~\n"
              "r:3:1: warning: the command 'sysctl' has no effect here\n"
              "sysctl -p\n"
              "^~~~~~~~~\n"
              "1 error and 1 warning in 1 file\n");
}

TEST_F(CheckTest, TellsTheFamilyOfARuleSet)
{
    const NfsimResult six =
        Check("*filter\n-A INPUT -s fe80::1/10 -p icmpv6 --icmpv6-type 1 -j DROP\nCOMMIT\n",
              {"--save"});
    EXPECT_EQ(six.code, 0) << six.err;
    EXPECT_THAT(six.out, HasSubstr("-A INPUT -s fe80::/10 -p ipv6-icmp -m icmp6 --icmpv6-type 1"));
    const std::string either = "*filter\n-A INPUT -p icmp -j DROP\nCOMMIT\n";
    EXPECT_EQ(Check(either, {"--strict"}).code, 0);
    const NfsimResult forced = Check(either, {"--strict", "--ipv6"});
    EXPECT_EQ(forced.code, 1);
    EXPECT_THAT(forced.err, HasSubstr("r:2:1: warning: -p icmp in a rule of ip6tables matches no"));
    EXPECT_THAT(Check("*filter\n-A INPUT -s 10.0.0.1\n-A INPUT -s fe80::1\nCOMMIT\n").err,
                HasSubstr("r:3:13: error: found 'fe80::1', an IPv6 address: this is an "
                          "ip6tables-save text, expected one of iptables-save"));
}

TEST_F(CheckTest, ChecksBothPartsOfAFile)
{
    const std::string both = "# Generated by iptables-save v1.8.9\n"
                             "*filter\n"
                             "-A INPUT -s 10.0.0.1 -j ACCEPT\n"
                             "COMMIT\n"
                             "# Generated by ip6tables-save v1.8.9\n"
                             "*filter\n"
                             "-A INPUT -s fe80::1 -m hl --hl-eq 255 -j ACCEPT\n"
                             "COMMIT\n";
    const NfsimResult saved = Check(both, {"--save"});
    EXPECT_EQ(saved.code, 0) << saved.err;
    EXPECT_THAT(saved.out, HasSubstr("-A INPUT -s 10.0.0.1/32 -j ACCEPT\n"));
    EXPECT_THAT(saved.out, HasSubstr("-A INPUT -s fe80::1/128 -m hl --hl-eq 255 -j ACCEPT\n"));
    EXPECT_EQ(Check(saved.out, {"--save"}).out, saved.out);
    EXPECT_THAT(Check(both, {"--list"}).out,
                testing::AllOf(HasSubstr("Table filter, Chain INPUT"),
                               HasSubstr("Table ip6 filter, Chain INPUT")));
    EXPECT_THAT(Check(both, {"--uses"}).out, testing::ContainsRegex("ip6 filter +match +hl"));
    EXPECT_THAT(Check(both, {"--graph"}).out,
                testing::AllOf(HasSubstr("\"filter/INPUT\""), HasSubstr("\"ip6 filter/INPUT\"")));
    std::string wrong = both;
    wrong.replace(wrong.find("fe80::1"), 7, "fe80::g");
    wrong.replace(wrong.find("10.0.0.1"), 8, "10.0.0.g");
    EXPECT_THAT(Check(wrong).err,
                testing::AllOf(HasSubstr("r:3:13: error: "),
                               HasSubstr("r:7:13: error: "),
                               HasSubstr("2 errors and 0 warnings")));
}

TEST_F(CheckTest, FollowsAScriptOfBothPrograms)
{
    const std::string script = "#!/bin/sh\nfor i in iptables ip6tables; do\n"
                               "  $i -A INPUT -p tcp --dport 22 -j ACCEPT\ndone\n"
                               "ip6tables -A INPUT -p icmpv6 -j ACCEPT\n";
    const NfsimResult both = Check(script, {"--save", "--strict"});
    EXPECT_EQ(both.code, 0) << both.err;
    EXPECT_THAT(both.out,
                HasSubstr("# Generated by ip6tables-save of nfsim\n*filter\n:INPUT ACCEPT [0:0]\n"
                          ":FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n"
                          "-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\n"
                          "-A INPUT -p ipv6-icmp -j ACCEPT\nCOMMIT\n"));
    const NfsimResult one = Check("ip6tables -A INPUT -p icmpv6 -j ACCEPT\n", {"--save"});
    EXPECT_EQ(one.out,
              "# Generated by ip6tables-save of nfsim\n*filter\n:INPUT ACCEPT [0:0]\n:FORWARD "
              "ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n"
              "-A INPUT -p ipv6-icmp -j ACCEPT\nCOMMIT\n");
}

TEST_F(CheckTest, WhatIsSavedOfAnyRuleSetIsSavedAsItself)
{
    const int status = std::system("python3 " NF_SOURCE_DIR
                                   "/test/analysis/save_again.py " NF_TEST_DATA " " NF_NFSIM);
    EXPECT_EQ(WIFEXITED(status) ? WEXITSTATUS(status) : 128, 0);
}

TEST_F(CheckTest, TheReferenceOfExtensionsIsTheDocument)
{
    const NfsimResult result = Run({"check", "--reference"});
    EXPECT_EQ(result.err, "");
    EXPECT_EQ(result.out, ReadFile(NF_SOURCE_DIR "/doc/extensions.rst"));
}

TEST_F(CheckTest, TheExamplesOfTheReferenceAreAccepted)
{
    std::istringstream lines(ReadFile(NF_SOURCE_DIR "/doc/extensions.rst"));
    std::string script = "#!/bin/sh\n";
    std::size_t examples = 0;
    for (std::string line; std::getline(lines, line);)
    {
        const bool example =
            line.rfind("   iptables ", 0) == 0 || line.rfind("   ip6tables ", 0) == 0;
        script += example ? line + "\n" : "";
        examples += example ? 1 : 0;
    }
    EXPECT_GE(examples, 105U);
    const std::string sets = Write("sets", "create blocked hash:ip timeout 0\n");
    const NfsimResult result = Check(script, {"--sets", sets});
    EXPECT_EQ(result.code, 0) << result.err;
}

TEST_F(CheckTest, ExplainsAnExtension)
{
    EXPECT_THAT(Run({"check", "--explain", "limit"}).out,
                HasSubstr("--limit-burst\n      how many may come at once"));
    EXPECT_THAT(Refused({"check", "--explain", "limmit"}), HasSubstr("did you mean 'limit'?"));
    EXPECT_THAT(Refused({"check"}), HasSubstr("a file is required"));
}

TEST_F(CheckTest, ARefusedFileIsNamed)
{
    EXPECT_THAT(Refused({"check", Path("none")}), HasSubstr("none: cannot read it"));
    EXPECT_THAT(Refused({"check", Path(".")}), HasSubstr("cannot read it"));
}

} // namespace ns3
