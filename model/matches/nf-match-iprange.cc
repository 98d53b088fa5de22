// SPDX-License-Identifier: GPL-2.0-only

#include "nf-match-iprange.h"

#include "nf-match-address.h"
#include "nf-match-text.h"

namespace ns3
{

namespace
{

struct AddressRange
{
    bool used{false};
    bool inverted{false};
    NfAddress first;
    NfAddress last;

    bool Holds(const NfAddress& address) const
    {
        return !used || (!(address < first) && !(last < address)) != inverted;
    }

    void Describe(NfRuleDescription& description, NfConditionField field) const
    {
        if (used)
        {
            description.AddRange(field, first, last, inverted);
        }
    }

    std::string ToString() const
    {
        return NfToString(first) + '-' + NfToString(last);
    }
};

class IprangeMatch : public NfMatch
{
  public:
    enum Option
    {
        SOURCE,
        DESTINATION
    };

    std::string_view GetName() const override
    {
        return "iprange";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        std::string_view text = NfArgumentOf(option);
        auto dash = text.find('-');
        auto first = NfParseIpv4(text.substr(0, dash));
        auto last = dash == text.npos ? first : NfParseIpv4(text.substr(dash + 1));
        if (!first || !last)
        {
            return NfBadArgument(option, "two IPv4 addresses: first-last");
        }
        (option.spec->id == SOURCE ? m_source
                                   : m_destination) = {true, option.inverted, *first, *last};
        return {};
    }

    NfComplaint FinishParse() override
    {
        if (!m_source.used && !m_destination.used)
        {
            return "iprange expects --src-range or --dst-range";
        }
        return {};
    }

    void Save(std::ostream& os) const override
    {
        if (m_source.used)
        {
            os << (m_source.inverted ? " !" : "") << " --src-range " << m_source.ToString();
        }
        if (m_destination.used)
        {
            os << (m_destination.inverted ? " !" : "") << " --dst-range "
               << m_destination.ToString();
        }
    }

    void List(std::ostream& os) const override
    {
        if (m_source.used)
        {
            os << "source IP range " << (m_source.inverted ? "! " : "") << m_source.ToString();
        }
        if (m_destination.used)
        {
            os << (m_source.used ? " " : "") << "destination IP range "
               << (m_destination.inverted ? "! " : "") << m_destination.ToString();
        }
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        return NfResult(m_source.Holds(packet.ip.source) &&
                        m_destination.Holds(packet.ip.destination));
    }

    void Describe(NfRuleDescription& description) const override
    {
        m_source.Describe(description, NfConditionField::SOURCE);
        m_destination.Describe(description, NfConditionField::DESTINATION);
    }

  private:
    AddressRange m_source;
    AddressRange m_destination;
};

} // namespace

NfMatchType
NfMakeIprangeMatchType()
{
    return NfMakeMatchType<IprangeMatch>(
        {"iprange",
         {{IprangeMatch::SOURCE, "src-range", "", 1, 1, true},
          {IprangeMatch::DESTINATION, "dst-range", "", 1, 1, true}},
         "addresses between two others"});
}

} // namespace ns3
