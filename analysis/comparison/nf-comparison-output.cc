// SPDX-License-Identifier: GPL-2.0-only

#include "nf-comparison-output.h"

#include "nf-cli-command.h"
#include "nf-comparison-tables.h"

#include <algorithm>
#include <fmt/format.h>
#include <iostream>
#include <set>

namespace ns3
{

namespace
{

bool
IsKnown(const NfComparedMeasure& measure)
{
    return std::any_of(measure.values.begin(), measure.values.end(), [](const auto& values) {
        return !values.empty();
    });
}

std::string
NoteOfUnknown(const NfComparison& comparison, bool asked)
{
    std::string names;
    for (const NfComparedMeasure& measure : comparison.GetMeasures())
    {
        if (!IsKnown(measure) && (asked || measure.name.trafficClass.empty()))
        {
            names += (names.empty() ? "" : ", ") + measure.name.ToString();
        }
    }
    return names.empty() ? "" : "Unknown in every run: " + names + ".";
}

// People see what tells variants apart, of whole runs unless they ask for more.
NfComparison
LeaveForPeople(NfComparison comparison, bool asked)
{
    std::vector<NfMeasureName> shown;
    for (const NfComparedMeasure& measure : comparison.GetMeasures())
    {
        if (!measure.GetConstant() && IsKnown(measure) &&
            (asked || measure.name.trafficClass.empty()))
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
NoteOfClasses(const NfComparison& comparison)
{
    std::set<std::string> classes;
    for (const NfComparedMeasure& measure : comparison.GetMeasures())
    {
        classes.insert(measure.name.trafficClass);
    }
    classes.erase("");
    return classes.empty() ? ""
                           : fmt::format("Not shown: the same by class of traffic ({}). --json, "
                                         "--csv and --measure NAME@CLASS show it.",
                                         fmt::join(classes, ", "));
}

// What went wrong may be long; programs get all of it.
void
ShortenForPeople(NfReportTable& table, bool json)
{
    constexpr std::size_t shown = 20;
    if (!json && table.rows.size() > shown)
    {
        table.notes.push_back(fmt::format("... and {} more, which --json and the report show",
                                          table.rows.size() - shown));
        table.rows.resize(shown);
    }
}

} // namespace

void
NfPrintComparison(const NfComparison& comparison,
                  std::size_t baseline,
                  NfComparisonFormat format,
                  bool asked)
{
    const bool json = format == NfComparisonFormat::JSON;
    if (format == NfComparisonFormat::CSV)
    {
        std::cout << NfToCsv(NfTableOfMeasures(comparison, baseline));
    }
    else
    {
        NfReport report;
        report.Add(NfTableOfVariants(comparison));
        NfReportTable measures =
            NfTableOfMeasures(json ? comparison : LeaveForPeople(comparison, asked), baseline);
        for (const std::string& note : {NfNoteOfConstants(comparison),
                                        NoteOfUnknown(comparison, asked),
                                        asked ? "" : NoteOfClasses(comparison)})
        {
            if (!note.empty())
            {
                measures.notes.push_back(note);
            }
        }
        report.Add(std::move(measures));
        for (NfReportTable table : {NfTableOfMissing(comparison), NfTableOfUnmet(comparison)})
        {
            if (json || !table.rows.empty())
            {
                ShortenForPeople(table, json);
                report.Add(std::move(table));
            }
        }
        report.Print(std::cout, json);
    }
    std::cout << std::flush;
    if (!std::cout)
    {
        throw NfCliError("cannot write to standard output");
    }
}

} // namespace ns3
