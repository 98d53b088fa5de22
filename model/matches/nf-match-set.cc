// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"
#include "nf-set-packet.h"

#include <string>
#include <vector>

namespace ns3
{

namespace
{

/// An option that says what is done anyway, unless "!" stands before it.
struct UnlessKind
{
    using Value = bool;
    static constexpr uint8_t ARGUMENTS = 0;

    NfComplaint Take(const NfOption& option, bool& value) const
    {
        value = !option.inverted;
        return {};
    }

    void Print(std::ostream&, bool) const
    {
    }

    bool IsSilent(bool value) const
    {
        return value;
    }
};

/// What a counter of an element is compared with.
struct TestKind : NfWordKind
{
    using Value = NfSetCounterTest;

    NfSetCounterTest::Kind kind; //!< how it is compared without "!"

    explicit TestKind(NfSetCounterTest::Kind own)
        : kind(own)
    {
    }

    NfComplaint Take(const NfOption& option, Value& test) const
    {
        auto value = NfParseNumber(NfArgumentOf(option), UINT64_MAX);
        test = {option.inverted ? NfSetCounterTest::NOT_EQUAL : kind, value.value_or(0)};
        return value ? NfComplaint() : NfBadArgument(option, "a number");
    }

    void Print(std::ostream& os, const Value& test) const
    {
        os << test.value;
    }

    bool IsSilent(const Value& test) const
    {
        const bool negated = test.kind == NfSetCounterTest::NOT_EQUAL;
        return kind != (negated ? NfSetCounterTest::EQUAL : test.kind);
    }
};

/// Match "set": is the packet in a set of the node (Linux's xt_set.c)?
class SetMatch : public NfMatch
{
  public:
    NfComplaint FinishParse() override
    {
        m_query.ignoreNomatch = m_returnNomatch.given;
        m_query.countPacket = m_updateCounters.value;
        m_query.countInMembers = m_updateSubcounters.value;
        m_query.packetsTest = m_packets.value;
        m_query.bytesTest = m_bytes.value;
        return m_choice.value.name.empty() ? NfComplaint("You must specify `--match-set' with "
                                                         "proper arguments")
                                           : NfComplaint();
    }

    std::vector<std::string> GetSetNames() const override
    {
        return {m_choice.value.name};
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        NfSets& sets = NfSets::Of(*packet.netns);
        NfSet* set = sets.Find(m_choice.value.name);
        NfSetQuery query = m_query;
        query.bytes = packet.GetSize();
        const NfSet::Entry* hit = nullptr;
        const bool inside = set && NfMatchSet(sets, *set, packet, m_choice.value, query, &hit);
        return NfResult(inside != m_choice.inverted);
    }

    NfOptionValue<NfSetChoice> m_choice;           //!< --match-set
    NfSwitch m_returnNomatch;                      //!< --return-nomatch
    NfOptionValue<bool> m_updateCounters{true};    //!< --update-counters
    NfOptionValue<bool> m_updateSubcounters{true}; //!< --update-subcounters
    NfOptionValue<NfSetCounterTest> m_packets;     //!< --packets-eq and the like
    NfOptionValue<NfSetCounterTest> m_bytes;       //!< --bytes-eq and the like

  private:
    NfSetQuery m_query; //!< without the packet's size
};

} // namespace

NfMatchType
NfMakeSetMatchType()
{
    using M = SetMatch;
    using Test = NfSetCounterTest;
    NfMatchType type = NfMakeMatchType<M>("set", "sets of addresses, networks and ports (ipset)");
    const NfSetChoiceKind set;
    type.options = {
        NfOptionRow(&M::m_choice, "match-set", set)
            .Invertible()
            .Repeatable()
            .Listed("match-set {}", "! match-set {}"),
        NfOptionRow(&M::m_choice, "set", set).Invertible().Repeatable().Spelling(),
        NfOptionRow(&M::m_returnNomatch, "return-nomatch").Listed("return-nomatch"),
        NfOptionRow(&M::m_updateCounters, "update-counters", UnlessKind())
            .Invertible()
            .Listed("update-counters", "! update-counters"),
        NfOptionRow(&M::m_updateSubcounters, "update-subcounters", UnlessKind())
            .Invertible()
            .Listed("update-subcounters", "! update-subcounters"),
        NfOptionRow(&M::m_packets, "packets-eq", TestKind(Test::EQUAL))
            .Invertible()
            .Listed("packets-eq {}", "! packets-eq {}"),
        NfOptionRow(&M::m_packets, "packets-lt", TestKind(Test::LESS)).Listed("packets-lt {}"),
        NfOptionRow(&M::m_packets, "packets-gt", TestKind(Test::GREATER)).Listed("packets-gt {}"),
        NfOptionRow(&M::m_bytes, "bytes-eq", TestKind(Test::EQUAL))
            .Invertible()
            .Listed("bytes-eq {}", "! bytes-eq {}"),
        NfOptionRow(&M::m_bytes, "bytes-lt", TestKind(Test::LESS)).Listed("bytes-lt {}"),
        NfOptionRow(&M::m_bytes, "bytes-gt", TestKind(Test::GREATER)).Listed("bytes-gt {}"),
    };
    type.relations = {
        NfOptionRelation::OnlyOne({"match-set", "set"}, "--match-set can be specified only once"),
        NfOptionRelation::OnlyOne({"packets-eq", "packets-lt", "packets-gt"},
                                  "only one of the --packets-[eq|lt|gt] is allowed"),
        NfOptionRelation::OnlyOne({"bytes-eq", "bytes-lt", "bytes-gt"},
                                  "only one of the --bytes-[eq|lt|gt] is allowed"),
    };
    return type;
}

} // namespace ns3
