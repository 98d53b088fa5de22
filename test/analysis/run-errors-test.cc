// SPDX-License-Identifier: GPL-2.0-only

// nfsim run: what it says of scenarios that are wrong.

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

/// A scenario and the first thing that is wrong with it.
struct BadInput
{
    std::string name;
    std::string text;
    std::string message; ///< "line:column: what"
};

class RunErrors : public NfsimTest
{
  protected:
    static std::vector<BadInput> ReadBadInputs()
    {
        std::vector<BadInput> inputs;
        std::ifstream file(std::string(NF_TEST_DATA) + "/scenarios/bad-inputs.txt");
        for (std::string line; std::getline(file, line);)
        {
            if (line.rfind("### ", 0) == 0)
            {
                inputs.push_back({line.substr(4), "", ""});
            }
            else if (line.rfind("=> ", 0) == 0)
            {
                inputs.back().message = line.substr(3);
            }
            else if (!inputs.empty() && inputs.back().message.empty())
            {
                inputs.back().text += line + "\n";
            }
        }
        return inputs;
    }

    std::string RefusedText(const std::string& text, std::vector<std::string> more = {})
    {
        std::ofstream(Path("s.yaml")) << text;
        std::vector<std::string> arguments{"run", Path("s.yaml"), "--check"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        std::string said = Refused(arguments);
        const std::string path = Path("");
        for (std::size_t at = said.find(path); at != std::string::npos; at = said.find(path))
        {
            said.erase(at, path.size());
        }
        return said;
    }
};

TEST_F(RunErrors, EachFaultIsToldWithItsPlaceAndWhatWasExpected)
{
    const std::vector<BadInput> inputs = ReadBadInputs();
    EXPECT_GE(inputs.size(), 60U);
    for (const BadInput& input : inputs)
    {
        const std::string said = RefusedText(input.text);
        EXPECT_EQ(said.substr(0, said.find('\n')), "nfsim: s.yaml:" + input.message) << input.name;
    }
}

TEST_F(RunErrors, TheJsonSchemaRefusesTheSameButForWhatIsListedAsBeyondIt)
{
    if (std::system("python3 -c 'import jsonschema, yaml'") != 0)
    {
        GTEST_SKIP() << "python3 has no jsonschema or yaml (Debian: python3-jsonschema, "
                        "python3-yaml)";
    }
    const std::string data = NF_TEST_DATA "/scenarios/";
    const std::string command = "python3 " NF_SOURCE_DIR
                                "/test/analysis/scenario_schema.py " NF_NFSIM " " NF_EXAMPLES_DIR
                                "/scenarios " +
                                data + "bad-inputs.txt " + data + "beyond-schema.txt";
    EXPECT_EQ(std::system(command.c_str()), 0);
}

TEST_F(RunErrors, AllAreToldAtOnceInTheOrderOfTheirPlaces)
{
    EXPECT_EQ(
        RefusedText("duration: 5\n"
                    "sead: 1\n"
                    "topology:\n"
                    "  rate: 1Mbps\n"
                    "  delay: 1ms\n"
                    "  nodes: {a: {kind: hots}, b: }\n"
                    "  links: [{from: a, to: c}, {from: a, to: b, rat: 1Gbps}]\n"
                    "changes: [{at: 1s, link-down: x}]\n"),
        "nfsim: s.yaml:1:11: duration: expected a time with its unit, such as 20ms, of at most "
        "a day, not '5'\n"
        "nfsim: s.yaml:2:1: a scenario has no key 'sead'; did you mean 'seed'?\n"
        "nfsim: s.yaml:6:21: kind: expected one of router, host, lan, bridge, wifi, not 'hots'; "
        "did you mean "
        "'host'?\n"
        "nfsim: s.yaml:7:25: there is no node 'c'\n"
        "nfsim: s.yaml:7:46: a link has no key 'rat'; did you mean 'rate'?\n"
        "nfsim: s.yaml:8:31: link-down: there is no link 'x'\n");
}

TEST_F(RunErrors, AnAliasBombIsRefusedBeforeItFillsTheMemory)
{
    std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 12; ++i)
    {
        text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
        for (int k = 0; k < 9; ++k)
        {
            text += (k > 0 ? ", *a" : "*a") + std::to_string(i - 1);
        }
        text += "]\n";
    }
    EXPECT_THAT(RefusedText(text), HasSubstr(":6:"));
    EXPECT_THAT(RefusedText(text), HasSubstr("counting what aliases stand for"));
}

TEST_F(RunErrors, DeepNestingIsRefused)
{
    EXPECT_THAT(RefusedText("a: " + std::string(100'000, '[')), HasSubstr("more than 32 levels"));
}

TEST_F(RunErrors, RulesInAFileAreToldWithTheirPlaceThere)
{
    std::ofstream(Path("fw.rules")) << "*filter\n-A FORWARD -j NOWHERE\nCOMMIT\n";
    EXPECT_THAT(RefusedText("duration: 1s\ntopology: {nodes: {fw: {rules: fw.rules}}}\n"),
                HasSubstr("fw.rules:2:15: found 'NOWHERE'"));
}

TEST_F(RunErrors, NodesThatAreAlikeAreToldOnce)
{
    EXPECT_THAT(RefusedText("duration: 1s\n"
                            "topology: {nodes: {'fw[1..50]': {iptables: -A NOWHERE -j DROP}}}\n"),
                Not(HasSubstr("\nnfsim")));
}

TEST_F(RunErrors, SettingWhatIsNoVariableIsRefused)
{
    const std::string good = "duration: ${time}\nvariables: {time: 1s}\ntopology: {nodes: {a: }}\n";
    EXPECT_THAT(RefusedText(good, {"--set", "tim=2s"}), HasSubstr("did you mean 'time'?"));
    EXPECT_THAT(RefusedText(good, {"--set", "time"}), HasSubstr("NAME=VALUE"));
    EXPECT_THAT(RefusedText(good, {"--set", "time=1s", "--set", "time=2s"}), HasSubstr("twice"));
    EXPECT_THAT(RefusedText(good, {"--set", "time=2"}),
                HasSubstr("s.yaml:1:11: duration: expected a time"));
    EXPECT_EQ(Run({"run", Path("s.yaml"), "--check", "--set", "time=2s"}).code, 0);
}

TEST_F(RunErrors, AChangeThatWouldFailLaterIsToldBeforeTheStart)
{
    std::ofstream(Path("s.yaml")) << "duration: 1s\ntopology: {nodes: {fw: }}\n"
                                     "changes: [{at: 0.5s, node: fw, iptables: -D FORWARD 1}]\n";
    EXPECT_THAT(Refused({"run", Path("s.yaml"), "--trace", Path("t.db")}),
                HasSubstr("s.yaml:3:42: iptables -D FORWARD 1: "));
    EXPECT_FALSE(std::filesystem::exists(Path("t.db")));
}

} // namespace

} // namespace ns3
