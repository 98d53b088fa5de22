// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_FRAGMENT_PIECES_H
#define NF_FRAGMENT_PIECES_H

#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Sizes of the pieces of a datagram that was put together, in order and without IP headers (Linux's
 * frag_list). It leaves in the same pieces, as long as its bytes still lie in them.
 *
 * What changes a header needs it in one piece, which takes bytes from the following ones.
 */
using NfFragmentPieces = std::vector<uint32_t>;

/**
 * Bring the first bytes into one piece (Linux's pskb_may_pull).
 * @param pieces of a datagram that has so many bytes; changed
 * @param need how many bytes
 */
void NfPullPieces(NfFragmentPieces& pieces, uint32_t need);

/**
 * @param pieces of a datagram; none: it came whole
 * @param size of the datagram without IP header
 * @param room how long a piece may be, without IP header
 * @return true if the datagram may leave in these pieces
 */
bool NfFitPieces(const NfFragmentPieces& pieces, uint32_t size, uint32_t room);

} // namespace ns3

#endif /* NF_FRAGMENT_PIECES_H */
