// SPDX-License-Identifier: GPL-2.0-only

// doc/netfilter.rst names every attribute and trace source of the classes that a script meets.

#include "test-net.h"

#include "ns3/nf-trace-helper.h"
#include "ns3/type-id.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>

namespace ns3
{
namespace
{

using testing::HasSubstr;

class Documentation : public testing::TestWithParam<const char*>
{
};

TEST_P(Documentation, NamesAttributesAndTraceSources)
{
    NfTraceHelper linksTheHelpers("unused");
    std::string text = ReadTestFile(NF_TEST_DATA "/../../doc/netfilter.rst");
    ASSERT_FALSE(text.empty());
    TypeId type = TypeId::LookupByName(GetParam());
    EXPECT_GT(type.GetAttributeN() + type.GetTraceSourceN(), 0U);
    for (std::size_t i = 0; i < type.GetAttributeN(); ++i)
    {
        EXPECT_THAT(text, HasSubstr("``" + type.GetAttribute(i).name + "``"));
        EXPECT_GT(type.GetAttribute(i).help.size(), 10U) << type.GetAttribute(i).name;
    }
    for (std::size_t i = 0; i < type.GetTraceSourceN(); ++i)
    {
        EXPECT_THAT(text, testing::ContainsRegex("`` +" + type.GetTraceSource(i).name + " "));
        EXPECT_EQ(type.GetTraceSource(i).supportLevel, TypeId::SUPPORTED);
    }
}

INSTANTIATE_TEST_SUITE_P(Classes,
                         Documentation,
                         testing::Values("ns3::Netfilter",
                                         "ns3::NfIpv4Stack",
                                         "ns3::NfIpv6Stack",
                                         "ns3::NfTables",
                                         "ns3::NfConntrack",
                                         "ns3::NfNat",
                                         "ns3::NfTraceSession"),
                         [](const auto& info) { return std::string(info.param).substr(5); });

} // namespace
} // namespace ns3
