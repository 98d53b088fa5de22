// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_FINDING_TEXT_H
#define NF_FINDING_TEXT_H

#include "ns3/nf-error.h"

#include <string>
#include <string_view>

namespace ns3
{

/**
 * @ingroup netfilter
 * A finding as compilers print theirs: `file:line:column: error: message`, then the line that it is
 * about, with the text at its place underlined.
 *
 * Columns count bytes. The underline stands right below characters of UTF-8, each taken to be one
 * column wide; of a long line only the part around the place is printed, and control characters as
 * question marks.
 * @param finding what was found
 * @param kind of finding: "error" or "warning"
 * @param line the line that its place names, without its newline
 * @return one line, or three where the finding has a place in a line that is not empty; each with
 * its newline
 */
std::string NfDescribeFinding(const NfError& finding,
                              const std::string& kind,
                              std::string_view line);

} // namespace ns3

#endif /* NF_FINDING_TEXT_H */
