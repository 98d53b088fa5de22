// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SNMP_MESSAGE_H
#define NF_SNMP_MESSAGE_H

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * Find the IPv4 addresses among the values of an SNMP message of version 1 or 2 (RFC 3416, in the
 * basic encoding rules of ASN.1), as far as Linux's nf_nat_snmp_basic.asn1 knows the grammar: not
 * the traps of version 1, nor version 3. To Linux, a message may end before its PDU and a binding
 * before its value, but there has to be a binding.
 * @param data a datagram's data
 * @param addresses receives where the four bytes of each begin, also of those before what is wrong
 * @return whether it is such a message
 */
bool NfFindSnmpAddresses(const std::vector<uint8_t>& data, std::vector<std::size_t>& addresses);

} // namespace ns3

#endif /* NF_SNMP_MESSAGE_H */
