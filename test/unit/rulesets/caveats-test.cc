// SPDX-License-Identifier: GPL-2.0-only

// What is accepted and has no effect is named when it is loaded (issue 7, number 8).

#include "fake-netns.h"
#include "nf-conntrack.h"
#include "nf-silent-helper.h"
#include "nf-standard-helpers.h"
#include "nf-standard-matches.h"
#include "nf-standard-targets.h"
#include "nf-tables.h"

#include "ns3/simulator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>

namespace ns3
{

namespace
{

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Caveats : public testing::Test
{
  protected:
    Caveats()
        : tables(CreateObject<NfTables>()),
          conntrack(CreateObject<NfConntrack>())
    {
        NfRegisterStandardMatches();
        NfRegisterStandardTargets();
        conntrack->SetNetns(&netns);
        NfRegisterStandardHelpers(*conntrack);
        tables->SetNetns(&netns);
    }

    ~Caveats() override
    {
        tables->Dispose();
        conntrack->Dispose();
        Simulator::Destroy();
    }

    void Execute(const std::string& command)
    {
        const NfStatus status = tables->Execute(command);
        EXPECT_FALSE(status) << command << ": " << status->ToString();
    }

    FakeNetns netns;
    Ptr<NfTables> tables;
    Ptr<NfConntrack> conntrack;
};

TEST_F(Caveats, NameAHelperThatReadsNothing)
{
    Execute("-t raw -A PREROUTING -p tcp --dport 21 -j CT --helper ftp");
    EXPECT_THAT(tables->GetCaveats(), IsEmpty());
    Execute("-t raw -A PREROUTING -p tcp --dport 6566 -j CT --helper sane");
    Execute("-t raw -A OUTPUT -p tcp --dport 6566 -j CT --helper sane");
    Execute("-t raw -A OUTPUT -p udp --dport 1719 -j CT --helper RAS");
    EXPECT_THAT(tables->GetCaveats(),
                ElementsAre(HasSubstr("helper \"sane\" reads nothing"),
                            HasSubstr("helper \"RAS\" reads nothing")));
    Execute("-t raw -F");
    EXPECT_THAT(tables->GetCaveats(), IsEmpty());
}

/// A helper that a script brings.
class ScriptHelper : public NfSilentHelper
{
  public:
    using NfSilentHelper::NfSilentHelper;

    bool ReadsItsProtocol() const override
    {
        return true;
    }
};

TEST_F(Caveats, AreNoneForAHelperThatAScriptBrings)
{
    conntrack->RegisterHelper(std::make_shared<ScriptHelper>("sane", NfProtocol::TCP, 6566));
    Execute("-t raw -A PREROUTING -p tcp --dport 6566 -j CT --helper sane");
    EXPECT_THAT(tables->GetCaveats(), IsEmpty());
}

TEST_F(Caveats, ArePrintedOnceByTheProgram)
{
    testing::internal::CaptureStderr();
    Execute("-A INPUT -j NFLOG --nflog-threshold 5");
    Execute("-A INPUT -j NFLOG --nflog-size 5");
    Execute("-A INPUT -m physdev --physdev-in eth0");
    Execute("-t raw -A OUTPUT -j CT --ctevents new");
    const std::string printed = testing::internal::GetCapturedStderr();
    EXPECT_THAT(printed, HasSubstr("netfilter: NFLOG's --nflog-range"));
    EXPECT_EQ(printed.find("NFLOG's"), printed.rfind("NFLOG's"));
    EXPECT_EQ(tables->GetCaveats().size(), 3U);
}

} // namespace

} // namespace ns3
