// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"
#include "nf-set-packet.h"

#include <array>
#include <sstream>
#include <string>
#include <vector>

namespace ns3
{

namespace
{

/// Match "set": is the packet in a set of the node (Linux's xt_set.c)?
class SetMatch : public NfMatch
{
  public:
    enum Option
    {
        MATCH_SET,
        OLD_SET,
        RETURN_NOMATCH,
        UPDATE_COUNTERS,
        UPDATE_SUBCOUNTERS,
        PACKETS_EQ,
        PACKETS_LT,
        PACKETS_GT,
        BYTES_EQ,
        BYTES_LT,
        BYTES_GT
    };

    NfComplaint Parse(const NfOption& option) override
    {
        switch (option.spec->id)
        {
        case MATCH_SET:
        case OLD_SET:
            return ParseSet(option);
        case RETURN_NOMATCH:
            m_query.ignoreNomatch = true;
            return {};
        case UPDATE_COUNTERS:
            m_query.countPacket = !option.inverted;
            return {};
        case UPDATE_SUBCOUNTERS:
            m_query.countInMembers = !option.inverted;
            return {};
        case PACKETS_EQ:
        case PACKETS_LT:
        case PACKETS_GT:
            return ParseTest(option, option.spec->id - PACKETS_EQ, "packets", m_query.packetsTest);
        default:
            return ParseTest(option, option.spec->id - BYTES_EQ, "bytes", m_query.bytesTest);
        }
    }

    NfComplaint FinishParse() override
    {
        return m_choice.name.empty() ? NfComplaint("You must specify `--match-set' with proper "
                                                   "arguments")
                                     : NfComplaint();
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        return m_choice.Check(context.netns);
    }

    std::vector<std::string> GetSetNames() const override
    {
        return {m_choice.name};
    }

    void Save(std::ostream& os) const override
    {
        Print(os, "--");
    }

    void List(std::ostream& os) const override
    {
        std::ostringstream text;
        Print(text, "");
        os << text.str().substr(1);
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        NfSets& sets = NfSets::Of(*packet.netns);
        NfSet* set = sets.Find(m_choice.name);
        NfSetQuery query = m_query;
        query.bytes = packet.GetSize();
        const NfSet::Entry* hit = nullptr;
        const bool inside = set && NfMatchSet(sets, *set, packet, m_choice, query, &hit);
        return NfResult(inside != m_inverted);
    }

  private:
    NfComplaint ParseSet(const NfOption& option)
    {
        if (!m_choice.name.empty())
        {
            return "--match-set can be specified only once";
        }
        m_inverted = option.inverted;
        return m_choice.Read(option);
    }

    static NfComplaint ParseTest(const NfOption& option,
                                 int kind,
                                 const std::string& what,
                                 NfSetCounterTest& test)
    {
        static constexpr std::array<NfSetCounterTest::Kind, 3> kinds{NfSetCounterTest::EQUAL,
                                                                     NfSetCounterTest::LESS,
                                                                     NfSetCounterTest::GREATER};
        if (test.kind != NfSetCounterTest::NONE)
        {
            return "only one of the --" + what + "-[eq|lt|gt] is allowed";
        }
        auto value = NfParseNumber(NfArgumentOf(option), UINT64_MAX);
        if (!value)
        {
            return NfBadArgument(option, "a number");
        }
        test.kind = option.inverted ? NfSetCounterTest::NOT_EQUAL : kinds[kind];
        test.value = *value;
        return {};
    }

    /// As iptables-save and, without dashes, iptables -L print it.
    void Print(std::ostream& os, const char* dashes) const
    {
        os << (m_inverted ? " ! " : " ") << dashes << "match-set " << m_choice.name << ' '
           << m_choice.GetDirections();
        if (m_query.ignoreNomatch)
        {
            os << ' ' << dashes << "return-nomatch";
        }
        if (!m_query.countPacket)
        {
            os << " ! " << dashes << "update-counters";
        }
        if (!m_query.countInMembers)
        {
            os << " ! " << dashes << "update-subcounters";
        }
        PrintTest(os, dashes, "packets", m_query.packetsTest);
        PrintTest(os, dashes, "bytes", m_query.bytesTest);
    }

    static void PrintTest(std::ostream& os,
                          const char* dashes,
                          const char* what,
                          const NfSetCounterTest& test)
    {
        static constexpr std::array<const char*, 5> names{"", "-eq ", "-eq ", "-lt ", "-gt "};
        if (test.kind != NfSetCounterTest::NONE)
        {
            os << (test.kind == NfSetCounterTest::NOT_EQUAL ? " ! " : " ") << dashes << what
               << names[test.kind] << test.value;
        }
    }

    static NfSetQuery DefaultQuery()
    {
        NfSetQuery query;
        query.countPacket = true;
        return query;
    }

    NfSetChoice m_choice;
    bool m_inverted{false};
    NfSetQuery m_query{DefaultQuery()}; //!< without the packet's size
};

} // namespace

NfMatchType
NfMakeSetMatchType()
{
    using M = SetMatch;
    NfMatchType type = NfMakeMatchType<M>("set", "sets of addresses, networks and ports (ipset)");
    type.options = {{M::MATCH_SET, "match-set", "", 2, 2, true, false, true},
                    {M::OLD_SET, "set", "", 2, 2, true, false, true},
                    {M::RETURN_NOMATCH, "return-nomatch", "", 0, 0},
                    {M::UPDATE_COUNTERS, "update-counters", "", 0, 0, true},
                    {M::UPDATE_SUBCOUNTERS, "update-subcounters", "", 0, 0, true},
                    {M::PACKETS_EQ, "packets-eq", "", 1, 1, true},
                    {M::PACKETS_LT, "packets-lt", ""},
                    {M::PACKETS_GT, "packets-gt", ""},
                    {M::BYTES_EQ, "bytes-eq", "", 1, 1, true},
                    {M::BYTES_LT, "bytes-lt", ""},
                    {M::BYTES_GT, "bytes-gt", ""}};
    return type;
}

} // namespace ns3
