// SPDX-License-Identifier: GPL-2.0-only

#include "nf-command-parser.h"

#include "nf-extension-registry.h"
#include "nf-ip-protocol-names.h"

#include <algorithm>
#include <cctype>
#include <climits>
#include <utility>

namespace ns3
{

namespace
{

/// The standard verdict of that name, or NONE.
NfRuleAction
FindVerdict(std::string_view name)
{
    for (NfRuleAction action :
         {NfRuleAction::ACCEPT, NfRuleAction::DROP, NfRuleAction::QUEUE, NfRuleAction::RETURN})
    {
        if (NfToString(action) == name)
        {
            return action;
        }
    }
    return NfRuleAction::NONE;
}

/// A word in quotes, for messages.
std::string
Quoted(std::string_view text)
{
    return "'" + std::string(text) + "'";
}

/// The commands that a letter may stand for; those with a number follow from the next word.
NfCommandKind
CommandOf(char letter)
{
    switch (letter)
    {
    case 'A':
        return NfCommandKind::APPEND;
    case 'C':
        return NfCommandKind::CHECK;
    case 'D':
        return NfCommandKind::DELETE;
    case 'I':
        return NfCommandKind::INSERT;
    case 'R':
        return NfCommandKind::REPLACE;
    case 'L':
        return NfCommandKind::LIST;
    case 'S':
        return NfCommandKind::LIST_RULES;
    case 'F':
        return NfCommandKind::FLUSH;
    case 'Z':
        return NfCommandKind::ZERO;
    case 'N':
        return NfCommandKind::NEW_CHAIN;
    case 'X':
        return NfCommandKind::DELETE_CHAIN;
    case 'E':
        return NfCommandKind::RENAME_CHAIN;
    case 'P':
        return NfCommandKind::POLICY;
    default:
        return NfCommandKind::NONE;
    }
}

} // namespace

NfCommandParser::NfCommandParser(const NfRuleset& ruleset, std::string restoreTable)
    : m_ruleset(ruleset),
      m_restoreTable(std::move(restoreTable))
{
}

NfStatus
NfCommandParser::Parse(const std::vector<NfToken>& words, NfCommand& command)
{
    m_words = &words;
    m_command = &command;
    if (!m_restoreTable.empty())
    {
        command.table = m_restoreTable;
    }
    if (!words.empty())
    {
        const NfToken& last = words.back();
        m_end = {"", last.line, last.column + static_cast<uint32_t>(last.text.size())};
    }
    while (m_next < words.size())
    {
        if (!ParseWord(words[m_next++]))
        {
            return m_error;
        }
        if (command.skip)
        {
            return {};
        }
    }
    Finish();
    return m_error;
}

bool
NfCommandParser::Fail(const NfToken& place, std::string message, int exitCode)
{
    m_error = NfErrorAt(place, std::move(message), exitCode);
    return false;
}

bool
NfCommandParser::ParseWord(const NfToken& word)
{
    std::string_view text = word.text;
    if (text == "!")
    {
        if (m_invert)
        {
            return Fail(word, "found a second '!', expected an option after the first");
        }
        m_invert = true;
        m_invertPlace = word;
        return true;
    }
    if (text == "--")
    {
        return Fail(word, "found '--', expected an option");
    }
    bool good;
    if (text.substr(0, 2) == "--")
    {
        good = ParseLong(word);
    }
    else if (text.size() > 1 && text[0] == '-')
    {
        good = ParseCluster(word);
    }
    else
    {
        return Fail(word, "found " + Quoted(text) + ", expected an option");
    }
    m_invert = false;
    return good;
}

std::vector<NfCommandParser::Candidate>
NfCommandParser::FindLong(std::string_view name)
{
    std::vector<Candidate> abbreviated;
    for (const NfStandardOption& option : NfStandardOptions())
    {
        if (option.name == name)
        {
            return {{&option, nullptr, nullptr}};
        }
        bool known = std::any_of(abbreviated.begin(), abbreviated.end(), [&](const Candidate& c) {
            return c.standard->letter == option.letter;
        });
        if (option.name.substr(0, name.size()) == name && !known)
        {
            abbreviated.push_back({&option, nullptr, nullptr});
        }
    }
    for (NfExtensionUse* use : m_loaded)
    {
        if (const NfOptionSpec* spec = use->FindOption(name))
        {
            return {{nullptr, use, spec}};
        }
        for (const NfOptionSpec& spec : use->Type().options)
        {
            if (spec.name.substr(0, name.size()) == name ||
                spec.alias.substr(0, name.size()) == name)
            {
                abbreviated.push_back({nullptr, use, &spec});
            }
        }
    }
    return abbreviated;
}

std::string
NfCommandParser::DescribeUnknown(std::string_view name) const
{
    const NfExtensionRegistry& registry = NfExtensionRegistry::Get();
    std::string owners;
    auto look = [&](const NfExtensionType& type, const char* flag) {
        for (const NfOptionSpec& spec : type.options)
        {
            if (spec.name == name || (!spec.alias.empty() && spec.alias == name))
            {
                owners += (owners.empty() ? "" : ", ") + std::string(flag) + " " + type.name;
            }
        }
    };
    for (const std::string& match : registry.GetMatchNames())
    {
        look(*registry.FindMatch(match), "-m");
    }
    for (const std::string& target : registry.GetTargetNames())
    {
        look(*registry.FindTarget(target), "-j");
    }
    std::string message = "found the unknown option '--" + std::string(name) +
                          "', expected an "
                          "option of iptables or of an extension named before it";
    return owners.empty() ? message : message + " (it belongs to " + owners + ")";
}

bool
NfCommandParser::ParseLong(const NfToken& word)
{
    std::string_view text = std::string_view(word.text).substr(2);
    std::size_t equals = text.find('=');
    std::string_view name = text.substr(0, equals);
    NfToken value;
    if (equals != std::string_view::npos)
    {
        value = {std::string(text.substr(equals + 1)),
                 word.line,
                 word.column + static_cast<uint32_t>(equals) + 3};
    }
    const NfToken* attached = equals == std::string_view::npos ? nullptr : &value;

    std::vector<Candidate> found = FindLong(name);
    if (found.empty() && LoadImplicitMatch(word))
    {
        found = FindLong(name);
    }
    if (found.empty())
    {
        return Fail(word, DescribeUnknown(name));
    }
    if (found.size() > 1)
    {
        std::string names;
        for (const Candidate& candidate : found)
        {
            names += names.empty() ? "--" : ", --";
            names += candidate.standard ? candidate.standard->name : candidate.spec->name;
        }
        return Fail(word,
                    "the option " + Quoted(word.text) + " is ambiguous, expected one of " + names);
    }
    if (!found[0].standard)
    {
        return ParseExtensionOption(found[0], word, attached);
    }
    const NfStandardOption& option = *found[0].standard;
    if (attached && option.argument == NfArgument::NONE)
    {
        return Fail(value, "the option --" + std::string(option.name) + " takes no argument");
    }
    NfToken argument;
    return TakeArgument(option, word, attached, argument) && Handle(option, word, argument);
}

bool
NfCommandParser::ParseCluster(const NfToken& word)
{
    for (std::size_t i = 1; i < word.text.size(); ++i)
    {
        NfToken name{std::string("-") + word.text[i],
                     word.line,
                     word.column + static_cast<uint32_t>(i == 1 ? 0 : i)};
        const NfStandardOption* option = NfFindStandardOption(word.text[i]);
        if (!option)
        {
            return Fail(name, "found the unknown option " + Quoted(name.text));
        }
        bool last = i + 1 == word.text.size();
        if (option->argument == NfArgument::NONE)
        {
            if (!Handle(*option, name, {}))
            {
                return false;
            }
            continue;
        }
        NfToken rest{word.text.substr(i + 1),
                     word.line,
                     word.column + static_cast<uint32_t>(i) + 1};
        NfToken argument;
        return TakeArgument(*option, name, last ? nullptr : &rest, argument) &&
               Handle(*option, name, argument);
    }
    return true;
}

bool
NfCommandParser::HasArgument() const
{
    if (m_next >= m_words->size())
    {
        return false;
    }
    const std::string& text = (*m_words)[m_next].text;
    return text.empty() || (text[0] != '-' && text[0] != '!');
}

bool
NfCommandParser::TakeArgument(const NfStandardOption& option,
                              const NfToken& name,
                              const NfToken* attached,
                              NfToken& argument)
{
    if (attached)
    {
        argument = *attached;
    }
    else if (option.argument == NfArgument::REQUIRED)
    {
        if (m_next >= m_words->size())
        {
            return Fail(m_end, "the option " + Quoted(name.text) + " requires an argument");
        }
        argument = (*m_words)[m_next++];
    }
    else if (option.argument == NfArgument::OPTIONAL && HasArgument())
    {
        argument = (*m_words)[m_next++];
    }
    return true;
}

bool
NfCommandParser::ParseExtensionOption(const Candidate& candidate,
                                      const NfToken& name,
                                      const NfToken* attached)
{
    const NfOptionSpec& spec = *candidate.spec;
    const std::string prefix = candidate.use->Type().name + ": ";
    const std::string written = "--" + std::string(spec.name);
    NfOption option;
    option.spec = &spec;
    option.inverted = m_invert;
    option.name = name;
    if (m_invert && !spec.invertible)
    {
        return Fail(m_invertPlace, prefix + "the option " + written + " cannot be inverted");
    }
    if (attached && spec.maxArguments == 0)
    {
        return Fail(*attached, prefix + "the option " + written + " takes no argument");
    }
    if (attached)
    {
        option.arguments.push_back(*attached);
    }
    while (option.arguments.size() < spec.maxArguments)
    {
        bool first = option.arguments.empty() && spec.minArguments > 0;
        bool more = first ? m_next < m_words->size() : HasArgument();
        if (!more)
        {
            break;
        }
        option.arguments.push_back((*m_words)[m_next++]);
    }
    if (option.arguments.size() < spec.minArguments)
    {
        return Fail(m_next < m_words->size() ? (*m_words)[m_next] : m_end,
                    prefix + "the option " + written + " requires " +
                        std::to_string(spec.minArguments) +
                        (spec.minArguments == 1 ? " argument" : " arguments"));
    }
    bool seen = std::any_of(candidate.use->options.begin(),
                            candidate.use->options.end(),
                            [&](const NfOption& other) { return other.spec == &spec; });
    if (seen && !spec.repeatable)
    {
        return Fail(name, prefix + "the option " + written + " may be given only once");
    }
    candidate.use->options.push_back(std::move(option));
    return true;
}

bool
NfCommandParser::LoadImplicitMatch(const NfToken& place)
{
    const NfMatchType* type = NfExtensionRegistry::Get().FindImplicitMatch(m_draft.spec.protocol);
    if (!type || m_implicitLoaded)
    {
        return false;
    }
    m_implicitLoaded = true;
    auto use = std::make_unique<NfExtensionUse>();
    use->match = type;
    use->place = place;
    m_loaded.insert(m_loaded.begin(), use.get());
    m_uses.push_back(std::move(use));
    return true;
}

bool
NfCommandParser::LoadMatch(const NfToken& argument)
{
    const NfMatchType* type = NfExtensionRegistry::Get().FindMatch(argument.text);
    if (!type)
    {
        return Fail(argument, "found the unknown match " + Quoted(argument.text));
    }
    auto use = std::make_unique<NfExtensionUse>();
    use->match = type;
    use->place = argument;
    m_loaded.insert(m_loaded.begin(), use.get());
    m_uses.push_back(std::move(use));
    return true;
}

bool
NfCommandParser::LoadTarget(const NfToken& name, const NfToken& argument)
{
    if (argument.text.empty() || argument.text.size() > NfTable::MAX_CHAIN_NAME)
    {
        return Fail(argument,
                    "found a target name of " + std::to_string(argument.text.size()) +
                        " characters, expected 1 to " + std::to_string(NfTable::MAX_CHAIN_NAME));
    }
    m_target = argument;
    m_goto = name.text == "-g" || name.text.substr(0, 3) == "--g";
    const NfTargetType* type = NfExtensionRegistry::Get().FindTarget(argument.text);
    if (type && !m_goto)
    {
        auto use = std::make_unique<NfExtensionUse>();
        use->target = type;
        use->place = argument;
        m_loaded.insert(m_loaded.begin(), use.get());
        m_uses.push_back(std::move(use));
    }
    return true;
}

bool
NfCommandParser::Handle(const NfStandardOption& option,
                        const NfToken& name,
                        const NfToken& argument)
{
    char letter = option.letter;
    if (CommandOf(letter) != NfCommandKind::NONE)
    {
        return HandleCommand(letter, name, argument);
    }
    if (std::string_view("sdpiofjgm").find(letter) != std::string_view::npos)
    {
        return HandleMatching(letter, name, argument);
    }
    return HandleSetting(letter, name, argument);
}

bool
NfCommandParser::SetCommand(NfCommandKind kind, const NfToken& name)
{
    auto lists = [](NfCommandKind k) {
        return k == NfCommandKind::LIST || k == NfCommandKind::LIST_RULES;
    };
    auto zeroes = [](NfCommandKind k) {
        return k == NfCommandKind::ZERO || k == NfCommandKind::ZERO_NUMBER;
    };
    NfCommandKind& current = m_command->kind;
    if (m_invert)
    {
        return Fail(m_invertPlace, "the command " + Quoted(name.text) + " cannot be inverted");
    }
    if ((lists(current) && zeroes(kind)) || (zeroes(current) && lists(kind)))
    {
        current = lists(kind) ? kind : current;
        m_command->zero = true;
        return true;
    }
    if (current != NfCommandKind::NONE)
    {
        return Fail(name,
                    "found a second command " + Quoted(name.text) + " after " +
                        Quoted(m_command->place.text));
    }
    current = kind;
    m_command->place = name;
    return true;
}

bool
NfCommandParser::ParseRuleNumber(bool required, const NfToken& name)
{
    if (!HasArgument())
    {
        return !required || Fail(m_next < m_words->size() ? (*m_words)[m_next] : m_end,
                                 "the command " + Quoted(name.text) + " requires a rule number");
    }
    const NfToken& word = (*m_words)[m_next++];
    auto number = NfParseUnsigned(word.text);
    if (!number || *number == 0 || *number > INT_MAX)
    {
        return Fail(word, "found " + Quoted(word.text) + ", expected a rule number from 1");
    }
    m_command->number = *number;
    m_command->numberToken = word;
    return true;
}

bool
NfCommandParser::CheckNewChain(const NfToken& chain)
{
    const std::string& name = chain.text;
    if (name.empty() || name.size() > NfTable::MAX_CHAIN_NAME)
    {
        return Fail(chain,
                    "found a chain name of " + std::to_string(name.size()) +
                        " characters, expected 1 to " + std::to_string(NfTable::MAX_CHAIN_NAME));
    }
    if (name[0] == '-' || name[0] == '!')
    {
        return Fail(chain, "a chain name must not begin with " + Quoted(name.substr(0, 1)));
    }
    if (FindVerdict(name) != NfRuleAction::NONE || NfExtensionRegistry::Get().FindTarget(name))
    {
        return Fail(chain, "the chain name " + Quoted(name) + " is the name of a target");
    }
    if (std::any_of(name.begin(), name.end(), [](unsigned char c) { return std::isspace(c); }))
    {
        return Fail(chain, "a chain name must not contain blanks: " + Quoted(name));
    }
    return true;
}

bool
NfCommandParser::HandleCommand(char letter, const NfToken& name, const NfToken& argument)
{
    if (!SetCommand(CommandOf(letter), name))
    {
        return false;
    }
    // -L foo -Z names the chain once; a second name wins, as in iptables.
    if (!argument.text.empty() || m_command->chain.text.empty())
    {
        m_command->chain = argument;
    }
    switch (letter)
    {
    case 'D':
        if (!ParseRuleNumber(false, name))
        {
            return false;
        }
        if (m_command->number != 0)
        {
            m_command->kind = NfCommandKind::DELETE_NUMBER;
        }
        return true;
    case 'Z':
        if (argument.text.empty())
        {
            return true;
        }
        if (!ParseRuleNumber(false, name))
        {
            return false;
        }
        if (m_command->number != 0 && m_command->kind == NfCommandKind::ZERO)
        {
            m_command->kind = NfCommandKind::ZERO_NUMBER;
        }
        return true;
    case 'I':
        return ParseRuleNumber(false, name);
    case 'L':
    case 'S':
        return argument.text.empty() || ParseRuleNumber(false, name);
    case 'R':
        return ParseRuleNumber(true, name);
    case 'N':
        return CheckNewChain(argument);
    case 'E':
    case 'P':
        if (!HasArgument())
        {
            return Fail(m_next < m_words->size() ? (*m_words)[m_next] : m_end,
                        letter == 'E' ? "the command '-E' requires the old and the new name"
                                      : "the command '-P' requires a chain and a policy");
        }
        m_command->word = (*m_words)[m_next++];
        return letter == 'P' || CheckNewChain(m_command->word);
    default:
        return true;
    }
}

bool
NfCommandParser::MarkGiven(char letter, const NfToken& name, bool invertible)
{
    if (m_given.find(letter) != std::string::npos)
    {
        return Fail(name, "found the option " + Quoted(name.text) + " a second time");
    }
    if (m_invert && !invertible)
    {
        return Fail(m_invertPlace, "the option " + Quoted(name.text) + " cannot be inverted");
    }
    m_given += letter;
    return true;
}

bool
NfCommandParser::ParseInterface(const NfToken& argument,
                                NfInterfaceName& interface,
                                NfInterfaceName& mask)
{
    std::string_view text = argument.text;
    if (text.empty() || text.size() > NfInterfaceName::MAX_LENGTH)
    {
        return Fail(argument,
                    "found an interface name of " + std::to_string(text.size()) +
                        " characters, expected 1 to " +
                        std::to_string(NfInterfaceName::MAX_LENGTH));
    }
    bool prefix = text.back() == '+';
    text.remove_suffix(prefix ? 1 : 0);
    interface = NfInterfaceName(text.empty() ? "+" : text);
    mask = NfInterfaceName::MaskOf(text.size() + (prefix ? 0 : 1));
    return true;
}

bool
NfCommandParser::HandleMatching(char letter, const NfToken& name, const NfToken& argument)
{
    NfRuleSpec& spec = m_draft.spec;
    switch (letter)
    {
    case 'm':
        if (m_invert)
        {
            return Fail(m_invertPlace,
                        "found '!' before " + Quoted(name.text) +
                            ", expected it before an option of the match");
        }
        return LoadMatch(argument);
    case 'j':
    case 'g':
        return MarkGiven('j', name, false) && LoadTarget(name, argument);
    case 'f':
        spec.fragment = true;
        spec.notFragment = m_invert;
        return MarkGiven(letter, name, true);
    case 'i':
        spec.notIn = m_invert;
        return MarkGiven(letter, name, true) && ParseInterface(argument, spec.in, spec.inMask);
    case 'o':
        spec.notOut = m_invert;
        return MarkGiven(letter, name, true) && ParseInterface(argument, spec.out, spec.outMask);
    case 'p': {
        auto protocol = NfParseIpProtocol(argument.text);
        if (!protocol)
        {
            return Fail(argument,
                        "found the unknown protocol " + Quoted(argument.text) +
                            ", expected a name such as tcp or a number from 0 to 255");
        }
        if (*protocol == 0 && m_invert)
        {
            return Fail(argument, "a rule with '! -p all' would never match");
        }
        spec.protocol = *protocol;
        spec.notProtocol = m_invert;
        return MarkGiven(letter, name, true);
    }
    default: {
        bool source = letter == 's';
        (source ? spec.notSource : spec.notDestination) = m_invert;
        auto& list = source ? m_draft.sources : m_draft.destinations;
        m_listed[source ? 0 : 1] = argument;
        if (!MarkGiven(letter, name, true))
        {
            return false;
        }
        NfComplaint complaint = NfParseAddressList(argument.text, list);
        return !complaint || Fail(argument, *complaint);
    }
    }
}

bool
NfCommandParser::ParseCounters(const NfToken& name, const NfToken& argument)
{
    std::string_view packets = argument.text;
    NfToken bytes{"", argument.line, argument.column};
    std::size_t comma = packets.find(',');
    if (comma != std::string_view::npos)
    {
        bytes.text = packets.substr(comma + 1);
        bytes.column += comma + 1;
        packets = packets.substr(0, comma);
    }
    else if (HasArgument())
    {
        bytes = (*m_words)[m_next++];
    }
    else
    {
        return Fail(m_next < m_words->size() ? (*m_words)[m_next] : m_end,
                    "the option " + Quoted(name.text) + " requires a packet and a byte counter");
    }
    auto packetCount = NfParseUnsigned(packets);
    auto byteCount = NfParseUnsigned(bytes.text);
    if (!packetCount)
    {
        return Fail(argument, "found " + Quoted(packets) + ", expected a packet counter");
    }
    if (!byteCount)
    {
        return Fail(bytes, "found " + Quoted(bytes.text) + ", expected a byte counter");
    }
    m_command->counters = true;
    m_command->packets = *packetCount;
    m_command->bytes = *byteCount;
    return true;
}

bool
NfCommandParser::HandleSetting(char letter, const NfToken& name, const NfToken& argument)
{
    NfListOptions& list = m_command->list;
    switch (letter)
    {
    case 't':
        if (!m_restoreTable.empty())
        {
            return Fail(name,
                        "found " + Quoted(name.text) +
                            ", but a restore text names its table in a line such as *filter");
        }
        if (m_invert)
        {
            return Fail(m_invertPlace, "the option " + Quoted(name.text) + " cannot be inverted");
        }
        if (NfTableKind::Find(argument.text) == NfTableKind::COUNT)
        {
            return Fail(argument,
                        "found the unknown table " + Quoted(argument.text) +
                            ", expected raw, mangle, nat, filter or security",
                        3);
        }
        m_command->table = argument.text;
        return true;
    case 'c':
        return MarkGiven(letter, name, false) && ParseCounters(name, argument);
    case 'n':
        list.numeric = true;
        return MarkGiven(letter, name, false);
    case 'x':
        list.exact = true;
        return MarkGiven(letter, name, false);
    case '0':
        list.lineNumbers = true;
        return MarkGiven(letter, name, false);
    case 'v':
        list.verbose = true;
        return true;
    case 'w': // the lock of xtables does not exist here
    case 'W':
        return argument.text.empty() || NfParseUnsigned(argument.text) ||
               Fail(argument, "found " + Quoted(argument.text) + ", expected a time to wait");
    case '4':
        return true;
    case '6':
        if (m_restoreTable.empty())
        {
            return Fail(name, "found " + Quoted(name.text) + ", but these are IPv4 tables");
        }
        m_command->skip = true;
        return true;
    default:
        return Fail(name, "the option " + Quoted(name.text) + " is not supported here");
    }
}

bool
NfCommandParser::ResolveTarget(const NfTable& table)
{
    if (m_target.text.empty())
    {
        return true;
    }
    const NfChain* chain = table.FindChain(m_target.text);
    NfRuleAction verdict = FindVerdict(m_target.text);
    if (m_goto && !chain)
    {
        return Fail(m_target,
                    "found " + Quoted(m_target.text) + " after -g, expected a chain of the table " +
                        m_command->table);
    }
    if (chain && chain->IsBuiltin())
    {
        return Fail(m_target,
                    "found the built-in chain " + Quoted(m_target.text) +
                        " as a target, expected a user's chain, a verdict or a target extension",
                    1);
    }
    if (chain)
    {
        m_draft.action = m_goto ? NfRuleAction::GOTO : NfRuleAction::JUMP;
        m_draft.chain = m_target.text;
        return true;
    }
    if (verdict != NfRuleAction::NONE)
    {
        m_draft.action = verdict;
        return true;
    }
    for (const auto& use : m_uses)
    {
        if (use->target)
        {
            m_draft.action = NfRuleAction::TARGET;
            m_draft.targets.push_back(std::move(*use));
            return true;
        }
    }
    return Fail(m_target,
                "found " + Quoted(m_target.text) +
                    " as a target, which is neither a verdict, nor a target extension, nor a chain "
                    "of the table " +
                    m_command->table + " that was declared before");
}

bool
NfCommandParser::Finish()
{
    NfCommand& command = *m_command;
    const bool nat = command.table == "nat";
    if (nat && (m_target.text == "DROP" ||
                (command.kind == NfCommandKind::POLICY && command.word.text == "DROP")))
    {
        return Fail(
            command.kind == NfCommandKind::POLICY ? command.word : m_target,
            "the \"nat\" table is not intended for filtering, so DROP cannot be used in it");
    }
    if (command.kind == NfCommandKind::NONE)
    {
        return Fail(m_words->empty() ? NfToken{"", 1, 1} : m_words->front(),
                    "found no command, expected one such as -A");
    }
    if (m_invert)
    {
        return Fail(m_invertPlace, "found '!' at the end, expected an option after it");
    }
    for (char letter : m_given)
    {
        if (!NfOptionFits(command.kind, letter))
        {
            std::string name = letter == '0' ? "--line-numbers" : std::string("-") + letter;
            return Fail(command.place,
                        "the option " + Quoted(name) + " cannot be used with the command " +
                            Quoted(command.place.text));
        }
    }
    if (command.chain.text.size() > NfTable::MAX_CHAIN_NAME)
    {
        return Fail(command.chain,
                    "found a chain name of " + std::to_string(command.chain.text.size()) +
                        " characters, expected at most " + std::to_string(NfTable::MAX_CHAIN_NAME));
    }
    if (!NfDescribesRule(command.kind))
    {
        return true;
    }
    const std::string& chain = command.chain.text;
    bool noIn = chain == "OUTPUT" || chain == "POSTROUTING";
    bool noOut = chain == "INPUT" || chain == "PREROUTING";
    for (char letter : {'i', 'o'})
    {
        if ((letter == 'i' ? noIn : noOut) && m_given.find(letter) != std::string::npos)
        {
            return Fail(command.chain,
                        std::string("the option '-") + letter + "' cannot be used in " + chain);
        }
    }
    bool many = m_draft.sources.size() > 1 || m_draft.destinations.size() > 1;
    if (many && (m_draft.spec.notSource || m_draft.spec.notDestination))
    {
        return Fail(m_listed[m_draft.sources.size() > 1 ? 0 : 1],
                    "'!' cannot be used with several source or destination addresses");
    }
    if (many && command.kind == NfCommandKind::REPLACE)
    {
        return Fail(m_listed[m_draft.sources.size() > 1 ? 0 : 1],
                    "a replacement must be one rule, but several addresses make several");
    }
    const NfTable* table = m_ruleset.FindTable(command.table);
    const NfTable untouched(NfTableKind::All()[NfTableKind::Find(command.table)]);
    if (!ResolveTarget(table ? *table : untouched))
    {
        return false;
    }
    for (const auto& use : m_uses)
    {
        if (use->match)
        {
            m_draft.matches.push_back(std::move(*use));
        }
    }
    m_draft.packets = command.packets;
    m_draft.bytes = command.bytes;
    m_error = m_draft.MakeRules(command.rules);
    return !m_error;
}

} // namespace ns3
