// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CONNECTION_HELPER_H
#define NF_CONNECTION_HELPER_H

#include "nf-connection.h"
#include "nf-packet.h"
#include "nf-types.h"

#include "ns3/nstime.h"

#include <cstdint>
#include <string>

namespace ns3
{

class NfConntrack;

/**
 * @ingroup netfilter
 * Reads an application protocol that announces further connections (Linux's struct
 * nf_conntrack_helper), as FTP does.
 *
 * It sees the packets of the connections that a rule (CT --helper) gave to it, at the end of
 * POSTROUTING and INPUT, and tells NfConntrack::Expect() what to expect.
 */
class NfConnectionHelper
{
  public:
    virtual ~NfConnectionHelper() = default;

    /// @return its name as in CT --helper and -m helper
    virtual std::string GetName() const = 0;

    /// @return the protocol of the connections that it reads
    virtual uint8_t GetProtocol() const = 0;

    /// @return the server's usual port
    virtual uint16_t GetPort() const = 0;

    /**
     * @param family a family
     * @return true if it reads connections of that family
     */
    virtual bool Serves(NfFamily family) const
    {
        return true;
    }

    /// @return false if it stands for a helper of Linux whose protocol is not read here
    virtual bool ReadsItsProtocol() const
    {
        return true;
    }

    /**
     * @param expectClass NfExpectation::expectClass
     * @return how many expectations of this class one master may have at a time
     */
    virtual uint32_t GetMaxExpected([[maybe_unused]] uint8_t expectClass) const
    {
        return 1;
    }

    /// @return how long an expectation waits
    virtual Time GetTimeout() const
    {
        return Minutes(5);
    }

    /**
     * A connection of this helper has left the table.
     * @param connection the connection
     * @param conntrack of the node
     */
    virtual void Forget([[maybe_unused]] const NfConnection& connection,
                        [[maybe_unused]] NfConntrack& conntrack) const
    {
    }

    /**
     * Read a packet; with NAT, change it.
     * @param packet a packet of the connection; never an ICMP error
     * @param connection the connection
     * @param conntrack where to leave expectations
     * @return ACCEPT; DROP if the packet must not go on because what it announces cannot be
     *         expected
     */
    virtual NfVerdict Help(NfPacket& packet,
                           NfConnection& connection,
                           NfConntrack& conntrack) const = 0;
};

} // namespace ns3

#endif /* NF_CONNECTION_HELPER_H */
