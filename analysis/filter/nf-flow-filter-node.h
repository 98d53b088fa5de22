// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_FLOW_FILTER_NODE_H
#define NF_FLOW_FILTER_NODE_H

#include "nf-flow-filter.h"

#include "ns3/nf-prefix.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/// A condition, or several joined.
class NfFlowFilter::Node
{
  public:
    virtual ~Node() = default;
    /// @param flow a flow
    /// @return it meets the condition
    virtual bool Matches(const NfTraceFlowRow& flow) const = 0;
};

/// Which end of a flow a condition is about.
enum class NfFilterEnd
{
    ANY,
    SOURCE,
    DESTINATION,
    BOTH
};

/// Both conditions, or one of them.
class NfFilterJunction : public NfFlowFilter::Node
{
  public:
    using Part = std::unique_ptr<const NfFlowFilter::Node>;

    /// @param both both must be met, else one of them
    /// @param a a condition
    /// @param b another
    NfFilterJunction(bool both, Part a, Part b)
        : m_both(both),
          m_a(std::move(a)),
          m_b(std::move(b))
    {
    }

    bool Matches(const NfTraceFlowRow& flow) const override
    {
        return m_both ? m_a->Matches(flow) && m_b->Matches(flow)
                      : m_a->Matches(flow) || m_b->Matches(flow);
    }

  private:
    bool m_both;
    Part m_a;
    Part m_b;
};

/// The opposite of a condition.
class NfFilterNegation : public NfFlowFilter::Node
{
  public:
    /// @param part the condition
    explicit NfFilterNegation(std::unique_ptr<const NfFlowFilter::Node> part)
        : m_part(std::move(part))
    {
    }

    bool Matches(const NfTraceFlowRow& flow) const override
    {
        return !m_part->Matches(flow);
    }

  private:
    std::unique_ptr<const NfFlowFilter::Node> m_part;
};

/// The IP protocol.
class NfFilterProtocol : public NfFlowFilter::Node
{
  public:
    /// @param protocol its number
    /// @param family 2 or 10, 0: any
    /// @param anyProtocol only the family
    NfFilterProtocol(int protocol, int family = 0, bool anyProtocol = false)
        : m_protocol(protocol),
          m_family(family),
          m_anyProtocol(anyProtocol)
    {
    }

    bool Matches(const NfTraceFlowRow& flow) const override
    {
        return (m_anyProtocol || flow.protocol == m_protocol) &&
               (m_family == 0 || flow.family == m_family);
    }

  private:
    int m_protocol;
    int m_family;
    bool m_anyProtocol;
};

/// One of some address ranges.
class NfFilterAddress : public NfFlowFilter::Node
{
  public:
    /// @param end which end
    /// @param prefixes the ranges
    NfFilterAddress(NfFilterEnd end, std::vector<NfPrefix> prefixes);

    bool Matches(const NfTraceFlowRow& flow) const override;

  private:
    bool Contains(const std::string& address) const;

    NfFilterEnd m_end;
    std::vector<NfPrefix> m_prefixes;
};

/// A range of ports of TCP, UDP, SCTP or UDP-Lite.
class NfFilterPorts : public NfFlowFilter::Node
{
  public:
    /// @param end which end
    /// @param first lowest port
    /// @param last highest port
    NfFilterPorts(NfFilterEnd end, int first, int last)
        : m_end(end),
          m_first(first),
          m_last(last)
    {
    }

    bool Matches(const NfTraceFlowRow& flow) const override;

  private:
    bool Contains(int port) const
    {
        return port >= m_first && port <= m_last;
    }

    NfFilterEnd m_end;
    int m_first;
    int m_last;
};

} // namespace ns3

#endif /* NF_FLOW_FILTER_NODE_H */
