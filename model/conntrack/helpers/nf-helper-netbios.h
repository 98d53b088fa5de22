// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_HELPER_NETBIOS_H
#define NF_HELPER_NETBIOS_H

#include "nf-connection-helper.h"

#include <string>

namespace ns3
{

/**
 * @ingroup netfilter
 * Expects the answers to a node's own NetBIOS name queries by broadcast (Linux's
 * nf_conntrack_netbios_ns.c). Rules give it the queries with `-j CT --helper netbios-ns`.
 */
class NfNetbiosHelper : public NfConnectionHelper
{
  public:
    std::string GetName() const override;
    uint8_t GetProtocol() const override;
    uint16_t GetPort() const override;
    bool Serves(NfFamily family) const override;
    Time GetTimeout() const override;
    NfVerdict Help(NfPacket& packet,
                   NfConnection& connection,
                   NfConntrack& conntrack) const override;
};

} // namespace ns3

#endif /* NF_HELPER_NETBIOS_H */
