// SPDX-License-Identifier: GPL-2.0-only

#include "nf-campaign-plan.h"
#include "nf-comparison-figures.h"
#include "nf-comparison-rows.h"
#include "nf-figure-text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>

namespace ns3
{

namespace
{

/// A variant in the plane of two measures.
struct Place
{
    std::string label;
    NfEstimate x;
    NfEstimate y;
    bool best{true}; //!< no other one is better in one and at least as good in the other
};

std::vector<Place>
PlacesOf(const NfComparison& comparison, const NfComparedMeasure& x, const NfComparedMeasure& y)
{
    const std::vector<NfVariantFinding> onX = comparison.Sum(x, 0);
    const std::vector<NfVariantFinding> onY = comparison.Sum(y, 0);
    std::vector<Place> places;
    for (std::size_t i = 0; i < onX.size(); ++i)
    {
        if (onX[i].estimate.runs > 0 && onY[i].estimate.runs > 0)
        {
            places.push_back({comparison.GetVariants()[i].label, onX[i].estimate, onY[i].estimate});
        }
    }
    const double signX = NfIsLargerBetter(x.name.measure).value_or(false) ? -1 : 1;
    const double signY = NfIsLargerBetter(y.name.measure).value_or(false) ? -1 : 1;
    for (Place& place : places)
    {
        place.best = std::none_of(places.begin(), places.end(), [&](const Place& other) {
            const double dx = signX * (other.x.mean - place.x.mean);
            const double dy = signY * (other.y.mean - place.y.mean);
            return dx <= 0 && dy <= 0 && (dx < 0 || dy < 0);
        });
    }
    std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) {
        return a.x.mean < b.x.mean;
    });
    return places;
}

std::string
AxisOf(const NfComparedMeasure& measure)
{
    const std::string name = measure.name.ToString();
    return measure.unit.empty() ? name : name + " (" + measure.unit + ")";
}

// The axes have no room for it.
std::string
NoteOfBetter(const NfComparedMeasure& measure)
{
    const std::optional<bool> larger = NfIsLargerBetter(measure.name.measure);
    return !larger ? ""
                   : fmt::format("{} is better of {}.",
                                 *larger ? "More" : "Less",
                                 measure.name.ToString());
}

// Large numbers as 12.5M, as 1.25e+07 would meet its neighbours.
std::string
FormatOf(const NfFigureRange& range)
{
    constexpr double large = 1e5;
    return std::max(std::abs(range.low), std::abs(range.high)) < large ? "%h" : "%.1s%c";
}

/// Lays names out beside points, so that they hide neither each other nor the points.
class NameLayout
{
  public:
    /// Something that takes room, in cm.
    struct Box
    {
        double left;
        double right;
        double bottom;
        double top;
    };

    /// Where a name goes from its point: to the right or left, above or below; 0: neither.
    struct Choice
    {
        int across;
        int up;
    };

    /// @param width of the axes, cm
    /// @param height of the axes, cm
    NameLayout(double width, double height)
        : m_width(width),
          m_height(height)
    {
    }

    void AddPoint(double x, double y)
    {
        constexpr double size = 0.12;
        m_taken.push_back({x - size, x + size, y - size, y + size});
    }

    void AddBar(double left, double right, double bottom, double top)
    {
        constexpr double size = 0.05;
        m_taken.push_back({left - size, right + size, bottom - size, top + size});
    }

    Choice Place(double x, double y, double width, double height)
    {
        double least = std::numeric_limits<double>::max();
        Choice best{1, 1};
        Box room{};
        for (const Choice choice :
             {Choice{1, 1}, {-1, -1}, {1, -1}, {-1, 1}, {1, 0}, {-1, 0}, {0, 1}, {0, -1}})
        {
            const double left = x + choice.across * GAP + (choice.across - 1) * width / 2;
            const double bottom = y + choice.up * GAP / 2 + (choice.up - 1) * height / 2;
            const Box box{left, left + width, bottom, bottom + height};
            const double hidden = Hidden(box);
            if (hidden < least)
            {
                least = hidden;
                best = choice;
                room = box;
            }
        }
        m_taken.push_back(room);
        return best;
    }

    static constexpr double GAP = 0.2; //!< between a point and its name, cm

  private:
    // Also by the axes, and their tics, which are as bad as another name.
    double Hidden(const Box& box) const
    {
        constexpr double edge = 0.15;
        const double across = std::max({0.0, edge - box.left, box.right + edge - m_width});
        const double up = std::max({0.0, edge - box.bottom, box.top + edge - m_height});
        double area = 10 * (across + up);
        for (const Box& other : m_taken)
        {
            const double width = std::min(box.right, other.right) - std::max(box.left, other.left);
            const double height = std::min(box.top, other.top) - std::max(box.bottom, other.bottom);
            area += std::max(0.0, width) * std::max(0.0, height);
        }
        return area;
    }

    double m_width;
    double m_height;
    std::vector<Box> m_taken;
};

// Writes names beside their points.
void
AddNames(NfGnuplot& script,
         const std::vector<Place>& places,
         const NfFigureBox& axes,
         const NfFigureRange& rangeX,
         const NfFigureRange& rangeY,
         double em)
{
    std::vector<std::string> names;
    NameLayout layout(axes.right - axes.left, axes.bottom - axes.top);
    auto alongX = [&](double x) {
        return (x - rangeX.low) / (rangeX.high - rangeX.low) * (axes.right - axes.left);
    };
    auto alongY = [&](double y) {
        return (y - rangeY.low) / (rangeY.high - rangeY.low) * (axes.bottom - axes.top);
    };
    for (const Place& place : places)
    {
        names.push_back(place.label);
        const double x = alongX(place.x.mean);
        const double y = alongY(place.y.mean);
        layout.AddPoint(x, y);
        layout.AddBar(alongX(place.x.low), alongX(place.x.high), y, y);
        layout.AddBar(x, x, alongY(place.y.low), alongY(place.y.high));
    }
    names = NfShortenTexts(names, 30);
    for (std::size_t i = 0; i < places.size(); ++i)
    {
        const double x = alongX(places[i].x.mean);
        const double y = alongY(places[i].y.mean);
        const double width = (NfTextWidth(names[i]) + 0.5) * em;
        const NameLayout::Choice choice = layout.Place(x, y, width, em);
        const double shift = choice.across * NameLayout::GAP / (axes.right - axes.left);
        const double rise = choice.up * (NameLayout::GAP / 2 + em / 2) / (axes.bottom - axes.top);
        script.Add(fmt::format("set label {} {} at graph {:.5f},graph {:.5f} {}",
                               i + 1,
                               NfGnuplot::Quote(names[i]),
                               x / (axes.right - axes.left) + shift,
                               y / (axes.bottom - axes.top) + rise,
                               choice.across > 0   ? "left"
                               : choice.across < 0 ? "right"
                                                   : "center"));
    }
}

} // namespace

void
NfDrawPareto(const NfComparison& comparison,
             const NfComparedMeasure& x,
             const NfComparedMeasure& y,
             const NfFigureStyle& style)
{
    const std::vector<Place> places = PlacesOf(comparison, x, y);
    NfFigureTexts texts;
    texts.title = "Trade-off of " + x.name.ToString() + " and " + y.name.ToString();
    texts.notes = {"Means with 95 % intervals. Filled: no other variant is as good in one and "
                   "better in the other."};
    for (const NfComparedMeasure* measure : {&x, &y})
    {
        if (const std::string note = NoteOfBetter(*measure); !note.empty())
        {
            texts.notes.push_back(note);
        }
    }
    const double scale = style.fontSize / 10;
    NfFigurePage page(style, texts, 15, 9);
    // Room for the numbers of the axis, such as 0.00125, and its title.
    const NfFigureBox axes{3.1 * scale,
                           page.GetWidth() - 0.7 * scale,
                           0.3 * scale,
                           page.GetHeight() - 1.5 * scale};
    page.SetAxes(axes);
    NfGnuplot& script = page.GetScript();
    std::vector<double> alongX;
    std::vector<double> alongY;
    for (const Place& place : places)
    {
        alongX.insert(alongX.end(), {place.x.low, place.x.high});
        alongY.insert(alongY.end(), {place.y.low, place.y.high});
    }
    const NfFigureRange rangeX = NfFigureRange::Around(alongX, false);
    const NfFigureRange rangeY = NfFigureRange::Around(alongY, false);
    script.Add("set xrange " + rangeX.ToString() + "; set yrange " + rangeY.ToString());
    script.Add("set format x '" + FormatOf(rangeX) + "'; set format y '" + FormatOf(rangeY) + "'");
    script.Add("set xlabel " + NfGnuplot::Quote(AxisOf(x)) + " offset 0,0.3");
    script.Add("set ylabel " + NfGnuplot::Quote(AxisOf(y)));
    for (const char* kind : {"$best", "$others"})
    {
        script.Add(std::string(kind) + " << EOD");
        bool any = false;
        for (const Place& place : places)
        {
            if (place.best == (kind[1] == 'b'))
            {
                any = true;
                script.Add(fmt::format("{:.9g} {:.9g} {:.9g} {:.9g} {:.9g} {:.9g}",
                                       place.x.mean,
                                       place.y.mean,
                                       place.x.low,
                                       place.x.high,
                                       place.y.low,
                                       place.y.high));
            }
        }
        script.Add(any ? "EOD" : "NaN NaN NaN NaN NaN NaN\nEOD");
    }
    AddNames(script, places, axes, rangeX, rangeY, NfFigurePage::Em(style.fontSize));
    const std::string colour = NfGnuplot::Quote(NfGnuplot::Colour(0));
    script.AddPlot(
        {"$best using 1:2 with lines linewidth 1 dashtype (6,4) linecolor rgb " + colour,
         "$others using 1:2:3:4:5:6 with xyerrorbars pointtype 6 pointsize 0.8 linecolor rgb "
         "'#707070'",
         "$best using 1:2:3:4:5:6 with xyerrorbars pointtype 7 pointsize 0.8 linecolor rgb " +
             colour});
    page.Finish();
}

std::optional<std::pair<std::size_t, std::size_t>>
NfChooseTradeOff(const NfComparison& comparison)
{
    const std::vector<NfComparedMeasure>& measures = comparison.GetMeasures();
    std::vector<std::size_t> found;
    auto add = [&](const std::string& wanted) {
        for (std::size_t i = 0; i < measures.size(); ++i)
        {
            const NfMeasureName& name = measures[i].name;
            const bool known = std::find(found.begin(), found.end(), i) != found.end();
            if (!known && name.trafficClass.empty() && NfIsLargerBetter(name.measure) &&
                !measures[i].GetConstant() && (wanted.empty() || name.measure == wanted))
            {
                found.push_back(i);
            }
        }
    };
    // What filtering is to save, and what it costs.
    add("bytes_hops_before_drop");
    add("latency_mean");
    add("");
    if (found.size() < 2)
    {
        return std::nullopt;
    }
    return std::pair(found[0], found[1]);
}

} // namespace ns3
