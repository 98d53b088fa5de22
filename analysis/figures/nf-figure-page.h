// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_FIGURE_PAGE_H
#define NF_FIGURE_PAGE_H

#include "nf-gnuplot.h"

#include <cstddef>
#include <string>
#include <vector>

namespace ns3
{

/// How a figure is to look, as a user says it.
struct NfFigureStyle
{
    std::string output;  //!< file name
    double width{0};     //!< cm; 0: as wide as it takes
    double height{0};    //!< cm; 0: as high as it takes
    double fontSize{10}; //!< points
    bool script{false};  //!< print the script instead of running it
};

/// Texts around what a figure shows.
struct NfFigureTexts
{
    std::string title{};              //!< may be empty
    std::vector<std::string> key{};   //!< texts of the legend, for its size; may be empty
    std::vector<std::string> notes{}; //!< what the reader has to know, such as "15 of 400 shown"
};

/// A rectangle of a page in cm, from the upper left corner of the page's content.
struct NfFigureBox
{
    double left{0};
    double right{0};
    double top{0};
    double bottom{0};
};

/**
 * @ingroup netfilter
 * The page of a figure: title, content, legend and notes, one below the other. Sizes are in cm.
 *
 * The content keeps its size whatever stands around it: the page grows with the number of entries
 * in the legend and with long texts, which are broken into lines. With --width and --height the
 * page has that size, and the content what is left of it.
 */
class NfFigurePage
{
  public:
    /**
     * Throws NfCliError if the size that was asked for leaves nothing for the content.
     * @param style how the figure is to look
     * @param texts what stands around the content
     * @param width of the content at 10 points, in cm
     * @param height of the content at 10 points, in cm
     */
    NfFigurePage(const NfFigureStyle& style,
                 const NfFigureTexts& texts,
                 double width,
                 double height);

    /// @return width of the content, cm
    double GetWidth() const
    {
        return m_width;
    }

    /// @return height of the content, cm
    double GetHeight() const
    {
        return m_height;
    }

    /// @return the script, to add the content to
    NfGnuplot& GetScript()
    {
        return m_script;
    }

    /// @param box where the axes of the next plot are
    void SetAxes(const NfFigureBox& box);

    /**
     * @param x cm from the left end of the content
     * @return gnuplot's coordinate, from 0 to 1
     */
    double X(double x) const;

    /**
     * @param y cm from the upper end of the content
     * @return gnuplot's coordinate, from 0 to 1
     */
    double Y(double y) const;

    /// Show the legend from the next plot on.
    void ShowKey();

    /// Do not repeat title and notes in further plots of a multiplot.
    void HideTexts();

    /// Make the picture, or print the script.
    void Finish() const;

    /**
     * @param fontSize points
     * @return cm that the font's size is
     */
    static double Em(double fontSize);

  private:
    struct Layout
    {
        double width{0};  //!< of the page
        double height{0}; //!< of the page
        double top{0};    //!< where the content begins
        double content{0};
        std::size_t keyRows{1}; //!< lines of the legend
        std::vector<std::string> title{};
        std::vector<std::string> notes{};
        double key{0}; //!< height of the legend
    };

    static Layout Arrange(const NfFigureStyle& style,
                          const NfFigureTexts& texts,
                          double width,
                          double height);

    void AddTexts();

    NfFigureStyle m_style;
    Layout m_layout;
    double m_em;
    double m_width;
    double m_height;
    std::size_t m_texts{0}; //!< labels of title and notes
    NfGnuplot m_script;
};

} // namespace ns3

#endif /* NF_FIGURE_PAGE_H */
