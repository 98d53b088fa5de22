// SPDX-License-Identifier: GPL-2.0-only

#ifndef TABLES_FIXTURE_H
#define TABLES_FIXTURE_H

#include "fake-extensions.h"
#include "fake-netns.h"
#include "nf-hook-registry.h"
#include "nf-tables.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace ns3
{

/// What the stack would keep for a packet between hooks.
struct Context
{
    NfPacket packet;
};

class TablesTest : public ::testing::Test
{
  protected:
    TablesTest()
    {
        RegisterFakeExtensions();
        FakeExtensionLog::Reset();
        tables->SetNetns(&netns);
        tables->m_ruleHit.ConnectWithoutContext(MakeCallback(&TablesTest::Note, this));
    }

    ~TablesTest() override
    {
        tables->Dispose();
        FakeExtensionLog::Reset();
    }

    void Note(const NfRuleHit& hit)
    {
        static const char* kinds[] = {"rule", "policy", "return"};
        hits.push_back(fmt::format("{}:{}:{}:{} {} {}",
                                   hit.table,
                                   hit.chain,
                                   kinds[static_cast<int>(hit.kind)],
                                   hit.ruleNumber,
                                   hit.target,
                                   NfToString(hit.verdict)));
    }

    /// Load a rule set of the table filter, without "*filter" and "COMMIT".
    void Load(const std::string& lines, const std::string& table = "filter")
    {
        NfStatus error = tables->Restore("*" + table + "\n" + lines + "COMMIT\n", "test");
        ASSERT_FALSE(error) << error->ToString();
    }

    /// A UDP packet of 20 + 8 bytes to a port.
    Context MakeContext(uint16_t port = 53, uint32_t size = 8)
    {
        NfIpHeader ip;
        ip.protocol = NfProtocol::UDP;
        ip.source = NfAddress(0x0a000002);
        ip.destination = NfAddress(0xc6336401);
        std::vector<uint8_t> bytes(size);
        if (size >= 4)
        {
            bytes[2] = port >> 8;
            bytes[3] = port & 0xff;
        }
        Context context{NfPacket(ip, Create<Packet>(bytes.data(), size))};
        context.packet.netns = &netns;
        context.packet.in = &netns.eth[0];
        context.packet.out = &netns.eth[1];
        return context;
    }

    /// Send a packet over a hook; "accept", "drop" or "kept".
    std::string Pass(Context context, NfHook hook = NfHook::FORWARD)
    {
        result = "kept";
        hits.clear();
        netns.hooks.Traverse(
            NfFamily::IPV4,
            hook,
            context,
            [&](Context&) { result = "accept"; },
            [&](Context&) { result = "drop"; });
        return result;
    }

    std::string Counters()
    {
        NfSaveOptions options;
        options.counters = true;
        return tables->Save(options);
    }

    std::string result; //!< of Pass(); a packet that was kept may still change it
    FakeNetns netns;
    Ptr<NfTables> tables{CreateObject<NfTables>()};
    std::vector<std::string> hits;
};

} // namespace ns3

#endif /* TABLES_FIXTURE_H */
