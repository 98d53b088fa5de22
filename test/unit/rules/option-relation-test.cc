// SPDX-License-Identifier: GPL-2.0-only

#include "nf-choice-kind.h"
#include "nf-extension-type.h"
#include "nf-rule-spec.h"

#include <array>
#include <gtest/gtest.h>
#include <sstream>

using namespace ns3;

namespace
{

/// Two words, which must differ; the kernel refuses "evil" as the first.
struct PairKind
{
    using Value = std::array<std::string, 2>;
    static constexpr uint8_t ARGUMENTS = 2;

    NfComplaint Take(const NfOption& option, Value& pair) const
    {
        pair = {option.arguments.at(0).text, option.arguments.at(1).text};
        return pair[0] == pair[1] ? NfComplaint("twice " + pair[0]) : NfComplaint();
    }

    void Print(std::ostream& os, const Value& pair) const
    {
        os << pair[0] << '-' << pair[1];
    }

    NfComplaint Check(const Value& pair, const NfRuleContext& context) const
    {
        return pair[0] == "evil" ? NfComplaint("no evil in " + context.table) : NfComplaint();
    }
};

/// A match whose rows and relations say everything.
class RelatedMatch : public NfMatch
{
  public:
    NfMatchResult Match(NfPacket&) override
    {
        return NfMatchResult::YES;
    }

    NfOptionValue<PairKind::Value> m_pair;
    NfOptionValue<bool> m_side;
    NfOptionValue<std::size_t> m_choice;
    NfOptionValue<uint8_t> m_number{7};
    NfSwitch m_late;
};

/// Gives options to the match by name, with the words behind them.
class OptionRelationTest : public ::testing::Test
{
  protected:
    static const NfMatchType& Type()
    {
        using M = RelatedMatch;
        static const NfMatchType type = [] {
            NfMatchType made = NfMakeMatchType<M>("related", "a match of rows");
            made.options = {
                NfOptionRow(&M::m_pair, "pair", PairKind()).Listed("pair {}"),
                NfOptionRow(&M::m_side, "left", NfFixedKind<bool>(false)).Listed("left"),
                NfOptionRow(&M::m_side, "right", NfFixedKind<bool>(true)).Listed("right"),
                NfOptionRow(&M::m_choice, "choice", NfChoiceKind<2>({"a", "B"}, "a or B", false)),
                NfOptionRow(&M::m_number,
                            "number",
                            NfNumberKind<uint8_t>(1, 9).Called("one of nine"))
                    .Bare(),
                NfOptionRow(&M::m_late, "late"),
            };
            made.relations = {
                NfOptionRelation::OnlyOne({"left", "right"}, "one side only"),
                NfOptionRelation::OneOf({"left", "right", "pair"}, "a side or a pair, please"),
                NfOptionRelation::Needs({"choice"}, {"left", "right"}, "a choice needs a side"),
                NfOptionRelation::Excludes({"pair"}, {"number"}, "no number with a pair"),
                NfOptionRelation::Behind({"late"}, {"left", "right"}, "late comes behind a side"),
            };
            return made;
        }();
        return type;
    }

    /// @return the option of a row
    static NfOption Give(std::string_view name, const std::vector<std::string>& words = {})
    {
        NfOption option;
        for (const NfOptionSpec& spec : Type().options)
        {
            option.spec = spec.name == name ? &spec : option.spec;
        }
        for (const std::string& word : words)
        {
            option.arguments.push_back({word, 1, 1});
        }
        return option;
    }

    /// @return what is complained of; m_culprit receives the index of the option, or -1
    std::string Take(const std::vector<NfOption>& options)
    {
        m_match = Type().New();
        const NfOption* culprit = nullptr;
        NfComplaint complaint = NfTakeOptions(*m_match, options, culprit);
        m_culprit = culprit ? static_cast<int>(culprit - options.data()) : -1;
        return complaint.value_or("");
    }

    std::unique_ptr<NfMatch> m_match;
    int m_culprit{-1};
};

} // namespace

TEST_F(OptionRelationTest, OneOfASideOnly)
{
    EXPECT_EQ(Take({Give("left"), Give("pair", {"a", "b"}), Give("right")}), "one side only");
    EXPECT_EQ(m_culprit, 2) << "the second one is told";
    EXPECT_EQ(Take({Give("left"), Give("left")}), "one side only");
    EXPECT_EQ(Take({Give("left")}), "");
}

TEST_F(OptionRelationTest, SomethingMustBeGiven)
{
    EXPECT_EQ(Take({Give("number", {"1"})}), "a side or a pair, please");
    EXPECT_EQ(m_culprit, -1);
    EXPECT_EQ(Take({}), "a side or a pair, please");
}

TEST_F(OptionRelationTest, ANeedIsMetFromAnywhereAndBehindOnlyFromBefore)
{
    EXPECT_EQ(Take({Give("choice", {"a"}), Give("pair", {"a", "b"})}), "a choice needs a side");
    EXPECT_EQ(Take({Give("choice", {"a"}), Give("left")}), "");
    EXPECT_EQ(Take({Give("late"), Give("left")}), "late comes behind a side");
    EXPECT_EQ(m_culprit, 0);
    EXPECT_EQ(Take({Give("left"), Give("late")}), "");
}

TEST_F(OptionRelationTest, AnExclusionIsToldOfTheWhole)
{
    EXPECT_EQ(Take({Give("number", {"1"}), Give("pair", {"a", "b"})}), "no number with a pair");
    EXPECT_EQ(m_culprit, -1);
}

TEST_F(OptionRelationTest, RelationsAreAskedInTheOrderOfTheText)
{
    EXPECT_EQ(Take({Give("pair", {"a", "a"}), Give("left"), Give("right")}), "twice a");
    EXPECT_EQ(Take({Give("left"), Give("right"), Give("pair", {"a", "a"})}), "one side only");
}

TEST_F(OptionRelationTest, AKindTakesSeveralWordsAndTellsWhatItLikes)
{
    EXPECT_EQ(Take({Give("pair", {"a", "a"})}), "twice a");
    EXPECT_EQ(m_culprit, 0);
    ASSERT_EQ(Take({Give("pair", {"a", "b"})}), "");
    EXPECT_EQ(m_match->GetText(), "related --pair a-b");
}

TEST_F(OptionRelationTest, AFixedKindPrintsTheNameOfItsValue)
{
    ASSERT_EQ(Take({Give("right")}), "");
    EXPECT_EQ(m_match->GetText(), "related --right");
    std::ostringstream listed;
    m_match->List(listed);
    EXPECT_EQ(listed.str(), "right");
}

TEST_F(OptionRelationTest, AChoiceMayMindTheCaseAndANumberMayHaveAName)
{
    EXPECT_EQ(Take({Give("left"), Give("choice", {"b"})}),
              "bad value \"b\" for --choice: expected a or B");
    EXPECT_EQ(Take({Give("left"), Give("number", {"10"})}),
              "bad value \"10\" for --number: expected one of nine");
}

TEST_F(OptionRelationTest, TheKernelRefusesAValueWhereTheRuleStands)
{
    NfRuleContext context;
    context.table = "mangle";
    ASSERT_EQ(Take({Give("pair", {"evil", "b"})}), "") << "iptables reads it";
    EXPECT_EQ(NfCheckPlace(*m_match, context).value_or(""), "no evil in mangle");
    ASSERT_EQ(Take({Give("pair", {"b", "evil"})}), "");
    EXPECT_FALSE(NfCheckPlace(*m_match, context));
}
