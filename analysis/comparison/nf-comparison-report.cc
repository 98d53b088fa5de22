// SPDX-License-Identifier: GPL-2.0-only

#include "nf-comparison-report.h"

#include "nf-campaign-folder.h"
#include "nf-cli-command.h"
#include "nf-comparison-figures.h"
#include "nf-comparison-tables.h"
#include "nf-drawn-figure.h"
#include "nf-external-program.h"
#include "nf-html.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <iostream>
#include <set>

namespace ns3
{

namespace
{

// Measures that get figures; of all others there are tables.
constexpr std::size_t MOST_DRAWN = 16;

/// The figures of one measure, or those of several.
struct FigureGroup
{
    std::string title;
    std::vector<NfFigure> figures;
};

// A measure's name as part of a file's name: classes of traffic are the user's.
std::string
FileName(const std::string& name)
{
    std::string file;
    for (char c : name)
    {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
        file += plain ? c : '-';
    }
    return file;
}

std::vector<const NfComparedMeasure*>
ChooseDrawn(const NfComparison& comparison)
{
    std::vector<const NfComparedMeasure*> drawn;
    for (const NfComparedMeasure& measure : comparison.GetMeasures())
    {
        const bool any = std::any_of(measure.values.begin(),
                                     measure.values.end(),
                                     [](const auto& values) { return !values.empty(); });
        if (any && !measure.GetConstant() && drawn.size() < MOST_DRAWN)
        {
            drawn.push_back(&measure);
        }
    }
    return drawn;
}

std::vector<FigureGroup>
MakeFigures(const NfComparison& comparison,
            const std::vector<NfComparedNetwork>& networks,
            std::size_t baseline)
{
    std::vector<FigureGroup> groups;
    if (!networks.empty())
    {
        groups.push_back(
            {"Networks",
             {{"networks",
               "The network of each variant, with its firewalls and what they drop",
               [&](const NfFigureStyle& style) { NfDrawNetworks(networks, style); }}}});
    }
    if (const auto pair = NfChooseTradeOff(comparison))
    {
        const NfComparedMeasure& x = comparison.GetMeasures()[pair->first];
        const NfComparedMeasure& y = comparison.GetMeasures()[pair->second];
        groups.push_back(
            {"Trade-off",
             {{"trade-off",
               "Variants by " + x.name.ToString() + " and " + y.name.ToString(),
               [&](const NfFigureStyle& style) { NfDrawPareto(comparison, x, y, style); }}}});
    }
    for (const NfComparedMeasure* measure : ChooseDrawn(comparison))
    {
        const std::string name = measure->name.ToString();
        FigureGroup group{name, {}};
        group.figures.push_back({FileName(name) + "-means",
                                 "Means of " + name,
                                 [&comparison, measure, baseline](const NfFigureStyle& style) {
                                     NfDrawMeans(comparison, *measure, baseline, style);
                                 }});
        if (comparison.GetVariants().size() > 1)
        {
            group.figures.push_back({FileName(name) + "-differences",
                                     "Differences in " + name,
                                     [&comparison, measure, baseline](const NfFigureStyle& style) {
                                         NfDrawDifferences(comparison, *measure, baseline, style);
                                     }});
        }
        group.figures.push_back({FileName(name) + "-runs",
                                 "Each run's " + name,
                                 [&comparison, measure](const NfFigureStyle& style) {
                                     NfDrawDistributions(comparison, *measure, style);
                                 }});
        groups.push_back(std::move(group));
    }
    return groups;
}

std::string
Row(const std::string& name, const std::string& value)
{
    return "<tr><th>" + NfEscapeHtml(name) + "</th><td>" + value + "</td></tr>\n";
}

std::string
Code(const std::string& text)
{
    return "<code>" + NfEscapeHtml(text) + "</code>";
}

std::string
AskedToHtml(const NfComparison& comparison, const NfCampaignSpec& spec, std::size_t baseline)
{
    std::string versions;
    for (const auto& [version, runs] : comparison.GetVersions())
    {
        versions += fmt::format("{}{} ({} runs)", versions.empty() ? "" : ", ", version, runs);
    }
    int64_t most = 0;
    for (const NfComparedVariant& variant : comparison.GetVariants())
    {
        most = std::max(most, variant.finished + variant.failed + variant.unfinished);
    }
    std::string html = "<h2>What was asked</h2>\n<table>\n";
    html += Row("Command", Code(spec.command));
    html += Row("Scenario", Code(spec.scenario));
    html += Row("Variants", std::to_string(comparison.GetVariants().size()));
    html += Row("Baseline", NfEscapeHtml(comparison.GetVariants()[baseline].label));
    html += Row("Replications", fmt::format("1 to {}, the same in every variant", most));
    html += Row("Seed", spec.seed > 0 ? std::to_string(spec.seed) : "the scenario's");
    html += Row("Version", NfEscapeHtml(versions.empty() ? "unknown" : versions));
    return html + "</table>\n";
}

std::string
NotesToHtml(const std::vector<std::string>& notes)
{
    std::string html;
    for (const std::string& note : notes)
    {
        html += note.empty() ? "" : "<p class=\"note\">" + NfEscapeHtml(note) + "</p>\n";
    }
    return html;
}

// A few sentences, a measure each: what a reader wants to know first.
std::string
FindingsToHtml(const NfComparison& comparison, std::size_t baseline)
{
    std::string html;
    for (const NfComparedMeasure* measure : ChooseDrawn(comparison))
    {
        const std::vector<NfVariantFinding> findings = comparison.Sum(*measure, baseline);
        std::string items;
        for (std::size_t i = 0; i < findings.size(); ++i)
        {
            if (i != baseline && findings[i].p < 1 - NF_CONFIDENCE)
            {
                items += (items.empty() ? "" : "; ") +
                         NfEscapeHtml(comparison.GetVariants()[i].label) + " " +
                         NfEscapeHtml(findings[i].effect);
            }
        }
        if (!items.empty())
        {
            html += "<li>" + NfEscapeHtml(measure->name.ToString()) + ": " + items + "</li>\n";
        }
    }
    return html.empty() ? "<p>Too few runs to tell any variant from the baseline, or no difference "
                          "between them.</p>\n"
                        : "<ul>\n" + html + "</ul>\n";
}

std::string
FiguresToHtml(const NfComparison& comparison,
              const std::vector<NfComparedNetwork>& networks,
              std::size_t baseline)
{
    std::string html = "<h2>Figures</h2>\n";
    const NfWorkFolder folder;
    const std::vector<FigureGroup> groups = MakeFigures(comparison, networks, baseline);
    std::vector<NfDrawnFigure> drawn;
    for (const FigureGroup& group : groups)
    {
        for (const NfFigure& figure : group.figures)
        {
            const std::string name = fmt::format("{}.svg", drawn.size());
            drawn.push_back({&figure, folder / name.c_str(), ""});
        }
    }
    NfDrawFigures(drawn);
    std::size_t number = 0;
    std::set<std::string> faults; // one program that is missing is told once
    auto next = drawn.begin();
    for (const FigureGroup& group : groups)
    {
        html += "<h3>" + NfEscapeHtml(group.title) + "</h3>\n";
        for (const NfFigure& figure : group.figures)
        {
            const std::string& fault = next->fault;
            if (fault.empty())
            {
                html += NfInlineSvg(NfReadWholeFile(next->file), ++number, figure.text);
            }
            else
            {
                html += "<p>Figures are missing: " + NfEscapeHtml(fault) + "</p>\n";
                if (faults.insert(fault).second)
                {
                    std::cerr << "nfsim: the report has not all figures: " << fault << '\n';
                }
            }
            ++next;
        }
    }
    const std::size_t measures = ChooseDrawn(comparison).size();
    if (number > 0)
    {
        html += NotesToHtml({fmt::format("{} of {} measures are drawn; the others are the same in "
                                         "every run, unknown, or beyond the first {}.",
                                         measures,
                                         comparison.GetMeasures().size(),
                                         MOST_DRAWN)});
    }
    return html;
}

// What is the same in every run is one line below the table.
NfComparison
LeaveDiffering(NfComparison comparison)
{
    std::vector<NfMeasureName> shown;
    for (const NfComparedMeasure& measure : comparison.GetMeasures())
    {
        if (!measure.GetConstant())
        {
            shown.push_back(measure.name);
        }
    }
    if (!shown.empty())
    {
        comparison.Choose(shown);
    }
    return comparison;
}

std::string
RepeatToHtml(const NfCampaignSpec& spec)
{
    std::vector<std::string> words{"nfsim", "run"};
    const std::vector<std::string> arguments = spec.GetArguments({0, 1});
    words.insert(words.end(), arguments.begin(), arguments.end());
    return "<h2>How to repeat it</h2>\n<p>The whole campaign:</p>\n<pre>" +
           NfEscapeHtml(spec.command) + "</pre>\n<p>One run, the first one of " +
           NfEscapeHtml(spec.variants[0].label) +
           " (all others: column <code>command</code> of table <code>run</code> in "
           "<code>results.db</code>):</p>\n<pre>" +
           NfEscapeHtml(NfQuoteForShell(words)) + "</pre>\n";
}

} // namespace

void
NfWriteComparisonReport(const NfComparison& comparison,
                        const std::vector<NfComparedNetwork>& networks,
                        const NfCampaignSpec& spec,
                        std::size_t baseline,
                        const std::string& path)
{
    const std::string title =
        "Comparison: " + std::filesystem::path(spec.scenario).filename().string();
    NfReportTable variants = NfTableOfVariants(comparison);
    std::string body = "<h1>" + NfEscapeHtml(title) + "</h1>\n";
    body += AskedToHtml(comparison, spec, baseline);
    body += "<h2>What came of it</h2>\n" + NotesToHtml(comparison.GetNotes());
    body += FindingsToHtml(comparison, baseline);
    body += "<h3>Runs</h3>\n" + NfTableToHtml(variants);
    for (const NfReportTable& table : {NfTableOfMissing(comparison), NfTableOfUnmet(comparison)})
    {
        if (!table.rows.empty())
        {
            body += "<h3>" + NfEscapeHtml(table.title) + "</h3>\n" + NfTableToHtml(table);
        }
    }
    body += "<h2>Measures</h2>\n<p>Means over finished runs, with Student's 95 % intervals. "
            "Differences are paired by replication; p is corrected after Holm for the number of "
            "variants.</p>\n";
    body += NfTableToHtml(NfTableOfMeasures(LeaveDiffering(comparison), baseline));
    body += NotesToHtml({NfNoteOfConstants(comparison)});
    body += FiguresToHtml(comparison, networks, baseline);
    body += "<h2>Scenario</h2>\n<pre>" + NfEscapeHtml(spec.text) + "</pre>\n";
    body += RepeatToHtml(spec);
    NfWriteWholeFile(path, NfHtmlPage(title, body));
}

void
NfWriteComparisonFigures(const NfComparison& comparison,
                         const std::vector<NfComparedNetwork>& networks,
                         std::size_t baseline,
                         const std::string& folder,
                         const std::string& extension)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
    {
        throw NfCliError(fmt::format("{}: {}", folder, error.message()));
    }
    const std::vector<FigureGroup> groups = MakeFigures(comparison, networks, baseline);
    std::vector<NfDrawnFigure> drawn;
    std::set<std::string> names;
    for (const FigureGroup& group : groups)
    {
        for (const NfFigure& figure : group.figures)
        {
            std::string name = figure.name; // of classes whose names differ in signs only, too
            while (!names.insert(name).second)
            {
                name += '-';
            }
            drawn.push_back({&figure, fmt::format("{}/{}.{}", folder, name, extension), ""});
        }
    }
    NfDrawFigures(drawn);
    for (const NfDrawnFigure& figure : drawn)
    {
        if (!figure.fault.empty())
        {
            throw NfCliError(figure.fault);
        }
    }
}

} // namespace ns3
