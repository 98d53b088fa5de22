// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_COMPILED_TABLE_TRAVERSAL_H
#define NF_COMPILED_TABLE_TRAVERSAL_H

#include "nf-checksum.h"
#include "nf-compiled-table.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace ns3
{

/**
 * The way of one packet through the chains of a table.
 *
 * Each packet takes it, so it is to be inlined where packets are evaluated: only
 * nf-compiled-table-evaluate.cc includes it.
 * @tparam Number of addresses: uint32_t for IPv4, NfWideNumber for IPv6
 */
template <class Number>
class NfCompiledTable::Traversal
{
  public:
    /**
     * Start where the packet is led.
     * @param table through whose chains the packet goes; it must outlive the traversal
     * @param packet that counts what it visited
     * @param first entry of the chain to begin in
     * @param start first entry of that chain that is to be looked at, as Scan() found it
     * @param policy entry at which a packet that leaves the chain by its end goes on
     */
    Traversal(const NfCompiledTable& table,
              NfPacket& packet,
              uint32_t first,
              uint32_t start,
              uint32_t policy)
        : m_table(table),
          m_packet(packet),
          m_policy(policy)
    {
        Begin(first);
        if (!m_search)
        {
            m_index = start;
        }
    }

    /// The packet counts the rules that it has come to.
    ~Traversal()
    {
        m_packet.rulesVisited += CountVisited();
    }

    Traversal(const Traversal&) = delete;
    Traversal& operator=(const Traversal&) = delete;

    /**
     * @param table whose entries these are
     * @param index of an entry
     * @param packet a packet
     * @return the index of the first entry from there on, in its chain, that is not hopeless, nor
     *         for other interfaces
     */
    static uint32_t Scan(const NfCompiledTable& table, uint32_t index, const NfPacket& packet)
    {
        // The end of a chain matches everything, and so stops it.
        const Entry* entry = &table.m_entries[index];
        while (table.IsHopeless<Number>(*entry, packet.ip) ||
               (entry->form == Form::OTHER &&
                !table.InterfacesMatch(table.m_programs[entry->program], packet)))
        {
            ++entry;
        }
        return entry - table.m_entries.data();
    }

    /**
     * Lead a packet through a table.
     * @param table the table
     * @param packet the packet
     * @param first entry of the base chain
     * @param start entry of the base chain before which all are known to be hopeless
     * @param policy entry of the base chain
     * @param trace told of each step, if anybody subscribed
     * @param generation for the trace
     * @return the verdict
     */
    static NfVerdict Lead(const NfCompiledTable& table,
                          NfPacket& packet,
                          uint32_t first,
                          uint32_t start,
                          uint32_t policy,
                          const TracedCallback<const NfRuleHit&>& trace,
                          uint64_t generation);

    /**
     * Count a packet that has matched an entry, and tell who traces.
     * @param table whose entry it is
     * @param entry the entry
     * @param packet the packet
     * @param trace told of it, if anybody subscribed
     * @param generation for the trace
     */
    static void Hit(const NfCompiledTable& table,
                    const Entry& entry,
                    const NfPacket& packet,
                    const TracedCallback<const NfRuleHit&>& trace,
                    uint64_t generation)
    {
        if (entry.rule)
        {
            ++entry.rule->packets;
            entry.rule->bytes += packet.GetSize();
        }
        if (!trace.IsEmpty())
        {
            table.Tell(entry, packet, trace, generation);
        }
    }

    /// @return the entry to evaluate, the first one from here on that is not hopeless
    const Entry& Find()
    {
        if (!m_search)
        {
            m_index = Scan(m_table, m_index, m_packet);
        }
        else
        {
            while (m_table.IsHopeless<Number>(m_table.m_entries[m_index], m_packet.ip))
            {
                Next();
            }
        }
        return m_table.m_entries[m_index];
    }

    /// Go on behind the entry, in its chain.
    void Next()
    {
        ++m_index;
        if (m_search)
        {
            SkipHopeless();
        }
    }

    /**
     * Go to another chain and come back behind the entry.
     * @param entry the first one of the chain
     */
    void Jump(uint32_t entry)
    {
        m_stack.Push(m_index + 1);
        Enter(entry);
    }

    /**
     * Go to another chain and come back to where the chain of the entry would.
     * @param entry the first one of the chain
     */
    void Goto(uint32_t entry)
    {
        Enter(entry);
    }

    /// Go back to behind the last jump, or to the policy.
    void Return()
    {
        Enter(m_stack.IsEmpty() ? m_policy : m_stack.Pop());
    }

  private:
    using Classifier = NfRuleClassifierOf<Number>;

    /// Where RETURN goes back to: small without an allocation.
    class JumpStack
    {
      public:
        void Push(uint32_t entry)
        {
            if (m_size < m_small.size())
            {
                m_small[m_size] = entry;
            }
            else
            {
                m_large.push_back(entry);
            }
            ++m_size;
        }

        bool IsEmpty() const
        {
            return m_size == 0;
        }

        uint32_t Pop()
        {
            --m_size;
            if (m_size < m_small.size())
            {
                return m_small[m_size];
            }
            uint32_t entry = m_large.back();
            m_large.pop_back();
            return entry;
        }

      private:
        std::array<uint32_t, 32> m_small;
        std::vector<uint32_t> m_large; //!< what is above m_small
        std::size_t m_size{0};
    };

    // What a classifier looks at.
    static NfRuleKeyOf<Number> KeyOf(const NfPacket& packet)
    {
        constexpr uint32_t tcpHeader = 20;
        constexpr uint32_t udpHeader = 8;
        NfRuleKeyOf<Number> key;
        key.source = NfAddressNumber<Number>::Of(packet.ip.source);
        key.destination = NfAddressNumber<Number>::Of(packet.ip.destination);
        key.protocol = packet.ip.protocol;
        const uint8_t* ports = nullptr;
        if (packet.ip.fragmentOffset == 0 &&
            (key.protocol == NfProtocol::TCP || key.protocol == NfProtocol::UDP))
        {
            ports = packet.L4(key.protocol == NfProtocol::TCP ? tcpHeader : udpHeader);
        }
        if (ports)
        {
            key.hasPorts = true;
            key.sourcePort = NfRead16(ports);
            key.destinationPort = NfRead16(ports + 2);
        }
        return key;
    }

    // How many rules a scan would have come to by now, the current entry included.
    uint32_t CountVisited() const
    {
        const bool rule = m_table.m_entries[m_index].action < Action::CHAIN_END;
        return m_visited + (m_index - m_entered) + (rule ? 1 : 0);
    }

    // Leave the current entry, and go on at an entry of any chain.
    void Enter(uint32_t entry)
    {
        m_visited = CountVisited();
        Begin(entry);
    }

    void Begin(uint32_t entry)
    {
        m_entered = entry;
        m_index = entry;
        if (!m_table.m_classified)
        {
            return;
        }
        m_chain = &m_table.m_chains[m_table.FindChain(entry)];
        m_search.reset();
        const Classifier* classifier = m_chain->Classifier(Number{});
        // A packet without an upper layer meets each rule that may drop it for that.
        if (classifier && !m_packet.ip.brokenChain)
        {
            m_search.emplace(*classifier, KeyOf(m_packet));
            m_index = m_chain->first + m_search->Next(m_index - m_chain->first);
        }
    }

    // Go forward to the first entry that the packet, which rules may have changed, can match.
    void SkipHopeless()
    {
        const auto key = KeyOf(m_packet);
        if (!(key == m_search->GetKey()))
        {
            m_search.emplace(*m_chain->Classifier(Number{}), key);
        }
        m_index = m_chain->first + m_search->Next(m_index - m_chain->first);
    }

    const NfCompiledTable& m_table;
    NfPacket& m_packet;
    const uint32_t m_policy; //!< where a return from the base chain leads to
    uint32_t m_index{0};
    uint32_t m_entered{0}; //!< where the present run of entries began
    uint32_t m_visited{0}; //!< rules of earlier runs
    JumpStack m_stack;
    const Chain* m_chain{nullptr};                       //!< with m_search
    std::optional<typename Classifier::Search> m_search; //!< in a chain that has a classifier
};

} // namespace ns3

#endif /* NF_COMPILED_TABLE_TRAVERSAL_H */
