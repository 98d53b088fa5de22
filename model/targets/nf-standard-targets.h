// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_STANDARD_TARGETS_H
#define NF_STANDARD_TARGETS_H

namespace ns3
{

/**
 * @ingroup netfilter
 * Put all targets of this module into NfExtensionRegistry. Further calls do nothing.
 */
void NfRegisterStandardTargets();

} // namespace ns3

#endif /* NF_STANDARD_TARGETS_H */
