// SPDX-License-Identifier: GPL-2.0-only

// doc/netfilter.rst names every attribute and trace source of the classes that a script meets, and
// the components of NS_LOG; --PrintGroup=Netfilter lists all classes of the module.

#include "test-net.h"

#include "ns3/log.h"
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
        EXPECT_EQ(type.GetTraceSource(i).supportLevel, TypeId::SupportLevel::SUPPORTED);
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

TEST(DocumentationOfLog, NamesEveryComponent)
{
    NfTraceHelper linksTheHelpers("unused");
    std::string text = ReadTestFile(NF_TEST_DATA "/../../doc/netfilter.rst");
    std::size_t ours = 0;
    for (const auto& [name, component] : *LogComponent::GetComponentList())
    {
        if (name.rfind("Nf", 0) == 0 || name.rfind("Netfilter", 0) == 0)
        {
            EXPECT_THAT(text, HasSubstr("``" + name + "``"));
            ++ours;
        }
    }
    EXPECT_GT(ours, 1U);
}

TEST(DocumentationOfTypes, PutsEveryClassIntoTheGroupNetfilter)
{
    NfTraceHelper linksTheHelpers("unused");
    std::size_t ours = 0;
    for (uint16_t i = 0; i < TypeId::GetRegisteredN(); ++i)
    {
        TypeId type = TypeId::GetRegistered(i);
        if (type.GetName().rfind("ns3::Nf", 0) == 0 || type.GetName() == "ns3::Netfilter")
        {
            EXPECT_EQ(type.GetGroupName(), "Netfilter") << type.GetName();
            ++ours;
        }
    }
    EXPECT_GT(ours, 6U);
}

TEST(DocumentationOfTypes, GivesEveryAttributeAnAccessorThatReads)
{
    NfTraceHelper linksTheHelpers("unused");
    for (uint16_t i = 0; i < TypeId::GetRegisteredN(); ++i)
    {
        TypeId type = TypeId::GetRegistered(i);
        if (type.GetGroupName() == "Netfilter")
        {
            for (std::size_t j = 0; j < type.GetAttributeN(); ++j)
            {
                EXPECT_TRUE(type.GetAttribute(j).accessor->HasGetter())
                    << type.GetName() << "::" << type.GetAttribute(j).name;
            }
        }
    }
}

} // namespace
} // namespace ns3
