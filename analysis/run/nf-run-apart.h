// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RUN_APART_H
#define NF_RUN_APART_H

#include "nf-scenario-errors.h"

#include <functional>
#include <string>

namespace ns3
{

/**
 * Try something on a copy of this process, which is thrown away: what it changes, it does not
 * change here. No other thread may run.
 * @param what to try; it receives the errors it is to add to
 * @param errors receives what was wrong, also that the copy aborted
 * @param place what is wrong if the copy aborts; nothing: the whole file
 * @param aborted what to say of it then; ns-3 has printed the reason before
 */
void NfTryApart(const std::function<void(NfScenarioErrors& errors)>& what,
                NfScenarioErrors& errors,
                const NfYamlPlace& place,
                const std::string& aborted);

/**
 * Do something in a copy of this process, and wait for it. No other thread may run.
 * @param what to do; gives its exit code
 * @return its exit code; if a signal ended it, 128 and the signal's number
 */
int NfDoApart(const std::function<int()>& what);

} // namespace ns3

#endif /* NF_RUN_APART_H */
