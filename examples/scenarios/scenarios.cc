// SPDX-License-Identifier: GPL-2.0-only

// Scenarios as C++ scripts: each does the same as the scenario file of its name in this folder, and
// `nfsim run` of that file gives the same results.
//
//   scenarios --scenario=dmz [--results=results.db] [--RngRun=2]

#include "ns3/core-module.h"

#include <iostream>
#include <map>
#include <string>

bool Asymmetric(const std::string& database);
bool Campus(const std::string& database);
bool CarrierGradeNat(const std::string& database);
bool Dmz(const std::string& database);
bool DualFirewall(const std::string& database);
bool Failover(const std::string& database);
bool FirewallFailover(const std::string& database);
bool Hairpin(const std::string& database);
bool HomeDhcp(const std::string& database);
bool HomeNat(const std::string& database);
bool LinkFailure(const std::string& database);
bool PolicyChange(const std::string& database);
bool PortScan(const std::string& database);
bool RejectDrop(const std::string& database);
bool SynFlood(const std::string& database);

int
main(int argc, char* argv[])
{
    using Scenario = bool (*)(const std::string& database);
    const std::map<std::string, Scenario> scenarios{
        {"asymmetric", Asymmetric},
        {"campus", Campus},
        {"carrier-grade-nat", CarrierGradeNat},
        {"dmz", Dmz},
        {"dual-firewall", DualFirewall},
        {"failover", Failover},
        {"firewall-failover", FirewallFailover},
        {"hairpin", Hairpin},
        {"home-dhcp", HomeDhcp},
        {"home-nat", HomeNat},
        {"link-failure", LinkFailure},
        {"policy-change", PolicyChange},
        {"port-scan", PortScan},
        {"reject-drop", RejectDrop},
        {"syn-flood", SynFlood},
    };
    std::string name;
    std::string results;
    ns3::CommandLine cmd(__FILE__);
    cmd.AddValue("scenario", "which one", name);
    cmd.AddValue("results", "database of results to add to", results);
    cmd.Parse(argc, argv);
    const auto found = scenarios.find(name);
    if (found == scenarios.end())
    {
        std::cerr << "--scenario is one of";
        for (const auto& scenario : scenarios)
        {
            std::cerr << " " << scenario.first;
        }
        std::cerr << "\n";
        return 2;
    }
    return found->second(results) ? 0 : 1;
}
