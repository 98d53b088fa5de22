// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cli-manual.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <sstream>
#include <vector>

namespace ns3
{

namespace
{

/// Text as man(7) takes it literally: a leading dot or quote begins a request, a dash may be
/// broken.
std::string
Escape(const std::string& text)
{
    std::string escaped;
    for (const char c : text)
    {
        if ((c == '.' || c == '\'') && (escaped.empty() || escaped.back() == '\n'))
        {
            escaped += "\\&";
        }
        if (c == '\\')
        {
            escaped += "\\e";
        }
        else if (c == '-')
        {
            escaped += "\\-";
        }
        else
        {
            escaped += c;
        }
    }
    return escaped;
}

std::string
Upper(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
        return static_cast<char>(c == ' ' ? '-' : std::toupper(c));
    });
    return text;
}

std::string
GetNames(const CLI::Option& option)
{
    std::string names;
    for (const std::string& name : option.get_snames())
    {
        names += (names.empty() ? "-" : ", -") + name;
    }
    for (const std::string& name : option.get_lnames())
    {
        names += (names.empty() ? "--" : ", --") + name;
    }
    return names.empty() ? option.get_name(true) : names;
}

void
WriteOptions(std::ostream& os, const CLI::App& parser, bool positional)
{
    for (const CLI::Option* option : parser.get_options())
    {
        if (option->get_group().empty() || option->nonpositional() == positional)
        {
            continue;
        }
        os << ".TP\n\\fB" << Escape(GetNames(*option)) << "\\fR";
        if (!positional && option->get_items_expected_max() > 0)
        {
            os << " \\fI" << Escape(option->get_type_name()) << "\\fR";
        }
        os << '\n' << Escape(option->get_description()) << '\n';
    }
}

void
WriteUsage(std::ostream& os, const CLI::App& parser, const std::string& command)
{
    os << ".B " << Escape(command) << '\n' << "[\\fIoptions\\fR]";
    for (const CLI::Option* option : parser.get_options())
    {
        if (option->get_positional())
        {
            os << " \\fI" << Escape(option->get_name(true)) << "\\fR"
               << (option->get_items_expected_max() > 1 ? " ..." : "");
        }
    }
    os << (parser.get_subcommands({}).empty() ? "" : " \\fIsubcommand\\fR ...") << '\n';
}

} // namespace

std::string
NfWriteManual(const CLI::App& parser, const std::string& command, const std::string& version)
{
    std::ostringstream os;
    std::string page = command;
    std::replace(page.begin(), page.end(), ' ', '-');
    os << ".\\\" Made by the program itself: " << command << " \\-\\-manual\n"
       << ".TH " << Upper(command) << " 1 \"\" \"netfilter for ns-3 " << version << "\"\n"
       << ".SH NAME\n"
       << Escape(page) << " \\- " << Escape(parser.get_description()) << "\n.SH SYNOPSIS\n";
    WriteUsage(os, parser, command);
    os << ".SH OPTIONS\n";
    WriteOptions(os, parser, true);
    WriteOptions(os, parser, false);
    const auto subcommands = parser.get_subcommands({});
    if (!subcommands.empty())
    {
        os << ".SH SUBCOMMANDS\n";
    }
    for (const CLI::App* sub : subcommands)
    {
        os << ".SS " << Escape(sub->get_name()) << '\n'
           << Escape(sub->get_description()) << ".\n.PP\n";
        WriteUsage(os, *sub, command + " " + sub->get_name());
        WriteOptions(os, *sub, true);
        WriteOptions(os, *sub, false);
    }
    os << ".SH EXIT STATUS\n0 if all went well, 2 if what was given is wrong.\n";
    return os.str();
}

} // namespace ns3
