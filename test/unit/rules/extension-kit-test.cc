// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"
#include "nf-flag-names.h"
#include "nf-rule-spec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>

using namespace ns3;
using ::testing::HasSubstr;

namespace
{

/// A match made of rows alone.
class KitMatch : public NfMatch
{
  public:
    NfMatchResult Match(NfPacket& packet) override
    {
        return NfResult(m_mark.Holds(m_mark.value.Equals(packet.mark)));
    }

    NfOptionValue<NfMaskedNumber> m_mark;
    NfOptionValue<uint8_t> m_low;
    NfOptionValue<uint8_t> m_high;
    NfSwitch m_late;
};

/// Gives options to a match, by their rows.
class ExtensionKitTest : public ::testing::Test
{
  protected:
    static const NfMatchType& Type()
    {
        using M = KitMatch;
        static const NfMatchType type = [] {
            NfMatchType made = NfMakeMatchType<M>("kit", "a match of rows");
            const NfNumberKind<uint8_t> number(1, 9);
            made.stateless = true;
            made.tables = {"raw", "mangle"};
            made.protocols = {6, 17};
            made.options = {
                NfOptionRow(&M::m_mark, "mark", NfMarkKind(), NfConditionField::MARK)
                    .Invertible()
                    .Listed("is {}", "is not {}"),
                NfOptionRow(&M::m_low, "low", number).Choice(1).Listed("from {}"),
                NfOptionRow(&M::m_high, "high", number).Choice(1).Listed("to {}"),
                NfOptionRow(&M::m_late, "late").OnlyFrom(NfHookSet({NfHook::POSTROUTING})),
            };
            return made;
        }();
        return type;
    }

    /// @return the option of a row
    static NfOption Give(std::size_t row, const std::string& argument, bool inverted = false)
    {
        NfOption option;
        option.spec = &Type().options[row];
        option.inverted = inverted;
        option.name.text = "--" + std::string(option.spec->name);
        if (!argument.empty())
        {
            option.arguments.push_back({argument, 1, 1});
        }
        return option;
    }

    NfComplaint Take(const std::vector<NfOption>& options)
    {
        const NfOption* culprit = nullptr;
        return NfTakeOptions(*m_match, options, culprit);
    }

    std::unique_ptr<NfMatch> m_match{Type().New()};
};

} // namespace

TEST_F(ExtensionKitTest, RowsPrintWhatTheyHaveRead)
{
    ASSERT_FALSE(Take({Give(2, "7"), Give(0, "1/3", true)}));
    EXPECT_EQ(m_match->GetText(), "kit ! --mark 0x1/0x3 --high 7");
    std::ostringstream listed;
    m_match->List(listed);
    EXPECT_EQ(listed.str(), "is not 0x1/0x3 to 7");
}

TEST_F(ExtensionKitTest, AChoiceWantsExactlyOne)
{
    EXPECT_EQ(Take({Give(0, "1")}).value_or(""), "expected --low or --high");
    EXPECT_EQ(Take({Give(1, "1"), Give(2, "2")}).value_or(""),
              "--high cannot be used together with --low");
}

TEST_F(ExtensionKitTest, ABadValueIsToldWithWhatWasExpected)
{
    EXPECT_EQ(Take({Give(1, "10")}).value_or(""),
              "bad value \"10\" for --low: expected a number from 1 to 9");
}

TEST_F(ExtensionKitTest, OnePlaceRefusesTablesHooksAndProtocols)
{
    ASSERT_FALSE(Take({Give(1, "1"), Give(3, "")}));
    NfRuleSpec rule;
    rule.protocol = 17;
    NfRuleContext context;
    context.table = "mangle";
    context.chain = "USER";
    context.hooks = NfHookSet({NfHook::POSTROUTING});
    context.rule = &rule;
    EXPECT_FALSE(NfCheckPlace(*m_match, context));
    context.hooks = NfHookSet({NfHook::FORWARD, NfHook::POSTROUTING});
    EXPECT_EQ(NfCheckPlace(*m_match, context).value_or(""),
              "--late works only in POSTROUTING; chain USER is reached from FORWARD");
    rule.protocol = 1;
    EXPECT_EQ(NfCheckPlace(*m_match, context).value_or(""),
              "works only in a rule with \"-p tcp, udp\"");
    context.table = "nat";
    EXPECT_EQ(NfCheckPlace(*m_match, context).value_or(""),
              "works only in table raw or mangle, not in nat");
}

TEST_F(ExtensionKitTest, ARowWithAFieldDescribesItselfAndOthersLeaveTheText)
{
    ASSERT_FALSE(Take({Give(0, "1"), Give(1, "1")}));
    NfRuleDescription description;
    m_match->Describe(description);
    ASSERT_EQ(description.conditions.size(), 2U);
    EXPECT_EQ(description.conditions[0].parts.at(0).field, NfConditionField::MARK);
    EXPECT_EQ(description.conditions[1].parts.at(0).field, NfConditionField::TEXT);
    EXPECT_FALSE(description.keepsState);
}

TEST(FlagNamesTest, ListsAreReadAndPrintedByOneTable)
{
    const NfFlagNames names({{"SYN", 2}, {"ACK", 16}, {"ALL", 18}, {"NONE", 0}},
                            NfFlagNames::ANY_CASE);
    EXPECT_EQ(names.Read("ack,SYN"), 18U);
    EXPECT_EQ(names.Read("all"), 18U);
    EXPECT_EQ(names.Read("SY"), std::nullopt);
    EXPECT_EQ(names.Read("SYN,"), std::nullopt);
    std::ostringstream text;
    names.Print(text, 18);
    text << ' ';
    names.Print(text, 0);
    EXPECT_EQ(text.str(), "SYN,ACK NONE");
    EXPECT_THAT(names.GetSyntax(), HasSubstr("SYN, ACK, ALL or NONE"));
}
