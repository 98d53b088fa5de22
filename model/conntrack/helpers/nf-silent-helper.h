// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SILENT_HELPER_H
#define NF_SILENT_HELPER_H

#include "nf-connection-helper.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * A helper of Linux whose protocol is not read here (H.323, SANE, ...).
 *
 * It lets rule sets load that name it. Its connections are tracked; what they announce is not
 * expected, so nothing becomes RELATED by it. The target CT names that once when it is loaded.
 */
class NfSilentHelper : public NfConnectionHelper
{
  public:
    /**
     * @param name as in CT --helper
     * @param protocol of its connections
     * @param port of the server
     */
    NfSilentHelper(std::string name, uint8_t protocol, uint16_t port)
        : m_name(std::move(name)),
          m_protocol(protocol),
          m_port(port)
    {
    }

    /// @return those of Linux 6.18; they have no state, and are the same for all nodes
    static const std::vector<std::shared_ptr<NfSilentHelper>>& GetAll();

    std::string GetName() const override
    {
        return m_name;
    }

    uint8_t GetProtocol() const override
    {
        return m_protocol;
    }

    uint16_t GetPort() const override
    {
        return m_port;
    }

    bool ReadsItsProtocol() const override
    {
        return false;
    }

    NfVerdict Help(NfPacket&, NfConnection&, NfConntrack&) const override
    {
        return NfVerdict::ACCEPT;
    }

  private:
    std::string m_name;
    uint8_t m_protocol;
    uint16_t m_port;
};

} // namespace ns3

#endif /* NF_SILENT_HELPER_H */
