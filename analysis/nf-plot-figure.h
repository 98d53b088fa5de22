// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PLOT_FIGURE_H
#define NF_PLOT_FIGURE_H

#include "nf-gnuplot.h"
#include "nf-trace-reader.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{

/**
 * \file
 * \ingroup netfilter
 * The figures of `nfsim plot`: one file each, and a row of the table in nf-plot-command.cc.
 */

/// Arguments of nfsim plot.
struct NfPlotArguments
{
    std::vector<std::string> databases;
    std::vector<std::string> labels; //!< one for each database, or none
    std::string run;                 //!< number or label of the run; empty: all runs
    std::string output;              //!< file name
    std::string node;                //!< only this node; empty: all
    double bin{0};                   //!< width of a time bin in seconds; 0: chosen
    double from{0};                  //!< first second to draw
    double to{0};                    //!< last second to draw; 0: the end
    int64_t packet{-1};              //!< uid, for the sequence diagram
    std::size_t top{15};             //!< longest list of rules
    bool policies{false};            //!< policies ACCEPT are listed as well
    bool follow{false};              //!< also packets that are linked to the packet
    bool script{false};              //!< print the script instead of running it
};

/// Runs that belong together, as repetitions of the same experiment.
struct NfPlotGroup
{
    std::string label;
    std::vector<std::unique_ptr<NfTraceReader>> runs;
};

/// A value with its confidence interval.
struct NfEstimate
{
    double mean{0};
    double low{0};
    double high{0};
};

/// \param values one of each run \return mean and 95 % interval (Student's t); no width for one run
NfEstimate NfEstimateMean(const std::vector<double>& values);

/**
 * \param length of an axis, or the like
 * \param parts about how many parts to cut it into
 * \return length of a part: 1, 2 or 5 times a power of ten, so that there are no more parts
 */
double NfHandyStep(double length, int parts);

/// \param groups what is drawn \return a title that says how runs were summed up; may be empty
std::string NfRunsTitle(const std::vector<NfPlotGroup>& groups);

/// A curve.
struct NfCurve
{
    std::string label;
    std::size_t colour{0};
    std::size_t dashes{0};
    bool steps{false}; //!< values hold until the next point
    std::vector<std::pair<double, NfEstimate>> points;
};

/**
 * Add a plot of curves to a script, with bands for their intervals.
 * \param script it
 * \param curves them
 * \param filled whether the area below curves of steps is filled
 */
void NfPlotCurves(NfGnuplot& script, const std::vector<NfCurve>& curves, bool filled = false);

/// Figures; each fills a script. They throw NfCliError.
using NfFigure = void (*)(const NfPlotArguments& arguments, std::vector<NfPlotGroup>& groups);

/// Drops over time by reason. \param arguments what \param groups of what
void NfPlotDrops(const NfPlotArguments& arguments, std::vector<NfPlotGroup>& groups);
/// Packet rates of hooks. \param arguments what \param groups of what
void NfPlotHooks(const NfPlotArguments& arguments, std::vector<NfPlotGroup>& groups);
/// Size of the connection tables over time. \param arguments what \param groups of what
void NfPlotConnections(const NfPlotArguments& arguments, std::vector<NfPlotGroup>& groups);
/// Rules by hits, with their cumulated share. \param arguments what \param groups of what
void NfPlotRules(const NfPlotArguments& arguments, std::vector<NfPlotGroup>& groups);
/// Distribution of latency. \param arguments what \param groups of what
void NfPlotLatency(const NfPlotArguments& arguments, std::vector<NfPlotGroup>& groups);
/// A packet's journey. \param arguments what \param groups of what
void NfPlotSequence(const NfPlotArguments& arguments, std::vector<NfPlotGroup>& groups);
/// Drops by node and reason. \param arguments what \param groups of what
void NfPlotHeatmap(const NfPlotArguments& arguments, std::vector<NfPlotGroup>& groups);

/// Run a script, or print it. \param script it \param arguments which
void NfFinishFigure(const NfGnuplot& script, const NfPlotArguments& arguments);

} // namespace ns3

#endif /* NF_PLOT_FIGURE_H */
