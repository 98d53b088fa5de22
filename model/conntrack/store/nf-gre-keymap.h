// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_GRE_KEYMAP_H
#define NF_GRE_KEYMAP_H

#include "nf-connection.h"
#include "nf-tuple.h"

#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * What calls of PPTP have agreed on (Linux's nf_ct_gre_keymap).
 *
 * A packet of GRE version 1 tells the call id of its receiver only. The sender's is looked up here,
 * so that both directions of a call are one connection.
 */
class NfGreKeymap
{
  public:
    /**
     * @param master the control connection; one call may be known of each
     * @param direction of the packets, as the control connection has it
     * @param tuple of the packets: sourcePort is what is looked up
     * @return false if another call of this master is known, or if the master has left the table,
     *         so that nobody would forget the call; what is known already is well
     */
    bool Add(const NfConnection& master, NfDirection direction, const NfTuple& tuple);

    /// @param master a control connection, whose call is forgotten
    void Remove(const NfConnection& master);

    /**
     * Complete the tuple of a packet.
     * @param tuple of a packet; sourcePort is set if it is of a call that is known
     */
    void Complete(NfTuple& tuple) const;

    /// Forget all.
    void Clear()
    {
        m_entries.clear();
    }

  private:
    struct Entry
    {
        uint64_t master; //!< NfConnection::id
        NfDirection direction;
        NfTuple tuple;
    };

    std::vector<Entry> m_entries; //!< in order of appearance; few
};

} // namespace ns3

#endif /* NF_GRE_KEYMAP_H */
