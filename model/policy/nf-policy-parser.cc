// SPDX-License-Identifier: GPL-2.0-only

#include "nf-policy-parser.h"

#include "nf-nearest-word.h"
#include "nf-policy-words.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <map>
#include <sstream>

namespace ns3
{

namespace
{

using Word = NfPolicyWord;

/// Names longer than this would not fit into names of chains and comments.
constexpr std::size_t LONGEST_NAME = 60;

const std::map<std::string, NfPolicyAction> ACTIONS{
    {"accept", NfPolicyAction::ACCEPT},
    {"allow", NfPolicyAction::ACCEPT},
    {"deny", NfPolicyAction::DENY},
    {"drop", NfPolicyAction::DENY},
    {"reject", NfPolicyAction::REJECT},
};

// ", did you mean 'x'?" or nothing.
std::string
Suggest(const std::string& word, const std::vector<std::string>& known)
{
    const std::string nearest = NfNearestWord(word, known);
    return nearest.empty() ? "" : fmt::format(", did you mean '{}'?", nearest);
}

template <typename Map>
std::vector<std::string>
GetKeys(const Map& map)
{
    std::vector<std::string> keys;
    keys.reserve(map.size());
    for (const auto& [key, value] : map)
    {
        keys.push_back(key);
    }
    return keys;
}

/// Reads a policy in two rounds: names first, then what uses them.
class Parser
{
  public:
    Parser(NfPolicy& policy, std::vector<NfError>& errors)
        : m_policy(policy),
          m_errors(errors)
    {
    }

    void Parse(const std::string& text, uint32_t firstLine)
    {
        std::vector<std::vector<Word>> lines = NfSplitPolicy(text, firstLine);
        for (const std::vector<Word>& line : lines)
        {
            if (line[0].text == "zone")
            {
                DeclareZone(line);
            }
            else if (line[0].text == "service")
            {
                DeclareService(line);
            }
        }
        m_policy.judgesWithin.assign(m_policy.zones.size(), false);
        for (const std::vector<Word>& line : lines)
        {
            if (line[0].text != "zone" && line[0].text != "service")
            {
                ParseLine(line);
            }
        }
        std::stable_sort(m_errors.begin(), m_errors.end(), [](const NfError& a, const NfError& b) {
            return a.line != b.line ? a.line < b.line : a.column < b.column;
        });
    }

  private:
    void Fail(const Word& word, const std::string& message)
    {
        NfError error;
        error.file = m_policy.file;
        error.line = word.line;
        error.column = word.column;
        error.message = message;
        m_errors.push_back(error);
    }

    // "zone NAME :" or "service NAME :", and something after it; NAME is not `taken`.
    bool HasHead(const std::vector<Word>& line, bool isTaken)
    {
        if (line.size() < 4 || line[2].text != ":")
        {
            const char* what = line[0].text == "zone" ? "NODES" : "SERVICES";
            Fail(line.back(), fmt::format("'{} NAME: {}' expected", line[0].text, what));
            return false;
        }
        const std::string& name = line[1].text;
        const bool isPlain = name.size() <= LONGEST_NAME && name != "any" &&
                             std::all_of(name.begin(), name.end(), [](unsigned char c) {
                                 return std::isalnum(c) || c == '_' || c == '-' || c == '.';
                             });
        if (!isPlain)
        {
            Fail(line[1],
                 fmt::format("'{}' is no name of a {}: up to {} letters, digits and _-., not any",
                             name,
                             line[0].text,
                             LONGEST_NAME));
        }
        else if (isTaken)
        {
            Fail(line[1], fmt::format("a second {} '{}'", line[0].text, name));
        }
        return isPlain && !isTaken;
    }

    void DeclareZone(const std::vector<Word>& line)
    {
        const bool isTaken = line.size() > 1 && m_policy.FindZone(line[1].text);
        if (!HasHead(line, isTaken))
        {
            return;
        }
        NfPolicyZone zone{line[1].text, {}};
        for (std::size_t i = 3; i < line.size(); ++i)
        {
            if (line[i].text == ":" || line[i].text == "->")
            {
                Fail(line[i], fmt::format("'{}' found, the name of a node expected", line[i].text));
            }
            zone.members.push_back({line[i].text, line[i].line, line[i].column});
        }
        m_policy.zones.push_back(zone);
    }

    void DeclareService(const std::vector<Word>& line)
    {
        const std::string name = line.size() > 1 ? line[1].text : "";
        const bool isTaken = m_services.count(name) || name == "tcp" || name == "udp" ||
                             name == "icmp" || ACTIONS.count(name);
        if (HasHead(line, isTaken))
        {
            std::vector<NfPolicyService> services;
            for (std::size_t i = 3; i < line.size(); ++i)
            {
                AddService(line[i], services);
            }
            m_services[name] = services;
        }
    }

    void AddService(const Word& word, std::vector<NfPolicyService>& services)
    {
        const auto named = m_services.find(word.text);
        if (named != m_services.end())
        {
            services.insert(services.end(), named->second.begin(), named->second.end());
            return;
        }
        NfPolicyService service;
        std::string wrong = NfParsePolicyService(word.text, service);
        if (!wrong.empty())
        {
            std::vector<std::string> known = GetKeys(m_services);
            known.insert(known.end(), {"tcp", "udp", "icmp", "any"});
            Fail(word, wrong + Suggest(word.text, known));
        }
        services.push_back(service);
    }

    void ParseLine(const std::vector<Word>& line)
    {
        const std::string& first = line[0].text;
        const bool isAlone = line.size() == 1;
        const auto is = [&line](const char* text) {
            return std::any_of(line.begin(), line.end(), [text](const Word& word) {
                return word.text == text;
            });
        };
        if (isAlone && (first == "stateful" || first == "stateless"))
        {
            SayOnce(line[0], m_state, "whether state is kept");
            m_policy.isStateful = first == "stateful";
        }
        else if (isAlone && first == "anti-spoofing")
        {
            m_policy.antiSpoofing = line[0].line;
        }
        else if (first == "default")
        {
            ParseDefault(line);
        }
        else if (is("->") || is(":"))
        {
            ParseRule(line);
        }
        else
        {
            Fail(
                line[0],
                fmt::format(
                    "'{}' found; zone, service, default, stateful, stateless, "
                    "anti-spoofing or 'FROM -> TO: SERVICES ACTION' expected{}",
                    first,
                    Suggest(
                        first,
                        {"zone", "service", "default", "stateful", "stateless", "anti-spoofing"})));
        }
    }

    void SayOnce(const Word& word, uint32_t& said, const char* what)
    {
        if (said != 0)
        {
            Fail(word, fmt::format("line {} has said {} already", said, what));
        }
        said = word.line;
    }

    void ParseDefault(const std::vector<Word>& line)
    {
        if (line.size() != 2)
        {
            Fail(line.back(), "'default ACTION' expected");
            return;
        }
        SayOnce(line[0], m_policy.otherwiseNumber, "what the default is");
        m_policy.otherwise = ParseAction(line[1]);
    }

    NfPolicyAction ParseAction(const Word& word)
    {
        const auto action = ACTIONS.find(word.text);
        if (action == ACTIONS.end())
        {
            Fail(word,
                 fmt::format("'{}' found; accept, deny or reject expected{}",
                             word.text,
                             Suggest(word.text, GetKeys(ACTIONS))));
            return NfPolicyAction::DENY;
        }
        return action->second;
    }

    void AddZone(const Word& word, std::vector<std::size_t>& zones, std::vector<std::size_t>& named)
    {
        if (word.text == "any")
        {
            for (std::size_t zone = 0; zone < m_policy.zones.size(); ++zone)
            {
                zones.push_back(zone);
            }
        }
        else if (const auto zone = m_policy.FindZone(word.text))
        {
            zones.push_back(*zone);
            named.push_back(*zone);
        }
        else
        {
            std::vector<std::string> known{"any"};
            for (const NfPolicyZone& other : m_policy.zones)
            {
                known.push_back(other.name);
            }
            Fail(word,
                 fmt::format("there is no zone '{}'{}", word.text, Suggest(word.text, known)));
        }
    }

    // from... -> to... : [services...] action
    void ParseRule(const std::vector<Word>& line)
    {
        const auto find = [&line](const char* text) {
            const auto found = std::find_if(line.begin(), line.end(), [text](const Word& word) {
                return word.text == text;
            });
            return static_cast<std::size_t>(found - line.begin());
        };
        const std::size_t arrow = find("->");
        const std::size_t colon = find(":");
        const bool isWhole = arrow > 0 && arrow + 1 < colon && colon + 1 < line.size();
        if (!isWhole)
        {
            Fail(arrow == 0 || arrow == line.size() ? line[0] : line.back(),
                 "'FROM -> TO: SERVICES ACTION' expected");
            return;
        }
        NfPolicyLine rule;
        rule.number = line[0].line;
        std::vector<std::size_t> named[2];
        for (std::size_t i = 0; i < colon; ++i)
        {
            if (i != arrow)
            {
                AddZone(line[i], i < arrow ? rule.from : rule.to, named[i < arrow ? 0 : 1]);
            }
        }
        for (std::size_t i = colon + 1; i + 1 < line.size(); ++i)
        {
            AddService(line[i], rule.services);
        }
        if (rule.services.empty())
        {
            rule.services.emplace_back();
        }
        rule.action = ParseAction(line.back());
        for (std::vector<std::size_t>* zones : {&rule.from, &rule.to})
        {
            std::sort(zones->begin(), zones->end());
            zones->erase(std::unique(zones->begin(), zones->end()), zones->end());
        }
        for (const std::size_t zone : named[0])
        {
            if (std::find(named[1].begin(), named[1].end(), zone) != named[1].end())
            {
                m_policy.judgesWithin[zone] = true;
            }
        }
        m_policy.lines.push_back(rule);
    }

    NfPolicy& m_policy;
    std::vector<NfError>& m_errors;
    std::map<std::string, std::vector<NfPolicyService>> m_services;
    uint32_t m_state{0}; //!< line that says stateful or stateless
};

} // namespace

NfPolicy
NfParsePolicy(const std::string& text,
              const std::string& file,
              std::vector<NfError>& errors,
              uint32_t firstLine,
              const std::vector<NfPolicyZone>& zones)
{
    NfPolicy policy;
    policy.file = file;
    policy.zones = zones;
    std::vector<NfError> own;
    Parser(policy, own).Parse(text, firstLine);
    errors.insert(errors.end(), own.begin(), own.end());
    return policy;
}

NfPolicy
NfReadPolicy(const std::string& file, std::vector<NfError>& errors)
{
    std::ifstream stream(file);
    std::ostringstream text;
    text << stream.rdbuf();
    // An empty file leaves nothing to insert, which is no failure of reading.
    if (!stream.is_open() || stream.bad())
    {
        NfError error;
        error.file = file;
        error.message = std::strerror(errno);
        errors.push_back(error);
        return {};
    }
    return NfParsePolicy(text.str(), file, errors);
}

} // namespace ns3
