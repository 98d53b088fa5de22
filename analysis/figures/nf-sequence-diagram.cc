// SPDX-License-Identifier: GPL-2.0-only

#include "nf-sequence-diagram.h"

#include "nf-cli-command.h"
#include "nf-figure-text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <set>
#include <utility>

namespace ns3
{

namespace
{

constexpr std::size_t BESIDE = 4; // up to that many lifelines texts stand beside them

// Sizes at 10 points, in cm.
constexpr double NARROW = 0.9; // between lifelines, if texts stand in a column of their own
constexpr double TIME = 3.2;   // column of times

// A packet came from another node to this stop.
bool
IsHop(const std::vector<NfSequenceLine>& lines, std::size_t i)
{
    return i > 0 && lines[i].packet == lines[i - 1].packet && lines[i].lane != lines[i - 1].lane;
}

// It came from the right, where the stop's text stands: the arrow ends above it.
bool
IsBack(const std::vector<NfSequenceLine>& lines, std::size_t i)
{
    return IsHop(lines, i) && lines[i].lane < lines[i - 1].lane;
}

/**
 * Draws a diagram. Its coordinates are cm at 10 points. Few lifelines have their texts beside
 * them; many stand close together, and the texts in a column of their own to the right.
 */
class Drawing
{
  public:
    Drawing(const NfPlotArguments& shared,
            const NfFigureTexts& texts,
            const NfSequenceDiagram& diagram)
        : m_diagram(diagram),
          m_beside(diagram.nodes.size() <= BESIDE),
          m_heights(Heights()),
          m_spacing(Spacing(shared.style)),
          m_names(NamesHeight()),
          m_page(shared.style, texts, Width(), m_names + m_end * NF_SEQUENCE_ROW)
    {
    }

    void Draw()
    {
        NfGnuplot& script = m_page.GetScript();
        script.Add("unset border; unset tics; unset grid");
        m_page.SetAxes({0, m_page.GetWidth(), 0, m_page.GetHeight()});
        script.Add(fmt::format("set xrange [0:{:.5g}]; set yrange [{:.5g}:0]",
                               Width(),
                               m_names + m_end * NF_SEQUENCE_ROW));
        for (std::size_t lane = 0; lane < m_diagram.nodes.size(); ++lane)
        {
            AddLane(lane);
        }
        for (std::size_t i = 0; i < m_diagram.lines.size(); ++i)
        {
            AddLine(i);
            if (IsHop(m_diagram.lines, i))
            {
                AddHop(i);
            }
        }
        script.Add("plot NaN notitle");
        m_page.Finish();
    }

  private:
    // Where each line is, in rows.
    std::vector<double> Heights()
    {
        std::vector<double> heights;
        double y = 0.7;
        for (std::size_t i = 0; i < m_diagram.lines.size(); ++i)
        {
            // Room for the arrow to the next node, which must not cross texts.
            y += IsHop(m_diagram.lines, i) && m_beside ? 0.9 : 0;
            y += IsBack(m_diagram.lines, i) && m_beside ? 0.5 : 0;
            y += m_diagram.lines[i].heading.empty() ? 0 : 1.6;
            heights.push_back(y);
            y += m_diagram.lines[i].rewrite.empty() ? 1 : 2;
        }
        m_end = y;
        return heights;
    }

    double TextWidth() const
    {
        double widest = 0;
        for (const NfSequenceLine& line : m_diagram.lines)
        {
            const std::string name = m_beside ? "" : line.node + "  ";
            widest = std::max({widest, NfTextWidth(name + line.text), NfTextWidth(line.rewrite)});
        }
        return widest * NfFigurePage::Em(10) + 0.6;
    }

    double Spacing(const NfFigureStyle& style) const
    {
        const double usual = m_beside ? std::max(4.0, TextWidth()) : NARROW;
        if (style.width <= 0)
        {
            return usual;
        }
        const double room = style.width / (style.fontSize / 10) - TIME - (m_beside ? 0 : 8);
        return std::clamp(room / double(m_diagram.nodes.size()), 0.3, std::max(usual, 8.0));
    }

    double NamesHeight() const
    {
        const double width = NfWidestText(m_diagram.nodes) * NfFigurePage::Em(10);
        m_aslant = width > 0.95 * m_spacing;
        return m_aslant ? 0.72 * width + 0.8 : NF_SEQUENCE_HEADER;
    }

    double Width() const
    {
        const double lanes = m_spacing * double(m_diagram.nodes.size());
        return TIME + lanes + (m_beside ? 0 : TextWidth());
    }

    double LaneX(std::size_t lane) const
    {
        return TIME + m_spacing * (m_beside ? double(lane) : double(lane) + 0.3) + 0.15;
    }

    double LineY(std::size_t i) const
    {
        return m_names + m_heights[i] * NF_SEQUENCE_ROW;
    }

    double TextX(const NfSequenceLine& line) const
    {
        return m_beside ? LaneX(line.lane) + 0.3 : LaneX(m_diagram.nodes.size()) - 0.2;
    }

    void AddLabel(const std::string& text, double x, double y, const std::string& style)
    {
        m_page.GetScript().Add(
            fmt::format("set label {} at {:.5g},{:.5g} {}", NfGnuplot::Quote(text), x, y, style));
    }

    void AddLane(std::size_t lane)
    {
        const double x = LaneX(lane);
        AddLabel(m_diagram.nodes[lane],
                 x,
                 m_names - 0.45,
                 m_aslant    ? "left rotate by 45"
                 : lane == 0 ? "left offset -1,0"
                             : "center");
        m_page.GetScript().Add(fmt::format("set arrow from {0:.5g},{1:.5g} to {0:.5g},{2:.5g} "
                                           "nohead linecolor rgb '#909090' dashtype (3,3) "
                                           "linewidth 0.8 back",
                                           x,
                                           m_names - 0.1,
                                           m_names + (m_end - 0.4) * NF_SEQUENCE_ROW));
    }

    void AddLine(std::size_t i)
    {
        const NfSequenceLine& line = m_diagram.lines[i];
        const double x = LaneX(line.lane);
        const double y = LineY(i);
        if (!line.heading.empty())
        {
            AddLabel(line.heading,
                     LaneX(0) + 0.3,
                     y - NF_SEQUENCE_ROW,
                     "left textcolor rgb '#D55E00'");
        }
        if (!line.time.empty())
        {
            AddLabel(line.time, TIME - 0.2, y, "right");
        }
        if (!m_beside)
        {
            m_page.GetScript().Add(fmt::format("set arrow from {0:.5g},{1:.5g} to {2:.5g},{1:.5g} "
                                               "nohead linecolor rgb '#d8d8d8' linewidth 0.5 back",
                                               x,
                                               y,
                                               TextX(line) - 0.1));
        }
        AddLabel((m_beside ? "" : line.node + "  ") + line.text, TextX(line), y, "left");
        if (!line.rewrite.empty())
        {
            AddLabel(line.rewrite,
                     TextX(line),
                     y + 0.9 * NF_SEQUENCE_ROW,
                     "left textcolor rgb '#0072B2'");
        }
        const char* mark = line.dropped     ? "2 lc rgb '#D55E00'"
                           : line.delivered ? "7 lc rgb '#009E73'"
                           : line.hook      ? "6 lc rgb '#000000'"
                                            : "1 lc rgb '#000000'";
        AddLabel("", x, y, fmt::format("point pointtype {} pointsize 1.1", mark));
    }

    // The way from the node before.
    void AddHop(std::size_t i)
    {
        const NfSequenceLine& before = m_diagram.lines[i - 1];
        const NfSequenceLine& line = m_diagram.lines[i];
        const double below = !m_beside ? 0 : before.rewrite.empty() ? 0.5 : 1.5;
        const double above = m_beside && IsBack(m_diagram.lines, i) ? 0.55 : 0;
        m_page.GetScript().Add(fmt::format("set arrow from {:.5g},{:.5g} to {:.5g},{:.5g} head "
                                           "filled size screen {:.4g},20 linecolor rgb '{}' "
                                           "linewidth 1.2",
                                           LaneX(before.lane),
                                           LineY(i - 1) + below * NF_SEQUENCE_ROW,
                                           LaneX(line.lane),
                                           LineY(i) - above * NF_SEQUENCE_ROW,
                                           m_page.X(0.22),
                                           line.packet == 0 ? "#000000" : "#D55E00"));
    }

    const NfSequenceDiagram& m_diagram;
    bool m_beside;
    double m_end{0}; //!< rows
    std::vector<double> m_heights;
    double m_spacing;
    mutable bool m_aslant{false};
    double m_names; //!< height of the nodes' names
    NfFigurePage m_page;
};

} // namespace

void
NfDrawSequenceDiagram(const NfPlotArguments& shared,
                      const NfFigureTexts& texts,
                      const NfSequenceDiagram& diagram)
{
    Drawing(shared, texts, diagram).Draw();
}

} // namespace ns3
