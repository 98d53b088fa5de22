// SPDX-License-Identifier: GPL-2.0-only

#include "nf-plot-categories.h"

#include "nf-cli-command.h"
#include "nf-figure-text.h"
#include "nf-plot-curves.h"
#include "nf-rule-hits.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <functional>
#include <numeric>
#include <utility>

namespace ns3
{

namespace
{

constexpr std::size_t USUAL_PANELS = 6;
constexpr std::size_t USUAL_CURVES = 12;

// Sizes of panels at 10 points, in cm.
constexpr double WIDTH = 16;
constexpr double PANEL = 2.2;      // height of one of several panels
constexpr double ONLY_PANEL = 6.5; // height of the only panel
constexpr double PANEL_TITLE = 0.85;
constexpr double LEFT = 1.9;
constexpr double RIGHT = 0.5;
constexpr double BOTTOM = 1.6; // tics and title of the time axis

/// What of the categories is drawn.
struct Ranking
{
    std::vector<std::string> shown;
    std::size_t joined{0}; //!< categories that "other" sums up
    std::size_t hidden{0}; //!< categories that are left out
};

using Counts = NfCategoryCounts;
using RunCounts = std::vector<Counts>;

std::map<std::string, double, NfNaturalOrder>
Totals(const std::vector<RunCounts>& all)
{
    std::map<std::string, double, NfNaturalOrder> totals;
    for (const RunCounts& runs : all)
    {
        for (const Counts& counts : runs)
        {
            for (const auto& [category, row] : counts)
            {
                totals[category] += std::accumulate(row.begin(), row.end(), 0.0);
            }
        }
    }
    return totals;
}

// Adds up some categories under the name "other".
void
Join(std::vector<RunCounts>& all, const std::vector<std::string>& rest)
{
    for (RunCounts& runs : all)
    {
        for (Counts& counts : runs)
        {
            for (const std::string& category : rest)
            {
                auto found = counts.find(category);
                if (found != counts.end())
                {
                    std::vector<double>& other = counts["other"];
                    other.resize(found->second.size());
                    std::transform(other.begin(),
                                   other.end(),
                                   found->second.begin(),
                                   other.begin(),
                                   std::plus<>());
                }
            }
        }
    }
}

// Categories of which there is something. What is beyond the number becomes "other", or is left
// out.
Ranking
Rank(std::vector<RunCounts>& all, std::size_t most, const NfCategoryFigure& figure)
{
    std::map<std::string, double, NfNaturalOrder> totals = Totals(all);
    Ranking ranking;
    std::vector<std::string>& order = ranking.shown;
    for (const auto& [category, total] : totals)
    {
        if (total > 0)
        {
            order.push_back(category);
        }
    }
    auto place = [&figure](const std::string& category) {
        return std::find(figure.order.begin(), figure.order.end(), category);
    };
    std::stable_sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
        return place(a) != place(b) ? place(a) < place(b) : totals[a] > totals[b];
    });
    if (order.size() <= most)
    {
        return ranking;
    }
    const std::size_t kept = most - (figure.sums && most > 1 ? 1 : 0);
    const auto rest = order.begin() + static_cast<std::ptrdiff_t>(kept);
    if (kept < most)
    {
        ranking.joined = order.size() - kept;
        Join(all, {rest, order.end()});
    }
    else
    {
        ranking.hidden = order.size() - kept;
    }
    order.erase(rest, order.end());
    if (kept < most)
    {
        order.emplace_back("other");
    }
    return ranking;
}

std::string
RankingNote(const Ranking& ranking, const char* noun)
{
    const std::size_t shown = ranking.shown.size();
    if (ranking.joined > 0)
    {
        return fmt::format("{} of {} {} shown; 'other' is the sum of {}.",
                           shown - 1,
                           shown - 1 + ranking.joined,
                           noun,
                           ranking.joined);
    }
    if (ranking.hidden > 0)
    {
        return fmt::format("{} of {} {} shown.", shown, shown + ranking.hidden, noun);
    }
    return "";
}

// A step to the same value is none; dashes would begin anew at each.
void
DropRepeated(NfCurve& curve)
{
    auto& points = curve.points;
    std::size_t kept = 1;
    for (std::size_t i = 1; i < points.size(); ++i)
    {
        if (i + 1 == points.size() || points[i].second.mean != points[kept - 1].second.mean)
        {
            points[kept++] = points[i];
        }
    }
    points.resize(std::min(kept, points.size()));
}

// Rates of a single run hold for the whole bin; means are drawn from middle to middle.
NfCurve
MakeCurve(const RunCounts& runs,
          const NfRunGroup& group,
          const std::string& category,
          const NfPlotBins& bins,
          bool levels)
{
    NfCurve curve;
    curve.steps = runs.size() == 1;
    std::size_t size = 0;
    for (const NfGroupedRun& run : group.runs)
    {
        size = std::max(size, bins.Known(run));
    }
    for (std::size_t i = 0; size > 0 && i < size + (levels ? 1 : 0); ++i)
    {
        std::vector<double> each;
        for (std::size_t run = 0; run < runs.size(); ++run)
        {
            const std::size_t known = bins.Known(group.runs[run]);
            if (known > 0 && i < known + (levels ? 1 : 0))
            {
                auto found = runs[run].find(category);
                each.push_back(found == runs[run].end() ? 0 : found->second[i]);
            }
        }
        const double shift = levels || curve.steps ? 0 : bins.Width() / 2;
        curve.points.emplace_back(bins.Begin(i) + shift, NfEstimateMean(each));
    }
    if (curve.steps && !levels && !curve.points.empty())
    {
        curve.points.emplace_back(bins.Begin(size), curve.points.back().second);
    }
    if (curve.steps)
    {
        DropRepeated(curve);
    }
    return curve;
}

// A range from 0 to beyond the highest value, with few tics: panels are low.
void
AddRange(NfGnuplot& script, const std::vector<NfCurve>& curves)
{
    constexpr int tics = 4;
    double most = 0;
    for (const NfCurve& curve : curves)
    {
        for (const auto& point : curve.points)
        {
            most = std::max(most, point.second.high);
        }
    }
    most = most > 0 ? most : 1;
    const double step = NfHandyStep(most, tics);
    script.Add(fmt::format("set yrange [0:{:.9g}]; set ytics 0,{:.9g}", most * 1.08, step));
}

/// Panels one above the other, on a page.
class Panels
{
  public:
    Panels(const NfPlotArguments& shared,
           const NfFigureTexts& texts,
           const NfPlotBins& bins,
           std::size_t count,
           const char* axis)
        : m_scale(shared.style.fontSize / 10),
          m_count(double(count)),
          m_page(shared.style,
                 texts,
                 WIDTH,
                 m_count * ((count > 1 ? PANEL : ONLY_PANEL) + PANEL_TITLE) + BOTTOM),
          m_last(count)
    {
        NfGnuplot& script = m_page.GetScript();
        script.Add(
            fmt::format("set xrange [{:.9g}:{:.9g}]", bins.Begin(0), bins.Begin(bins.Size())));
        script.Add("set multiplot");
        script.Add(fmt::format("set label 1 '{}' at screen {:.5g},screen {:.5g} center rotate by "
                               "90",
                               axis,
                               m_page.X(0.35 * m_scale),
                               m_page.Y((m_page.GetHeight() - BOTTOM * m_scale) / 2)));
        script.Add("set format x ''");
    }

    // Panels that fit on a page of some height.
    static std::size_t Fitting(const NfFigureStyle& style, std::size_t wanted)
    {
        if (style.height <= 0)
        {
            return wanted;
        }
        const double scale = style.fontSize / 10;
        const double room = style.height / scale - BOTTOM - 2;
        const double fitting = std::floor(room / (0.6 * PANEL + PANEL_TITLE));
        return std::min(wanted, static_cast<std::size_t>(std::max(1.0, fitting)));
    }

    void Draw(const std::string& title, const std::vector<NfCurve>& curves, bool filled)
    {
        NfGnuplot& script = m_page.GetScript();
        const double each = (m_page.GetHeight() - BOTTOM * m_scale) / m_count;
        const double top = each * double(m_drawn) + PANEL_TITLE * m_scale;
        const double right = m_page.GetWidth() - RIGHT * m_scale;
        m_page.SetAxes({LEFT * m_scale, right, top, each * double(m_drawn + 1)});
        if (!title.empty())
        {
            const double em = NfFigurePage::Em(10) * m_scale;
            const double characters = (right - LEFT * m_scale) / em / 0.6;
            const std::string text =
                NfShortenText(title, static_cast<std::size_t>(std::max(10.0, characters)));
            script.Add(fmt::format("set label 2 {} at graph 0,1 offset 0,0.6 left",
                                   NfGnuplot::Quote(text)));
        }
        if (++m_drawn == m_last)
        {
            script.Add("set format x; set xlabel 'Simulated time (s)' offset 0,0.3");
            if (curves.size() > 1)
            {
                m_page.ShowKey();
            }
        }
        AddRange(script, curves);
        NfPlotCurves(script, curves, filled);
        script.Add("unset label 1");
        m_page.HideTexts();
    }

    void Finish()
    {
        m_page.GetScript().Add("unset multiplot");
        m_page.Finish();
    }

  private:
    double m_scale;
    double m_count;
    NfFigurePage m_page;
    std::size_t m_last;
    std::size_t m_drawn{0};
};

} // namespace

void
NfPlotCategories(const NfPlotArguments& shared,
                 const NfRunGroups& groups,
                 const NfPlotBins& bins,
                 std::vector<std::vector<NfCategoryCounts>> all,
                 const NfCategoryFigure& figure)
{
    const std::vector<NfRunGroup>& compared = groups.Get();
    const bool together = figure.levels && compared.size() == 1;
    const std::size_t usual = together ? USUAL_CURVES : USUAL_PANELS;
    const std::size_t wanted = shared.top > 0 ? shared.top : usual;
    const std::size_t most =
        together ? std::min(wanted, NfGnuplot::MOST_SERIES) : Panels::Fitting(shared.style, wanted);
    const Ranking ranking = Rank(all, most, figure);
    if (ranking.shown.empty())
    {
        throw NfNothingToDraw(figure.nothing, shared.events);
    }
    NfFigureTexts texts = NfTextsOfGroups(shared, groups);
    if (!figure.note.empty())
    {
        texts.notes.push_back(figure.note);
    }
    const std::vector<std::string> labels = NfGroupTexts(groups);
    std::vector<std::vector<NfCurve>> panels(together ? 1 : ranking.shown.size());
    for (std::size_t i = 0; i < ranking.shown.size(); ++i)
    {
        const std::string& category = ranking.shown[i];
        for (std::size_t g = 0; g < compared.size(); ++g)
        {
            NfCurve curve = MakeCurve(all[g], compared[g], category, bins, figure.levels);
            curve.label = together ? category : labels[g];
            curve.series = together ? i : g;
            panels[together ? 0 : i].push_back(std::move(curve));
        }
    }
    if (together && ranking.shown.size() > 1)
    {
        texts.key = ranking.shown;
    }
    const std::string note = RankingNote(ranking, figure.noun);
    if (!note.empty())
    {
        texts.notes.push_back(note);
    }
    if (bins.EndsDiffer())
    {
        texts.notes.emplace_back("Runs do not all last to the end: from a run's end on it counts "
                                 "no more.");
    }
    const std::vector<std::string> captions = NfReasonCaptions(ranking.shown);
    Panels page(shared, texts, bins, panels.size(), figure.axis);
    for (std::size_t i = 0; i < panels.size(); ++i)
    {
        const bool named = !together || ranking.shown.size() == 1;
        page.Draw(named ? captions[i] : "", panels[i], compared.size() == 1 && !figure.levels);
    }
    page.Finish();
}

} // namespace ns3
