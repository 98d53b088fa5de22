// SPDX-License-Identifier: GPL-2.0-only

#include "nf-connection.h"
#include "nf-extension-type.h"

namespace ns3
{

namespace
{

constexpr uint32_t MAX_READ = 1023; //!< the greatest label that iptables reads

/// A label's number, which iptables-save quotes.
struct LabelKind : NfNumberKind<uint16_t>
{
    LabelKind()
        : NfNumberKind<uint16_t>(
              NfNumberKind<uint16_t>(0, MAX_READ)
                  .Called("the number of a label, from 0 to 127 (names of labels are local to a "
                          "machine, in its connlabel.conf)"))
    {
    }

    void Print(std::ostream& os, uint16_t label) const
    {
        os << '"' << label << '"';
    }

    void List(std::ostream& os, uint16_t label) const
    {
        os << label;
    }

    NfComplaint Check(uint16_t label, const NfRuleContext&) const
    {
        return label < NfConnection::LABELS
                   ? NfComplaint()
                   : NfComplaint("a connection has the labels 0 to 127 only");
    }
};

/**
 * Match "connlabel": labels of the connection, and setting them (Linux's xt_connlabel.c).
 *
 * Without a connection, and where --set adds the label, it answers as Linux does; what CT gives a
 * packet in table raw is no connection yet, and has no room for labels. There a connection from
 * before the first rule with connlabel has none either; here each has.
 */
class ConnlabelMatch : public NfMatch
{
  public:
    NfMatchResult Match(NfPacket& packet) override
    {
        NfConnection* ct = NfGetConnection(packet);
        bool has =
            ct && !ct->Has(NfCtStatus::TEMPLATE) && (ct->HasLabel(m_label.value) || m_set.given);
        if (has)
        {
            ct->AddLabel(m_label.value);
        }
        return NfResult(m_label.Holds(has));
    }

    NfOptionValue<uint16_t> m_label; //!< --label
    NfSwitch m_set;                  //!< --set
};

} // namespace

NfMatchType
NfMakeConnlabelMatchType()
{
    using M = ConnlabelMatch;
    NfMatchType type = NfMakeMatchType<M>("connlabel", "labels of the connection");
    type.needsConntrack = true;
    type.heading = "connlabel";
    type.options = {
        NfOptionRow(&M::m_label, "label", LabelKind())
            .Invertible()
            .Mandatory()
            .Listed("{}", "! {}"),
        NfOptionRow(&M::m_set, "set").Listed("set"),
    };
    return type;
}

} // namespace ns3
