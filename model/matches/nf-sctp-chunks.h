// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SCTP_CHUNKS_H
#define NF_SCTP_CHUNKS_H

#include <cstdint>
#include <map>
#include <optional>
#include <ostream>
#include <string_view>

namespace ns3
{

/**
 * @ingroup netfilter
 * Kinds of SCTP chunks, some with flags: the list that --chunk-types of the match sctp takes, such
 * as DATA:Be,INIT.
 */
class NfSctpChunks
{
  public:
    /// How many of the chunks of a packet must be in the list.
    enum Quantity
    {
        ALL, //!< each of the list is in the packet
        ANY, //!< one of the list is
        ONLY //!< nothing else is
    };

    /// Which flags are looked at, and which of them must be set.
    struct Flags
    {
        uint8_t mask{0};
        uint8_t value{0};
    };

    /**
     * @param text the list, or "ALL" or "NONE"
     * @return the kinds; nothing if the text is wrong
     */
    static std::optional<NfSctpChunks> Read(std::string_view text);

    /// @param os a stream
    /// @param numeric whether chunks are printed as numbers, as by iptables -L
    /// -n
    void Print(std::ostream& os, bool numeric) const;

    /**
     * @param kind of a chunk
     * @param flags of the chunk
     * @return true if the list has such a chunk
     */
    bool Contains(uint8_t kind, uint8_t flags) const;

    /// What a walk over a packet's chunks found.
    enum class Verdict
    {
        NO,
        YES,
        MALFORMED
    };

    /**
     * Walk over a packet's chunks as Linux's xt_sctp.c does, which does not look behind what
     * decides.
     * @param bytes the first byte behind the SCTP header
     * @param size number of bytes
     * @param quantity how many must be in the list
     * @return whether they are
     */
    Verdict Compare(const uint8_t* bytes, uint32_t size, Quantity quantity) const;

  private:
    std::map<uint8_t, Flags> m_kinds; //!< by kind
};

} // namespace ns3

#endif /* NF_SCTP_CHUNKS_H */
