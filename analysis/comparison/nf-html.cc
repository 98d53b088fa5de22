// SPDX-License-Identifier: GPL-2.0-only

#include "nf-html.h"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

namespace ns3
{

namespace
{

constexpr const char* STYLE = R"css(
:root { color-scheme: light; }
body { font: 15px/1.5 "DejaVu Sans", Verdana, sans-serif; color: #222; background: #fff;
  max-width: 66rem; margin: 2rem auto; padding: 0 1.2rem; }
h1 { font-size: 1.6rem; margin-bottom: .2rem; }
h2 { font-size: 1.25rem; margin-top: 2.4rem; border-bottom: 1px solid #ccc; }
h3 { font-size: 1.05rem; margin-top: 1.8rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .86rem; margin: .6rem 0; }
th, td { padding: .25rem .7rem; border-bottom: 1px solid #ddd; text-align: left;
  vertical-align: top; }
th { border-bottom: 2px solid #888; white-space: nowrap; }
table.sorts th { cursor: pointer; }
table.sorts th::after { content: "\2195"; color: #bbb; margin-left: .3em; }
table.sorts th[aria-sort=ascending]::after { content: "\2191"; color: #222; }
table.sorts th[aria-sort=descending]::after { content: "\2193"; color: #222; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
pre { background: #f5f5f5; padding: .8rem; overflow-x: auto; font-size: .82rem; }
figure { margin: 1rem 0; }
figure svg { max-width: 100%; height: auto; }
.note { color: #555; }
@media print {
  body { max-width: none; margin: 0; font-size: 10pt; }
  figure, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  table.sorts th::after { content: ""; }
  pre { white-space: pre-wrap; }
  .scroll { overflow: visible; }
}
)css";

constexpr const char* SCRIPT = R"js(
for (const table of document.querySelectorAll("table.sorts")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    head.tabIndex = 0;
    const sort = () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      heads.forEach(other => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const key = row => row.cells[column].textContent;
      const compare = (a, b) => {
        const x = key(a), y = key(b);
        if (x === "" || y === "") return (x === "") - (y === "");
        const order = x - y;
        return (up ? 1 : -1) * (isNaN(order) ? x.localeCompare(y, undefined, {numeric: true})
          : order);
      };
      const body = table.tBodies[0];
      [...body.rows].sort(compare).forEach(row => body.append(row));
    };
    head.addEventListener("click", sort);
    head.addEventListener("keydown", event => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); sort(); }
    });
  });
}
)js";

// Numbers, and texts that are one, stand at the right.
bool
IsNumber(const std::string& text)
{
    return !text.empty() && text.find_first_not_of("0123456789.+-e") == std::string::npos;
}

// What stands behind some words of a text gets a prefix.
std::string
AddPrefix(const std::string& text, const std::string& word, const std::string& prefix)
{
    std::string result;
    std::size_t from = 0;
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, from))
    {
        result += text.substr(from, at + word.size() - from) + prefix;
        from = at + word.size();
    }
    return result + text.substr(from);
}

} // namespace

std::string
NfEscapeHtml(const std::string& text)
{
    std::string escaped;
    for (char c : text)
    {
        switch (c)
        {
        case '&':
            escaped += "&amp;";
            break;
        case '<':
            escaped += "&lt;";
            break;
        case '>':
            escaped += "&gt;";
            break;
        case '"':
            escaped += "&quot;";
            break;
        default:
            // Other control characters are not allowed in HTML.
            escaped += static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\t' ? ' ' : c;
        }
    }
    return escaped;
}

std::string
NfTableToHtml(const NfReportTable& table)
{
    std::vector<bool> numbers(table.columns.size(), true);
    std::vector<bool> filled(table.columns.size());
    for (const std::vector<NfCell>& row : table.rows)
    {
        for (std::size_t i = 0; i < row.size(); ++i)
        {
            const std::string text = NfToText(row[i]);
            numbers[i] = numbers[i] && (text.empty() || IsNumber(text));
            filled[i] = filled[i] || !text.empty();
        }
    }
    auto isShown = [&](std::size_t i) { return !table.columns[i].title.empty() && filled[i]; };
    std::string html = "<div class=\"scroll\"><table class=\"sorts\"><thead><tr>";
    for (std::size_t i = 0; i < table.columns.size(); ++i)
    {
        if (isShown(i))
        {
            html += fmt::format("<th{}>{}</th>",
                                numbers[i] ? " class=\"n\"" : "",
                                NfEscapeHtml(table.columns[i].title));
        }
    }
    html += "</tr></thead><tbody>\n";
    for (const std::vector<NfCell>& row : table.rows)
    {
        html += "<tr>";
        for (std::size_t i = 0; i < row.size(); ++i)
        {
            if (isShown(i))
            {
                html += fmt::format("<td{}>{}</td>",
                                    numbers[i] ? " class=\"n\"" : "",
                                    NfEscapeHtml(NfToText(row[i])));
            }
        }
        html += "</tr>\n";
    }
    return html + "</tbody></table></div>\n";
}

std::string
NfInlineSvg(const std::string& svg, std::size_t number, const std::string& text)
{
    const std::size_t begin = svg.find("<svg");
    if (begin == std::string::npos)
    {
        return "";
    }
    std::string inner = svg.substr(begin);
    const std::string prefix = fmt::format("f{}-", number);
    for (const char* word : {" id=\"", " id='", "href=\"#", "href='#", "url(#"})
    {
        inner = AddPrefix(inner, word, prefix);
    }
    inner.insert(4, " role=\"img\" aria-label=\"" + NfEscapeHtml(text) + "\"");
    return "<figure>" + inner + "</figure>\n";
}

std::string
NfHtmlPage(const std::string& title, const std::string& body)
{
    return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
           NfEscapeHtml(title) + "</title>\n<style>" + STYLE + "</style></head>\n<body>\n" + body +
           "<script>" + SCRIPT + "</script>\n</body></html>\n";
}

} // namespace ns3
