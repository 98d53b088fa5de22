// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SERVICE_NAMES_H
#define NF_SERVICE_NAMES_H

#include <cstdint>
#include <optional>
#include <string_view>

namespace ns3
{

/**
 * Look up a service name. The table is built in (all names of Debian 12's /etc/services, and a few
 * more), so a rule set means the same on every machine; /etc/services is never read.
 * @param name such as "https"
 * @return its port
 */
std::optional<uint16_t> NfFindService(std::string_view name);

/**
 * Look up what a port is called, as getservbyport() does on Debian 12.
 * @param port the port
 * @param protocol whose port; only TCP, UDP and SCTP have names
 * @return the service's name; empty if it has none
 */
std::string_view NfServiceName(uint16_t port, uint8_t protocol);

} // namespace ns3

#endif /* NF_SERVICE_NAMES_H */
