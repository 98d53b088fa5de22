// SPDX-License-Identifier: GPL-2.0-only

#include "nf-connection-helper.h"
#include "nf-extension-type.h"

namespace ns3
{

namespace
{

constexpr std::size_t MAX_NAME = 29; //!< characters of a helper's name

/// Match "helper": connections that a helper expected (Linux's xt_helper.c).
class HelperMatch : public NfMatch
{
  public:
    void List(std::ostream& os) const override
    {
        os << "helper match " << (m_name.inverted ? "! " : "") << '"' << m_name.value << '"';
    }

    /// As in Linux the helper's name need only be the beginning of the one asked for ("ftp-2121"),
    /// and no name asks for any helper.
    NfMatchResult Match(NfPacket& packet) override
    {
        const NfConnection* ct = NfGetConnection(packet);
        const NfConnectionHelper* helper = ct && ct->master ? ct->master->helper : nullptr;
        const std::string& name = m_name.value;
        bool found = helper && (name.empty() ||
                                name.compare(0, helper->GetName().size(), helper->GetName()) == 0);
        return NfResult(m_name.Holds(found));
    }

    NfOptionValue<std::string> m_name; //!< --helper
};

} // namespace

NfMatchType
NfMakeHelperMatchType()
{
    using M = HelperMatch;
    NfMatchType type = NfMakeMatchType<M>("helper", "connections that a helper expected");
    type.stateless = true;
    type.needsConntrack = true;
    type.options = {NfOptionRow(&M::m_name, "helper", NfTextKind(0, MAX_NAME, "a helper's name"))
                        .Invertible()
                        .Mandatory()};
    return type;
}

} // namespace ns3
