// SPDX-License-Identifier: GPL-2.0-only

#include "nf-run-expectation.h"

#include "nf-traffic-values.h"

#include "ns3/names.h"

#include <algorithm>
#include <fmt/format.h>

namespace ns3
{

namespace
{

constexpr uint8_t ICMP = 1;
constexpr uint8_t TCP = 6;
constexpr uint8_t UDP = 17;

struct Word
{
    std::string text;
    uint32_t column{0}; //!< from 1
};

std::vector<Word>
SplitWords(const std::string& text)
{
    std::vector<Word> words;
    std::size_t end = 0;
    for (std::size_t start = text.find_first_not_of(" \t"); start != std::string::npos;
         start = text.find_first_not_of(" \t", end))
    {
        end = std::min(text.find_first_of(" \t", start), text.size());
        words.push_back({text.substr(start, end - start), static_cast<uint32_t>(start + 1)});
    }
    return words;
}

std::string
NameOf(Ptr<Node> node)
{
    const std::string name = node ? Names::FindName(node) : "";
    return name.empty() && node ? fmt::format("node {}", node->GetId()) : name;
}

bool
Contains(const std::vector<std::string>& names, Ptr<Node> node)
{
    return node && std::find(names.begin(), names.end(), NameOf(node)) != names.end();
}

std::string
PairText(const NfTrafficPair& pair)
{
    return fmt::format("{} from {} to {}", pair.spec->name, NameOf(pair.from), NameOf(pair.to));
}

std::string
PlaceText(const NfLossPlace& place)
{
    return fmt::format("{} {} by {} at {}: {}",
                       place.packets,
                       place.packets == 1 ? "packet was stopped" : "packets were stopped",
                       NfToString(place.cause),
                       place.node,
                       place.text);
}

} // namespace

/// Goes through the words of a line.
class NfRunExpectation::Parser
{
  public:
    Parser(const std::string& text, const Resolver& resolver, NfRunExpectation& result)
        : m_words(SplitWords(text)),
          m_end(static_cast<uint32_t>(text.size() + 1)),
          m_resolver(resolver),
          m_result(result)
    {
    }

    NfStatus Parse()
    {
        if (Take("allowed:") || Take("denied:"))
        {
            const bool isAllowed = m_words[0].text == "allowed:";
            m_result.m_kind = isAllowed ? Kind::ALLOWED : Kind::DENIED;
            return ParseSides();
        }
        const bool isAt = Take("at");
        const bool isLeast = isAt && Take("least");
        if (isLeast || (isAt && Take("most")))
        {
            m_result.m_kind = isLeast ? Kind::AT_LEAST : Kind::AT_MOST;
            return ParseShare();
        }
        return Fail("'allowed:', 'denied:', 'at least' or 'at most' is expected");
    }

  private:
    const Word* Peek() const
    {
        return m_next < m_words.size() ? &m_words[m_next] : nullptr;
    }

    bool Take(const char* text)
    {
        const bool isIt = Peek() && Peek()->text == text;
        m_next += isIt ? 1 : 0;
        return isIt;
    }

    NfStatus Fail(const std::string& message) const
    {
        NfError error;
        error.line = 1;
        error.column = Peek() ? Peek()->column : m_end;
        error.message = Peek() ? fmt::format("'{}': {}", Peek()->text, message) : message;
        return error;
    }

    NfStatus ParseSides()
    {
        for (std::vector<std::string>* side : {&m_result.m_from, &m_result.m_to})
        {
            if (side == &m_result.m_to && !Take("->"))
            {
                return Fail("'->' is expected");
            }
            const auto names = Peek() ? Resolve(Peek()->text) : std::nullopt;
            if (!names)
            {
                return Fail("a zone or a node is expected");
            }
            *side = *names;
            ++m_next;
        }
        if (!Peek() || !ReadService(Peek()->text))
        {
            return Fail("a service is expected: any, icmp, tcp, udp, tcp/443, udp/53");
        }
        ++m_next;
        return Peek() ? Fail("the line should end here") : std::nullopt;
    }

    std::optional<std::vector<std::string>> Resolve(const std::string& word) const
    {
        if (m_resolver)
        {
            return m_resolver(word);
        }
        return Names::Find<Node>(word) ? std::optional(std::vector<std::string>{word})
                                       : std::nullopt;
    }

    bool ReadService(const std::string& text)
    {
        const std::size_t slash = text.find('/');
        const std::string name = text.substr(0, slash);
        const bool isPorted = name == "tcp" || name == "udp";
        if (name != "any" && name != "icmp" && !isPorted)
        {
            return false;
        }
        m_result.m_protocol = name == "any" ? 0 : name == "tcp" ? TCP : name == "udp" ? UDP : ICMP;
        if (slash == std::string::npos)
        {
            return true;
        }
        const auto port = NfReadTrafficCount(text.substr(slash + 1));
        m_result.m_port = static_cast<uint16_t>(port.value_or(0));
        return isPorted && port && *port > 0 && *port <= UINT16_MAX;
    }

    NfStatus ParseShare()
    {
        std::string number = Peek() ? Peek()->text : "";
        const bool hasSign = !number.empty() && number.back() == '%';
        number = number.substr(0, number.size() - (hasSign ? 1 : 0));
        const bool isNumber = number.find_first_not_of("0123456789.") == std::string::npos;
        Ptr<RandomVariableStream> share =
            isNumber && !number.empty() ? NfReadTrafficVariable(number, false) : nullptr;
        if (!share || share->GetValue() > 100)
        {
            return Fail("a share from 0 % to 100 % is expected");
        }
        m_result.m_share = share->GetValue() / 100;
        ++m_next;
        if (!hasSign && !Take("%"))
        {
            return Fail("'%' is expected");
        }
        if (Take("of"))
        {
            if (!Peek())
            {
                return Fail("a traffic class is expected");
            }
            m_result.m_group = Peek()->text;
            ++m_next;
        }
        if (Take("delivered"))
        {
            return Peek() ? Fail("the line should end here") : std::nullopt;
        }
        if (!Take("within"))
        {
            return Fail("'within' and a time, or 'delivered', is expected");
        }
        std::string time;
        const std::size_t first = m_next;
        for (; Peek(); ++m_next)
        {
            time += Peek()->text;
        }
        const bool isConstant = time.find(':') == std::string::npos && !time.empty();
        Ptr<RandomVariableStream> delay = isConstant ? NfReadTrafficVariable(time, true) : nullptr;
        if (!delay)
        {
            m_next = first;
            return Fail("a time is expected, such as 50 ms");
        }
        m_result.m_longestDelay = delay->GetValue();
        return std::nullopt;
    }

    std::vector<Word> m_words;
    uint32_t m_end;
    const Resolver& m_resolver;
    NfRunExpectation& m_result;
    std::size_t m_next{0};
};

NfStatus
NfRunExpectation::Parse(const std::string& text,
                        const Resolver& resolver,
                        NfRunExpectation& expectation)
{
    expectation = NfRunExpectation();
    expectation.m_text = text;
    return Parser(text, resolver, expectation).Parse();
}

bool
NfRunExpectation::Concerns(const NfTrafficPair& pair) const
{
    const bool isService = (m_protocol == 0 || pair.protocol == m_protocol) &&
                           (m_port == 0 || pair.port == 0 || pair.port == m_port);
    return isService && Contains(m_from, pair.from) && Contains(m_to, pair.to);
}

NfRunExpectation::Verdict
NfRunExpectation::Judge(const NfResults& results) const
{
    switch (m_kind)
    {
    case Kind::ALLOWED:
        return JudgeAllowed(results);
    case Kind::DENIED:
        return JudgeDenied(results);
    case Kind::AT_LEAST:
    case Kind::AT_MOST:
        return JudgeShare(results);
    }
    return {};
}

NfRunExpectation::Verdict
NfRunExpectation::JudgeAllowed(const NfResults& results) const
{
    bool isTried = false;
    for (const auto& pair : results.GetTraffic().GetPairs())
    {
        if (!Concerns(*pair) || pair->sent == 0)
        {
            continue;
        }
        isTried = true;
        const std::vector<NfLossPlace> places = results.GetLosses(pair->number);
        for (const NfLossPlace& place : places)
        {
            if (place.cause == NfLossCause::RULE || place.cause == NfLossCause::CONNTRACK ||
                place.cause == NfLossCause::NO_ROUTE)
            {
                return {false, fmt::format("{}: {}", PairText(*pair), PlaceText(place))};
            }
        }
        if (pair->delivered == 0 && pair->bytes == 0)
        {
            return {false,
                    fmt::format("{}: nothing of {} arrived{}",
                                PairText(*pair),
                                pair->sent,
                                places.empty() ? "" : "; " + PlaceText(places.front()))};
        }
    }
    return {isTried, isTried ? "" : "no such traffic was sent"};
}

NfRunExpectation::Verdict
NfRunExpectation::JudgeDenied(const NfResults& results) const
{
    bool isTried = false;
    for (const auto& pair : results.GetTraffic().GetPairs())
    {
        if (!Concerns(*pair) || pair->meant == 0)
        {
            continue;
        }
        isTried = true;
        if (pair->delivered > 0 || pair->bytes > 0)
        {
            return {false,
                    fmt::format("{}: {} of {} arrived, {} bytes",
                                PairText(*pair),
                                pair->delivered,
                                pair->sent,
                                pair->bytes)};
        }
    }
    return {isTried, isTried ? "" : "no such traffic was sent"};
}

NfRunExpectation::Verdict
NfRunExpectation::JudgeShare(const NfResults& results) const
{
    double meant = 0;
    double inTime = 0;
    bool isTried = false;
    NfLossPlace worst;
    for (const auto& pair : results.GetTraffic().GetPairs())
    {
        const NfTrafficSpec& spec = *pair->spec;
        if (!m_group.empty() && m_group != (spec.group.empty() ? spec.name : spec.group))
        {
            continue;
        }
        meant += static_cast<double>(pair->meant);
        isTried = isTried || pair->sent > 0;
        for (float delay : pair->delays)
        {
            inTime += !m_longestDelay || delay <= *m_longestDelay ? 1 : 0;
        }
        const std::vector<NfLossPlace> places = results.GetLosses(pair->number);
        if (!places.empty() && places.front().packets > worst.packets)
        {
            worst = places.front();
        }
    }
    if (meant == 0)
    {
        return {false, "no such traffic was meant"};
    }
    const double share = inTime / meant;
    const bool isHeld = m_kind == Kind::AT_LEAST ? share >= m_share : share <= m_share;
    std::string why;
    if (!isTried)
    {
        why = "; nobody could send any: no address, or no way to it";
    }
    else if (!isHeld && m_kind == Kind::AT_LEAST && worst.packets > 0)
    {
        why = "; " + PlaceText(worst);
    }
    return {isHeld, fmt::format("{:.4g} %{}", 100 * share, why)};
}

} // namespace ns3
