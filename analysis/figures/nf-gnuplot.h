// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_GNUPLOT_H
#define NF_GNUPLOT_H

#include <cstddef>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * A gnuplot script that makes one figure.
 *
 * Colours are those of Okabe and Ito, which people with colour-blindness can tell apart; lines
 * differ in their dashes as well, so that a figure survives a black-and-white printer. After seven
 * series the colours begin anew with other dashes, so that MOST_SERIES series can be told apart.
 * Throws NfCliError.
 */
class NfGnuplot
{
  public:
    /// How many series differ in colour or dashes.
    static constexpr std::size_t MOST_SERIES = 49;

    /**
     * @param file the picture to make; its extension (svg, pdf, png) tells the format
     * @param width of the picture, cm
     * @param height of the picture, cm
     * @param fontSize points; every format shows texts in the same proportion to the picture
     */
    NfGnuplot(const std::string& file, double width, double height, double fontSize);

    /// @param line commands to add
    void Add(const std::string& line);

    /**
     * Add a command "plot".
     * @param parts what to plot, "$data using 1:2 with lines"
     */
    void AddPlot(const std::vector<std::string>& parts);

    /// Run gnuplot. The file is there afterwards, whole, or as it was before.
    void Run() const;

    /// @return the script so far, for --script
    std::string GetScript() const;

    /// @param i number of a series
    /// @return its colour, "#0072B2"
    static const char* Colour(std::size_t i);

    /// @param i number of a series
    /// @return its dashes, for "dashtype"
    static const char* Dashes(std::size_t i);

    /// @param text a text
    /// @return it in quotes
    static std::string Quote(const std::string& text);

    /// @param i number of a series
    /// @return how much of a bar's colour is shown, 0 to 1
    static double Shade(std::size_t i);

  private:
    std::string m_file;
    std::string m_terminal;
    std::string m_script; //!< all but terminal and output
};

} // namespace ns3

#endif /* NF_GNUPLOT_H */
