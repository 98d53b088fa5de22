// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RUN_SCENARIO_H
#define NF_RUN_SCENARIO_H

#include "nf-rank-group.h"
#include "nf-run-animation.h"
#include "nf-scenario-errors.h"
#include "nf-scenario.h"

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

namespace ns3
{

/// Exit code of nfsim run when an expectation did not hold, or the check of a policy found that
/// packets will do what it does not want.
constexpr int NFSIM_NOT_AS_EXPECTED = 1;

/// How a scenario is run.
struct NfRunRequest
{
    uint32_t replication{1};      //!< ns-3's run number
    std::optional<uint32_t> seed; //!< nothing: the scenario's
    std::string trace;            //!< database; empty: none
    std::string results;          //!< database; empty: none
    std::string animation;        //!< file of the animation; empty: none
    NfAnimationMaker animator;    //!< makes it; null: nobody can
    bool isCheck{false};          //!< build, but do not simulate
    uint32_t shownRanks{0};       //!< with isCheck: tell how so many would share it; 0: do not
    NfRankGroup* ranks{nullptr};  //!< who simulates it together; there has to be one
};

/**
 * Run a scenario, once in a process: ns-3 keeps names, seeds and nodes in global variables.
 * @param scenario the scenario
 * @param request how the user wants it to run
 * @param errors receives what is wrong with it; then nothing was simulated, or not to the end
 * @param os where to tell what came out
 * @return exit code, which is 0 also if there are errors
 */
int NfRunScenario(const NfScenario& scenario,
                  const NfRunRequest& request,
                  NfScenarioErrors& errors,
                  std::ostream& os);

} // namespace ns3

#endif /* NF_RUN_SCENARIO_H */
