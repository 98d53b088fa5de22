// SPDX-License-Identifier: GPL-2.0-only
// What a user is told, where, and what our parser does beyond the recorded cases.

#include "fake-extensions.h"
#include "nf-tables.h"
#include "nf-tokenizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>

using namespace ns3;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

namespace
{

class ParserTest : public ::testing::Test
{
  protected:
    ParserTest()
    {
        RegisterFakeExtensions();
    }

    /// Run a command and give its error, or what it made of the chain INPUT.
    std::string Run(const std::string& command)
    {
        Ptr<NfTables> tables = CreateObject<NfTables>();
        NfStatus error = tables->Execute(command);
        if (error)
        {
            return error->ToString();
        }
        std::string text;
        tables->Execute("-S INPUT", &text);
        return text.substr(text.find('\n') + 1);
    }
};

/// Words of a line as "column:text".
std::vector<std::string>
Words(const std::string& line, NfQuoting quoting)
{
    std::vector<NfToken> tokens;
    std::vector<std::string> words;
    NfStatus error = NfTokenize(line, 3, 1, quoting, tokens);
    if (error)
    {
        return {error->ToString()};
    }
    words.reserve(tokens.size());
    for (const NfToken& token : tokens)
    {
        words.push_back(std::to_string(token.column) + ":" + token.text);
    }
    return words;
}

} // namespace

TEST_F(ParserTest, RestoreQuoting)
{
    EXPECT_THAT(Words("  a\t\"b c\" d", NfQuoting::RESTORE), ElementsAre("3:a", "5:b c", "11:d"));
    EXPECT_THAT(Words("x\"y z\"w '\"\"", NfQuoting::RESTORE), ElementsAre("1:xy z", "7:w", "9:'"));
    EXPECT_THAT(Words(R"("a\"b\\c\d" \e)", NfQuoting::RESTORE),
                ElementsAre("1:a\"b\\cd", "13:\\e"));
    EXPECT_THAT(Words("\"\" a", NfQuoting::RESTORE), ElementsAre("1:", "4:a"));
    EXPECT_THAT(Words("a \"b", NfQuoting::RESTORE),
                ElementsAre(HasSubstr("3:3: the quote \" is not closed")));
    EXPECT_THAT(Words(std::string(1024, 'a'), NfQuoting::RESTORE),
                ElementsAre(HasSubstr("3:1: found a word of 1024 characters")));
    EXPECT_EQ(Words(std::string(1023, 'a'), NfQuoting::RESTORE).size(), 1U);
}

TEST_F(ParserTest, ShellQuoting)
{
    EXPECT_THAT(Words(R"(a'b "c'"d \"e" f\ g '')", NfQuoting::SHELL),
                ElementsAre("1:ab \"cd \"e", "16:f g", "21:"));
    EXPECT_THAT(Words("a 'b", NfQuoting::SHELL),
                ElementsAre(HasSubstr("3:3: the quote ' is not closed")));
}

TEST_F(ParserTest, AZeroByteIsRefusedWithItsPlace)
{
    EXPECT_EQ(Run(std::string("-A INPUT -i \0eth0", 17)), "1:13: found a zero byte");
    Ptr<NfTables> tables = CreateObject<NfTables>();
    const NfStatus error =
        tables->Restore(std::string("*filter\n:A\0 - [0:0]\nCOMMIT\n", 27), "text");
    ASSERT_TRUE(error);
    EXPECT_EQ(error->ToString(), "text:2:3: found a zero byte, expected text");
}

TEST_F(ParserTest, MessagesSayWhereAndWhatWasExpected)
{
    EXPECT_EQ(Run("-A INPUT -s www.example.org"),
              "1:13: found 'www.example.org', expected an IPv4 address such as 10.0.0.1 or "
              "10.0.0.0/24 (host and network names are not looked up)");
    EXPECT_EQ(Run("-A INPUT --dport 80"),
              "1:10: found the unknown option '--dport', expected an option of iptables or of an "
              "extension named before it (it belongs to -m tcp, -m udp)");
    EXPECT_EQ(Run("-A INPUT -m probe"), "1:13: probe: says nothing");
    EXPECT_EQ(Run("-A INPUT -m probe --say perhaps"),
              "1:25: probe: found 'perhaps', expected no, yes or hotdrop");
    EXPECT_EQ(Run("-A INPUT -p icmp -m tcp --dport 1"),
              "1:1: rule 1 of chain 'INPUT' in table filter is refused: tcp: needs -p tcp");
    EXPECT_EQ(Run("-t mangel -L"),
              "1:4: found the unknown table 'mangel', expected raw, mangle, nat, filter or "
              "security");
    EXPECT_EQ(Run("-A INPUT -p tcp -m tcp --sour 1"),
              "1:24: the option '--sour' is ambiguous, expected one of --source, --source-port");
}

TEST_F(ParserTest, OptionsOfExtensions)
{
    EXPECT_EQ(Run("-A INPUT -m twice --one a --two b c --two d -e"),
              "1:45: twice: the option --two requires 2 arguments");
    EXPECT_EQ(Run("-A INPUT -m twice --one -a --two b c --two d e --maybe"),
              "-A INPUT -m twice --one -a --two b c --two d e --maybe\n");
    EXPECT_EQ(Run("-A INPUT -m twice --one a --maybe x -j DROP"),
              "-A INPUT -m twice --one a --maybe x -j DROP\n");
    EXPECT_EQ(Run("-A INPUT -m twice --maybe"), "1:13: twice: expected the option --one");
    EXPECT_EQ(Run("-A INPUT -m twice --one a --one b"),
              "1:27: twice: the option --one may be given only once");
    EXPECT_EQ(Run("-A INPUT -m twice ! --one a"),
              "1:19: twice: the option --one cannot be inverted");
    EXPECT_EQ(Run("-A INPUT -m twice --one=a"), "-A INPUT -m twice --one a\n");
    EXPECT_EQ(Run("-A INPUT -p udp -m tracked --dport 5 -m comment --comment x"),
              "-A INPUT -p udp -m tracked -m udp --dport 5 -m comment --comment x\n");
    EXPECT_EQ(Run("-A INPUT -m comment --comment a -m comment --comment b"),
              "-A INPUT -m comment --comment a -m comment --comment b\n");
}

TEST_F(ParserTest, OptionsOfAnUnknownTargetNameTheTarget)
{
    EXPECT_EQ(Run("-A INPUT -j TEE --gateway 1.2.3.4"),
              "1:17: found the unknown option '--gateway', expected an option of iptables or of an "
              "extension named before it ('TEE' is a target that iptables has and this module has "
              "not)");
    EXPECT_EQ(Run("-A INPUT -j ULOG --ulog-nlgroup 3"),
              "1:18: found the unknown option '--ulog-nlgroup', expected an option of iptables or "
              "of an extension named before it ('ULOG' is a target that iptables has and Linux has "
              "not since 3.17: NFLOG does its work)");
    EXPECT_EQ(Run("-A INPUT -j LOG --gateway 1.2.3.4"),
              "1:17: found the unknown option '--gateway', expected an option of iptables or of an "
              "extension named before it");
}

TEST_F(ParserTest, AttachedArgumentsAreTakenAndRefusedAsByIptables)
{
    EXPECT_EQ(Run("-tfilter -AINPUT -p tcp -j ACCEPT"), "-A INPUT -p tcp -j ACCEPT\n");
    Ptr<NfTables> tables = CreateObject<NfTables>();
    NfStatus error = tables->Execute("-A INPUT -ptcp");
    ASSERT_TRUE(error);
    EXPECT_EQ(error->ToString(),
              "1:10: the argument of -p must be a word of its own, not attached as in '-ptcp'");
    for (const char* word : {"-s1.1.1.1", "-d1.1.1.1", "-ieth0", "-jACCEPT", "--protocol=tcp"})
    {
        EXPECT_TRUE(tables->Execute(std::string("-A INPUT ") + word)) << word;
    }
}

TEST_F(ParserTest, EachRuleOfAListHasItsOwnExtensions)
{
    Ptr<NfTables> tables = CreateObject<NfTables>();
    ASSERT_FALSE(tables->Execute("-A INPUT -s 1.1.1.1,2.2.2.2 -m comment --comment x -j LOG"));
    const auto& rules = tables->GetRuleset().FindTable("filter")->FindChain("INPUT")->rules;
    ASSERT_EQ(rules.size(), 2U);
    EXPECT_NE(rules[0]->GetMatches()[0], rules[1]->GetMatches()[0]);
    EXPECT_NE(rules[0]->GetTarget(), rules[1]->GetTarget());
}

TEST_F(ParserTest, RulesOfATextShareWhatKeepsNoState)
{
    Ptr<NfTables> tables = CreateObject<NfTables>();
    ASSERT_FALSE(tables->Restore("*filter\n"
                                 "-A INPUT -s 1.1.1.1 -p udp -m comment --comment x -j ACCEPT\n"
                                 "-A INPUT -s 2.2.2.2 -p udp -m comment --comment x -j ACCEPT\n"
                                 "-A INPUT -s 3.3.3.3 -p udp -m comment --comment x -j ACCEPT\n"
                                 "-A INPUT -s 3.3.3.3 -p udp -m comment --comment y -j ACCEPT\n"
                                 "-A INPUT -s 3.3.3.0/24 -p udp -m comment --comment x -j ACCEPT\n"
                                 "-A INPUT -i eth0 -p udp -m comment --comment x -j ACCEPT\n"
                                 "-A INPUT -i eth+ -p udp -m comment --comment x -j ACCEPT\n"
                                 "-A INPUT -p udp -m comment --comment x -j DROP\n"
                                 "-A INPUT -j LOG\n"
                                 "-A INPUT -j LOG\n"
                                 "COMMIT\n",
                                 "f"));
    const auto& rules = tables->GetRuleset().FindTable("filter")->FindChain("INPUT")->rules;
    ASSERT_EQ(rules.size(), 10U);
    EXPECT_EQ(&rules[1]->GetBody(), &rules[2]->GetBody());
    for (std::size_t i = 3; i < 8; ++i)
    {
        EXPECT_NE(&rules[i]->GetBody(), &rules[2]->GetBody()) << i;
        EXPECT_EQ(rules[i]->GetMatches()[0] == rules[2]->GetMatches()[0], i != 3) << i;
    }
    // This target does not say that it keeps nothing.
    EXPECT_NE(rules[8]->GetTarget(), rules[9]->GetTarget());
    rules[1]->packets = 5;
    const std::string saved = tables->Save({});
    EXPECT_THAT(saved,
                HasSubstr("-A INPUT -s 1.1.1.1/32 -p udp -m comment --comment x -j ACCEPT\n"
                          "-A INPUT -s 2.2.2.2/32 -p udp -m comment --comment x -j ACCEPT\n"
                          "-A INPUT -s 3.3.3.3/32 -p udp -m comment --comment x -j ACCEPT\n"
                          "-A INPUT -s 3.3.3.3/32 -p udp -m comment --comment y -j ACCEPT\n"
                          "-A INPUT -s 3.3.3.0/24 -p udp -m comment --comment x -j ACCEPT\n"
                          "-A INPUT -i eth0 -p udp -m comment --comment x -j ACCEPT\n"
                          "-A INPUT -i eth+ -p udp -m comment --comment x -j ACCEPT\n"
                          "-A INPUT -p udp -m comment --comment x -j DROP\n"));
    EXPECT_EQ(rules[2]->packets, 0U);
}

TEST_F(ParserTest, UnclosedQuoteAndLongChainNamesAreRefused)
{
    Ptr<NfTables> tables = CreateObject<NfTables>();
    NfStatus error = tables->Restore("*filter\n-A INPUT -m comment --comment \"x\nCOMMIT\n", "f");
    ASSERT_TRUE(error);
    EXPECT_EQ(error->ToString(),
              "f:2:31: the quote \" is not closed, expected another one on the same line");
    ASSERT_FALSE(tables->Execute("-N u"));
    EXPECT_TRUE(tables->Execute("-E u a2345678901234567890123456789"));
}

TEST_F(ParserTest, SaveIsAFixedPoint)
{
    Ptr<NfTables> tables = CreateObject<NfTables>();
    const std::string text =
        "*mangle\n:PREROUTING ACCEPT [1:2]\n:u - [0:0]\n[3:4] -A PREROUTING -i eth+ -j u\n"
        "[5:6] -A u -m comment --comment \"a \\\"b\\\" \\\\ c\" -j LOG --log-prefix \"x y \"\n"
        "COMMIT\n*filter\n:INPUT DROP [7:8]\n[9:10] -A INPUT ! -s 1.2.3.0/24 -p tcp -m tcp "
        "--dport 80:90 -j ACCEPT\nCOMMIT\n";
    NfRestoreOptions restore;
    restore.counters = true;
    NfSaveOptions save;
    save.counters = true;
    NfStatus error = tables->Restore(text, "f", restore);
    ASSERT_FALSE(error) << error->ToString();
    const std::string first = tables->Save(save);
    EXPECT_THAT(first, HasSubstr("[5:6] -A u -m comment --comment \"a \\\"b\\\" \\\\ c\" -j LOG"));
    Ptr<NfTables> other = CreateObject<NfTables>();
    ASSERT_FALSE(other->Restore(first, "f", restore));
    EXPECT_EQ(other->Save(save), first);
    save.table = "filter";
    EXPECT_EQ(first.substr(first.find("*filter")), other->Save(save));
}

TEST(RegistryTest, FindsWhatWasRegistered)
{
    RegisterFakeExtensions();
    const NfExtensionRegistry& registry = NfExtensionRegistry::Get();
    ASSERT_NE(registry.FindImplicitMatch(NfProtocol::TCP), nullptr);
    EXPECT_EQ(registry.FindImplicitMatch(NfProtocol::TCP)->name, "tcp");
    EXPECT_EQ(registry.FindImplicitMatch(0), nullptr);
    EXPECT_EQ(registry.FindImplicitMatch(NfProtocol::GRE), nullptr);
    EXPECT_EQ(registry.FindMatch("LOG"), nullptr);
    EXPECT_EQ(registry.FindTarget("LOG")->name, "LOG");
    EXPECT_THAT(registry.GetTargetNames(),
                ElementsAre("DO", "LOG", "MASQUERADE", "REJECT", "SETMARK", "SETTOS"));
}

TEST(ErrorTest, ToStringLeavesOutWhatIsMissing)
{
    EXPECT_EQ((NfError{"f", 1, 2, "m", 2}).ToString(), "f:1:2: m");
    EXPECT_EQ((NfError{"", 1, 2, "m", 2}).ToString(), "1:2: m");
    EXPECT_EQ((NfError{"f", 0, 0, "m", 2}).ToString(), "f: m");
    EXPECT_EQ((NfError{"", 0, 0, "m", 2}).ToString(), "m");
}
