// SPDX-License-Identifier: GPL-2.0-only

#include "match-cases.h"

#include "nf-ip-protocol-names.h"
#include "nf-standard-matches.h"

#include <set>

namespace ns3
{

namespace
{

/// Words of a command, with shell quotes resolved.
std::vector<std::string>
SplitWords(const std::string& text)
{
    std::vector<std::string> words;
    bool inWord = false;
    char quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i)
    {
        char c = text[i];
        if (!quote && c == ' ')
        {
            inWord = false;
            continue;
        }
        if (!inWord)
        {
            words.emplace_back();
            inWord = true;
        }
        // \' is not special in shell quotes, but iptables-save writes it and its restore reads it.
        bool escape = c == '\\' && quote != '\'' && i + 1 < text.size() &&
                      (text[i + 1] == '"' || text[i + 1] == '\\' || text[i + 1] == '\'');
        if (escape)
        {
            words.back() += text[++i];
        }
        else if (quote ? c == quote : c == '"' || c == '\'')
        {
            quote = quote ? 0 : c;
        }
        else
        {
            words.back() += c;
        }
    }
    return words;
}

uint32_t
HooksOf(const std::string& chain)
{
    for (unsigned hook = 0; hook < NF_N_INET_HOOKS; ++hook)
    {
        if (chain == NfToString(static_cast<NfHook>(hook)))
        {
            return 1U << hook;
        }
    }
    return 0;
}

/// Hands the words to a match, as the rule parser does.
class Feeder
{
  public:
    Feeder(const NfMatchType& type, NfMatch& match)
        : m_type(type),
          m_match(match)
    {
    }

    NfComplaint Feed(const std::vector<std::string>& words, std::size_t i)
    {
        while (i < words.size())
        {
            NfOption option;
            option.inverted = words[i] == "!";
            i += option.inverted;
            if (i == words.size())
            {
                return "a lone ! stands at the end";
            }
            option.name.text = words[i];
            auto complaint = Find(words[i++], option);
            if (complaint)
            {
                return complaint;
            }
            while (i < words.size() && option.arguments.size() < option.spec->maxArguments &&
                   (option.arguments.size() < option.spec->minArguments ||
                    (words[i] != "!" && words[i].substr(0, 1) != "-")))
            {
                option.arguments.push_back({words[i++], 1, 1});
            }
            if (option.arguments.size() < option.spec->minArguments)
            {
                return "too few words follow " + option.name.text;
            }
            m_options.push_back(option);
        }
        const NfOption* culprit = nullptr;
        return NfTakeOptions(m_match, m_options, culprit);
    }

  private:
    NfComplaint Find(const std::string& word, NfOption& option)
    {
        for (const auto& spec : m_type.options)
        {
            if (word == "--" + std::string(spec.name) ||
                (!spec.alias.empty() && word == "--" + std::string(spec.alias)))
            {
                option.spec = &spec;
            }
        }
        if (!option.spec)
        {
            return "unknown option " + word;
        }
        if (option.inverted && !option.spec->invertible)
        {
            return word + " cannot be negated";
        }
        if (!m_seen.insert(option.spec).second && !option.spec->repeatable)
        {
            return word + " can be given only once";
        }
        return {};
    }

    const NfMatchType& m_type;
    NfMatch& m_match;
    std::set<const NfOptionSpec*> m_seen;
    std::vector<NfOption> m_options;
};

} // namespace

std::string
ParsedMatch::ProtocolText() const
{
    if (protocol.empty())
    {
        return "";
    }
    return (notProtocol ? "! -p " : "-p ") + protocol + ' ';
}

ParsedMatch
ParseMatch(const std::string& options,
           const std::string& chain,
           const std::string& table,
           NfFamily family)
{
    ParsedMatch result;
    result.rule = std::make_unique<NfRuleSpec>();
    auto words = SplitWords(options);
    std::size_t i = 0;
    if (words.at(0) == "!")
    {
        result.notProtocol = result.rule->notProtocol = true;
        ++i;
    }
    if (words.at(i) == "-p")
    {
        result.protocol = words.at(i + 1);
        result.rule->protocol = NfParseIpProtocol(result.protocol).value();
        i += 2;
    }
    result.typeName = words.at(i + 1);
    i += 2;
    static const std::vector<NfMatchType> types = NfMakeStandardMatchTypes();
    for (const auto& type : types)
    {
        if (type.name == result.typeName && type.family.value_or(family) == family)
        {
            result.match = type.New(family);
            result.complaint = Feeder(type, *result.match).Feed(words, i);
            NfRuleContext context{table, chain, HooksOf(chain), result.rule.get()};
            context.family = family;
            result.complaint =
                result.complaint ? result.complaint : NfCheckPlace(*result.match, context);
            result.complaint = result.complaint ? result.complaint : result.match->Check(context);
            result.match->Start();
            return result;
        }
    }
    result.complaint = "no such match: " + result.typeName;
    return result;
}

} // namespace ns3
