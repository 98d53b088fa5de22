// SPDX-License-Identifier: GPL-2.0-only

#include "nf-figure-page.h"

#include "nf-cli-command.h"
#include "nf-figure-text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <iostream>

namespace ns3
{

namespace
{

// In units of the font's size.
constexpr double LINE = 1.45;    // from a line of text to the next
constexpr double ENTRY = 1.75;   // from an entry of the legend to the next
constexpr double GAP = 0.7;      // between title, content, legend and notes
constexpr double SAMPLE = 4.6;   // what stands beside a text in the legend
constexpr double LEAST = 8;      // width or height of content that shows anything
constexpr int TEXT_TAG = 100000; // number of the first label of title and notes
constexpr double USUAL = 10;     // font size for which figures give their sizes

} // namespace

double
NfFigurePage::Em(double fontSize)
{
    return fontSize * 2.54 / 72;
}

NfFigurePage::Layout
NfFigurePage::Arrange(const NfFigureStyle& style,
                      const NfFigureTexts& texts,
                      double width,
                      double height)
{
    const double em = Em(style.fontSize);
    const double scale = style.fontSize / USUAL;
    Layout layout;
    const double narrowest = (LEAST + 2 * GAP) * em;
    layout.width = style.width > 0 ? style.width : std::max(width * scale, narrowest);
    const double room = layout.width / em - 2 * GAP; // in units of the font's size
    if (room < LEAST)
    {
        throw NfCliError(
            fmt::format("--width: at least {:.1f} cm are needed", (LEAST + 2 * GAP) * em));
    }
    layout.title = NfWrapText(texts.title, room);
    if (texts.title.empty())
    {
        layout.title.clear();
    }
    for (const std::string& note : texts.notes)
    {
        const std::vector<std::string> lines = NfWrapText(note, room);
        layout.notes.insert(layout.notes.end(), lines.begin(), lines.end());
    }
    auto heightOf = [em](std::size_t lines) {
        return lines > 0 ? (double(lines) * LINE + GAP) * em : 0.0;
    };
    if (!texts.key.empty())
    {
        const double entry = NfWidestText(texts.key) + SAMPLE;
        const auto fitting = static_cast<std::size_t>(std::max(1.0, std::floor(room / entry)));
        layout.keyRows = (texts.key.size() + fitting - 1) / fitting;
        layout.key = (double(layout.keyRows) * ENTRY + GAP) * em;
    }
    layout.top = heightOf(layout.title.size());
    const double others = layout.top + layout.key + heightOf(layout.notes.size());
    layout.content = style.height > 0 ? style.height - others : height * scale;
    if (style.height > 0 && layout.content < LEAST * em)
    {
        throw NfCliError(
            fmt::format("--height: at least {:.1f} cm are needed", others + LEAST * em));
    }
    layout.height = layout.content + others;
    return layout;
}

NfFigurePage::NfFigurePage(const NfFigureStyle& style,
                           const NfFigureTexts& texts,
                           double width,
                           double height)
    : m_style(style),
      m_layout(Arrange(style, texts, width, height)),
      m_em(Em(style.fontSize)),
      m_width(m_layout.width),
      m_height(m_layout.content),
      m_script(style.output, m_layout.width, m_layout.height, style.fontSize)
{
    AddTexts();
}

void
NfFigurePage::AddTexts()
{
    auto add = [this](const std::string& text, double x, double y, const char* style) {
        m_script.Add(fmt::format("set label {} {} at screen {:.5g},screen {:.5g} {}",
                                 TEXT_TAG + m_texts,
                                 NfGnuplot::Quote(text),
                                 X(x),
                                 Y(y),
                                 style));
        ++m_texts;
    };
    double y = -m_layout.top + (GAP / 2 + LINE / 2) * m_em;
    for (const std::string& line : m_layout.title)
    {
        add(line, m_width / 2, y, "center");
        y += LINE * m_em;
    }
    y = m_height + m_layout.key + (GAP / 2 + LINE / 2) * m_em;
    for (const std::string& line : m_layout.notes)
    {
        add(line, GAP * m_em, y, "left textcolor rgb '#404040'");
        y += LINE * m_em;
    }
}

double
NfFigurePage::X(double x) const
{
    return x / m_layout.width;
}

double
NfFigurePage::Y(double y) const
{
    return 1 - (m_layout.top + y) / m_layout.height;
}

void
NfFigurePage::SetAxes(const NfFigureBox& box)
{
    m_script.Add(fmt::format("set lmargin screen {:.5g}; set rmargin screen {:.5g}; "
                             "set tmargin screen {:.5g}; set bmargin screen {:.5g}",
                             X(box.left),
                             X(box.right),
                             Y(box.top),
                             Y(box.bottom)));
}

void
NfFigurePage::ShowKey()
{
    m_script.Add(fmt::format("set key at screen 0.5,screen {:.5g} center top vertical maxrows {} "
                             "Left reverse samplen 3 spacing 1.1 nobox",
                             Y(m_height + GAP / 4 * m_em),
                             m_layout.keyRows));
}

void
NfFigurePage::HideTexts()
{
    for (std::size_t i = 0; i < m_texts; ++i)
    {
        m_script.Add(fmt::format("unset label {}", TEXT_TAG + i));
    }
}

void
NfFigurePage::Finish() const
{
    if (!m_style.script)
    {
        m_script.Run();
        return;
    }
    std::cout << m_script.GetScript() << std::flush;
    if (!std::cout)
    {
        throw NfCliError("cannot write to standard output");
    }
}

} // namespace ns3
