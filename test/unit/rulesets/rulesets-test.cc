// SPDX-License-Identifier: GPL-2.0-only

#include "fake-netns.h"
#include "nf-conntrack.h"
#include "nf-extension-registry.h"
#include "nf-iptables-names.h"
#include "nf-standard-helpers.h"
#include "nf-standard-matches.h"
#include "nf-standard-targets.h"
#include "nf-tables.h"
#include "nf-text-family.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <sstream>

using namespace ns3;

namespace
{

namespace fs = std::filesystem;

std::string
ReadFile(const fs::path& path)
{
    std::ifstream file(path);
    EXPECT_TRUE(file) << path;
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// Names of the rule sets of a family, in order: "rulesets/ufw" and "rulesets6/host".
std::vector<std::string>
RulesetNames(NfFamily family)
{
    const std::string folder = family == NfFamily::IPV6 ? "rulesets6" : "rulesets";
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(NF_TEST_DATA "/" + folder))
    {
        if (entry.path().extension() == ".rules")
        {
            names.push_back(folder + "/" + entry.path().stem().string());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

/// Whose rules a rule set has.
NfFamily
FamilyOf(const std::string& name)
{
    return name.rfind("rulesets6/", 0) == 0 ? NfFamily::IPV6 : NfFamily::IPV4;
}

/// Rule sets like those of well-known firewalls, and what iptables-legacy-save or
/// ip6tables-legacy-save made of them (test/data/rulesets/record.py).
class RulesetTest : public ::testing::TestWithParam<std::string>
{
  protected:
    RulesetTest()
    {
        NfRegisterStandardMatches();
        NfRegisterStandardTargets();
        conntrack->SetNetns(&netns);
        tables->SetNetns(&netns);
        NfRegisterStandardHelpers(*conntrack);
    }

    ~RulesetTest() override
    {
        tables->SetNetns(nullptr);
        tables->Dispose();
        conntrack->Dispose();
    }

    /// What iptables-legacy-save printed.
    static std::string Recorded()
    {
        return ReadFile(NF_TEST_DATA "/" + GetParam() + ".saved");
    }

    /// @return what we print, without comments, in the order in which the record has the tables
    std::string Save() const
    {
        std::string text;
        for (const char* table : {"raw", "mangle", "nat", "filter"})
        {
            NfSaveOptions options;
            options.table = table;
            std::istringstream lines(tables->GetRuleset().FindTable(table) ? tables->Save(options)
                                                                           : "");
            for (std::string line; std::getline(lines, line);)
            {
                text += line[0] == '#' ? "" : line + '\n';
            }
        }
        return text;
    }

    FakeNetns netns;
    Ptr<NfConntrack> conntrack = CreateObject<NfConntrack>();
    Ptr<NfTables> tables = CreateObject<NfTables>(FamilyOf(GetParam()));
};

} // namespace

TEST_P(RulesetTest, IsLoadedAndSavedAsByIptables)
{
    NfStatus error =
        tables->Restore(ReadFile(NF_TEST_DATA "/" + GetParam() + ".rules"), GetParam());
    ASSERT_FALSE(error) << error->ToString();
    EXPECT_EQ(Save(), Recorded());
}

TEST_P(RulesetTest, LoadsAgainFromWhatWasSaved)
{
    NfStatus error = tables->Restore(Recorded(), GetParam() + ".saved");
    ASSERT_FALSE(error) << error->ToString();
    EXPECT_EQ(Save(), Recorded());
}

/// The comments of such a text tell nothing of its family, but what is in it does.
TEST_P(RulesetTest, TellsItsFamily)
{
    const std::string text = ReadFile(NF_TEST_DATA "/" + GetParam() + ".rules");
    const NfFamily own = FamilyOf(GetParam());
    EXPECT_EQ(NfGuessFamily(text), own);
    Ptr<NfTables> other = CreateObject<NfTables>(NfOtherFamily(own));
    NfStatus error = other->Restore(text, GetParam());
    EXPECT_TRUE(error);
    other->Dispose();
}

/// Test names may not have the "/" and "-" of files.
std::string
NameOf(const ::testing::TestParamInfo<std::string>& info)
{
    std::string name = info.param.substr(info.param.find('/') + 1);
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(Rulesets,
                         RulesetTest,
                         ::testing::ValuesIn(RulesetNames(NfFamily::IPV4)),
                         NameOf);
INSTANTIATE_TEST_SUITE_P(Rulesets6,
                         RulesetTest,
                         ::testing::ValuesIn(RulesetNames(NfFamily::IPV6)),
                         NameOf);

/// TCPMSS asks the match tcp of its rule whether it requires SYN; the two live in different layers.
TEST(RulesetsTest, TcpmssNeedsSyn)
{
    NfRegisterStandardMatches();
    NfRegisterStandardTargets();
    auto tables = CreateObject<NfTables>();
    const std::string target = " -j TCPMSS --set-mss 1400";
    for (const char* with : {"--syn", "--tcp-flags SYN,RST SYN", "--tcp-flags SYN SYN --dport 80"})
    {
        auto error = tables->Execute(std::string("-A FORWARD -p tcp ") + with + target);
        EXPECT_FALSE(error) << with << ": " << error->ToString();
    }
    for (const char* without : {"", "! --syn", "--tcp-flags SYN,RST RST", "--dport 80"})
    {
        auto error = tables->Execute(std::string("-A FORWARD -p tcp ") + without + target);
        EXPECT_TRUE(error) << without;
    }
    tables->Dispose();
}

/// The document lists what the registry has: its paragraphs "*Matches:*" and "*Targets:*".
TEST(RulesetsTest, TheDocumentNamesAllExtensions)
{
    NfRegisterStandardMatches();
    NfRegisterStandardTargets();
    std::string document = ReadFile(NF_TEST_DATA "/../../doc/netfilter.rst");
    auto listed = [&](const std::string& heading) {
        auto begin = document.find(heading) + heading.size();
        std::string text = document.substr(begin, document.find(".\n\n", begin) - begin);
        std::replace_if(
            text.begin(),
            text.end(),
            [](char c) { return c == ',' || c == '\n'; },
            ' ');
        std::istringstream words(text);
        return std::vector<std::string>(std::istream_iterator<std::string>(words), {});
    };
    const auto& registry = NfExtensionRegistry::Get();
    EXPECT_EQ(listed("*Matches:*"), registry.GetMatchNames());
    EXPECT_EQ(listed("tables themselves, and"), registry.GetTargetNames());
}
