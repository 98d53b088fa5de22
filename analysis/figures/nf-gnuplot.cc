// SPDX-License-Identifier: GPL-2.0-only

#include "nf-gnuplot.h"

#include "nf-cli-command.h"
#include "nf-external-program.h"
#include "nf-new-file.h"

#include <array>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>

namespace ns3
{

namespace
{

constexpr double MOST_CM = 300; // cairo's pictures have at most 32767 pixels a side

std::string
Terminal(const std::string& file, double width, double height, double fontSize)
{
    constexpr double pointsPerCm = 72 / 2.54;
    const std::string extension = std::filesystem::path(file).extension();
    if (width > MOST_CM || height > MOST_CM)
    {
        throw NfCliError(fmt::format("the figure would be {:.0f} cm wide and {:.0f} cm high, at "
                                     "most {:.0f} cm can be drawn: --width, --height and --top "
                                     "make it smaller",
                                     width,
                                     height,
                                     MOST_CM));
    }
    if (extension == ".pdf")
    {
        return fmt::format("pdfcairo noenhanced size {:.2f}cm,{:.2f}cm font 'DejaVu Sans,{:.4g}' "
                           "linewidth 1.5",
                           width,
                           height,
                           fontSize);
    }
    if (extension == ".png")
    {
        constexpr double scale = 100;           // pixels per cm
        constexpr double pointsPerPixel = 0.75; // as gnuplot takes font sizes
        return fmt::format("pngcairo noenhanced size {:.0f},{:.0f} font 'DejaVu Sans,{:.4g}' "
                           "linewidth 4 pointscale 2.6",
                           scale * width,
                           scale * height,
                           pointsPerPixel * scale / pointsPerCm * fontSize);
    }
    if (extension == ".svg")
    {
        constexpr double scale = 96 / 2.54; // CSS's pixels per cm
        return fmt::format("svg noenhanced size {:.0f},{:.0f} font 'DejaVu Sans,{:.4g}' "
                           "linewidth 1.5 background '#ffffff'",
                           scale * width,
                           scale * height,
                           scale / pointsPerCm * fontSize);
    }
    throw NfCliError(fmt::format("{}: the file is to be called *.svg, *.pdf or *.png", file));
}

} // namespace

NfGnuplot::NfGnuplot(const std::string& file, double width, double height, double fontSize)
    : m_file(file),
      m_terminal("set terminal " + Terminal(file, width, height, fontSize) + "\n")
{
    Add("set encoding utf8");
    Add("set border 3 linewidth 0.7 linecolor rgb '#404040'");
    Add("set tics nomirror out scale 0.6");
    Add("set grid ytics linecolor rgb '#d8d8d8' linewidth 0.5 dashtype 1");
    Add("unset key");
}

void
NfGnuplot::Add(const std::string& line)
{
    m_script += line;
    m_script += '\n';
}

void
NfGnuplot::AddPlot(const std::vector<std::string>& parts)
{
    std::string command;
    for (const std::string& part : parts)
    {
        command += (command.empty() ? "plot " : ", \\\n  ") + part;
    }
    Add(command);
}

std::string
NfGnuplot::GetScript() const
{
    return m_terminal + "set output " + Quote(m_file) + "\n" + m_script;
}

void
NfGnuplot::Run() const
{
    const NfNewFile file(m_file);
    const NfWorkFolder folder;
    const std::string script = folder / "figure.gp";
    std::ofstream(script) << m_terminal << "set output " << Quote(file.GetPath()) << '\n'
                          << m_script << "unset output\n";
    NfRunExternalProgram({"gnuplot", script}, "gnuplot-nox");
    file.Keep();
}

const char*
NfGnuplot::Colour(std::size_t i)
{
    static constexpr std::array<const char*, 7>
        colours{"#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"};
    return colours[i % colours.size()];
}

const char*
NfGnuplot::Dashes(std::size_t i)
{
    static constexpr std::array<const char*, 7>
        dashes{"1", "(12,5)", "(3,4)", "(12,4,3,4)", "(20,5)", "(12,4,3,4,3,4)", "(6,3)"};
    // After all colours the dashes are moved on by one.
    return dashes[(i + i / dashes.size()) % dashes.size()];
}

std::string
NfGnuplot::Quote(const std::string& text)
{
    std::string quoted = "'";
    for (char c : text)
    {
        if (static_cast<unsigned char>(c) < ' ')
        {
            c = ' ';
        }
        quoted += c;
        if (c == '\'')
        {
            quoted += c;
        }
    }
    return quoted + "'";
}

double
NfGnuplot::Shade(std::size_t i)
{
    static constexpr std::array<double, 4> shades{0.85, 0.55, 0.3, 0.12};
    return shades[(i / 7 + i % 2) % shades.size()];
}

} // namespace ns3
