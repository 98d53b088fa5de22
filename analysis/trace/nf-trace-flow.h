// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRACE_FLOW_H
#define NF_TRACE_FLOW_H

#include "nf-trace-query.h"

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace ns3
{

/// Addresses, protocol and ports.
struct NfTraceFlowRow
{
    int64_t id{0};
    int family{0};
    int protocol{0};
    int64_t sourceId{0};          //!< address.id
    int64_t destinationId{0};     //!< address.id
    std::string source;           //!< address as text
    std::string destination;      //!< address as text
    std::string sourceBytes;      //!< address in network order
    std::string destinationBytes; //!< address in network order
    int sourcePort{0};
    int destinationPort{0};
};

/**
 * @ingroup netfilter
 * The flows of a run.
 */
class NfTraceFlows
{
  public:
    /// @param database the connection, which must outlive this
    /// @param run number of the run
    NfTraceFlows(sqlite3* database, int64_t run);

    /// @param id flow.id
    /// @return the flow, read when first asked for; empty if there is none
    const NfTraceFlowRow& Get(int64_t id);

    /// @return all flows, by id; 0 is unused
    std::vector<NfTraceFlowRow> GetAll() const;

  private:
    sqlite3* m_database;
    int64_t m_run;
    std::unique_ptr<NfTraceQuery> m_query;
    std::unordered_map<int64_t, NfTraceFlowRow> m_known;
};

/// @param protocol number of an IP protocol
/// @return its name, as the view v_flow gives it
std::string NfProtocolText(int protocol);

/// @param flow the flow
/// @return "udp 10.0.0.1:53 > 10.0.0.2:1000"
std::string NfFlowText(const NfTraceFlowRow& flow);

/// @param flow the flow
/// @return its source, with the port if the protocol has ports
std::string NfSourceText(const NfTraceFlowRow& flow);

/// @param flow the flow
/// @return its destination, with the port or the ICMP type and code
std::string NfDestinationText(const NfTraceFlowRow& flow);

} // namespace ns3

#endif /* NF_TRACE_FLOW_H */
