// SPDX-License-Identifier: GPL-2.0-only

#include "nf-standard-targets.h"

#include "nf-extension-registry.h"
#include "nf-target-checksum.h"
#include "nf-target-classify.h"
#include "nf-target-connmark.h"
#include "nf-target-ct.h"
#include "nf-target-dscp.h"
#include "nf-target-ecn.h"
#include "nf-target-log.h"
#include "nf-target-mark.h"
#include "nf-target-nat.h"
#include "nf-target-nflog.h"
#include "nf-target-nfqueue.h"
#include "nf-target-reject.h"
#include "nf-target-tcpmss.h"
#include "nf-target-tos.h"
#include "nf-target-trace.h"
#include "nf-target-ttl.h"

namespace ns3
{

void
NfRegisterStandardTargets()
{
    static const bool registered = [] {
        constexpr NfTargetType (*types[])() = {
            NfMakeChecksumTargetType,   NfMakeClassifyTargetType, NfMakeConnmarkTargetType,
            NfMakeCtTargetType,         NfMakeDnatTargetType,     NfMakeDscpTargetType,
            NfMakeEcnTargetType,        NfMakeLogTargetType,      NfMakeMarkTargetType,
            NfMakeMasqueradeTargetType, NfMakeNetmapTargetType,   NfMakeNflogTargetType,
            NfMakeNfqueueTargetType,    NfMakeNotrackTargetType,  NfMakeRedirectTargetType,
            NfMakeRejectTargetType,     NfMakeSnatTargetType,     NfMakeTcpmssTargetType,
            NfMakeTosTargetType,        NfMakeTraceTargetType,    NfMakeTtlTargetType,
        };
        for (auto make : types)
        {
            NfExtensionRegistry::Get().Register(make());
        }
        return true;
    }();
    (void)registered;
}

} // namespace ns3
