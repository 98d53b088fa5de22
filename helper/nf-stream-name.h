// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_STREAM_NAME_H
#define NF_STREAM_NAME_H

#include <cstdint>
#include <string_view>

namespace ns3
{

/**
 * @ingroup netfilter
 * The random stream of a thing that has a name. Numbered by name, and not in the order in which
 * things are made, streams stay what they are when something else is added or taken away.
 *
 * Streams lie far apart (in steps of 256), so that a thing may take as many from there on.
 * @param name what the stream is for, unique in a simulation
 * @return its number, for AssignStreams(); never that of one that ns-3 gives by itself
 */
int64_t NfStreamOf(std::string_view name);

} // namespace ns3

#endif /* NF_STREAM_NAME_H */
