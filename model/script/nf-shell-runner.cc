// SPDX-License-Identifier: GPL-2.0-only
// Commands; nf-shell-values.cc goes on with values and tests.

#include "nf-shell-runner.h"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace ns3
{

namespace
{

/// What becomes of programs other than iptables.
enum class Treatment : uint8_t
{
    SILENT, //!< it does nothing to rules
    WARNED, //!< it would have done something to the machine
    REFUSED //!< rules may depend on it
};

struct Program
{
    std::string_view name;
    Treatment treatment;
    const char* hint; //!< what to do instead; may be empty
};

constexpr Program PROGRAMS[] = {
    {":", Treatment::SILENT, ""},
    {"cd", Treatment::SILENT, ""},
    {"depmod", Treatment::SILENT, ""},
    {"echo", Treatment::SILENT, ""},
    {"insmod", Treatment::SILENT, ""},
    {"ip6tables-save", Treatment::SILENT, ""},
    {"iptables-save", Treatment::SILENT, ""},
    {"logger", Treatment::SILENT, ""},
    {"modprobe", Treatment::SILENT, ""},
    {"printf", Treatment::SILENT, ""},
    {"rmmod", Treatment::SILENT, ""},
    {"set", Treatment::SILENT, ""},
    {"sleep", Treatment::SILENT, ""},
    {"true", Treatment::SILENT, ""},
    {"umask", Treatment::SILENT, ""},
    {"arptables", Treatment::WARNED, ""},
    {"conntrack", Treatment::WARNED, ""},
    {"ebtables", Treatment::WARNED, ""},
    {"ethtool", Treatment::WARNED, ""},
    {"ifconfig", Treatment::WARNED, ""},
    {"ip", Treatment::WARNED, ""},
    {"ip6tables", Treatment::WARNED, ""},
    {"ip6tables-legacy", Treatment::WARNED, ""},
    {"ip6tables-nft", Treatment::WARNED, ""},
    {"ip6tables-restore", Treatment::WARNED, ""},
    {"netfilter-persistent", Treatment::WARNED, ""},
    {"route", Treatment::WARNED, ""},
    {"service", Treatment::WARNED, ""},
    {"sysctl", Treatment::WARNED, ""},
    {"systemctl", Treatment::WARNED, ""},
    {"tc", Treatment::WARNED, ""},
    {"ipset", Treatment::REFUSED, "; load the sets before, from what `ipset save` prints"},
    {"iptables-restore", Treatment::REFUSED, "; load what it reads by itself"},
    {"nft", Treatment::REFUSED, ""},
};

/// The last component of a path.
std::string
BaseName(const std::string& path)
{
    return path.substr(path.rfind('/') + 1);
}

/// Whether a command is iptables or ip6tables, by whatever backend.
bool
IsProgram(std::string_view name, std::string_view program)
{
    const std::string_view backend = name.substr(std::min(program.size(), name.size()));
    return name.substr(0, program.size()) == program &&
           (backend.empty() || backend == "-legacy" || backend == "-nft");
}

} // namespace

NfShellRunner::NfShellRunner(Iptables iptables,
                             std::vector<NfError>& errors,
                             std::vector<NfError>& warnings)
    : m_iptables(std::move(iptables)),
      m_errors(errors),
      m_warnings(warnings)
{
}

void
NfShellRunner::SetIp6tables(Iptables ip6tables)
{
    m_ip6tables = std::move(ip6tables);
}

void
NfShellRunner::Run(const NfShellList& script)
{
    RunList(script, false);
}

void
NfShellRunner::Complain(uint32_t line, uint32_t column, std::string message)
{
    if (m_named.emplace(line, column).second)
    {
        m_errors.push_back({"", line, column, std::move(message), 2});
    }
}

void
NfShellRunner::Warn(const NfShellNode& node, std::string message)
{
    if (m_named.emplace(node.line, node.column).second)
    {
        m_warnings.push_back({"", node.line, node.column, std::move(message), 0, true});
    }
}

NfShellRunner::Status
NfShellRunner::RunList(const NfShellList& list, bool tested)
{
    Status status = 0;
    for (std::size_t i = 0; i < list.size() && m_leaving == Leaving::NOTHING; ++i)
    {
        // Of a list that is tested, the last command alone decides.
        status = RunNode(*list[i], tested && i + 1 == list.size());
    }
    return status;
}

NfShellRunner::Status
NfShellRunner::RunNode(const NfShellNode& node, bool tested)
{
    if (++m_steps > MAX_STEPS)
    {
        Complain(node.line,
                 node.column,
                 "the script executes more than " + std::to_string(MAX_STEPS) + " commands");
        m_leaving = Leaving::SCRIPT;
        return {};
    }
    switch (node.kind)
    {
    case NfShellNode::Kind::SIMPLE:
        return RunSimple(node, tested);
    case NfShellNode::Kind::AND:
    case NfShellNode::Kind::OR: {
        const bool both = node.kind == NfShellNode::Kind::AND;
        const Status left = RunNode(*node.parts[0], tested || !both);
        const bool goesOn = left && (*left == 0) == both && m_leaving == Leaving::NOTHING;
        return goesOn ? RunNode(*node.parts[1], tested) : left;
    }
    case NfShellNode::Kind::NOT: {
        const Status status = RunNode(*node.parts[0], true);
        return status ? Status(*status == 0 ? 1 : 0) : status;
    }
    case NfShellNode::Kind::GROUP:
        return RunList(node.parts, tested);
    case NfShellNode::Kind::FOR:
        return RunFor(node);
    case NfShellNode::Kind::IF:
        return RunIf(node, tested);
    case NfShellNode::Kind::FUNCTION:
        m_functions[node.name] = &node;
        return 0;
    case NfShellNode::Kind::UNKNOWN:
        break;
    }
    Complain(node.line, node.column, "found " + node.name + ", which cannot be followed");
    return {};
}

NfShellRunner::Status
NfShellRunner::RunFor(const NfShellNode& node)
{
    Fields values;
    for (const NfShellWord& word : node.words)
    {
        for (const NfShellPart& part : word.parts)
        {
            if (part.kind == NfShellPart::Kind::TEXT && !part.quoted &&
                part.text.find_first_of("*?[") != std::string::npos)
            {
                Complain(word.line,
                         word.column,
                         "found a pattern of file names, which cannot be followed");
                return {};
            }
        }
        if (!Expand(word, values))
        {
            return {};
        }
    }
    Status status = 0;
    for (const NfToken& value : values)
    {
        if (m_leaving != Leaving::NOTHING)
        {
            break;
        }
        m_variables[node.name] = value.text;
        m_unknown.erase(node.name);
        status = RunList(node.parts, false);
    }
    return status;
}

NfShellRunner::Status
NfShellRunner::RunIf(const NfShellNode& node, bool tested)
{
    for (std::size_t i = 0; i + 1 < node.parts.size(); i += 2)
    {
        const Status condition = RunNode(*node.parts[i], true);
        if (!condition || m_leaving != Leaving::NOTHING)
        {
            return condition;
        }
        if (*condition == 0)
        {
            return RunNode(*node.parts[i + 1], tested);
        }
    }
    return node.parts.size() % 2 == 1 ? RunNode(*node.parts.back(), tested) : Status(0);
}

NfShellRunner::Status
NfShellRunner::RunSimple(const NfShellNode& node, bool tested)
{
    Fields words;
    for (const NfShellWord& word : node.words)
    {
        if (!Expand(word, words))
        {
            return {};
        }
    }
    for (const auto& [name, word] : node.assignments)
    {
        // Before a command it is set for that alone: no program that is followed asks for one.
        if ((words.empty() || node.declares) && !Assign(name, word))
        {
            return {};
        }
    }
    return words.empty() ? Status(0) : RunWords(node, words, tested);
}

NfShellRunner::Status
NfShellRunner::RunWords(const NfShellNode& node, Fields& words, bool tested)
{
    const std::string path = words.front().text;
    auto function = m_functions.find(path);
    if (function != m_functions.end())
    {
        return Call(*function->second, words, tested);
    }
    const std::string name = BaseName(path);
    const bool ipv6 = m_ip6tables && IsProgram(name, "ip6tables");
    if (ipv6 || IsProgram(name, "iptables"))
    {
        words.erase(words.begin());
        return RunIptables(node, ipv6 ? m_ip6tables : m_iptables, words, tested);
    }
    const auto* program = std::find_if(std::begin(PROGRAMS),
                                       std::end(PROGRAMS),
                                       [&](const Program& row) { return row.name == name; });
    if (program == std::end(PROGRAMS))
    {
        return RunBuiltin(node, name, words);
    }
    if (program->treatment == Treatment::REFUSED)
    {
        Complain(node.line,
                 node.column,
                 "found the command '" + name + "', which cannot be followed" + program->hint);
        return {};
    }
    const bool setsKernel = node.writesTo.compare(0, 5, "/proc") == 0;
    if (program->treatment == Treatment::WARNED || setsKernel)
    {
        Warn(node,
             setsKernel ? "a value for " + node.writesTo + " has no effect here"
                        : "the command '" + name + "' has no effect here");
    }
    return 0;
}

NfShellRunner::Status
NfShellRunner::RunBuiltin(const NfShellNode& node, const std::string& name, Fields& words)
{
    if (name == "[" || name == "test")
    {
        return Test(node, name, words);
    }
    if (name == "false")
    {
        return 1;
    }
    if (name == "exit" || name == "return")
    {
        m_leaving = name == "exit" || !m_inFunction ? Leaving::SCRIPT : Leaving::FUNCTION;
        return words.size() > 1 && words[1].text != "0" ? 1 : 0;
    }
    if (node.declares || name == "export" || name == "readonly")
    {
        return 0;
    }
    if (name == "unset")
    {
        for (const NfToken& word : words)
        {
            m_variables.erase(word.text);
            m_unknown.erase(word.text);
        }
        return 0;
    }
    if (name == "shift" && words.size() == 1 && !m_arguments.empty())
    {
        m_arguments.erase(m_arguments.begin());
        return 0;
    }
    Complain(node.line, node.column, "found the command '" + name + "', which cannot be followed");
    return {};
}

NfShellRunner::Status
NfShellRunner::RunIptables(const NfShellNode& node,
                           const Iptables& program,
                           const Fields& words,
                           bool tested)
{
    NfStatus error = program(words);
    if (!error)
    {
        return 0;
    }
    const int code = error->exitCode;
    if (code == 1 && (tested || node.quiet))
    {
        return code;
    }
    if (error->line == 0)
    {
        error->line = node.line;
        error->column = node.column;
    }
    if (m_named.emplace(error->line, error->column).second)
    {
        m_errors.push_back(*std::move(error));
    }
    return code;
}

NfShellRunner::Status
NfShellRunner::Call(const NfShellNode& function, const Fields& words, bool tested)
{
    if (m_calls >= MAX_CALLS)
    {
        Complain(words.front().line,
                 words.front().column,
                 "functions call each other more than " + std::to_string(MAX_CALLS) +
                     " times deep");
        m_leaving = Leaving::SCRIPT;
        return {};
    }
    std::vector<std::string> arguments;
    arguments.reserve(words.size());
    for (std::size_t i = 1; i < words.size(); ++i)
    {
        arguments.push_back(words[i].text);
    }
    const bool before = std::exchange(m_inFunction, true);
    std::swap(m_arguments, arguments);
    ++m_calls;
    const Status status = RunList(function.parts, tested);
    --m_calls;
    std::swap(m_arguments, arguments);
    m_inFunction = before;
    if (m_leaving == Leaving::FUNCTION)
    {
        m_leaving = Leaving::NOTHING;
    }
    return status;
}

} // namespace ns3
