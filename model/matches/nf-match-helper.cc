// SPDX-License-Identifier: GPL-2.0-only

#include "nf-match-helper.h"

#include "nf-connection-helper.h"
#include "nf-match-text.h"

namespace ns3
{

namespace
{

constexpr std::size_t MAX_NAME = 29;

class HelperMatch : public NfMatch
{
  public:
    std::string_view GetName() const override
    {
        return "helper";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        m_name = NfArgumentOf(option);
        m_inverted = option.inverted;
        if (m_name.size() > MAX_NAME)
        {
            return NfBadArgument(option, "a helper's name of at most 29 characters");
        }
        return {};
    }

    void Save(std::ostream& os) const override
    {
        os << (m_inverted ? " ! --helper " : " --helper ") << NfQuote(m_name);
    }

    void List(std::ostream& os) const override
    {
        os << "helper match " << (m_inverted ? "! " : "") << '"' << m_name << '"';
    }

    bool NeedsConntrack() const override
    {
        return true;
    }

    void Describe(NfRuleDescription& description) const override
    {
        description.AddText(GetText());
    }

    /// As in Linux the helper's name need only be the beginning of the one asked for ("ftp-2121"),
    /// and no name asks for any helper.
    NfMatchResult Match(NfPacket& packet) override
    {
        const NfConnection* ct = NfGetConnection(packet);
        const NfConnectionHelper* helper = ct && ct->master ? ct->master->helper : nullptr;
        bool found =
            helper &&
            (m_name.empty() || m_name.compare(0, helper->GetName().size(), helper->GetName()) == 0);
        return NfResult(found != m_inverted);
    }

  private:
    std::string m_name;
    bool m_inverted{false};
};

} // namespace

NfMatchType
NfMakeHelperMatchType()
{
    return NfMakeMatchType<HelperMatch>(
        {"helper", {{0, "helper", "", 1, 1, true, true}}, "connections that a helper expected"});
}

} // namespace ns3
