// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_DRAWN_FIGURE_H
#define NF_DRAWN_FIGURE_H

#include "nf-figure-page.h"

#include <functional>
#include <string>
#include <vector>

namespace ns3
{

/// A figure, before it is drawn.
struct NfFigure
{
    std::string name; //!< of its file
    std::string text; //!< what it shows
    std::function<void(const NfFigureStyle& style)> draw;
};

/// A figure in a file of its own.
struct NfDrawnFigure
{
    const NfFigure* figure;
    std::string file;
    std::string fault; //!< why there is no file; empty: there is one
};

/**
 * Draw figures, as many at a time as there are processors: the start of the programs that draw
 * takes longest. What is drawn does not depend on the order.
 * @param figures each with its file, which differs from all others; receive the faults
 */
void NfDrawFigures(std::vector<NfDrawnFigure>& figures);

} // namespace ns3

#endif /* NF_DRAWN_FIGURE_H */
