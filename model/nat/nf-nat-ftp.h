// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_NAT_FTP_H
#define NF_NAT_FTP_H

#include "nf-connection.h"
#include "nf-expectation.h"
#include "nf-helper-ftp.h"
#include "nf-nat.h"
#include "nf-packet.h"

#include "ns3/ptr.h"

#include <cstdint>
#include <string>

namespace ns3
{

/**
 * @ingroup netfilter
 * Rewrites what FTP peers announce, so that data connections work through NAT (Linux's
 * nf_nat_ftp.c).
 *
 * The announced address becomes the one under which the other peer knows the announcer; the
 * announced port is kept if it can be expected, else another is. The data connection is then
 * translated as its control connection is, without consulting any rule.
 */
class NfNatFtp
{
  public:
    /**
     * Expect a data connection, and rewrite its announcement.
     * @param nat does the translation of the data connection; not null
     * @param conntrack takes the expectation
     * @param packet the announcing packet
     * @param form of the announcement
     * @param offset of address and port, in bytes from the beginning of the segment's data
     * @param length of that text
     * @param expectation as it would be without NAT; its master is a connection with NAT
     * @return ACCEPT; DROP if no port can be expected, or the packet cannot be rewritten
     */
    static NfVerdict Announce(Ptr<NfNat> nat,
                              NfConntrack& conntrack,
                              NfPacket& packet,
                              NfFtpFormat form,
                              uint32_t offset,
                              uint32_t length,
                              NfExpectation expectation);

    /**
     * @param form of the announcement
     * @param address to announce
     * @param port to announce
     * @param family of the address
     * @return the text
     */
    static std::string Format(NfFtpFormat form,
                              const NfAddress& address,
                              uint16_t port,
                              NfFamily family = NfFamily::IPV4);
};

} // namespace ns3

#endif /* NF_NAT_FTP_H */
