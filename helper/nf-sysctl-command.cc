// SPDX-License-Identifier: GPL-2.0-only

#include "nf-sysctl-command.h"

#include "nf-sysctl.h"
#include "nf-tell-once.h"
#include "nf-tokenizer.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <utility>
#include <vector>

namespace ns3
{

namespace
{

constexpr const char* BLANKS = " \t\r\n";

/// One sysctl that is asked for or set, and where the text says so.
struct Request
{
    NfError place; //!< without a message
    std::string name;
    std::optional<std::string> value; //!< to set; nothing: to print
    bool mayFail{false};
};

std::string
Trim(const std::string& text)
{
    const std::size_t first = text.find_first_not_of(BLANKS);
    return first == std::string::npos
               ? ""
               : text.substr(first, text.find_last_not_of(BLANKS) - first + 1);
}

NfError
At(NfError place, const std::string& message)
{
    place.message = message;
    return place;
}

/// Reads a command, carries it out and takes back what it did if a part fails.
class Command
{
  public:
    Command(Ptr<Node> node, std::string* output)
        : m_node(node),
          m_output(output)
    {
    }

    NfStatus Read(const std::string& text);
    NfStatus Execute();

  private:
    /// What is printed of a sysctl.
    enum class Print
    {
        BOTH,
        NAMES,
        VALUES
    };

    NfStatus ReadOption(char option, const NfError& place);
    NfStatus ReadFile(const std::string& file, const NfError& place);
    NfStatus Add(const std::string& text, const NfError& place, bool mustAssign, bool mayFail);
    NfStatus Set(const Request& request);
    NfStatus Ask(const Request& request);
    void Show(const std::string& name, const std::string& value, bool isAssignment);

    Ptr<Node> m_node;
    std::string* m_output;
    std::vector<Request> m_requests;
    std::vector<std::pair<std::string, std::string>> m_before; //!< values that were replaced
    std::vector<std::string> m_idle;                           //!< set without an effect
    std::string m_printed;
    Print m_print{Print::BOTH};
    bool m_all{false};
    bool m_load{false};
    bool m_write{false};
    bool m_quiet{false};
    bool m_ignore{false};
};

NfStatus
Command::ReadOption(char option, const NfError& place)
{
    switch (option)
    {
    case 'a':
    case 'A':
    case 'X':
        m_all = true;
        return {};
    case 'e':
        m_ignore = true;
        return {};
    case 'n':
        m_print = Print::VALUES;
        return {};
    case 'N':
        m_print = Print::NAMES;
        return {};
    case 'p':
    case 'f':
        m_load = true;
        return {};
    case 'q':
        m_quiet = true;
        return {};
    case 'w':
        m_write = true;
        return {};
    default:
        return At(place,
                  std::string("the option -") + option +
                      " is not known; expected -a, -e, -n, -N, -p, -q or -w");
    }
}

NfStatus
Command::Add(const std::string& text, const NfError& place, bool mustAssign, bool mayFail)
{
    Request request{place, text, {}, mayFail};
    const std::size_t equals = text.find('=');
    if (equals != std::string::npos)
    {
        request.name = Trim(text.substr(0, equals));
        request.value = Trim(text.substr(equals + 1));
    }
    else if (mustAssign)
    {
        return At(place, "expected NAME=VALUE, not \"" + text + "\"");
    }
    const std::size_t separator = request.name.find_first_of("./");
    if (separator != std::string::npos && request.name[separator] == '/')
    {
        // In this form a dot belongs to the name of a device.
        std::replace(request.name.begin(), request.name.end(), '/', '.');
    }
    if (request.name.empty())
    {
        return At(place, "expected the name of a sysctl before =");
    }
    m_requests.push_back(std::move(request));
    return {};
}

NfStatus
Command::ReadFile(const std::string& file, const NfError& place)
{
    errno = 0;
    std::ifstream stream(file);
    NfError at;
    at.file = file;
    std::string line;
    while (std::getline(stream, line))
    {
        ++at.line;
        const std::size_t first = line.find_first_not_of(BLANKS);
        if (first == std::string::npos || line[first] == '#' || line[first] == ';')
        {
            continue;
        }
        const bool mayFail = line[first] == '-';
        at.column = static_cast<uint32_t>(first + 1);
        if (NfStatus wrong = Add(Trim(line.substr(first + (mayFail ? 1 : 0))), at, true, mayFail))
        {
            return wrong;
        }
    }
    if (!stream.eof())
    {
        return At(place, "cannot read " + file + ": " + std::strerror(errno ? errno : EIO));
    }
    return {};
}

NfStatus
Command::Read(const std::string& text)
{
    std::vector<NfToken> tokens;
    if (NfStatus wrong = NfTokenize(text, 1, 1, NfQuoting::SHELL, tokens))
    {
        return wrong;
    }
    std::vector<std::pair<std::string, NfError>> words;
    for (const NfToken& token : tokens)
    {
        NfError place;
        place.line = token.line;
        place.column = token.column;
        const std::string& word = token.text;
        if (word.size() < 2 || word[0] != '-')
        {
            words.emplace_back(word, place);
            continue;
        }
        for (std::size_t i = 1; i < word.size(); ++i)
        {
            ++place.column;
            if (NfStatus wrong = ReadOption(word[i], place))
            {
                return wrong;
            }
        }
    }
    NfError whole;
    whole.line = 1;
    whole.column = static_cast<uint32_t>(text.size() + 1);
    if (m_all)
    {
        for (const std::string& name : NfGetSysctlNames(m_node))
        {
            m_requests.push_back({whole, name, {}, false});
        }
        return {};
    }
    if (words.empty())
    {
        return At(whole, m_load ? "expected a file" : "expected the name of a sysctl");
    }
    for (const auto& [word, place] : words)
    {
        if (NfStatus wrong = m_load ? ReadFile(word, place) : Add(word, place, m_write, false))
        {
            return wrong;
        }
    }
    return {};
}

void
Command::Show(const std::string& name, const std::string& value, bool isAssignment)
{
    if (isAssignment && m_quiet)
    {
        return;
    }
    if (m_print == Print::BOTH)
    {
        m_printed += name + " = " + value + "\n";
        return;
    }
    m_printed += (m_print == Print::NAMES && !isAssignment ? name : value) + "\n";
}

NfStatus
Command::Set(const Request& request)
{
    std::string before;
    const bool had = !NfGetSysctl(m_node, request.name, before);
    if (NfStatus wrong = NfSetSysctl(m_node, request.name, *request.value))
    {
        return wrong;
    }
    if (had)
    {
        m_before.emplace_back(request.name, before);
    }
    else
    {
        m_idle.push_back(request.name);
    }
    Show(request.name, *request.value, true);
    return {};
}

NfStatus
Command::Ask(const Request& request)
{
    std::string value;
    if (NfStatus wrong = NfGetSysctl(m_node, request.name, value))
    {
        return wrong;
    }
    Show(request.name, value, false);
    return {};
}

NfStatus
Command::Execute()
{
    for (const Request& request : m_requests)
    {
        const NfStatus wrong = request.value ? Set(request) : Ask(request);
        std::string ignored;
        const bool isUnknown = wrong && !NfIsIdleSysctl(request.name) &&
                               NfGetSysctl(m_node, request.name, ignored).has_value();
        if (!wrong || request.mayFail || (m_ignore && isUnknown))
        {
            continue;
        }
        for (auto old = m_before.rbegin(); old != m_before.rend(); ++old)
        {
            NfSetSysctl(m_node, old->first, old->second);
        }
        return At(request.place, request.name + ": " + wrong->message);
    }
    for (const std::string& name : m_idle)
    {
        NfTellOnce("sysctl " + name + " is taken, and nothing that is simulated depends on it");
    }
    if (m_output)
    {
        *m_output += m_printed;
    }
    return {};
}

} // namespace

NfStatus
NfSysctlCommand::Execute(Ptr<Node> node, const std::string& command, std::string* output)
{
    Command parsed(node, output);
    if (NfStatus wrong = parsed.Read(command))
    {
        return wrong;
    }
    return parsed.Execute();
}

} // namespace ns3
