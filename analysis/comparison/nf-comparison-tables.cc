// SPDX-License-Identifier: GPL-2.0-only

#include "nf-comparison-tables.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace ns3
{

namespace
{

// A number that there may be none of.
NfCell
NumberIf(bool known, double value)
{
    return known && std::isfinite(value) ? NfCell(value) : NfCell();
}

} // namespace

std::string
NfFormatValue(double value)
{
    const double size = std::abs(value);
    return size >= 1000 && size < 1e9 ? fmt::format("{:.0f}", value) : fmt::format("{:.4g}", value);
}

std::string
NfFormatInterval(const NfEstimate& estimate)
{
    return estimate.runs < 2 ? ""
                             : NfFormatValue(estimate.low) + " to " + NfFormatValue(estimate.high);
}

std::string
NfFormatP(double p)
{
    return p < 0.001 ? "<0.001" : fmt::format("{:.3f}", p);
}

NfReportTable
NfTableOfVariants(const NfComparison& comparison)
{
    NfReportTable table{"variants",
                        "Runs",
                        {{"variant", "Variant"},
                         {"finished", "Finished"},
                         {"failed", "Failed"},
                         {"unfinished", "Unfinished"},
                         {"repeated", "Repeated"},
                         {"expectations", "Expectations"},
                         {"not_held", "Not held"},
                         {"dropped_after", "Dropped after"}}};
    for (const NfComparedVariant& variant : comparison.GetVariants())
    {
        table.rows.push_back({variant.label,
                              variant.finished,
                              variant.failed,
                              variant.unfinished,
                              variant.repeated,
                              variant.expected,
                              variant.unmet,
                              variant.dropped ? NfCell(*variant.dropped) : NfCell()});
    }
    table.notes = comparison.GetNotes();
    return table;
}

NfReportTable
NfTableOfMeasures(const NfComparison& comparison, std::size_t baseline)
{
    const std::string& base = comparison.GetVariants()[baseline].label;
    NfReportTable table{"measures",
                        "",
                        {{"", "Measure"},
                         {"measure", ""},
                         {"class", ""},
                         {"unit", ""},
                         {"variant", "Variant"},
                         {"runs", "Runs"},
                         {"unknown", ""},
                         {"", "Unknown"},
                         {"", "Mean"},
                         {"", "95 % interval"},
                         {"mean", ""},
                         {"low", ""},
                         {"high", ""},
                         {"pairs", ""},
                         {"difference", ""},
                         {"difference_low", ""},
                         {"difference_high", ""},
                         {"p_holm", ""},
                         {"", "p (Holm)"},
                         {"effect", "Against " + base}}};
    table.grouped = 1;
    table.whenEmpty = "No measure differs between runs.";
    for (const NfComparedMeasure& measure : comparison.GetMeasures())
    {
        const std::vector<NfVariantFinding> findings = comparison.Sum(measure, baseline);
        const std::string name = measure.name.ToString();
        for (std::size_t i = 0; i < findings.size(); ++i)
        {
            const NfEstimate& mean = findings[i].estimate;
            const NfEstimate& difference = findings[i].difference.difference;
            const bool tested =
                i != baseline && difference.runs > 1 && !findings[i].difference.equal;
            table.rows.push_back(
                {measure.unit.empty() ? name : name + " (" + measure.unit + ")",
                 measure.name.measure,
                 measure.name.trafficClass,
                 measure.unit,
                 comparison.GetVariants()[i].label,
                 static_cast<int64_t>(mean.runs),
                 measure.unknown[i],
                 measure.unknown[i] > 0 ? NfCell(measure.unknown[i]) : NfCell(),
                 mean.runs > 0 ? NfCell(NfFormatValue(mean.mean)) : NfCell("unknown"),
                 NfFormatInterval(mean),
                 NumberIf(mean.runs > 0, mean.mean),
                 NumberIf(mean.runs > 1, mean.low),
                 NumberIf(mean.runs > 1, mean.high),
                 i == baseline ? NfCell() : NfCell(static_cast<int64_t>(difference.runs)),
                 NumberIf(i != baseline && difference.runs > 0, difference.mean),
                 NumberIf(i != baseline && difference.runs > 1, difference.low),
                 NumberIf(i != baseline && difference.runs > 1, difference.high),
                 NumberIf(tested, findings[i].p),
                 tested ? NfCell(NfFormatP(findings[i].p)) : NfCell(),
                 findings[i].effect});
        }
    }
    return table;
}

std::string
NfNoteOfConstants(const NfComparison& comparison)
{
    std::string names;
    for (const NfComparedMeasure& measure : comparison.GetMeasures())
    {
        if (const std::optional<double> constant = measure.GetConstant())
        {
            names += (names.empty() ? "" : ", ") + measure.name.ToString() + " " +
                     NfFormatValue(*constant) + (measure.unit.empty() ? "" : " " + measure.unit);
        }
    }
    return names.empty() ? "" : "The same in every run: " + names + ".";
}

NfReportTable
NfTableOfMissing(const NfComparison& comparison)
{
    NfReportTable table{"missing",
                        "Runs without results, which count in no mean",
                        {{"variant", "Variant"},
                         {"replication", "Replication"},
                         {"outcome", "Outcome"},
                         {"message", "Message"}}};
    for (const NfMissingRun& run : comparison.GetMissing())
    {
        table.rows.push_back({comparison.GetVariants()[run.variant].label,
                              run.replication,
                              run.outcome,
                              run.message});
    }
    return table;
}

NfReportTable
NfTableOfUnmet(const NfComparison& comparison)
{
    NfReportTable table{"expectations",
                        "Expectations that did not hold",
                        {{"expectation", "Expectation"},
                         {"variant", "Variant"},
                         {"not_held", "Not held"},
                         {"runs", "of runs"},
                         {"detail", "Such as"}}};
    table.grouped = 1;
    for (const NfUnmetExpectation& unmet : comparison.GetUnmet())
    {
        table.rows.push_back({unmet.text,
                              comparison.GetVariants()[unmet.variant].label,
                              unmet.unmet,
                              unmet.runs,
                              unmet.detail});
    }
    return table;
}

std::string
NfToCsv(const NfReportTable& table)
{
    std::string text;
    auto add = [&](auto&& cell) {
        std::string line;
        bool first = true;
        for (std::size_t i = 0; i < table.columns.size(); ++i)
        {
            if (!table.columns[i].key.empty())
            {
                line += (first ? "" : ",") + cell(i);
                first = false;
            }
        }
        text += line + "\r\n";
    };
    add([&](std::size_t i) { return NfToCsv(NfCell(table.columns[i].key)); });
    for (const std::vector<NfCell>& row : table.rows)
    {
        add([&](std::size_t i) { return NfToCsv(row[i]); });
    }
    return text;
}

} // namespace ns3
