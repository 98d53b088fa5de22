// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cli-command.h"
#include "nf-plot-figure.h"
#include "nf-rule-usage.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <string_view>

namespace ns3
{

namespace
{

constexpr std::size_t LABEL = 64; // bytes of a rule's text beside the axis

/// Hits by rule in a run.
using Hits = std::map<std::string, double>;

std::string
Label(NfTraceReader& reader, const NfRuleUse& use)
{
    std::string text = " " + use.text;
    const std::string start = " -A " + use.chain + " ";
    if (text.compare(0, start.size(), start) == 0)
    {
        text.erase(0, start.size() - 1);
    }
    // "-p tcp -m tcp" says the same twice.
    for (const char* implied : {" -m tcp", " -m udp", " -m icmp", " -m conntrack"})
    {
        const std::size_t found = text.find(implied);
        if (found != std::string::npos)
        {
            text.erase(found, std::char_traits<char>::length(implied));
        }
    }
    return fmt::format("{} {} {}:{}", reader.NodeName(use.node), use.table, use.chain, text);
}

// That a packet met the policy ACCEPT says that no rule did anything about it.
bool
IsIdle(const NfRuleUse& use)
{
    return use.number == 0 && use.text == "policy ACCEPT";
}

Hits
Read(NfTraceReader& reader, const NfPlotArguments& arguments)
{
    if (reader.GetRun().level != "rules")
    {
        throw NfCliError(fmt::format("{}: run {} was traced at level '{}': rules are known only "
                                     "at the level 'rules'",
                                     reader.GetPath(),
                                     reader.GetRun().id,
                                     reader.GetRun().level));
    }
    const int64_t node = arguments.node.empty() ? -1 : reader.FindNode(arguments.node);
    Hits hits;
    for (const NfRuleUse& use : NfRuleUsage(reader).Get())
    {
        if ((node < 0 || use.node == node) && (arguments.policies || !IsIdle(use)))
        {
            hits[Label(reader, use)] += double(use.hits);
        }
    }
    return hits;
}

// Where a rule stands, what it matches, or its comment if it has one, and its target.
std::string
Caption(const std::string& label)
{
    static constexpr std::string_view option = " -m comment --comment ";
    const std::size_t colon = label.find(": ");
    const std::size_t comment = label.find(option);
    const std::size_t jump = label.find(" -j ");
    std::string text = label;
    if (comment != std::string::npos && jump != std::string::npos && comment < jump)
    {
        const std::size_t start = comment + option.size();
        const std::size_t end = label.find(' ', jump + 4);
        text = label.substr(0, colon + 2) + label.substr(start, jump - start) +
               label.substr(jump, end == std::string::npos ? end : end - jump);
    }
    if (text.size() <= LABEL)
    {
        return text;
    }
    // Both ends of a text tell more than its beginning; whole words are left out.
    const std::size_t half = LABEL / 2;
    const std::size_t head = text.rfind(' ', half - 2);
    const std::size_t tail = text.find(' ', text.size() - half + 2);
    return text.substr(0, head == std::string::npos ? half - 2 : head) + " ..." +
           text.substr(tail == std::string::npos ? text.size() - half + 2 : tail);
}

/// A rule with what each group makes of it.
struct Bar
{
    std::string label;
    std::vector<NfEstimate> hits;
};

// Rules that matched, those of the first group with most hits first.
std::vector<Bar>
MakeBars(const std::vector<std::vector<Hits>>& all)
{
    std::map<std::string, Bar> bars;
    for (const auto& runs : all)
    {
        for (const Hits& hits : runs)
        {
            for (const auto& entry : hits)
            {
                bars[entry.first].label = entry.first;
            }
        }
    }
    std::vector<Bar> result;
    for (auto& [label, bar] : bars)
    {
        double total = 0;
        for (const auto& runs : all)
        {
            std::vector<double> values;
            for (const Hits& hits : runs)
            {
                auto found = hits.find(label);
                values.push_back(found == hits.end() ? 0 : found->second);
            }
            bar.hits.push_back(NfEstimateMean(values));
            total += bar.hits.back().mean;
        }
        if (total > 0)
        {
            result.push_back(std::move(bar));
        }
    }
    std::stable_sort(result.begin(), result.end(), [](const Bar& a, const Bar& b) {
        return a.hits[0].mean > b.hits[0].mean;
    });
    return result;
}

void
AddData(NfGnuplot& script, const std::vector<Bar>& bars, std::size_t shown, std::size_t groups)
{
    const double height = 0.76 / double(groups);
    for (std::size_t g = 0; g < groups; ++g)
    {
        double total = 0;
        for (const Bar& bar : bars)
        {
            total += bar.hits[g].mean;
        }
        double sum = 0;
        script.Add(fmt::format("$rules{} << EOD", g));
        for (std::size_t i = 0; i < shown; ++i)
        {
            const NfEstimate& hits = bars[i].hits[g];
            sum += hits.mean;
            const double top = double(i) + 1 - 0.38 + double(g) * height;
            script.Add(fmt::format("{:.9g} {:.9g} {:.9g} {:.9g} {:.9g} {:.9g} {:.9g}",
                                   hits.mean,
                                   top,
                                   top + height,
                                   std::max(0.0, hits.low),
                                   hits.high,
                                   total > 0 ? 100 * sum / total : 0,
                                   i + 1.0));
        }
        script.Add("EOD");
    }
}

} // namespace

void
NfPlotRules(const NfPlotArguments& arguments, std::vector<NfPlotGroup>& groups)
{
    std::vector<std::vector<Hits>> all;
    for (const NfPlotGroup& group : groups)
    {
        all.emplace_back();
        for (const auto& reader : group.runs)
        {
            all.back().push_back(Read(*reader, arguments));
        }
    }
    const std::vector<Bar> bars = MakeBars(all);
    if (bars.empty())
    {
        throw NfCliError("there is nothing to draw: no rule matched");
    }
    const std::size_t shown = std::min(arguments.top, bars.size());
    const std::size_t n = groups.size();
    const double lines = double(shown * std::max<std::size_t>(1, n)) * 0.6;
    NfGnuplot script(arguments.output, 1.4, std::max(0.6, 0.35 + lines * 0.075));
    AddData(script, bars, shown, n);
    std::string labels;
    for (std::size_t i = 0; i < shown; ++i)
    {
        labels +=
            fmt::format("{}{} {}", i ? ", " : "", NfGnuplot::Quote(Caption(bars[i].label)), i + 1);
    }
    script.Add("set ytics (" + labels + ") scale 0");
    script.Add(fmt::format("set yrange [{}:0.4]", double(shown) + 0.6));
    script.Add("unset grid; set grid xtics linecolor rgb '#d8d8d8' linewidth 0.5 dashtype 1");
    script.Add("set xlabel 'Matches per run (packets)'; set xrange [0:*]");
    script.Add("set border 7; set x2range [0:105]; set x2tics 0,20,100 format '%.0f %%'");
    script.Add("set x2label 'Cumulated share of all matches'");
    script.Add("set title " + NfGnuplot::Quote(NfRunsTitle(groups)));
    script.Add(fmt::format("set key at screen 0.5,screen 0.01 center bottom vertical maxrows {}; "
                           "set bmargin {}",
                           n,
                           3.6 + 1.3 * double(n)));
    std::string plot = "plot ";
    for (std::size_t g = 0; g < n; ++g)
    {
        plot += fmt::format("{}$rules{} using (0):2:(0):1:2:3 with boxxyerror fillstyle solid {} "
                            "border rgb '#202020' fillcolor rgb '{}' linewidth 0.5 title {}",
                            g ? ", \\\n  " : "",
                            g,
                            g % 2 ? 0.45 : 0.85,
                            NfGnuplot::Colour(g),
                            NfGnuplot::Quote(n > 1 ? groups[g].label : "Matches"));
    }
    for (std::size_t g = 0; g < n; ++g)
    {
        if (groups[g].runs.size() > 1)
        {
            plot += fmt::format(", \\\n  $rules{0} using 1:(($2+$3)/2):4:5 with xerrorbars "
                                "linecolor rgb '#000000' pointtype 0 linewidth 0.8 notitle",
                                g);
        }
        plot += fmt::format(
            ", \\\n  $rules{} using 6:7 axes x2y1 with linespoints linecolor rgb "
            "'{}' dashtype {} pointtype {} linewidth 1.2 title {}",
            g,
            n > 1 ? NfGnuplot::Colour(g) : "#000000",
            NfGnuplot::Dashes(g + 1),
            g % 2 ? 5 : 7,
            NfGnuplot::Quote(n > 1 ? groups[g].label + ": cumulated share" : "Cumulated share"));
    }
    script.Add(plot);
    NfFinishFigure(script, arguments);
}

} // namespace ns3
