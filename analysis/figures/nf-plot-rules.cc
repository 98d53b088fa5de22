// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cli-command.h"
#include "nf-estimate.h"
#include "nf-figure-text.h"
#include "nf-plot-figure.h"
#include "nf-rule-hits.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <memory>
#include <vector>

namespace ns3
{

namespace
{

constexpr std::size_t CAPTION = 84; // characters of a rule beside the axis
constexpr std::size_t NODE = 26;    // characters of a node's name in it
constexpr std::size_t USUAL = 15;   // rules

// Sizes at 10 points, in cm.
constexpr double BARS = 11;    // width
constexpr double TOP = 1.6;    // axis of the share
constexpr double BOTTOM = 1.6; // axis of the hits
constexpr double BAR = 0.3;
constexpr double BETWEEN = 0.3; // between the bars of two rules

/// Hits by rule in a run.
using Hits = std::map<NfRulePlace, int64_t>;

// That a packet met the policy ACCEPT says that no rule did anything about it.
bool
IsIdle(const NfRulePlace& rule)
{
    return rule.text == "policy ACCEPT";
}

/// A rule with what each group makes of it.
struct Bar
{
    NfRulePlace rule;
    std::vector<NfEstimate> hits;

    double Most() const
    {
        double most = 0;
        for (const NfEstimate& estimate : hits)
        {
            most = std::max(most, estimate.mean);
        }
        return most;
    }
};

// Rules that matched in any group, by the most hits that a group has of them.
std::vector<Bar>
MakeBars(const std::vector<std::vector<Hits>>& all)
{
    std::map<NfRulePlace, Bar> bars;
    for (const auto& runs : all)
    {
        for (const Hits& hits : runs)
        {
            for (const auto& entry : hits)
            {
                bars[entry.first].rule = entry.first;
            }
        }
    }
    std::vector<Bar> result;
    for (auto& [rule, bar] : bars)
    {
        for (const auto& runs : all)
        {
            std::vector<double> values;
            for (const Hits& hits : runs)
            {
                auto found = hits.find(rule);
                values.push_back(found == hits.end() ? 0 : double(found->second));
            }
            bar.hits.push_back(NfEstimateMean(values));
        }
        result.push_back(std::move(bar));
    }
    std::stable_sort(result.begin(), result.end(), [](const Bar& a, const Bar& b) {
        return a.Most() > b.Most();
    });
    return result;
}

double
Total(const std::vector<Bar>& bars, std::size_t group, std::size_t shown)
{
    double total = 0;
    for (std::size_t i = 0; i < shown; ++i)
    {
        total += bars[i].hits[group].mean;
    }
    return total;
}

void
AddData(NfGnuplot& script, const std::vector<Bar>& bars, std::size_t shown, std::size_t groups)
{
    const double height = 0.76 / double(groups);
    for (std::size_t g = 0; g < groups; ++g)
    {
        const double total = Total(bars, g, bars.size());
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

std::vector<std::string>
Captions(const std::vector<Bar>& bars, std::size_t shown, std::size_t longest)
{
    // A node's name must not take the place of what the rule says.
    std::vector<std::string> nodes;
    for (std::size_t i = 0; i < shown; ++i)
    {
        nodes.push_back(bars[i].rule.node);
    }
    nodes = NfShortenTexts(nodes, std::min(NODE, longest / 2));
    std::vector<std::string> captions;
    for (std::size_t i = 0; i < shown; ++i)
    {
        const NfRulePlace& rule = bars[i].rule;
        const std::size_t rest = longest - std::min(nodes[i].size(), longest / 2);
        captions.push_back(
            nodes[i] + " " +
            NfShortenText(
                fmt::format("{} {}: {}", rule.table, rule.chain, NfRuleCaption(rule.text)),
                rest));
    }
    return NfShortenTexts(captions, longest + NODE);
}

// Which rules are beyond the figure, and how much they do.
std::string
RestNote(const std::vector<Bar>& bars, std::size_t shown, std::size_t groups)
{
    if (shown == bars.size())
    {
        return "";
    }
    double least = 1;
    double most = 0;
    for (std::size_t g = 0; g < groups; ++g)
    {
        const double total = Total(bars, g, bars.size());
        const double share = total > 0 ? Total(bars, g, shown) / total : 1;
        least = std::min(least, share);
        most = std::max(most, share);
    }
    const bool same = groups == 1 || std::round(100 * least) == std::round(100 * most);
    return fmt::format("{} of {} rules that matched are shown, with {}{:.0f} % of all matches.",
                       shown,
                       bars.size(),
                       same ? "" : fmt::format("{:.0f} to ", 100 * least),
                       100 * most);
}

void
AddPlot(NfGnuplot& script, const NfRunGroups& groups, const std::vector<std::string>& labels)
{
    std::vector<std::string> parts;
    const std::size_t n = labels.size();
    for (std::size_t g = 0; g < n; ++g)
    {
        parts.push_back(
            fmt::format("$rules{} using (0):2:(0):1:2:3 with boxxyerror fillstyle solid {} "
                        "border rgb '#202020' fillcolor rgb '{}' linewidth 0.5 title {}",
                        g,
                        NfGnuplot::Shade(g),
                        NfGnuplot::Colour(g),
                        NfGnuplot::Quote(n > 1 ? labels[g] : "Matches")));
    }
    for (std::size_t g = 0; g < n; ++g)
    {
        if (groups.Get()[g].runs.size() > 1)
        {
            parts.push_back(fmt::format("$rules{0} using 1:(($2+$3)/2):4:5 with xerrorbars "
                                        "linecolor rgb '#000000' pointtype 0 linewidth 0.8 notitle",
                                        g));
        }
        parts.push_back(
            fmt::format("$rules{} using 6:7 axes x2y1 with linespoints linecolor rgb '{}' "
                        "dashtype {} pointtype {} linewidth 1.2 {}",
                        g,
                        n > 1 ? NfGnuplot::Colour(g) : "#000000",
                        NfGnuplot::Dashes(g + 1),
                        g % 2 ? 5 : 7,
                        n > 1 ? "notitle" : "title 'Cumulated share'"));
    }
    script.AddPlot(parts);
}

int
Draw(const NfPlotArguments& shared, bool policies)
{
    const NfRunGroups groups =
        NfGroupForFigure(shared, NfPlotNeed::RULES, "the rules that matched");
    std::vector<std::vector<Hits>> all;
    for (const NfRunGroup& group : groups.Get())
    {
        all.emplace_back();
        for (const NfGroupedRun& run : group.runs)
        {
            NfTraceReader reader(run.database, run.Number());
            NfEventSelection events(reader, shared.events);
            Hits hits = NfCountRuleHits(reader, events);
            for (auto hit = hits.begin(); hit != hits.end();)
            {
                hit = !policies && IsIdle(hit->first) ? hits.erase(hit) : std::next(hit);
            }
            all.back().push_back(std::move(hits));
        }
    }
    const std::vector<Bar> bars = MakeBars(all);
    if (bars.empty())
    {
        throw NfNothingToDraw("no rule matched", shared.events);
    }
    const std::size_t n = groups.Get().size();
    const double scale = shared.style.fontSize / 10;
    const double row = double(n) * BAR + BETWEEN;
    std::size_t shown = std::min(shared.top > 0 ? shared.top : USUAL, bars.size());
    if (shared.style.height > 0)
    {
        const double room = shared.style.height / scale - TOP - BOTTOM - 2;
        shown = std::min(shown, std::size_t(std::max(1.0, room / std::max(0.5, 0.7 * row))));
    }
    NfFigureTexts texts = NfTextsOfGroups(shared, groups);
    const std::vector<std::string> labels = NfGroupTexts(groups);
    if (n == 1)
    {
        texts.key = {"Matches", "Cumulated share"};
    }
    const std::string rest = RestNote(bars, shown, n);
    if (!rest.empty())
    {
        texts.notes.push_back(rest);
    }
    const double em = NfFigurePage::Em(10);
    std::size_t longest = CAPTION;
    if (shared.style.width > 0)
    {
        const double room = 0.55 * shared.style.width / scale / em;
        longest = std::min(longest, std::size_t(std::max(10.0, room / 0.6)));
    }
    const std::vector<std::string> captions = Captions(bars, shown, longest);
    const double left = (NfWidestText(captions) + 1) * em;
    NfFigurePage page(shared.style,
                      texts,
                      left + BARS,
                      TOP + BOTTOM + std::max(double(shown) * row, 2.5));
    NfGnuplot& script = page.GetScript();
    AddData(script, bars, shown, n);
    std::string tics;
    for (std::size_t i = 0; i < shown; ++i)
    {
        tics += fmt::format("{}{} {}", i ? ", " : "", NfGnuplot::Quote(captions[i]), i + 1);
    }
    page.SetAxes({left * scale,
                  page.GetWidth() - 0.6 * scale,
                  TOP * scale,
                  page.GetHeight() - BOTTOM * scale});
    script.Add("set ytics (" + tics + ") scale 0");
    script.Add(fmt::format("set yrange [{}:0.4]", double(shown) + 0.6));
    script.Add("unset grid; set grid xtics linecolor rgb '#d8d8d8' linewidth 0.5 dashtype 1");
    script.Add("set xlabel 'Matches per run (packets)' offset 0,0.3; set xrange [0:*]");
    script.Add("set border 7; set x2range [0:105]; set x2tics 0,20,100 format '%.0f %%'");
    script.Add(fmt::format("set x2label '{}' offset 0,-0.3",
                           n > 1 ? "Lines: cumulated share of all matches"
                                 : "Cumulated share of all matches"));
    page.ShowKey();
    AddPlot(script, groups, labels);
    page.Finish();
    return 0;
}

} // namespace

NfCliAction
NfDrawRules(CLI::App& parser, NfPlotArguments& shared)
{
    auto policies = std::make_shared<bool>(false);
    NfAddFigureOptions(parser, shared, "rules");
    parser.add_flag("--policies", *policies, "Count policies ACCEPT as rules");
    return [&shared, policies] { return Draw(shared, *policies); };
}

} // namespace ns3
