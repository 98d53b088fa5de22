// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RUN_MEASURES_H
#define NF_RUN_MEASURES_H

#include "nf-event-selection.h"
#include "nf-trace-reader.h"

#include <optional>
#include <vector>

namespace ns3
{

/// One number about a run.
struct NfRunMeasure
{
    const char* key;             //!< name for programs, "delivered"
    const char* title;           //!< name for people
    std::optional<double> value; //!< nothing: the trace does not tell
};

/**
 * What a run comes to, in a few numbers that can be compared with those of other runs: packets that
 * were sent, delivered and dropped, mean latency, connections.
 * @param reader the trace
 * @param request flows and time that count; packets count by the time at which they were first
 * seen, drops by that at which they happened
 * @return the measures, the same ones in the same order for every run
 */
std::vector<NfRunMeasure> NfMeasureRun(NfTraceReader& reader, const NfSelectionRequest& request);

} // namespace ns3

#endif /* NF_RUN_MEASURES_H */
