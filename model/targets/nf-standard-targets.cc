// SPDX-License-Identifier: GPL-2.0-only

#include "nf-standard-targets.h"

#include "nf-extension-registry.h"

#include <utility>

/**
 * The table of all targets that come with the module: NfMake<row>TargetType() in a file
 * nf-target-*.cc. A new target is such a file and a row here.
 */
#define NF_STANDARD_TARGETS(ROW)                                                                   \
    ROW(Audit)                                                                                     \
    ROW(Checksum)                                                                                  \
    ROW(Classify)                                                                                  \
    ROW(Clusterip)                                                                                 \
    ROW(Connmark)                                                                                  \
    ROW(Connsecmark)                                                                               \
    ROW(Ct)                                                                                        \
    ROW(Dnat)                                                                                      \
    ROW(Dnpt)                                                                                      \
    ROW(Dscp)                                                                                      \
    ROW(Ecn)                                                                                       \
    ROW(Hl)                                                                                        \
    ROW(Hmark)                                                                                     \
    ROW(Idletimer)                                                                                 \
    ROW(Led)                                                                                       \
    ROW(Log)                                                                                       \
    ROW(Mark)                                                                                      \
    ROW(Masquerade)                                                                                \
    ROW(Netmap)                                                                                    \
    ROW(Nflog)                                                                                     \
    ROW(Nfqueue)                                                                                   \
    ROW(Notrack)                                                                                   \
    ROW(Rateest)                                                                                   \
    ROW(Redirect)                                                                                  \
    ROW(Reject)                                                                                    \
    ROW(Reject6)                                                                                   \
    ROW(Secmark)                                                                                   \
    ROW(Set)                                                                                       \
    ROW(Snat)                                                                                      \
    ROW(Snpt)                                                                                      \
    ROW(Synproxy)                                                                                  \
    ROW(Tcpmss)                                                                                    \
    ROW(Tcpoptstrip)                                                                               \
    ROW(Tee)                                                                                       \
    ROW(Tos)                                                                                       \
    ROW(Tproxy)                                                                                    \
    ROW(Trace)                                                                                     \
    ROW(Ttl)

namespace ns3
{

#define NF_DECLARE(name) NfTargetType NfMake##name##TargetType();
NF_STANDARD_TARGETS(NF_DECLARE)
#undef NF_DECLARE

void
NfRegisterStandardTargets()
{
    NfExtensionRegistry& registry = NfExtensionRegistry::Get();
    if (registry.FindTarget("MARK"))
    {
        return;
    }
#define NF_REGISTER(name) registry.Register(NfMake##name##TargetType());
    NF_STANDARD_TARGETS(NF_REGISTER)
#undef NF_REGISTER
}

} // namespace ns3
