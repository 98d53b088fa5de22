// SPDX-License-Identifier: GPL-2.0-only

#include "nf-comparison-rows.h"

#include "nf-figure-text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace ns3
{

namespace
{

// Sizes at 10 points, in cm.
constexpr double WIDTH = 9.5; // of the axes
constexpr double ROW = 0.62;
constexpr double EDGE = 0.25;
constexpr double RIGHT = 0.7;
constexpr double BOTTOM = 1.5;
constexpr double USUAL = 10;
constexpr std::size_t LONGEST = 40; // characters of a name

double
LeftOf(const std::vector<std::string>& names, double fontSize)
{
    return (NfWidestText(NfShortenTexts(names, LONGEST)) + 2) * NfFigurePage::Em(fontSize);
}

NfFigureTexts
Texts(const std::string& title, const std::vector<std::string>& notes)
{
    NfFigureTexts texts;
    texts.title = title;
    texts.notes = notes;
    return texts;
}

} // namespace

NfFigureRows::NfFigureRows(const NfFigureStyle& style,
                           const std::string& title,
                           const std::vector<std::string>& names,
                           const std::string& axis,
                           const std::vector<std::string>& notes)
    : m_page(style,
             Texts(title, notes),
             LeftOf(names, USUAL) + WIDTH + RIGHT,
             double(names.size()) * ROW + 2 * EDGE + BOTTOM)
{
    const double scale = style.fontSize / USUAL;
    NfGnuplot& script = m_page.GetScript();
    m_page.SetAxes({LeftOf(names, style.fontSize),
                    m_page.GetWidth() - RIGHT * scale,
                    EDGE * scale,
                    m_page.GetHeight() - BOTTOM * scale});
    std::string tics;
    const std::vector<std::string> shown = NfShortenTexts(names, LONGEST);
    for (std::size_t i = 0; i < shown.size(); ++i)
    {
        tics += fmt::format("{}{} {}", i ? ", " : "", NfGnuplot::Quote(shown[i]), i + 1);
    }
    script.Add(fmt::format("set ytics ({}) scale 0", tics));
    script.Add(fmt::format("set yrange [{:.2f}:0.5]", double(names.size()) + 0.5));
    script.Add("unset grid; set grid xtics linecolor rgb '#d8d8d8' linewidth 0.5 dashtype 1");
    script.Add("set xtics autofreq; set format x '%.6g'");
    script.Add(fmt::format("set xlabel {} offset 0,0.3", NfGnuplot::Quote(axis)));
}

void
NfFigureRows::AddData(const std::string& name, const std::vector<std::vector<double>>& rows)
{
    NfGnuplot& script = m_page.GetScript();
    script.Add(name + " << EOD");
    for (const std::vector<double>& row : rows)
    {
        std::string line;
        for (double value : row)
        {
            line += fmt::format("{}{:.9g}", line.empty() ? "" : " ", value);
        }
        script.Add(line);
    }
    // An empty data block would end the script.
    script.Add(rows.empty() ? "NaN NaN NaN NaN NaN NaN\nEOD" : "EOD");
}

NfFigureRange
NfFigureRange::Around(const std::vector<double>& values, bool zero)
{
    double low = zero || values.empty() ? 0 : values[0];
    double high = low;
    for (double value : values)
    {
        low = std::min(low, value);
        high = std::max(high, value);
    }
    const double room = high > low ? 0.05 * (high - low) : 0.05 * std::max(1e-9, std::abs(high));
    const bool fromZero = zero && low == 0;
    const bool toZero = zero && high == 0 && low < 0;
    return {fromZero ? 0 : low - room, toZero ? 0 : high + room};
}

std::string
NfFigureRange::ToString() const
{
    return fmt::format("[{:.9g}:{:.9g}]", low, high);
}

} // namespace ns3
