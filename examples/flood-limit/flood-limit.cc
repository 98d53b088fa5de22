// SPDX-License-Identifier: GPL-2.0-only

// A SYN flood with forged sources against a web server behind a gateway, with and without a limit
// on the gateway: what the flood costs those who only want to read pages, in numbers that a results
// database keeps.
//
//   host1-*, host2-* -- edge1, edge2 -- core -- edge3 (gateway) -- host3-1 (server)
//
//   flood-limit [--limit=0] [--results=flood-limit.db] [--RngRun=1]

#include "ns3/core-module.h"
#include "ns3/netfilter-module.h"

#include <iostream>

using namespace ns3;

int
main(int argc, char* argv[])
{
    bool limit = true;
    std::string file;
    CommandLine cmd(__FILE__);
    cmd.AddValue("limit", "whether the gateway limits new connections", limit);
    cmd.AddValue("results", "results database to write; empty: none", file);
    cmd.Parse(argc, argv);

    NfTopologyHelper topology(NfMakeStarOfLans(3, 2));
    topology.GetGraph().SetDefaults(10'000'000, MicroSeconds(10));
    topology.Build();
    NetfilterHelper netfilter;
    netfilter.Install(topology.GetNode("edge3"));
    if (limit)
    {
        netfilter.Iptables("edge3",
                           "-A FORWARD -p tcp --syn -m hashlimit --hashlimit-name syn "
                           "--hashlimit-mode dstip --hashlimit-srcmask 0 --hashlimit-above 20/s "
                           "--hashlimit-burst 50 -s 198.18.0.0/15 -j DROP");
    }

    NfTrafficHelper traffic;
    traffic.Add("readers", "web", {"host1-1", "host1-2", "host2-1"}, {"host3-1"}, {});
    NfTrafficSpec flood;
    flood.name = "flood";
    flood.kind = "flood-syn";
    flood.from = {"host2-2"};
    flood.to = {"host3-1"};
    flood.meant = NfTrafficSpec::Meant::DENIED;
    flood.start = Seconds(5);
    flood.stop = Seconds(15);
    flood.values = {{"rate", "400"}, {"spoof", "198.18.0.0/15"}};
    traffic.Add(flood);
    traffic.Install();

    const std::string path = SystemPath::MakeTemporaryDirectoryName() + ".db";
    NfTraceHelper trace(path);
    trace.Set("Level", StringValue("drops"));
    trace.InstallAll();
    Simulator::Stop(Seconds(20));
    Simulator::Run();
    trace.Finish();

    NfResults results(traffic);
    results.SetTrace(path, trace.GetSession()->GetRun());
    results.Collect();
    std::remove(path.c_str());
    for (const NfMeasure& measure : results.GetMeasures())
    {
        if (!measure.group.empty() && measure.value)
        {
            std::cout << measure.group << " " << measure.name << " " << *measure.value << " "
                      << measure.unit << "\n";
        }
    }
    NfRunExpectation expectation;
    NS_ABORT_IF(
        NfRunExpectation::Parse("at least 95 % of readers delivered", nullptr, expectation));
    const NfRunExpectation::Verdict verdict = expectation.Judge(results);
    std::cout << expectation.GetText() << ": " << (verdict.isHeld ? "held, " : "broken, ")
              << verdict.detail << "\n";
    if (!file.empty())
    {
        NfResultsDatabase database(file);
        NfRunIdentity identity;
        identity.scenario = "flood-limit";
        identity.variant = limit ? "limit" : "no limit";
        identity.replication = static_cast<uint32_t>(RngSeedManager::GetRun());
        for (const NfStatus& error :
             {database.Begin(identity),
              database.Finish(results, {{expectation.GetText(), verdict}}, 0)})
        {
            NS_ABORT_MSG_IF(error, error->ToString());
        }
    }
    Simulator::Destroy();
    return verdict.isHeld ? 0 : 1;
}
