// SPDX-License-Identifier: GPL-2.0-only

#include "nf-nat-range.h"

namespace ns3
{

const char*
NfToString(NfManip manip)
{
    return manip == NfManip::SOURCE ? "SNAT" : "DNAT";
}

} // namespace ns3
