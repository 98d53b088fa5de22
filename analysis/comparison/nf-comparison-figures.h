// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_COMPARISON_FIGURES_H
#define NF_COMPARISON_FIGURES_H

#include "nf-comparison-networks.h"
#include "nf-comparison.h"
#include "nf-figure-page.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * @file
 * @ingroup netfilter
 * Figures of a comparison. Variants are rows, in the order in which they were given, so that their
 * names have room.
 */

/**
 * Draw the mean of each variant as a bar, with its 95 % interval.
 * @param comparison the campaign
 * @param measure what to draw
 * @param baseline the variant to compare with
 * @param style how the figure is to look
 */
void NfDrawMeans(const NfComparison& comparison,
                 const NfComparedMeasure& measure,
                 std::size_t baseline,
                 const NfFigureStyle& style);

/**
 * Draw the difference of each other variant to the baseline, with its 95 % interval: as a
 * percentage of the baseline if that is known of all, else in the measure's unit.
 * @param comparison the campaign
 * @param measure what to draw
 * @param baseline the variant to compare with
 * @param style how the figure is to look
 */
void NfDrawDifferences(const NfComparison& comparison,
                       const NfComparedMeasure& measure,
                       std::size_t baseline,
                       const NfFigureStyle& style);

/**
 * Draw each run as a point, with the quartiles of each variant.
 * @param comparison the campaign
 * @param measure what to draw
 * @param style how the figure is to look
 */
void NfDrawDistributions(const NfComparison& comparison,
                         const NfComparedMeasure& measure,
                         const NfFigureStyle& style);

/**
 * Draw variants by two measures, with a line through those that no other one beats in both.
 * @param comparison the campaign
 * @param x a measure of which it is known what is better
 * @param y another one
 * @param style how the figure is to look
 */
void NfDrawPareto(const NfComparison& comparison,
                  const NfComparedMeasure& x,
                  const NfComparedMeasure& y,
                  const NfFigureStyle& style);

/**
 * Draw the network of each variant: where its firewalls stand, what their rules drop, and what
 * nodes send, on average. Needs GraphViz.
 * @param networks of the variants; one at least
 * @param style how the figure is to look; its size is that of the networks
 */
void NfDrawNetworks(const std::vector<NfComparedNetwork>& networks, const NfFigureStyle& style);

/**
 * Choose two measures whose trade-off is worth a figure: two that differ between variants, and of
 * which it is known what is better.
 * @param comparison the campaign
 * @return their numbers; none if there are no two such
 */
std::optional<std::pair<std::size_t, std::size_t>> NfChooseTradeOff(const NfComparison& comparison);

} // namespace ns3

#endif /* NF_COMPARISON_FIGURES_H */
