// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TELL_ONCE_H
#define NF_TELL_ONCE_H

#include <string>

namespace ns3
{

/**
 * Print what the user of a program should know to std::clog, unless this program has printed the
 * same before, for whatever node.
 * @param sentence what to know, without the full stop
 */
void NfTellOnce(const std::string& sentence);

} // namespace ns3

#endif /* NF_TELL_ONCE_H */
