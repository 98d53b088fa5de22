// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PLOT_FIGURE_H
#define NF_PLOT_FIGURE_H

#include "nf-cli-command.h"
#include "nf-event-selection.h"
#include "nf-figure-page.h"
#include "nf-run-groups.h"

#include <cstddef>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @file
 * @ingroup netfilter
 * The figures of `nfsim plot`: one file each, and a row of the table in nf-plot-command.cc. A
 * figure owns its options; what all of them share is here.
 */

/// Arguments that all figures share. They live as long as the program.
struct NfPlotArguments
{
    std::vector<std::string> databases;
    std::vector<std::string> labels; //!< one for each group of runs, or none
    std::string run;                 //!< number or label of runs; empty: all runs
    NfGroupingArguments grouping;    //!< what runs of a group have in common
    NfSelectionRequest events;       //!< which events to draw
    NfFigureStyle style;
    std::size_t top{0}; //!< longest list; 0: as the figure likes
};

/// A figure.
struct NfPlotFigure
{
    const char* name;        //!< as typed
    const char* description; //!< one line
    /// Adds the figure's options, gives what draws it.
    NfCliAction (*setup)(CLI::App& parser, NfPlotArguments& shared);
};

/**
 * @param parser nfsim plot's parser
 * @return what it does
 */
NfCliAction NfSetupPlot(CLI::App& parser);

/// What the trace must have recorded for a figure.
enum class NfPlotNeed
{
    ANY,    //!< drops, which every level records
    PASSES, //!< every hook pass
    RULES   //!< the rules that matched
};

/**
 * Add the options that all figures have.
 * @param parser the figure's parser
 * @param shared where the values go
 * @param top what --top counts, "rules"; null if the figure has no list
 */
void NfAddFigureOptions(CLI::App& parser, NfPlotArguments& shared, const char* top);

/**
 * Group the runs that a figure is to show, and tell on standard error which are left out.
 * @param shared the arguments
 * @param need what the traces must have recorded
 * @param what is drawn, for the message if a trace has not recorded it: "latency"
 * @return the groups
 */
NfRunGroups NfGroupForFigure(const NfPlotArguments& shared, NfPlotNeed need, const char* what);

/**
 * @param groups what is drawn
 * @return a title that says how runs were summed up; empty if there is one of each group
 */
std::string NfRunsTitle(const NfRunGroups& groups);

/**
 * @param groups what is drawn
 * @return the legend's text of each group; with the number of runs, if that differs
 */
std::vector<std::string> NfGroupTexts(const NfRunGroups& groups);

/**
 * @param events which events are drawn
 * @return a note that says which; empty if all are
 */
std::string NfSelectionNote(const NfSelectionRequest& events);

/**
 * @param what there is nothing of, "no packet was dropped"
 * @param events which events were asked for
 * @return the error that there is nothing to draw
 */
NfCliError NfNothingToDraw(const std::string& what, const NfSelectionRequest& events);

/**
 * The texts that every figure of groups has: title, legend, and notes about runs that were left
 * out and events that were not asked for.
 * @param shared the arguments
 * @param groups what is drawn
 * @return the texts; no legend for one group
 */
NfFigureTexts NfTextsOfGroups(const NfPlotArguments& shared, const NfRunGroups& groups);

/**
 * What a figure of drops leaves out: packets that ended in queues, at devices, on channels.
 * @param shared the arguments
 * @param groups what is drawn
 * @return a note with the number of losses that were asked for; empty if there are none
 */
std::string NfLossesNote(const NfPlotArguments& shared, const NfRunGroups& groups);

/**
 * @param length of an axis, or the like
 * @param parts about how many parts to cut it into
 * @return length of a part: 1, 2 or 5 times a power of ten, so that there are no more parts
 */
double NfHandyStep(double length, int parts);

/**
 * @param parser the figure's parser
 * @param shared the arguments of all figures
 * @return drops over time by reason
 */
NfCliAction NfDrawDrops(CLI::App& parser, NfPlotArguments& shared);
/**
 * @param parser the figure's parser
 * @param shared the arguments
 * @return losses over time by place and reason
 */
NfCliAction NfDrawLosses(CLI::App& parser, NfPlotArguments& shared);
/**
 * @param parser the figure's parser
 * @param shared the arguments
 * @return packet rates of hooks
 */
NfCliAction NfDrawHooks(CLI::App& parser, NfPlotArguments& shared);
/**
 * @param parser the figure's parser
 * @param shared the arguments
 * @return size of connection tables
 */
NfCliAction NfDrawConnections(CLI::App& parser, NfPlotArguments& shared);
/**
 * @param parser the figure's parser
 * @param shared the arguments
 * @return rules by hits
 */
NfCliAction NfDrawRules(CLI::App& parser, NfPlotArguments& shared);
/**
 * @param parser the figure's parser
 * @param shared the arguments
 * @return distribution of latency
 */
NfCliAction NfDrawLatency(CLI::App& parser, NfPlotArguments& shared);
/**
 * @param parser the figure's parser
 * @param shared the arguments
 * @return a packet's journey
 */
NfCliAction NfDrawSequence(CLI::App& parser, NfPlotArguments& shared);
/**
 * @param parser the figure's parser
 * @param shared the arguments
 * @return drops, or losses, by node and reason
 */
NfCliAction NfDrawHeatmap(CLI::App& parser, NfPlotArguments& shared);

} // namespace ns3

#endif /* NF_PLOT_FIGURE_H */
