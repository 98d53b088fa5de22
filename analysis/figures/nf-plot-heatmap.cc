// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cli-command.h"
#include "nf-drop-scan.h"
#include "nf-estimate.h"
#include "nf-figure-text.h"
#include "nf-natural-order.h"
#include "nf-plot-figure.h"
#include "nf-rule-hits.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

namespace ns3
{

namespace
{

constexpr std::size_t CAPTION = 72;       // characters of a reason or a node's name
constexpr std::size_t USUAL_REASONS = 40; // rows
constexpr std::size_t MOST_NODES = 80;    // columns

// Sizes at 10 points, in cm.
constexpr double COLUMN = 1.55;
constexpr double ROW = 0.62;
constexpr double TALL_ROW = 1.1; // with an interval
constexpr double TITLE = 0.9;
constexpr double BOTTOM = 0.8; // title of the axis

/// Drops, or losses, by node and reason.
using Cells = std::map<std::pair<std::string, std::string>, NfEstimate>;

Cells
Read(const NfRunGroup& group, const NfSelectionRequest& request, bool losses)
{
    std::map<std::pair<std::string, std::string>, std::vector<double>> drops;
    for (std::size_t i = 0; i < group.runs.size(); ++i)
    {
        NfTraceReader reader(group.runs[i].database, group.runs[i].Number());
        NfEventSelection events(reader, request);
        NfDropScan scan(reader);
        std::map<std::size_t, double> counts;
        const auto count = [&](const NfDropRow& row) {
            if (events.WantsTime(row.time) && events.WantsFlow(row.flow, row.firstFlow))
            {
                counts[row.cause] += 1;
            }
        };
        losses ? scan.ForEachLoss(count) : scan.ForEach(count);
        for (const auto& [cause, count] : counts)
        {
            const NfDropCause& text = scan.GetCause(cause);
            if (events.WantsNode(text.node))
            {
                const std::string reason = losses ? text.place + ": " + text.reason : text.reason;
                std::vector<double>& runs = drops[{reader.NodeName(text.node), reason}];
                runs.resize(group.runs.size());
                runs[i] += count;
            }
        }
    }
    Cells cells;
    for (const auto& [key, runs] : drops)
    {
        cells[key] = NfEstimateMean(runs);
    }
    return cells;
}

/// Rows or columns: their names, the most important first.
class Side
{
  public:
    void Add(const std::string& name, double drops)
    {
        m_drops[name] += drops;
    }

    // Leaves those with most drops. Names come in natural order, or those with most drops first.
    std::vector<std::string> Choose(std::size_t most, bool natural) const
    {
        std::vector<std::string> names;
        for (const auto& entry : m_drops)
        {
            names.push_back(entry.first);
        }
        std::stable_sort(names.begin(), names.end(), [this](const auto& a, const auto& b) {
            return m_drops.find(a)->second > m_drops.find(b)->second;
        });
        names.resize(std::min(most, names.size()));
        if (natural)
        {
            std::sort(names.begin(), names.end(), NfNaturalLess);
        }
        return names;
    }

    std::size_t Size() const
    {
        return m_drops.size();
    }

  private:
    std::map<std::string, double, NfNaturalOrder> m_drops;
};

std::string
Tics(const std::vector<std::string>& captions)
{
    std::string tics;
    for (std::size_t i = 0; i < captions.size(); ++i)
    {
        tics += fmt::format("{}{} {}", i ? ", " : "", NfGnuplot::Quote(captions[i]), i);
    }
    return "(" + tics + ")";
}

std::string
Short(double drops)
{
    return drops >= 1e6                 ? fmt::format("{:.3g}M", drops / 1e6)
           : drops >= 1e4               ? fmt::format("{:.3g}k", drops / 1e3)
           : drops == std::floor(drops) ? fmt::format("{:.0f}", drops)
                                        : fmt::format("{:.1f}", drops);
}

// Half of a confidence interval, of a cell of several runs.
std::string
IntervalText(const NfEstimate& drops)
{
    return drops.runs > 1 && drops.mean > 0 ? "\"± " + Short(drops.high - drops.mean) + "\""
                                            : "\"\"";
}

/// The whole figure: what is drawn of all cells.
struct Heatmap
{
    std::vector<Cells> groups;
    std::vector<std::string> nodes;
    std::vector<std::string> reasons;
    double most{0};
    bool losses{false}; //!< what the cells count, else drops
};

void
AddData(NfGnuplot& script, const Heatmap& map, std::size_t group)
{
    const Cells& cells = map.groups[group];
    script.Add(fmt::format("$cells{} << EOD", group));
    for (std::size_t y = 0; y < map.reasons.size(); ++y)
    {
        for (std::size_t x = 0; x < map.nodes.size(); ++x)
        {
            auto found = cells.find({map.nodes[x], map.reasons[y]});
            const NfEstimate estimate = found == cells.end() ? NfEstimate() : found->second;
            // Dark cells carry light numbers; colours grow with the logarithm.
            const double shade = std::log1p(estimate.mean) / std::log1p(map.most);
            script.Add(fmt::format("{} {} {:.6g} {} {} {} {:.2g}",
                                   x,
                                   y,
                                   shade,
                                   estimate.mean > 0 ? Short(estimate.mean) : "-",
                                   shade > 0.55 ? 0xffffff : 0x202020,
                                   IntervalText(estimate),
                                   estimate.runs > 1 && estimate.mean > 0 ? 0.22 : 0));
        }
    }
    script.Add("EOD");
}

// What is beyond the figure: how many rows and columns, and the drops in them.
void
AddRestNotes(NfFigureTexts& texts, const Heatmap& map, std::size_t reasons, std::size_t nodes)
{
    if (map.reasons.size() == reasons && map.nodes.size() == nodes)
    {
        return;
    }
    const std::set<std::string> shownReasons(map.reasons.begin(), map.reasons.end());
    const std::set<std::string> shownNodes(map.nodes.begin(), map.nodes.end());
    double all = 0;
    double shown = 0;
    for (const Cells& cells : map.groups)
    {
        for (const auto& [key, drops] : cells)
        {
            all += drops.mean;
            const bool isShown = shownNodes.count(key.first) && shownReasons.count(key.second);
            shown += isShown ? drops.mean : 0;
        }
    }
    texts.notes.push_back(fmt::format("{} of {} reasons and {} of {} nodes shown, with {:.0f} % "
                                      "of all {}.",
                                      map.reasons.size(),
                                      reasons,
                                      map.nodes.size(),
                                      nodes,
                                      100 * shown / all,
                                      map.losses ? "losses" : "drops"));
}

// Panels one below the other: rows are reasons, whose texts are long, columns are nodes.
void
DrawPanels(const NfPlotArguments& shared,
           const NfRunGroups& groups,
           const NfFigureTexts& texts,
           const Heatmap& map)
{
    const double scale = shared.style.fontSize / 10;
    const double em = NfFigurePage::Em(10);
    const std::vector<std::string> reasons = NfShortenTexts(NfReasonCaptions(map.reasons), CAPTION);
    const std::vector<std::string> nodes = NfShortenTexts(map.nodes, CAPTION);
    const bool aslant = NfWidestText(nodes) * em > 0.9 * COLUMN;
    const double names = aslant ? NfWidestText(nodes) * em * 0.75 + 0.5 : 0.75;
    // Names that are aslant stretch to the left of their columns.
    const double left =
        std::max((NfWidestText(reasons) + 1) * em, aslant ? names - 0.5 * COLUMN : 0);
    const bool repeated = !NfRunsTitle(groups).empty();
    const auto count = double(groups.Get().size());
    const double rows = double(map.reasons.size()) * (repeated ? TALL_ROW : ROW);
    NfFigurePage page(shared.style,
                      texts,
                      std::max(8.0, left + double(nodes.size()) * COLUMN + 0.4),
                      count * (TITLE + rows + names) + BOTTOM);
    NfGnuplot& script = page.GetScript();
    script.Add("unset grid; unset colorbox; set border 0; set tics scale 0");
    script.Add("set palette defined (0 '#ffffff', 0.01 '#e8f1f8', 0.4 '#8fbfdd', 0.7 '#0072B2', "
               "1 '#003a5d')");
    script.Add("set cbrange [0:1]");
    script.Add("set xtics " + Tics(nodes) + (aslant ? " rotate by 45 right" : ""));
    script.Add("set ytics " + Tics(reasons));
    script.Add(fmt::format("set xrange [-0.5:{}]; set yrange [{}:-0.5]",
                           double(nodes.size()) - 0.5,
                           double(reasons.size()) - 0.5));
    for (std::size_t g = 0; g < map.groups.size(); ++g)
    {
        AddData(script, map, g);
    }
    script.Add("set multiplot");
    script.Add(fmt::format("set label 1 'Node' at screen {:.5g},screen {:.5g} center",
                           page.X(((left - 0.4) * scale + page.GetWidth()) / 2),
                           page.Y(page.GetHeight() - BOTTOM / 2 * scale)));
    const std::vector<std::string> labels = NfGroupTexts(groups);
    const double each = (page.GetHeight() - BOTTOM * scale) / count;
    for (std::size_t g = 0; g < map.groups.size(); ++g)
    {
        const double top = double(g) * each + TITLE * scale;
        page.SetAxes({left * scale,
                      page.GetWidth() - 0.4 * scale,
                      top,
                      double(g + 1) * each - names * scale});
        const std::string title =
            fmt::format("{}: {} packets", labels[g], map.losses ? "lost" : "dropped");
        script.Add(fmt::format("set label 2 {} at screen {:.5g},screen {:.5g} center",
                               NfGnuplot::Quote(title),
                               page.X(page.GetWidth() / 2),
                               page.Y(top - 0.5 * TITLE * scale)));
        script.AddPlot(
            {fmt::format("$cells{} using 1:2:($1-0.5):($1+0.5):($2-0.5):($2+0.5):3 with "
                         "boxxyerror fillcolor palette fillstyle solid noborder notitle",
                         g),
             fmt::format("$cells{} using 1:($2-$7):4:5 with labels textcolor rgb variable notitle",
                         g),
             fmt::format("$cells{} using 1:($2+$7):6:5 with labels textcolor rgb variable notitle",
                         g)});
        script.Add("unset label 1");
        page.HideTexts();
    }
    script.Add("unset multiplot");
    page.Finish();
}

int
Draw(const NfPlotArguments& shared, bool losses)
{
    const NfRunGroups groups =
        NfGroupForFigure(shared, NfPlotNeed::ANY, losses ? "losses" : "drops");
    Heatmap map;
    map.losses = losses;
    Side nodes;
    Side reasons;
    for (const NfRunGroup& group : groups.Get())
    {
        map.groups.push_back(Read(group, shared.events, losses));
        for (const auto& [key, drops] : map.groups.back())
        {
            nodes.Add(key.first, drops.mean);
            reasons.Add(key.second, drops.mean);
            map.most = std::max(map.most, drops.mean);
        }
    }
    if (nodes.Size() == 0)
    {
        throw NfNothingToDraw(losses ? "no packet was lost" : "no packet was dropped",
                              shared.events);
    }
    std::size_t rows = shared.top > 0 ? shared.top : USUAL_REASONS;
    std::size_t columns = MOST_NODES;
    const double scale = shared.style.fontSize / 10;
    if (shared.style.height > 0)
    {
        const double room = shared.style.height / scale / double(groups.Get().size()) - 3;
        rows = std::min(rows, std::size_t(std::max(1.0, room / (0.8 * ROW))));
    }
    if (shared.style.width > 0)
    {
        const double room = 0.5 * shared.style.width / scale;
        columns = std::min(columns, std::size_t(std::max(1.0, room / (0.6 * COLUMN))));
    }
    map.nodes = nodes.Choose(columns, true);
    map.reasons = reasons.Choose(rows, false);
    NfFigureTexts texts = NfTextsOfGroups(shared, groups);
    texts.key.clear(); // a panel's title says which group it is
    const std::string note = losses ? "" : NfLossesNote(shared, groups);
    if (!note.empty())
    {
        texts.notes.push_back(note);
    }
    AddRestNotes(texts, map, reasons.Size(), nodes.Size());
    DrawPanels(shared, groups, texts, map);
    return 0;
}

} // namespace

NfCliAction
NfDrawHeatmap(CLI::App& parser, NfPlotArguments& shared)
{
    NfAddFigureOptions(parser, shared, "reasons");
    auto losses = std::make_shared<bool>(false);
    parser.add_flag("--losses",
                    *losses,
                    "Losses in queues, at devices and on channels instead of drops");
    return [&shared, losses] { return Draw(shared, *losses); };
}

} // namespace ns3
