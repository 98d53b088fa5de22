// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_GNUPLOT_H
#define NF_GNUPLOT_H

#include <cstddef>
#include <string>

namespace ns3
{

/**
 * \ingroup netfilter
 * A gnuplot script that makes one figure.
 *
 * Colours are those of Okabe and Ito, which people with colour-blindness can tell apart; lines
 * differ in their dashes as well, so that a figure survives a black-and-white printer. The legend
 * stands below the axes. Throws NfCliError.
 */
class NfGnuplot
{
  public:
    /**
     * \param file the picture to make; its extension (svg, pdf, png) tells the format
     * \param width in units of the usual width, 16 cm
     * \param height in units of the usual height, 10 cm
     */
    explicit NfGnuplot(const std::string& file, double width = 1, double height = 1);

    /// \param line commands to add
    void Add(const std::string& line);

    /// Run gnuplot. The file is there afterwards, whole, or as it was before.
    void Run() const;

    /// \return the script so far, for --script
    std::string GetScript() const;

    /// \param i number of a series \return its colour, "#0072B2"
    static const char* Colour(std::size_t i);

    /// \param i number of a series \return its dashes, for "dashtype"
    static const char* Dashes(std::size_t i);

    /// \param text a text \return it in quotes
    static std::string Quote(const std::string& text);

    /// \param text a text \param length longest length, in bytes \return its beginning
    static std::string Shorten(const std::string& text, std::size_t length);

  private:
    std::string m_file;
    std::string m_terminal;
    std::string m_script; //!< all but terminal and output
};

} // namespace ns3

#endif /* NF_GNUPLOT_H */
