// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RUN_APART_H
#define NF_RUN_APART_H

#include "nf-scenario-errors.h"

#include <functional>

namespace ns3
{

/**
 * Try something on a copy of this process, which is thrown away: what it changes, it does not
 * change here. No other thread may run.
 * @param what to try; it receives the errors it is to add to
 * @param errors receives what was wrong, also that the copy aborted
 */
void NfTryApart(const std::function<void(NfScenarioErrors& errors)>& what,
                NfScenarioErrors& errors);

/**
 * Do something in a copy of this process, and wait for it. No other thread may run.
 * @param what to do; gives its exit code
 * @return its exit code; if a signal ended it, 128 and the signal's number
 */
int NfDoApart(const std::function<int()>& what);

} // namespace ns3

#endif /* NF_RUN_APART_H */
