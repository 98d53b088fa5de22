// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_EXTENSION_REFERENCE_H
#define NF_EXTENSION_REFERENCE_H

#include <string>

namespace ns3
{

/**
 * @ingroup netfilter
 * All matches and targets: what each is, where it may stand, its options with their meaning, what
 * differs from Linux, and an example. What the registry's rows know comes from there, so that it
 * cannot fall behind; an option without a meaning, or a meaning without an option, is an
 * NfCliError.
 * @return the text of doc/extensions.rst
 */
std::string NfWriteExtensionReference();

/**
 * @ingroup netfilter
 * @param name of a match or target; an unknown one is an NfCliError
 * @return the same about it alone, for people
 */
std::string NfExplainExtension(const std::string& name);

} // namespace ns3

#endif /* NF_EXTENSION_REFERENCE_H */
