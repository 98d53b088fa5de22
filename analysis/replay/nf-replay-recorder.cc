// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-recorder.h"

#include "ns3/nf-helper-log.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <sstream>
#include <string_view>
#include <utility>

namespace ns3
{

namespace
{

constexpr std::array<NfHook, NF_N_INET_HOOKS> HOOKS{NfHook::PREROUTING,
                                                    NfHook::INPUT,
                                                    NfHook::FORWARD,
                                                    NfHook::OUTPUT,
                                                    NfHook::POSTROUTING};

constexpr int BEHIND_CONNTRACK = NfPriority::CONNTRACK + 1;

/// What targets that end a table's traversal usually say. All others go on.
constexpr std::array<std::pair<std::string_view, std::string_view>, 13> FINAL_TARGETS{
    {{"ACCEPT", "ACCEPT"},
     {"DROP", "DROP"},
     {"REJECT", "DROP"},
     {"SNAT", "ACCEPT"},
     {"DNAT", "ACCEPT"},
     {"MASQUERADE", "ACCEPT"},
     {"REDIRECT", "ACCEPT"},
     {"NETMAP", "ACCEPT"},
     {"RETURN", "RETURN"},
     {"TPROXY", "ACCEPT"},
     {"QUEUE", "QUEUE"},
     {"NFQUEUE", "QUEUE"},
     {"SYNPROXY", "DROP"}}};

std::optional<std::string>
NameOf(const NfDevice* device)
{
    return device ? std::optional(std::string(device->name.View())) : std::nullopt;
}

std::string
VerdictOf(const NfRule& rule)
{
    if (rule.GetAction() == NfRuleAction::JUMP)
    {
        return "JUMP";
    }
    if (rule.GetAction() == NfRuleAction::GOTO)
    {
        return "GOTO";
    }
    for (const auto& [target, verdict] : FINAL_TARGETS)
    {
        if (target == rule.GetTargetName())
        {
            return std::string(verdict);
        }
    }
    return "CONTINUE";
}

/// The kernel takes such a rule for the end of its chain.
bool
LooksLikeEndOfChain(const NfRule& rule)
{
    bool standard =
        rule.GetAction() == NfRuleAction::ACCEPT || rule.GetAction() == NfRuleAction::DROP ||
        rule.GetAction() == NfRuleAction::QUEUE || rule.GetAction() == NfRuleAction::RETURN;
    return standard && rule.IsUnconditional();
}

/// The value of an option in what a target prints; empty if it has none.
std::string
OptionOf(const NfTarget& target, const std::string& option)
{
    std::ostringstream printed;
    target.Save(printed);
    std::istringstream words(printed.str());
    std::string word;
    while (words >> word)
    {
        if (word != option)
        {
            continue;
        }
        words >> std::ws;
        if (words.peek() == '"')
        {
            words.get();
            std::string value;
            for (int c = words.get(); c != EOF && c != '"'; c = words.get())
            {
                value += static_cast<char>(c == '\\' ? words.get() : c);
            }
            return value;
        }
        words >> word;
        return word;
    }
    return {};
}

} // namespace

NfReplayRecorder::NfReplayRecorder(Ptr<Netfilter> netfilter, const NfReplayScenario& scenario)
    : m_netfilter(netfilter),
      m_families{NfFamily::IPV4},
      m_watchesConntrack(scenario.conntrackAlways),
      m_silent(scenario.localStack == NfReplayLocalStack::SILENT),
      m_groups(scenario.nflogGroups)
{
    if (scenario.ipv6)
    {
        m_families.push_back(NfFamily::IPV6);
    }
    for (NfFamily family : m_families)
    {
        Probe(family);
        m_netfilter->GetTables(family)->m_ruleHit.ConnectWithoutContext(
            MakeCallback(&NfReplayRecorder::Step, this));
    }
    m_netfilter->GetStack()->m_logged.ConnectWithoutContext(
        MakeCallback(&NfReplayRecorder::Logged, this));
    m_netfilter->GetStack()->m_dropped.ConnectWithoutContext(
        MakeCallback(&NfReplayRecorder::Dropped, this));
}

NfReplayRecorder::~NfReplayRecorder()
{
    for (NfHookRegistry::Id probe : m_probes)
    {
        m_netfilter->GetHooks().Unregister(probe);
    }
    for (NfFamily family : m_families)
    {
        m_netfilter->GetTables(family)->m_ruleHit.DisconnectWithoutContext(
            MakeCallback(&NfReplayRecorder::Step, this));
    }
    m_netfilter->GetStack()->m_logged.DisconnectWithoutContext(
        MakeCallback(&NfReplayRecorder::Logged, this));
    m_netfilter->GetStack()->m_dropped.DisconnectWithoutContext(
        MakeCallback(&NfReplayRecorder::Dropped, this));
}

void
NfReplayRecorder::Probe(NfFamily family)
{
    for (NfHook hook : HOOKS)
    {
        Probe(family, hook, NfPriority::FIRST, Phase::BEGIN);
        Probe(family, hook, NfPriority::LAST, Phase::END);
    }
    Probe(family, NfHook::PREROUTING, BEHIND_CONNTRACK, Phase::CONNTRACK);
    Probe(family, NfHook::OUTPUT, BEHIND_CONNTRACK, Phase::CONNTRACK);
}

void
NfReplayRecorder::Probe(NfFamily family, NfHook hook, int priority, Phase phase)
{
    m_probes.push_back(m_netfilter->GetHooks().Register(
        family,
        hook,
        priority,
        [this, phase](NfPacket& packet) { return Heard(packet, phase); },
        phase == Phase::END && hook == NfHook::INPUT && m_silent ? "silent local stack" : "probe"));
}

void
NfReplayRecorder::Start()
{
    m_record = {};
}

NfReplayJourney*
NfReplayRecorder::At(NfHook hook, NfFamily family)
{
    auto& journeys = m_record.journeys;
    auto found = std::find_if(journeys.rbegin(), journeys.rend(), [&](const auto& journey) {
        return journey.family == family && journey.hooks.back().hook == hook;
    });
    return found == journeys.rend() ? nullptr : &*found;
}

std::optional<std::size_t>
NfReplayRecorder::IndexOf(const NfPacket& packet)
{
    NfReplayJourney* journey = At(packet.hook, packet.ip.family);
    return journey ? std::optional<std::size_t>(journey - m_record.journeys.data()) : std::nullopt;
}

std::optional<std::string>
NfReplayRecorder::DescribeState(const NfPacket& packet) const
{
    if (!m_watchesConntrack)
    {
        return std::nullopt;
    }
    std::string state = NfToString(packet.ctState);
    if (packet.ctState == NfCtState::INVALID || packet.ctState == NfCtState::UNTRACKED)
    {
        return state;
    }
    return state + (packet.ctDirection == NfDirection::ORIGINAL ? ",ORIGINAL" : ",REPLY");
}

void
NfReplayRecorder::Enter(const NfPacket& packet)
{
    NfHook before = NfHook::PREROUTING;
    if (packet.hook == NfHook::POSTROUTING)
    {
        before = packet.in ? NfHook::FORWARD : NfHook::OUTPUT;
    }
    bool starts = packet.hook == NfHook::PREROUTING || packet.hook == NfHook::OUTPUT;
    NfReplayJourney* journey = starts ? nullptr : At(before, packet.ip.family);
    if (!journey)
    {
        journey = &m_record.journeys.emplace_back();
        journey->family = packet.ip.family;
        journey->origin =
            packet.hook == NfHook::PREROUTING ? "rx:" + NameOf(packet.in).value_or("") : "local";
    }
    NfReplayHook& hook = journey->hooks.emplace_back();
    hook.hook = packet.hook;
    hook.in = NameOf(packet.in);
    hook.out = NameOf(packet.out);
    hook.markBegin = packet.mark;
    hook.begin = packet.CopyBytes();
}

NfVerdict
NfReplayRecorder::Heard(NfPacket& packet, Phase phase)
{
    if (phase == Phase::BEGIN)
    {
        Enter(packet);
        return NfVerdict::ACCEPT;
    }
    if (NfReplayJourney* journey = At(packet.hook, packet.ip.family))
    {
        NfReplayHook& hook = journey->hooks.back();
        hook.ct = DescribeState(packet);
        if (phase == Phase::END)
        {
            hook.markEnd = packet.mark;
            hook.end = packet.CopyBytes();
            hook.outEnd = NameOf(packet.out);
            journey->delivered |= packet.hook == NfHook::INPUT;
            journey->sent |= packet.hook == NfHook::POSTROUTING;
        }
    }
    bool swallowed = phase == Phase::END && packet.hook == NfHook::INPUT && m_silent;
    return swallowed ? NfVerdict::DROP : NfVerdict::ACCEPT;
}

void
NfReplayRecorder::Step(const NfRuleHit& hit)
{
    NfReplayStep step;
    step.table = std::string(hit.table);
    step.chain = std::string(hit.chain);
    step.family = hit.packet.ip.family;
    step.hook = hit.packet.hook;
    step.journey = IndexOf(hit.packet);
    step.verdict = "RETURN";
    const NfTable* table = m_netfilter->GetTables(step.family)->GetRuleset().FindTable(step.table);
    const NfChain* chain = table ? table->FindChain(step.chain) : nullptr;
    bool rule = hit.kind == NfRuleHit::Kind::RULE;
    bool asEnd = rule && LooksLikeEndOfChain(*hit.rule);
    if (rule)
    {
        std::ostringstream text;
        NfPrintRule(text, step.chain, *hit.rule);
        step.text = text.str();
    }
    if (rule && !asEnd)
    {
        step.rule = hit.ruleNumber;
        std::string_view target = hit.rule->GetTargetName();
        step.target = target.empty() ? std::nullopt : std::optional(std::string(target));
        step.verdict = VerdictOf(*hit.rule);
    }
    else if (chain && chain->policy && hit.kind != NfRuleHit::Kind::RETURN)
    {
        step.policy = std::string(chain->policy->GetTargetName());
        step.verdict = *step.policy;
    }
    m_record.steps.push_back(std::move(step));
    if (rule && hit.rule->PeekTarget() && hit.rule->GetTargetName() == "NFLOG")
    {
        TakeNflog(hit);
    }
}

void
NfReplayRecorder::TakeNflog(const NfRuleHit& hit)
{
    const Ptr<NfTarget> target = hit.rule->GetTarget();
    std::string group = OptionOf(*target, "--nflog-group");
    std::string size = OptionOf(*target, "--nflog-size");
    NfReplayLog log;
    log.group = group.empty() ? 0 : std::stoul(group);
    if (std::find(m_groups.begin(), m_groups.end(), log.group) == m_groups.end())
    {
        return;
    }
    log.journey = IndexOf(hit.packet);
    log.hook = hit.packet.hook;
    log.prefix = OptionOf(*target, "--nflog-prefix");
    log.in = NameOf(hit.packet.in);
    log.out = NameOf(hit.packet.out);
    log.mark = hit.packet.mark;
    log.bytes = hit.packet.CopyBytes();
    if (!size.empty())
    {
        log.bytes.resize(std::min<std::size_t>(log.bytes.size(), std::stoul(size)));
    }
    m_record.logs.push_back(std::move(log));
}

// On the oracle's host the logger of nfnetlink takes what helpers log, at group 0 and without a
// place.
void
NfReplayRecorder::TakeHelperLog(const NfPacket& packet, const std::string& text)
{
    NfReplayLog log;
    if (std::find(m_groups.begin(), m_groups.end(), log.group) == m_groups.end())
    {
        return;
    }
    log.hook = NfHook::PREROUTING;
    log.prefix = text.substr(0, text.find("IN="));
    log.mark = packet.mark;
    log.bytes = packet.CopyBytes();
    m_record.logs.push_back(std::move(log));
}

void
NfReplayRecorder::Logged(const NfPacket& packet, uint8_t /* level */, const std::string& text)
{
    // The target NFLOG has its own record.
    constexpr std::string_view nflog = "NFLOG group ";
    if (text.rfind(NF_HELPER_LOG_PREFIX, 0) == 0)
    {
        TakeHelperLog(packet, text);
    }
    else if (text.compare(0, nflog.size(), nflog) != 0)
    {
        m_record.kernelLog.push_back(text);
    }
}

void
NfReplayRecorder::Dropped(const NfPacket& packet, NfDropReason reason)
{
    if (reason == NfDropReason::HOOK)
    {
        return;
    }
    NfReplayJourney* journey = At(packet.hook, packet.ip.family);
    if (journey && !journey->stackDrop)
    {
        journey->stackDrop = reason;
    }
    if (m_record.journeys.empty())
    {
        m_record.earlyDrop = reason;
    }
}

NfReplayRecord
NfReplayRecorder::Finish()
{
    for (std::size_t i = 0; i < m_record.journeys.size(); ++i)
    {
        NfReplayJourney& journey = m_record.journeys[i];
        for (std::size_t h = 1; h < journey.hooks.size(); ++h)
        {
            if (!journey.hooks[h].ct)
            {
                journey.hooks[h].ct = journey.hooks[h - 1].ct;
            }
        }
        const NfReplayHook& last = journey.hooks.back();
        auto step = std::find_if(m_record.steps.rbegin(),
                                 m_record.steps.rend(),
                                 [i](const NfReplayStep& s) { return s.journey == i; });
        if (journey.delivered || journey.sent)
        {
            journey.fate = journey.delivered ? "delivered" : "sent";
        }
        else if (step != m_record.steps.rend() && step->verdict == "DROP" && !last.end)
        {
            journey.fate = fmt::format("dropped {} {} {}",
                                       step->table,
                                       step->chain,
                                       step->rule ? fmt::format("rule {}", *step->rule) : "policy");
        }
        else
        {
            journey.fate =
                fmt::format("vanished {} {}", last.end ? "after" : "inside", NfToString(last.hook));
        }
    }
    return std::exchange(m_record, {});
}

} // namespace ns3
