// SPDX-License-Identifier: GPL-2.0-only

#include "netfilter-helper.h"

#include "nf-application-owner.h"
#include "nf-conntrack-action.h"
#include "nf-ip-command.h"
#include "nf-iptables-names.h"
#include "nf-iptables-script.h"
#include "nf-osf-fingerprints.h"
#include "nf-set-command.h"
#include "nf-socket-owners.h"
#include "nf-sysctl-command.h"
#include "nf-tell-once.h"

#include "ns3/abort.h"
#include "ns3/names.h"
#include "ns3/node-list.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

namespace ns3
{

namespace
{

/**
 * Read a whole file.
 * @param file its path
 * @param text receives the content
 * @param what is in it, for messages
 * @return an error or not
 */
NfStatus
ReadFile(const std::string& file, std::string& text, const std::string& what)
{
    errno = 0;
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream content;
    std::error_code ignored;
    if (std::filesystem::is_directory(file, ignored))
    {
        // It can be opened, and then there is nothing in it.
        errno = EISDIR;
        stream.setstate(std::ios::failbit);
    }
    if (stream)
    {
        content << stream.rdbuf();
    }
    if (!stream || content.bad())
    {
        NfError error;
        error.file = file;
        error.message = "cannot read the " + what + ": " + std::strerror(errno ? errno : EIO);
        return error;
    }
    text = content.str();
    return {};
}

} // namespace

NfNodes::NfNodes(Ptr<Node> node)
{
    NS_ABORT_MSG_UNLESS(node, "a null node was given to the netfilter helper");
    m_nodes.Add(node);
}

NfNodes::NfNodes(const NodeContainer& nodes)
    : m_nodes(nodes)
{
}

NfNodes::NfNodes(const std::string& name)
{
    Ptr<Node> node = Names::Find<Node>(name);
    NS_ABORT_MSG_UNLESS(node, "no node is called \"" << name << "\": see ns3::Names::Add");
    m_nodes.Add(node);
}

NfNodes::NfNodes(const char* name)
    : NfNodes(std::string(name))
{
}

void
NetfilterHelper::Set(const std::string& name, const AttributeValue& value)
{
    m_attributes.emplace_back(name, value.Copy());
}

Ptr<Netfilter>
NetfilterHelper::InstallOne(Ptr<Node> node) const
{
    Ptr<Netfilter> netfilter = Netfilter::Install(node);
    for (const auto& attribute : m_attributes)
    {
        netfilter->SetAttribute(attribute.first, *attribute.second);
    }
    return netfilter;
}

void
NetfilterHelper::Install(const NfNodes& nodes) const
{
    for (auto node = nodes.Get().Begin(); node != nodes.Get().End(); ++node)
    {
        InstallOne(*node);
    }
}

void
NetfilterHelper::InstallAll() const
{
    for (auto node = NodeList::Begin(); node != NodeList::End(); ++node)
    {
        if (NfIpv4Stack::CanAttach(*node))
        {
            InstallOne(*node);
        }
    }
}

Ptr<Netfilter>
NetfilterHelper::Get(const NfNodes& node)
{
    NS_ABORT_MSG_UNLESS(node.Get().GetN() == 1, "one node is needed, not " << node.Get().GetN());
    return Netfilter::Install(node.Get().Get(0));
}

NfStatus
NetfilterHelper::TryRestoreOf(NfFamily family, const NfNodes& node, const std::string& file)
{
    std::string text;
    if (NfStatus error = ReadFile(file, text, "rule set"))
    {
        return error;
    }
    return Get(node)->Restore(text, file, family);
}

NfStatus
NetfilterHelper::TryRestore(const NfNodes& node, const std::string& file)
{
    return TryRestoreOf(NfFamily::IPV4, node, file);
}

NfStatus
NetfilterHelper::TryRestore6(const NfNodes& node, const std::string& file)
{
    return TryRestoreOf(NfFamily::IPV6, node, file);
}

void
NetfilterHelper::RestoreOf(NfFamily family, const NfNodes& nodes, const std::string& file) const
{
    std::string text;
    NfStatus error = ReadFile(file, text, "rule set");
    NS_ABORT_MSG_IF(error, error->ToString());
    RestoreTextOf(family, nodes, text, file);
}

void
NetfilterHelper::Restore(const NfNodes& nodes, const std::string& file) const
{
    RestoreOf(NfFamily::IPV4, nodes, file);
}

void
NetfilterHelper::Restore6(const NfNodes& nodes, const std::string& file) const
{
    RestoreOf(NfFamily::IPV6, nodes, file);
}

void
NetfilterHelper::RestoreTextOf(NfFamily family,
                               const NfNodes& nodes,
                               const std::string& text,
                               const std::string& name) const
{
    for (auto node = nodes.Get().Begin(); node != nodes.Get().End(); ++node)
    {
        NfStatus error = InstallOne(*node)->Restore(text, name, family);
        NS_ABORT_MSG_IF(error, error->ToString());
    }
}

void
NetfilterHelper::RestoreText(const NfNodes& nodes,
                             const std::string& text,
                             const std::string& name) const
{
    RestoreTextOf(NfFamily::IPV4, nodes, text, name);
}

void
NetfilterHelper::RestoreText6(const NfNodes& nodes,
                              const std::string& text,
                              const std::string& name) const
{
    RestoreTextOf(NfFamily::IPV6, nodes, text, name);
}

std::string
NetfilterHelper::ExecuteOf(NfFamily family, const NfNodes& nodes, const std::string& command) const
{
    Install(nodes);
    std::string output;
    NfStatus error = TryExecuteOf(family, nodes, command, &output);
    NS_ABORT_MSG_IF(error, NfProgramName(family) << " " << command << ": " << error->ToString());
    return output;
}

std::string
NetfilterHelper::Iptables(const NfNodes& nodes, const std::string& command) const
{
    return ExecuteOf(NfFamily::IPV4, nodes, command);
}

std::string
NetfilterHelper::Ip6tables(const NfNodes& nodes, const std::string& command) const
{
    return ExecuteOf(NfFamily::IPV6, nodes, command);
}

NfStatus
NetfilterHelper::TryExecuteOf(NfFamily family,
                              const NfNodes& nodes,
                              const std::string& command,
                              std::string* output)
{
    for (auto node = nodes.Get().Begin(); node != nodes.Get().End(); ++node)
    {
        Ptr<NfTables> tables = Netfilter::Install(*node)->GetTables(family);
        std::string printed;
        if (NfStatus error = tables->Execute(command, &printed))
        {
            return error;
        }
        if (output)
        {
            *output += printed;
        }
    }
    return {};
}

NfStatus
NetfilterHelper::TryIptables(const NfNodes& nodes, const std::string& command, std::string* output)
{
    return TryExecuteOf(NfFamily::IPV4, nodes, command, output);
}

NfStatus
NetfilterHelper::TryIp6tables(const NfNodes& nodes, const std::string& command, std::string* output)
{
    return TryExecuteOf(NfFamily::IPV6, nodes, command, output);
}

void
NetfilterHelper::Script(const NfNodes& nodes, const std::string& file) const
{
    for (auto node = nodes.Get().Begin(); node != nodes.Get().End(); ++node)
    {
        InstallOne(*node);
        std::string text;
        for (const NfError& error : TryScript(*node, file))
        {
            text += (text.empty() ? "" : "\n") + error.ToString();
        }
        NS_ABORT_MSG_UNLESS(text.empty(), text);
    }
}

std::vector<NfError>
NetfilterHelper::TryScript(const NfNodes& node, const std::string& file)
{
    std::string text;
    if (NfStatus error = ReadFile(file, text, "script"))
    {
        return {*error};
    }
    Ptr<Netfilter> netfilter = Get(node);
    NfRulesFindings findings;
    NfRuleset ruleset6 = netfilter->GetTables(NfFamily::IPV6)->GetRuleset();
    const NfRuleset ruleset = NfReadIptablesScript(text,
                                                   file,
                                                   netfilter->GetTables()->GetRuleset(),
                                                   PeekPointer(netfilter->GetStack()),
                                                   findings,
                                                   &ruleset6);
    if (!findings.errors.empty())
    {
        return findings.errors;
    }
    for (const NfError& command : findings.skipped)
    {
        NfTellOnce(command.ToString());
    }
    for (const NfRuleset* each : {&ruleset, static_cast<const NfRuleset*>(&ruleset6)})
    {
        NfStatus refused = netfilter->GetTables(each->GetFamily())->SetRuleset(*each);
        NS_ABORT_MSG_IF(refused, "rules were checked and are refused: " << refused->ToString());
    }
    return {};
}

std::string
NetfilterHelper::Ipset(const NfNodes& nodes, const std::string& command) const
{
    Install(nodes);
    std::string output;
    NfStatus error = TryIpset(nodes, command, &output);
    // An element that is not in the set is an answer.
    const bool answered = error && !output.empty();
    NS_ABORT_MSG_IF(error && !answered, "ipset " << command << ": " << error->ToString());
    return output;
}

NfStatus
NetfilterHelper::TryIpset(const NfNodes& nodes, const std::string& command, std::string* output)
{
    for (auto node = nodes.Get().Begin(); node != nodes.Get().End(); ++node)
    {
        NfSets& sets = NfSets::Of(*Netfilter::Install(*node)->GetStack());
        if (NfStatus error = NfSetCommand::Execute(sets, command, output))
        {
            return error;
        }
    }
    return {};
}

void
NetfilterHelper::RestoreSets(const NfNodes& nodes, const std::string& file) const
{
    std::string text;
    NfStatus error = ReadFile(file, text, "sets");
    NS_ABORT_MSG_IF(error, error->ToString());
    RestoreSetsText(nodes, text, file);
}

void
NetfilterHelper::RestoreSetsText(const NfNodes& nodes,
                                 const std::string& text,
                                 const std::string& name) const
{
    for (auto node = nodes.Get().Begin(); node != nodes.Get().End(); ++node)
    {
        NfSets& sets = NfSets::Of(*InstallOne(*node)->GetStack());
        NfStatus error = NfSetCommand::Restore(sets, text, name);
        NS_ABORT_MSG_IF(error, error->ToString());
    }
}

NfStatus
NetfilterHelper::TryRestoreSets(const NfNodes& node, const std::string& file)
{
    std::string text;
    if (NfStatus error = ReadFile(file, text, "sets"))
    {
        return error;
    }
    return NfSetCommand::Restore(NfSets::Of(*Get(node)->GetStack()), text, file);
}

void
NetfilterHelper::LoadFingerprints(const NfNodes& nodes, const std::string& file) const
{
    std::string text;
    NfStatus error = ReadFile(file, text, "fingerprints");
    NS_ABORT_MSG_IF(error, error->ToString());
    for (auto node = nodes.Get().Begin(); node != nodes.Get().End(); ++node)
    {
        error = NfOsfFingerprints::Of(*InstallOne(*node)->GetStack()).Load(text, file);
        NS_ABORT_MSG_IF(error, error->ToString());
    }
}

NfStatus
NetfilterHelper::TryLoadFingerprints(const NfNodes& node, const std::string& file)
{
    std::string text;
    if (NfStatus error = ReadFile(file, text, "fingerprints"))
    {
        return error;
    }
    return NfOsfFingerprints::Of(*Get(node)->GetStack()).Load(text, file);
}

std::string
NetfilterHelper::Conntrack(const NfNodes& nodes, const std::string& command) const
{
    Install(nodes);
    std::string output;
    NfStatus error = TryConntrack(nodes, command, &output);
    NS_ABORT_MSG_IF(error, "conntrack " << command << ": " << error->ToString());
    return output;
}

NfStatus
NetfilterHelper::TryConntrack(const NfNodes& nodes,
                              const std::string& command,
                              std::string* output,
                              std::ostream* events)
{
    NfConntrackCommand parsed;
    if (NfStatus error = NfConntrackCommand::Parse(command, parsed))
    {
        return error;
    }
    for (auto node = nodes.Get().Begin(); node != nodes.Get().End(); ++node)
    {
        const std::string printed = NfDoConntrack(Netfilter::Install(*node)->GetConntrack(),
                                                  parsed,
                                                  events ? *events : std::cout);
        if (output)
        {
            *output += printed;
        }
    }
    return {};
}

std::string
NetfilterHelper::Ip(const NfNodes& nodes, const std::string& command) const
{
    Install(nodes);
    std::string output;
    NfStatus error = TryIp(nodes, command, &output);
    NS_ABORT_MSG_IF(error, "ip " << command << ": " << error->ToString());
    return output;
}

NfStatus
NetfilterHelper::TryIp(const NfNodes& nodes, const std::string& command, std::string* output)
{
    for (auto node = nodes.Get().Begin(); node != nodes.Get().End(); ++node)
    {
        if (NfStatus error = NfIpCommand::Execute(Netfilter::Install(*node), command, output))
        {
            return error;
        }
    }
    return {};
}

std::string
NetfilterHelper::Sysctl(const NfNodes& nodes, const std::string& command) const
{
    Install(nodes);
    std::string output;
    NfStatus error = TrySysctl(nodes, command, &output);
    NS_ABORT_MSG_IF(error, "sysctl " << command << ": " << error->ToString());
    return output;
}

NfStatus
NetfilterHelper::TrySysctl(const NfNodes& nodes, const std::string& command, std::string* output)
{
    for (auto node = nodes.Get().Begin(); node != nodes.Get().End(); ++node)
    {
        Netfilter::Install(*node);
        if (NfStatus error = NfSysctlCommand::Execute(*node, command, output))
        {
            return error;
        }
    }
    return {};
}

std::string
NetfilterHelper::Save(const NfNodes& nodes, bool counters) const
{
    return SaveOf(NfFamily::IPV4, nodes, counters);
}

std::string
NetfilterHelper::Save6(const NfNodes& nodes, bool counters) const
{
    return SaveOf(NfFamily::IPV6, nodes, counters);
}

std::string
NetfilterHelper::SaveOf(NfFamily family, const NfNodes& nodes, bool counters) const
{
    NfSaveOptions options;
    options.counters = counters;
    std::string text;
    for (auto node = nodes.Get().Begin(); node != nodes.Get().End(); ++node)
    {
        text += InstallOne(*node)->GetTables(family)->Save(options);
    }
    return text;
}

std::string
NetfilterHelper::List(const NfNodes& nodes, const std::string& table) const
{
    return ListOf(NfFamily::IPV4, nodes, table);
}

std::string
NetfilterHelper::List6(const NfNodes& nodes, const std::string& table) const
{
    return ListOf(NfFamily::IPV6, nodes, table);
}

std::string
NetfilterHelper::ListOf(NfFamily family, const NfNodes& nodes, const std::string& table) const
{
    NS_ABORT_MSG_UNLESS(table.empty() || NfTableKind::Find(table) != NfTableKind::COUNT,
                        "there is no table \"" << table
                                               << "\": raw, mangle, nat, filter or security");
    NfListOptions options;
    options.verbose = true;
    options.numeric = true;
    std::string text;
    for (auto node = nodes.Get().Begin(); node != nodes.Get().End(); ++node)
    {
        Ptr<NfTables> tables = InstallOne(*node)->GetTables(family);
        for (const NfTableKind& kind : NfTableKind::All())
        {
            bool wanted = table.empty() ? bool(tables->GetRuleset().FindTable(kind.name))
                                        : table == kind.name;
            if (wanted)
            {
                text += "Table " + std::string(kind.name) + "\n";
                text += tables->List(std::string(kind.name), "", options) + "\n";
            }
        }
    }
    return text;
}

void
NetfilterHelper::SetInterfaceName(Ptr<NetDevice> netDevice, const std::string& name) const
{
    Ptr<Node> node = netDevice ? netDevice->GetNode() : nullptr;
    NS_ABORT_MSG_UNLESS(node, "SetInterfaceName needs a device that belongs to a node");
    Ptr<Netfilter> netfilter = node->GetObject<Netfilter>();
    NS_ABORT_MSG_UNLESS(netfilter, "install netfilter on the device's node first");
    netfilter->GetStack()->GetDevices().SetName(netDevice, name);
}

void
NetfilterHelper::SetOwner(const NfNodes& nodes, const NfSocketOwner& owner) const
{
    for (auto node = nodes.Get().Begin(); node != nodes.Get().End(); ++node)
    {
        InstallOne(*node)->GetStack()->GetSocketOwners().SetDefault(owner);
    }
}

void
NetfilterHelper::SetApplicationOwner(const ApplicationContainer& applications,
                                     const NfSocketOwner& owner) const
{
    for (auto application = applications.Begin(); application != applications.End(); ++application)
    {
        NfApplicationOwner::Set(*application, owner);
    }
}

void
NetfilterHelper::SetSocketOwner(Ptr<Socket> socket, const NfSocketOwner& owner) const
{
    NS_ABORT_MSG_UNLESS(socket && socket->GetNode(), "SetSocketOwner needs a socket of a node");
    InstallOne(socket->GetNode())->GetStack()->GetSocketOwners().SetOwner(socket, owner);
}

int64_t
NetfilterHelper::AssignStreams(const NfNodes& nodes, int64_t stream) const
{
    int64_t current = stream;
    for (auto node = nodes.Get().Begin(); node != nodes.Get().End(); ++node)
    {
        current += InstallOne(*node)->AssignStreams(current);
    }
    return current - stream;
}

} // namespace ns3
