// SPDX-License-Identifier: GPL-2.0-only
// Plays what test/data/iptables recorded of the real iptables, and expects the same answers.

#include "nf-standard-matches.h"
#include "nf-standard-targets.h"
#include "nf-tables.h"

#include <fstream>
#include <gtest/gtest.h>
#include <sstream>
#include <string>
#include <vector>

using namespace ns3;

namespace
{

/// One case of a file: from its line "@ name" to the next one.
struct Case
{
    std::string file;
    std::string name;
    NfFamily family{NfFamily::IPV4};
    NfRestoreOptions options;
    std::vector<std::string> lines;
};

void
PrintTo(const Case& c, std::ostream* os)
{
    *os << c.file << ": " << c.name;
}

std::vector<Case>
ReadCases()
{
    std::vector<Case> cases;
    for (const std::string name : {"restore.txt", "commands.txt", "restore6.txt", "commands6.txt"})
    {
        std::ifstream file(std::string(NF_TEST_DATA) + "/iptables/" + name);
        std::string line;
        while (std::getline(file, line))
        {
            if (line[0] == '@')
            {
                std::istringstream words(line.substr(1));
                Case c;
                c.file = name;
                c.family = name.find('6') == std::string::npos ? NfFamily::IPV4 : NfFamily::IPV6;
                words >> c.name;
                for (std::string option; words >> option;)
                {
                    c.options.counters = c.options.counters || option == "-c";
                    c.options.noflush = c.options.noflush || option == "--noflush";
                }
                cases.push_back(c);
            }
            else if (!cases.empty())
            {
                cases.back().lines.push_back(line);
            }
        }
    }
    return cases;
}

/// The text of a line after "< ", with its escapes resolved.
std::string
Unescape(const std::string& line)
{
    std::string text = line.size() > 2 ? line.substr(2) : "";
    bool newline = true;
    if (text.size() >= 2 && text.compare(text.size() - 2, 2, "\\c") == 0)
    {
        text.resize(text.size() - 2);
        newline = false;
    }
    for (std::size_t at; (at = text.find("\\r")) != std::string::npos;)
    {
        text.replace(at, 2, "\r");
    }
    return newline ? text + "\n" : text;
}

/// Plays a case and writes it down again, with our answers.
class Player
{
  public:
    explicit Player(NfFamily family)
        : m_tables(CreateObject<NfTables>(family))
    {
    }

    std::string Play(const Case& c)
    {
        std::string text;
        for (const std::string& line : c.lines)
        {
            if (line[0] == '<')
            {
                text += Unescape(line);
                m_played += line + "\n";
                continue;
            }
            if (!text.empty())
            {
                Answer(m_tables->Restore(text, c.name, c.options), "");
                text.clear();
            }
            if (line[0] == '=' || line[0] == '|')
            {
                continue;
            }
            m_played += line + "\n";
            if (line[0] == '$')
            {
                std::string output;
                NfStatus status = m_tables->Execute(line.substr(1), &output);
                Answer(status, output);
            }
            else if (line[0] == '?')
            {
                NfSaveOptions options;
                options.counters = line == "? -c";
                Print(m_tables->Save(options));
            }
        }
        return m_played;
    }

    /// All messages, to show when a case fails.
    std::string messages;

  private:
    void Answer(const NfStatus& status, const std::string& output)
    {
        m_played += "= " + std::to_string(status ? status->exitCode : 0) + "\n";
        if (status)
        {
            messages += status->ToString() + "\n";
            EXPECT_FALSE(status->message.empty());
            EXPECT_NE(status->line, 0U) << status->message;
            EXPECT_NE(status->column, 0U) << status->message;
        }
        Print(output);
    }

    void Print(const std::string& output)
    {
        std::istringstream lines(output);
        for (std::string line; std::getline(lines, line);)
        {
            m_played += "| " + line + "\n";
        }
    }

    Ptr<NfTables> m_tables;
    std::string m_played;
};

class RecordedTest : public ::testing::TestWithParam<Case>
{
};

} // namespace

TEST_P(RecordedTest, AnswersAsIptables)
{
    NfRegisterStandardMatches();
    NfRegisterStandardTargets();
    std::string recorded;
    for (const std::string& line : GetParam().lines)
    {
        recorded += line + "\n";
    }
    Player player(GetParam().family);
    EXPECT_EQ(recorded, player.Play(GetParam())) << player.messages;
}

INSTANTIATE_TEST_SUITE_P(Iptables,
                         RecordedTest,
                         ::testing::ValuesIn(ReadCases()),
                         [](const auto& info) {
                             const bool ipv6 = info.param.family == NfFamily::IPV6;
                             std::string name = (ipv6 ? "Ip6_" : "") + info.param.name;
                             for (char& c : name)
                             {
                                 c = c == '-' ? '_' : c;
                             }
                             return name;
                         });
