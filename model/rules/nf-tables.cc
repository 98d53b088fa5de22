// SPDX-License-Identifier: GPL-2.0-only

#include "nf-tables.h"

#include "nf-hook-registry.h"
#include "nf-iptables-names.h"
#include "nf-iptables-parser.h"
#include "nf-netns.h"
#include "nf-node-service.h"
#include "nf-rule-lister.h"
#include "nf-ruleset-check.h"
#include "nf-tell-once.h"
#include "nf-tokenizer.h"

#include "ns3/abort.h"
#include "ns3/log.h"

#include <algorithm>
#include <sstream>
#include <tuple>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("NfTables");

NS_OBJECT_ENSURE_REGISTERED(NfTables);

namespace
{

/// Whether an extension in the table needs conntrack.
bool
NeedsConntrack(const NfTable& table)
{
    bool needs = false;
    table.ForEachExtension([&needs](const NfRule&, const NfExtension& extension) {
        needs = needs || extension.NeedsConntrack();
    });
    return needs;
}

/// @return the index of the table nat in NfTableKind::All()
std::size_t
NatIndex()
{
    static const std::size_t index = NfTableKind::Find("nat");
    return index;
}

/// @return the index of the table mangle in NfTableKind::All()
std::size_t
MangleIndex()
{
    static const std::size_t index = NfTableKind::Find("mangle");
    return index;
}

} // namespace

TypeId
NfTables::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::NfTables")
            .SetParent<Object>()
            .SetGroupName("Netfilter")
            .AddConstructor<NfTables>()
            .AddTraceSource("RulesetChanged",
                            "The rule set has changed.",
                            MakeTraceSourceAccessor(&NfTables::m_rulesetChanged),
                            "ns3::TracedCallback::Void")
            .AddTraceSource("RuleHit",
                            "A packet matched a rule, reached the end of a chain or a policy.",
                            MakeTraceSourceAccessor(&NfTables::m_ruleHit),
                            "ns3::NfRuleHit::TracedCallback");
    return tid;
}

NfTables::NfTables(NfFamily family)
    : m_ruleset(family)
{
}

NfTables::~NfTables()
{
    LeaveHooks();
}

void
NfTables::DoDispose()
{
    SetNetns(nullptr);
    m_changed = nullptr;
    Object::DoDispose();
}

void
NfTables::SetNetns(NfNetns* netns)
{
    LeaveHooks();
    m_netns = netns;
    for (std::size_t i = 0; i < NfTableKind::COUNT; ++i)
    {
        RegisterTable(i);
    }
}

void
NfTables::LeaveHooks()
{
    for (auto& ids : m_hookIds)
    {
        for (uint64_t id : ids)
        {
            m_netns->GetHooks().Unregister(id);
        }
        ids.clear();
    }
}

void
NfTables::RegisterTable(std::size_t index)
{
    if (!m_netns || !m_compiled[index] || !m_hookIds[index].empty() || index == NatIndex())
    {
        return;
    }
    const NfTableKind& kind = NfTableKind::All()[index];
    for (uint8_t i = 0; i < NF_N_INET_HOOKS; ++i)
    {
        if (!(kind.hooks >> i & 1))
        {
            continue;
        }
        const NfHook hook = static_cast<NfHook>(i);
        NfHookRegistry::Callback callback = [this, index](NfPacket& packet) {
            return Run(index, packet);
        };
        if (hook == NfHook::OUTPUT && index == MangleIndex())
        {
            callback = [this, index](NfPacket& packet) { return RunMangleOutput(index, packet); };
        }
        m_hookIds[index].push_back(m_netns->GetHooks().Register(GetFamily(),
                                                                hook,
                                                                kind.priority,
                                                                std::move(callback),
                                                                std::string(kind.name)));
    }
}

NfVerdict
NfTables::Run(std::size_t index, NfPacket& packet)
{
    const NfCompiledTable* table = m_compiled[index].get();
    const uint32_t visitedBefore = packet.rulesVisited;
    ++m_depth;
    NfVerdict verdict = table->Evaluate(packet, m_ruleHit, m_generation);
    const uint32_t visited = packet.rulesVisited - visitedBefore;
    m_rulesVisited += visited;
    m_traversed(packet, visited);
    if (--m_depth == 0 && !m_retired.empty())
    {
        m_retired.clear();
    }
    return verdict;
}

NfVerdict
NfTables::RunMangleOutput(std::size_t index, NfPacket& packet)
{
    const NfIpHeader before = packet.ip;
    const uint32_t mark = packet.mark;
    NfVerdict verdict = Run(index, packet);
    if (verdict == NfVerdict::DROP || verdict == NfVerdict::STOLEN)
    {
        return verdict;
    }
    const NfIpHeader& ip = packet.ip;
    // Of IPv6 Linux compares the first word of the header and the hop limit, too.
    const bool changedIpv6 =
        GetFamily() == NfFamily::IPV6 && (ip.ttl != before.ttl || ip.flowLabel != before.flowLabel);
    const bool changed = ip.source != before.source || ip.destination != before.destination ||
                         packet.mark != mark || ip.tos != before.tos || changedIpv6;
    return changed && !packet.netns->Reroute(packet) ? NfVerdict::DROP : verdict;
}

NfVerdict
NfTables::RunNat(NfPacket& packet)
{
    const std::size_t index = NatIndex();
    return m_compiled[index] ? Run(index, packet) : NfVerdict::ACCEPT;
}

NfStatus
NfTables::Restore(const std::string& text, const std::string& name, const NfRestoreOptions& options)
{
    NfRulesetEditor editor(m_ruleset);
    NfStatus error = NfRestore(text, name, options, editor);
    if (!error)
    {
        error = options.test ? editor.Check(m_netns) : Commit(editor);
        if (error)
        {
            error->file = name;
        }
    }
    NS_LOG_INFO("restore " << name << ": " << (error ? error->ToString() : "done"));
    return error;
}

void
NfSortFindings(NfRulesFindings& findings, const std::string& name)
{
    auto before = [](const NfError& one, const NfError& other) {
        return std::tie(one.line, one.column) < std::tie(other.line, other.column);
    };
    auto alike = [](const NfError& one, const NfError& other) {
        return one.line != 0 && one.line == other.line && one.column == other.column;
    };
    for (std::vector<NfError>* list : {&findings.errors, &findings.warnings, &findings.skipped})
    {
        std::stable_sort(list->begin(), list->end(), before);
        // Of rules that one line makes for several addresses, the first speaks for all.
        list->erase(std::unique(list->begin(), list->end(), alike), list->end());
        for (NfError& finding : *list)
        {
            finding.file = name;
        }
    }
}

void
NfTables::Examine(const std::string& text,
                  const std::string& name,
                  NfRulesFindings& findings,
                  NfRuleset& ruleset) const
{
    NfRulesetEditor editor{NfRuleset(GetFamily())};
    findings.errors = NfRestoreWhole(text, name, {}, editor);
    editor.CheckWhole(m_netns, findings.errors, findings.warnings);
    NfSortFindings(findings, name);
    ruleset = editor.GetRuleset();
}

NfStatus
NfTables::Execute(const std::string& commandLine, std::string* output)
{
    std::vector<NfToken> words;
    if (NfStatus error = NfTokenize(commandLine, 1, 1, NfQuoting::SHELL, words))
    {
        return error;
    }
    NfIptablesCommand command;
    NfRulesetEditor editor(m_ruleset);
    if (NfStatus error = NfIptablesParser(m_ruleset).Parse(words, command))
    {
        return error;
    }
    std::ostringstream printed;
    NfStatus error = editor.Apply(command, &printed);
    if (!error)
    {
        error = Commit(editor);
    }
    if (!error && output)
    {
        *output = printed.str();
    }
    NS_LOG_INFO(NfProgramName(GetFamily())
                << " " << commandLine << ": " << (error ? error->ToString() : "done"));
    return error;
}

NfStatus
NfTables::SetRuleset(const NfRuleset& ruleset)
{
    NS_ABORT_MSG_UNLESS(ruleset.GetFamily() == GetFamily(),
                        "a rule set of the other address family was given to these tables");
    for (std::size_t i = 0; i < NfTableKind::COUNT; ++i)
    {
        const NfTable* table = ruleset.GetTable(i);
        if (table && !ruleset.SharesTable(m_ruleset, i))
        {
            if (NfStatus error = NfCheckTable(*table, m_netns, {}))
            {
                return error;
            }
        }
    }
    Install(ruleset);
    return {};
}

NfStatus
NfTables::Commit(const NfRulesetEditor& editor)
{
    if (NfStatus error = editor.Check(m_netns))
    {
        return error;
    }
    Install(editor.GetRuleset());
    return {};
}

void
NfTables::Install(const NfRuleset& ruleset)
{
    bool changed = false;
    m_needsConntrack = false;
    for (std::size_t i = 0; i < NfTableKind::COUNT; ++i)
    {
        const NfTable* table = ruleset.GetTable(i);
        NS_ABORT_MSG_IF(!table && m_compiled[i], "a table that exists cannot be taken away");
        m_needsConntrack = m_needsConntrack || (table && ns3::NeedsConntrack(*table));
        if (!table || m_ruleset.SharesTable(ruleset, i))
        {
            continue;
        }
        changed = true;
        if (m_compiled[i] && m_depth > 0)
        {
            m_retired.push_back(m_compiled[i]);
        }
        table->ForEachExtension([this](const NfRule&, NfExtension& extension) {
            extension.Start();
            auto* service = dynamic_cast<NfNodeService*>(&extension);
            if (service && m_netns)
            {
                service->Serve(*m_netns);
            }
        });
        m_compiled[i] = std::make_shared<const NfCompiledTable>(*table);
        RegisterTable(i);
    }
    if (!changed)
    {
        return;
    }
    m_ruleset = ruleset;
    CollectCaveats();
    ++m_generation;
    if (m_changed)
    {
        m_changed();
    }
    m_rulesetChanged();
}

void
NfTables::CollectCaveats()
{
    m_caveats.clear();
    for (std::size_t i = 0; i < NfTableKind::COUNT; ++i)
    {
        if (const NfTable* table = m_ruleset.GetTable(i))
        {
            NfTellCaveats(*table, m_netns, [this](const NfRule&, const std::string& caveat) {
                AddCaveat(caveat);
            });
        }
    }
}

void
NfTables::AddCaveat(const std::string& caveat)
{
    if (std::find(m_caveats.begin(), m_caveats.end(), caveat) == m_caveats.end())
    {
        m_caveats.push_back(caveat);
        NfTellOnce(caveat);
    }
}

std::string
NfTables::Save(const NfSaveOptions& options) const
{
    return NfSaveRuleset(m_ruleset, options);
}

std::string
NfTables::List(const std::string& table,
               const std::string& chain,
               const NfListOptions& options) const
{
    const std::size_t index = NfTableKind::Find(table);
    NS_ABORT_MSG_IF(index == NfTableKind::COUNT, "no such table: '" << table << "'");
    NfIptablesCommand command;
    command.kind = NfIptablesCommandKind::LIST;
    command.table = table;
    command.chain.text = chain;
    command.list = options;
    std::ostringstream text;
    NfStatus error = NfRulesetEditor(m_ruleset).Apply(command, &text);
    NS_ABORT_MSG_IF(error, error->ToString());
    return text.str();
}

void
NfTables::SetChangedCallback(std::function<void()> callback)
{
    m_changed = std::move(callback);
}

} // namespace ns3
