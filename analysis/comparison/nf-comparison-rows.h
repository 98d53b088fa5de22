// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_COMPARISON_ROWS_H
#define NF_COMPARISON_ROWS_H

#include "nf-figure-page.h"

#include <cstddef>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * A figure whose rows have names: rows from the top down at y = 1, 2, ..., values along x.
 */
class NfFigureRows
{
  public:
    /**
     * @param style how the figure is to look
     * @param title above it
     * @param names of the rows
     * @param axis title of the axis of values
     * @param notes below it
     */
    NfFigureRows(const NfFigureStyle& style,
                 const std::string& title,
                 const std::vector<std::string>& names,
                 const std::string& axis,
                 const std::vector<std::string>& notes);

    /// @return the script, to add plots to
    NfGnuplot& GetScript()
    {
        return m_page.GetScript();
    }

    /**
     * Add rows of numbers, for a plot to read.
     * @param name of the data, "$means"
     * @param rows the numbers
     */
    void AddData(const std::string& name, const std::vector<std::vector<double>>& rows);

    /// Make the picture.
    void Finish() const
    {
        m_page.Finish();
    }

  private:
    NfFigurePage m_page;
};

/// What an axis shows.
struct NfFigureRange
{
    double low{0};
    double high{1};

    /**
     * @param values some values
     * @param zero whether 0 is among what is shown; it gets no room beyond it then
     * @return a range that holds them, with some room
     */
    static NfFigureRange Around(const std::vector<double>& values, bool zero);

    /// @return it in gnuplot's words, "[0:3.2]"
    std::string ToString() const;
};

} // namespace ns3

#endif /* NF_COMPARISON_ROWS_H */
