// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SET_PRINTER_H
#define NF_SET_PRINTER_H

#include "nf-set.h"

#include <cstdint>
#include <ostream>
#include <string>

namespace ns3
{

/**
 * Print a set as `ipset list` does.
 * @param os a stream
 * @param name of the set
 * @param set the set
 * @param references how many rules and lists refer to it
 * @param terse without its elements
 */
void NfListSet(std::ostream& os,
               const std::string& name,
               NfSet& set,
               uint32_t references,
               bool terse);

/// Print a set as `ipset save` does.
/// @param os a stream
/// @param name of the set
/// @param set the set
void NfSaveSet(std::ostream& os, const std::string& name, NfSet& set);

} // namespace ns3

#endif /* NF_SET_PRINTER_H */
