// SPDX-License-Identifier: GPL-2.0-only

#ifndef FAKE_EXTENSIONS_H
#define FAKE_EXTENSIONS_H

#include "nf-extension-registry.h"

#include <functional>
#include <string>
#include <vector>

namespace ns3
{

/**
 * Extensions for tests of the rules layer, which must not depend on the real ones. Those named as
 * Linux's (tcp, udp, icmp, comment, LOG, REJECT, MASQUERADE) take and print as much of their
 * syntax as the recorded cases use. Beside them:
 *  - match "probe --say no|yes|hotdrop", which counts its calls;
 *  - match "tracked", which needs conntrack; match "twice --one a --two b c", all mandatory;
 *  - target "DO --result NAME", which returns that result; "SETMARK --value N"; "SETTOS --value N".
 * What extensions saw is in FakeExtensionLog.
 */
void RegisterFakeExtensions();

/// What the fake extensions were asked, for all tests of the program.
struct FakeExtensionLog
{
    std::vector<NfRuleContext> checks;        //!< every Check() of probe and DO
    uint32_t probes{0};                       //!< calls of probe
    std::function<void(NfPacket&)> onExecute; //!< called by DO

    /// @return the one log
    static FakeExtensionLog& Get();

    /// Forget all.
    static void Reset()
    {
        Get() = {};
    }
};

} // namespace ns3

#endif /* FAKE_EXTENSIONS_H */
