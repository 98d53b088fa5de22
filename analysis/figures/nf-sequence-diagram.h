// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SEQUENCE_DIAGRAM_H
#define NF_SEQUENCE_DIAGRAM_H

#include "nf-plot-figure.h"

#include <cstddef>
#include <string>
#include <vector>

namespace ns3
{

// Sizes at 10 points, in cm.
constexpr double NF_SEQUENCE_ROW = 0.56;    //!< from a line to the next
constexpr double NF_SEQUENCE_HEADER = 0.75; //!< names of nodes

/// A line of the diagram: what happens on which lifeline.
struct NfSequenceLine
{
    std::size_t packet{0}; //!< number in the diagram
    std::size_t lane{0};
    std::string node;
    std::string heading; //!< above the first line of a packet
    std::string time;
    std::string text;
    std::string rewrite;
    bool hook{true};
    bool dropped{false};
    bool delivered{false};
};

/// What the diagram shows.
struct NfSequenceDiagram
{
    std::string title;
    std::vector<NfSequenceLine> lines;
    std::vector<std::string> nodes; //!< by lane
    std::size_t stops{0};           //!< how many lines there would be
};

/**
 * Draw a diagram.
 * @param shared the command's arguments
 * @param texts around the figure
 * @param diagram what to draw
 */
void NfDrawSequenceDiagram(const NfPlotArguments& shared,
                           const NfFigureTexts& texts,
                           const NfSequenceDiagram& diagram);

} // namespace ns3

#endif /* NF_SEQUENCE_DIAGRAM_H */
