// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_JHASH_H
#define NF_JHASH_H

#include <cstddef>
#include <cstdint>

namespace ns3
{

/**
 * @ingroup netfilter
 * Bob Jenkins' hash of 32-bit words (lookup3.c, "hashword", public domain, 2006) with the initial
 * state that Linux's jhash2() gives it.
 *
 * Linux chooses the address of a NAT range by it, without a random seed, so the choice can be
 * predicted: @code NfJhash2(words, 4, 0) @endcode
 *
 * @param words the key
 * @param count number of words
 * @param initial any number; another one gives an independent hash
 * @return the hash
 */
uint32_t NfJhash2(const uint32_t* words, std::size_t count, uint32_t initial);

} // namespace ns3

#endif /* NF_JHASH_H */
