// SPDX-License-Identifier: GPL-2.0-only

#include "nf-set-command.h"

#include "nf-set-element.h"
#include "nf-set-printer.h"
#include "nf-set-words.h"
#include "nf-tokenizer.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <sstream>
#include <vector>

namespace ns3
{

namespace
{

/// What a command does.
enum class Kind : uint8_t
{
    CREATE,
    ADD,
    DELETE,
    TEST,
    DESTROY,
    LIST,
    SAVE,
    RESTORE,
    FLUSH,
    RENAME,
    SWAP,
    VERSION,
    QUIT
};

/// A command, and how it may be written.
struct CommandName
{
    Kind kind;
    std::array<std::string_view, 4> names; //!< the first is used in messages
    std::size_t mandatory;                 //!< how many words must follow
};

constexpr std::array<CommandName, 13> COMMANDS{{
    {Kind::CREATE, {"create", "n", "-N", "--create"}, 2},
    {Kind::ADD, {"add", "a", "-A", "--add"}, 2},
    {Kind::DELETE, {"del", "d", "-D", "--del"}, 2},
    {Kind::TEST, {"test", "t", "-T", "--test"}, 2},
    {Kind::DESTROY, {"destroy", "x", "-X", "--destroy"}, 0},
    {Kind::LIST, {"list", "l", "-L", "--list"}, 0},
    {Kind::SAVE, {"save", "s", "-S", "--save"}, 0},
    {Kind::RESTORE, {"restore", "r", "-R", "--restore"}, 0},
    {Kind::FLUSH, {"flush", "f", "-F", "--flush"}, 0},
    {Kind::RENAME, {"rename", "e", "-E", "--rename"}, 2},
    {Kind::SWAP, {"swap", "w", "-W", "--swap"}, 2},
    {Kind::VERSION, {"version", "v", "-V", "--version"}, 0},
    {Kind::QUIT, {"quit", "q", "quit", "quit"}, 0},
}};

/// Options that may stand anywhere in a command.
struct CommonOptions
{
    bool exist{false};
    bool quiet{false};
    bool namesOnly{false};
    bool terse{false};
    std::string output;
};

/// Executes one command.
class Executor
{
  public:
    Executor(NfSets& sets, std::ostream& output)
        : m_sets(sets),
          m_output(output)
    {
    }

    /// @param words at least one; the common options are taken out of it
    NfStatus Run(std::vector<NfToken>& words)
    {
        if (const NfToken* word = NfFindZeroByte(words))
        {
            return NfError{"", word->line, word->column, "found a zero byte in this word", 2};
        }
        if (NfStatus error = TakeCommonOptions(words))
        {
            return error;
        }
        if (words.empty())
        {
            return NfError{"", 1, 1, "No command specified.", 2};
        }
        NfSetWords rest(words);
        const std::string& name = rest.Take().text;
        auto command = std::find_if(COMMANDS.begin(), COMMANDS.end(), [&](const auto& row) {
            return std::find(row.names.begin(), row.names.end(), name) != row.names.end();
        });
        if (command == COMMANDS.end())
        {
            return rest.Misunderstood("No command specified: unknown argument " + name);
        }
        static constexpr std::array<const char*, 2> ordinals{"", "second "};
        if (words.size() <= command->mandatory)
        {
            return rest.Misunderstood(fmt::format("Missing {}mandatory argument to command {}",
                                                  ordinals[words.size() - 1],
                                                  command->names[0]));
        }
        return Dispatch(command->kind, rest);
    }

  private:
    NfStatus TakeCommonOptions(std::vector<NfToken>& words)
    {
        std::vector<NfToken> rest;
        rest.reserve(words.size());
        for (std::size_t i = 0; i < words.size(); ++i)
        {
            const std::string& text = words[i].text;
            const bool option = text.size() > 1 && text.front() == '-';
            // Behind "comment" stands a text, whatever it looks like.
            const bool isText = i > 0 && words[i - 1].text == "comment";
            if (!option || isText || !TakeCommonOption(text))
            {
                if (!isText && IsOutputOption(text))
                {
                    if (NfStatus error = TakeOutput(words, ++i))
                    {
                        return error;
                    }
                    continue;
                }
                rest.push_back(std::move(words[i]));
            }
        }
        words = std::move(rest);
        return {};
    }

    static bool IsOutputOption(std::string_view text)
    {
        return text == "-o" || text == "-output" || text == "--output" || text == "-f" ||
               text == "-file" || text == "--file";
    }

    NfStatus TakeOutput(const std::vector<NfToken>& words, std::size_t index)
    {
        const NfToken& option = words[index - 1];
        const bool file = option.text.find('f') != std::string::npos;
        if (file)
        {
            return NfError{"",
                           option.line,
                           option.column,
                           "this module's ipset has no files: take what it prints, and restore "
                           "with RestoreSets",
                           2};
        }
        if (index >= words.size())
        {
            return NfError{"",
                           option.line,
                           option.column,
                           "Missing mandatory argument to option -o",
                           2};
        }
        m_options.output = words[index].text;
        const bool known = m_options.output == "plain" || m_options.output == "save";
        const bool xml = m_options.output == "xml";
        if (known)
        {
            return {};
        }
        return NfError{"",
                       words[index].line,
                       words[index].column,
                       xml ? "this module's ipset prints no XML"
                           : "Syntax error: unknown output mode '" + m_options.output + "'",
                       1};
    }

    bool TakeCommonOption(std::string_view text)
    {
        auto is = [text](std::string_view letter, std::string_view word) {
            return text == letter || text.substr(1) == word ||
                   (text.size() > 2 && text.substr(0, 2) == "--" && text.substr(2) == word);
        };
        if (is("-!", "exist"))
        {
            m_options.exist = true;
        }
        else if (is("-q", "quiet"))
        {
            m_options.quiet = true;
        }
        else if (is("-n", "name"))
        {
            m_options.namesOnly = true;
        }
        else if (is("-t", "terse"))
        {
            m_options.terse = true;
        }
        else
        {
            // Elements are always sorted, and names are never looked up.
            return is("-s", "sorted") || is("-r", "resolve");
        }
        return true;
    }

    NfStatus Dispatch(Kind kind, NfSetWords& words)
    {
        switch (kind)
        {
        case Kind::CREATE:
            return Create(words);
        case Kind::ADD:
            return Change(NfSetAction::ADD, words);
        case Kind::DELETE:
            return Change(NfSetAction::DELETE, words);
        case Kind::TEST:
            return Change(NfSetAction::TEST, words);
        case Kind::RENAME:
        case Kind::SWAP:
            return Exchange(kind, words);
        case Kind::DESTROY:
        case Kind::FLUSH:
        case Kind::LIST:
        case Kind::SAVE:
            return DoAll(kind, words);
        case Kind::VERSION:
            m_output << "ipset v7.17, protocol version: 7\n";
            return {};
        case Kind::RESTORE:
            return words.Misunderstood("restore reads a text: use RestoreSets");
        case Kind::QUIT:
            break;
        }
        return {};
    }

    static NfStatus TakeName(NfSetWords& words, std::string& name)
    {
        name = words.Take().text;
        if (name.size() > NfSets::MAX_NAME)
        {
            return words.Refused(
                fmt::format("Syntax error: setname '{}' is longer than {} characters",
                            name,
                            NfSets::MAX_NAME));
        }
        return {};
    }

    NfStatus Create(NfSetWords& words)
    {
        std::string name;
        if (NfStatus error = TakeName(words, name))
        {
            return error;
        }
        const std::string typeName = words.Take().text;
        const NfSetType* type = NfSetType::Find(typeName);
        if (!type)
        {
            return words.Refused("Syntax error: typename '" + typeName + "' is unknown");
        }
        NfSetOptions options;
        if (NfStatus error = NfReadSetOptions(*type, words, options))
        {
            return error;
        }
        return words.Refused(m_sets.Create(name, *type, options, m_options.exist));
    }

    NfStatus Change(NfSetAction action, NfSetWords& words)
    {
        std::string name;
        if (NfStatus error = TakeName(words, name))
        {
            return error;
        }
        NfSet* set = m_sets.Find(name);
        if (!set)
        {
            return words.Refused(std::string("The set with the given name does not exist"));
        }
        NfSetElement element;
        const std::string& text = words.Take().text;
        if (auto complaint = NfParseSetElement(*set, text, action, element))
        {
            return words.Refused(complaint);
        }
        NfSetDetails details;
        if (NfStatus error = NfReadSetDetails(*set, action, words, element, details))
        {
            return error;
        }
        if (action == NfSetAction::TEST)
        {
            return Test(name, *set, element, details, words);
        }
        const bool list = set->GetType().method == NfSetMethod::LIST;
        return words.Refused(list ? ChangeMember(action, *set, element, details)
                                  : ChangeElements(action, *set, element, details));
    }

    NfComplaint ChangeMember(NfSetAction action,
                             NfSet& list,
                             const NfSetElement& element,
                             const NfSetDetails& details)
    {
        return action == NfSetAction::ADD
                   ? m_sets.AddMember(list, element.name, element.place, details, m_options.exist)
                   : m_sets.DeleteMember(list, element.name, element.place, m_options.exist);
    }

    NfComplaint ChangeElements(NfSetAction action,
                               NfSet& set,
                               const NfSetElement& element,
                               const NfSetDetails& details)
    {
        return NfVisitSetElement(set, element, action, [&](const NfSetKey& key) {
            return Explain(action == NfSetAction::ADD
                               ? m_sets.Add(set, key, details, m_options.exist)
                               : set.Delete(key));
        });
    }

    NfComplaint Explain(NfSetOutcome outcome) const
    {
        switch (outcome)
        {
        case NfSetOutcome::EXISTS:
            return "Element cannot be added to the set: it's already added";
        case NfSetOutcome::MISSING:
            return m_options.exist ? NfComplaint()
                                   : "Element cannot be deleted from the set: it's not added";
        case NfSetOutcome::FULL:
            return "Hash is full, cannot add more elements";
        case NfSetOutcome::DONE:
            break;
        }
        return {};
    }

    NfStatus Test(const std::string& name,
                  NfSet& set,
                  const NfSetElement& element,
                  const NfSetDetails& details,
                  const NfSetWords& words)
    {
        bool there = false;
        NfComplaint complaint;
        if (set.GetType().method == NfSetMethod::LIST)
        {
            there = NfSets::HasMember(set, element.name, element.place);
        }
        else
        {
            complaint =
                NfVisitSetElement(set, element, NfSetAction::TEST, [&](const NfSetKey& key) {
                    there = set.Test(key, details.nomatch);
                    return NfComplaint();
                });
        }
        if (complaint)
        {
            return words.Refused(complaint);
        }
        const std::string text = NfSetElementToString(set, element);
        const std::string answer = text + (there ? " is in set " : " is NOT in set ") + name + ".";
        if (!m_options.quiet)
        {
            m_output << (there ? "Warning: " : "") << answer << '\n';
        }
        return there ? NfStatus() : words.Refused(answer);
    }

    NfStatus Exchange(Kind kind, NfSetWords& words)
    {
        std::string from;
        std::string to;
        NfStatus error = TakeName(words, from);
        error = error ? error : TakeName(words, to);
        error = error ? error : ExpectEnd(words);
        if (error)
        {
            return error;
        }
        return words.Refused(kind == Kind::RENAME ? m_sets.Rename(from, to)
                                                  : m_sets.Swap(from, to));
    }

    static NfStatus ExpectEnd(NfSetWords& words)
    {
        return words.IsEmpty() ? NfStatus()
                               : words.Misunderstood("Unknown argument " + words.Take().text);
    }

    /// Commands for one set, or all if none is named.
    NfStatus DoAll(Kind kind, NfSetWords& words)
    {
        std::string name;
        NfStatus error = words.IsEmpty() ? NfStatus() : TakeName(words, name);
        error = error ? error : ExpectEnd(words);
        if (error)
        {
            return error;
        }
        const bool missing = !name.empty() && !m_sets.Find(name);
        if (missing && kind == Kind::DESTROY && m_options.exist)
        {
            return {};
        }
        if (missing)
        {
            return words.Refused(std::string("The set with the given name does not exist"));
        }
        if (kind == Kind::DESTROY || kind == Kind::FLUSH)
        {
            return words.Refused(kind == Kind::DESTROY ? m_sets.Destroy(name) : m_sets.Flush(name));
        }
        Print(kind, name.empty() ? m_sets.GetNames() : std::vector<std::string>{name});
        return {};
    }

    void Print(Kind kind, const std::vector<std::string>& names)
    {
        const bool save =
            m_options.output == "save" || (kind == Kind::SAVE && m_options.output.empty());
        const auto references = save ? std::map<std::string, uint32_t>() : m_sets.CountReferences();
        for (const std::string& name : names)
        {
            NfSet& set = *m_sets.Find(name);
            if (m_options.namesOnly)
            {
                m_output << name << '\n';
            }
            else if (save)
            {
                NfSaveSet(m_output, name, set);
            }
            else
            {
                m_output << (name == names.front() ? "" : "\n");
                auto count = references.find(name);
                const uint32_t number = count == references.end() ? 0 : count->second;
                NfListSet(m_output, name, set, number, m_options.terse);
            }
        }
    }

    NfSets& m_sets;
    std::ostream& m_output;
    CommonOptions m_options;
};

/// Splits a line of a restore text; false if a quote is not closed.
bool
SplitLine(std::string_view line, uint32_t number, std::vector<NfToken>& words)
{
    constexpr std::string_view blanks = " \t\r";
    std::size_t begin = 0;
    while ((begin = line.find_first_not_of(blanks, begin)) != std::string_view::npos)
    {
        const bool quoted = line[begin] == '"';
        std::size_t end = quoted ? line.find('"', begin + 1) : line.find_first_of(blanks, begin);
        if (quoted && end == std::string_view::npos)
        {
            return false;
        }
        end = std::min(end, line.size());
        const std::size_t first = begin + (quoted ? 1 : 0);
        words.push_back({std::string(line.substr(first, end - first)),
                         number,
                         static_cast<uint32_t>(begin) + 1});
        begin = quoted ? end + 1 : end;
    }
    return true;
}

} // namespace

NfStatus
NfSetCommand::Execute(NfSets& sets, const std::string& command, std::string* output)
{
    std::vector<NfToken> words;
    if (NfStatus error = NfTokenize(command, 1, 1, NfQuoting::SHELL, words))
    {
        return error;
    }
    std::ostringstream printed;
    NfStatus error = Executor(sets, printed).Run(words);
    if (output)
    {
        *output += printed.str();
    }
    return error;
}

NfStatus
NfSetCommand::Restore(NfSets& sets,
                      const std::string& text,
                      const std::string& name,
                      std::string* output)
{
    std::ostringstream printed;
    std::string_view rest = text;
    NfStatus error;
    for (uint32_t number = 1; !rest.empty() && !error; ++number)
    {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        std::vector<NfToken> words;
        if (!SplitLine(line, number, words))
        {
            error = NfError{"", number, 1, "found a quote that is not closed", 2};
            break;
        }
        if (words.empty() || words[0].text.rfind('#', 0) == 0 || words[0].text == "COMMIT")
        {
            continue;
        }
        if (words[0].text == "quit")
        {
            break;
        }
        error = Executor(sets, printed).Run(words);
    }
    if (output)
    {
        *output += printed.str();
    }
    if (error)
    {
        error->file = name;
    }
    return error;
}

std::string
NfSetCommand::Save(NfSets& sets)
{
    std::ostringstream printed;
    for (const std::string& name : sets.GetNames())
    {
        NfSaveSet(printed, name, *sets.Find(name));
    }
    return printed.str();
}

} // namespace ns3
