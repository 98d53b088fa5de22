// SPDX-License-Identifier: GPL-2.0-only

#include "nf-report.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <ostream>

namespace ns3
{

namespace
{

template <class... Ts>
struct Overloaded : Ts...
{
    using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

using Json = nlohmann::ordered_json;

Json
ToJson(const NfCell& cell)
{
    return std::visit(Overloaded{[](std::monostate) { return Json(); },
                                 [](const NfNanoseconds& time) { return Json(time.value); },
                                 [](const auto& value) { return Json(value); }},
                      cell);
}

bool
IsNumber(const NfCell& cell)
{
    return !std::holds_alternative<std::string>(cell) &&
           !std::holds_alternative<std::monostate>(cell);
}

Json
ToJson(const NfReportTable& table, const std::vector<NfCell>& row)
{
    Json object = Json::object();
    for (std::size_t i = 0; i < table.columns.size(); ++i)
    {
        if (!table.columns[i].key.empty())
        {
            object[table.columns[i].key] = ToJson(row[i]);
        }
    }
    return object;
}

Json
ToJson(const NfReportTable& table)
{
    if (table.fields)
    {
        return table.rows.empty() ? Json() : ToJson(table, table.rows[0]);
    }
    Json rows = Json::array();
    for (const std::vector<NfCell>& row : table.rows)
    {
        rows.push_back(ToJson(table, row));
    }
    return rows;
}

// Bytes of UTF-8 that continue a character take no room on the screen.
std::size_t
Width(const std::string& text)
{
    return std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; });
}

std::string
Pad(const std::string& text, std::size_t width, bool right)
{
    const std::string spaces(width - std::min(width, Width(text)), ' ');
    return right ? spaces + text : text + spaces;
}

void
PrintFields(std::ostream& os, const NfReportTable& table)
{
    std::size_t width = 0;
    for (const NfColumn& column : table.columns)
    {
        width = std::max(width, Width(column.title));
    }
    for (std::size_t i = 0; i < table.columns.size(); ++i)
    {
        const std::string text = NfToText(table.rows[0][i]);
        if (!text.empty() && !table.columns[i].title.empty())
        {
            os << Pad(table.columns[i].title, width, false) << "  " << text << '\n';
        }
    }
}

// Cells as text; what repeats in grouped columns is left out.
std::vector<std::vector<std::string>>
Layout(const NfReportTable& table, std::size_t n)
{
    std::vector<std::vector<std::string>> lines(n);
    std::vector<std::string> above;
    for (std::size_t r = 0; r < n; ++r)
    {
        std::vector<std::string> cells;
        for (const NfCell& cell : table.rows[r])
        {
            cells.push_back(NfToText(cell));
        }
        lines[r] = cells;
        for (std::size_t i = 0; r > 0 && i < table.grouped && cells[i] == above[i]; ++i)
        {
            lines[r][i].clear();
        }
        above = std::move(cells);
    }
    return lines;
}

void
PrintRows(std::ostream& os, const NfReportTable& table)
{
    const std::size_t n =
        table.shown ? std::min(table.shown, table.rows.size()) : table.rows.size();
    const std::size_t columns = table.columns.size();
    const std::vector<std::vector<std::string>> lines = Layout(table, n);
    std::vector<std::size_t> widths(columns);
    std::vector<bool> right(columns);
    for (std::size_t i = 0; i < columns; ++i)
    {
        bool filled = false;
        if (table.columns[i].title.empty())
        {
            continue;
        }
        for (std::size_t r = 0; r < n; ++r)
        {
            widths[i] = std::max(widths[i], Width(lines[r][i]));
            filled = filled || !lines[r][i].empty();
            right[i] = right[i] || IsNumber(table.rows[r][i]);
        }
        if (filled)
        {
            widths[i] = std::max(widths[i], Width(table.columns[i].title));
        }
    }
    auto print = [&](auto&& cell) {
        std::string line;
        for (std::size_t i = 0; i < columns; ++i)
        {
            if (widths[i] > 0)
            {
                line += (line.empty() ? "" : "  ") + Pad(cell(i), widths[i], right[i]);
            }
        }
        line.erase(line.find_last_not_of(' ') + 1);
        os << line << '\n';
    };
    print([&](std::size_t i) { return table.columns[i].title; });
    for (const std::vector<std::string>& line : lines)
    {
        print([&](std::size_t i) { return line[i]; });
    }
    if (const std::size_t more = table.rows.size() - n + table.omitted)
    {
        os << fmt::format("... and {} more (--limit 0 shows all)\n", more);
    }
}

void
PrintText(std::ostream& os, const NfReportTable& table)
{
    if (!table.title.empty())
    {
        os << table.title << '\n';
    }
    if (table.rows.empty())
    {
        os << table.whenEmpty << '\n';
    }
    else if (table.fields)
    {
        PrintFields(os, table);
    }
    else
    {
        PrintRows(os, table);
    }
    for (const std::string& note : table.notes)
    {
        os << note << '\n';
    }
}

} // namespace

NfReportTable&
NfReport::Add(NfReportTable table)
{
    if (table.whenEmpty.empty())
    {
        table.whenEmpty = "(none)";
    }
    m_tables.push_back(std::move(table));
    return m_tables.back();
}

void
NfReport::Print(std::ostream& os, bool json) const
{
    if (json)
    {
        Json answer = Json::object();
        for (const NfReportTable& table : m_tables)
        {
            if (!table.key.empty())
            {
                answer[table.key] = ToJson(table);
            }
        }
        os << answer.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
        return;
    }
    for (std::size_t i = 0; i < m_tables.size(); ++i)
    {
        os << (i > 0 ? "\n" : "");
        PrintText(os, m_tables[i]);
    }
}

std::string
NfToText(const NfCell& cell)
{
    return std::visit(
        Overloaded{[](std::monostate) { return std::string(); },
                   [](int64_t number) { return std::to_string(number); },
                   [](double number) {
                       const bool large = std::abs(number) >= 1e4 && std::abs(number) < 1e15;
                       return large ? fmt::format("{:.0f}", number) : fmt::format("{:.4g}", number);
                   },
                   [](const std::string& text) { return text; },
                   [](const NfNanoseconds& time) { return NfFormatSeconds(time.value); }},
        cell);
}

std::string
NfToJson(const NfCell& cell)
{
    return ToJson(cell).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string
NfToCsv(const NfCell& cell)
{
    if (auto* time = std::get_if<NfNanoseconds>(&cell))
    {
        return std::to_string(time->value);
    }
    if (auto* number = std::get_if<double>(&cell))
    {
        return fmt::format("{}", *number);
    }
    std::string text = NfToText(cell);
    if (text.find_first_of(",\"\r\n") == std::string::npos)
    {
        return text;
    }
    for (std::size_t i = text.find('"'); i != std::string::npos; i = text.find('"', i + 2))
    {
        text.insert(i, 1, '"');
    }
    return '"' + text + '"';
}

std::string
NfFormatSeconds(int64_t ns)
{
    const uint64_t size = ns < 0 ? 0 - static_cast<uint64_t>(ns) : static_cast<uint64_t>(ns);
    return fmt::format("{}{}.{:09} s", ns < 0 ? "-" : "", size / 1000000000, size % 1000000000);
}

} // namespace ns3
