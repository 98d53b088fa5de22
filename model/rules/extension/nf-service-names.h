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
 * \param name such as "https"
 * \return its port
 */
std::optional<uint16_t> NfFindService(std::string_view name);

/// \param text a number or a service name \return the port
std::optional<uint16_t> NfParsePort(std::string_view text);

} // namespace ns3

#endif /* NF_SERVICE_NAMES_H */
