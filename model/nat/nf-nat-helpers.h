// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_NAT_HELPERS_H
#define NF_NAT_HELPERS_H

namespace ns3
{

class NfConntrack;
class NfNat;
struct NfStandardHelpers;

/**
 * Have what the helpers of a node announce translated, where their connections are: Linux's modules
 * nf_nat_amanda, nf_nat_ftp and so on, which are loaded with NAT.
 * @param helpers those that read their protocols
 * @param nat does the translation; outlives them
 * @param conntrack takes what they expect; outlives them
 */
void NfTranslateHelpers(const NfStandardHelpers& helpers, NfNat& nat, NfConntrack& conntrack);

} // namespace ns3

#endif /* NF_NAT_HELPERS_H */
