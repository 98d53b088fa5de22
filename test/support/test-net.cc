// SPDX-License-Identifier: GPL-2.0-only

#include "test-net.h"

#include "ns3/csma-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-global-routing-helper.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/names.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

namespace ns3
{

TestNet::TestNet(uint32_t count, const Options& options)
{
    nodes.Create(count);
    InternetStackHelper stack;
    stack.SetIpv6StackInstall(options.ipv6);
    if (options.routing)
    {
        stack.SetRoutingHelper(*options.routing);
    }
    stack.Install(nodes);
    if (options.layer == BEFORE_DEVICES)
    {
        helper.Install(nodes);
    }
    for (uint32_t link = 0; link + 1 < count; ++link)
    {
        Connect(link, options);
    }
    if (options.layer == AFTER_ADDRESSES)
    {
        helper.Install(nodes);
    }
}

TestNet::~TestNet()
{
    Simulator::Destroy();
    Names::Clear();
}

void
TestNet::Connect(uint32_t link, const Options& options)
{
    NodeContainer pair(nodes.Get(link), nodes.Get(link + 1));
    NetDeviceContainer pairDevices;
    if (link % 2 == 0)
    {
        CsmaHelper csma;
        csma.SetChannelAttribute("DataRate", StringValue(options.rate));
        csma.SetChannelAttribute("Delay", StringValue(options.delay));
        pairDevices = csma.Install(pair);
    }
    else
    {
        PointToPointHelper cable;
        cable.SetDeviceAttribute("DataRate", StringValue(options.rate));
        cable.SetChannelAttribute("Delay", StringValue(options.delay));
        pairDevices = cable.Install(pair);
    }
    Ipv4AddressHelper addresses;
    std::string base = "10.0." + std::to_string(link) + ".0";
    addresses.SetBase(base.c_str(), "255.255.255.0");
    devices.push_back(pairDevices);
    interfaces.push_back(addresses.Assign(pairDevices));
}

void
TestNet::RouteGlobally()
{
    Ipv4GlobalRoutingHelper::PopulateRoutingTables();
}

void
TestNet::DefaultRoute(uint32_t i, Ipv4Address gateway, uint32_t interface)
{
    Ipv4StaticRoutingHelper()
        .GetStaticRouting(At(i)->GetObject<Ipv4>())
        ->SetDefaultRoute(gateway, interface);
}

void
TestNet::HostRoute(uint32_t i, Ipv4Address to, Ipv4Address gateway, uint32_t interface)
{
    Ipv4StaticRoutingHelper()
        .GetStaticRouting(At(i)->GetObject<Ipv4>())
        ->AddHostRouteTo(to, gateway, interface);
}

void
TestNet::CountHooks()
{
    for (uint32_t i = 0; i < nodes.GetN(); ++i)
    {
        for (NfHook hook : INET_HOOKS)
        {
            auto count = [this, i, hook](NfPacket& packet) {
                ++m_counts[{i, hook, packet.ip.protocol}];
                auto action = m_actions.find({i, hook});
                return action == m_actions.end() ? NfVerdict::ACCEPT : action->second(packet);
            };
            Layer(i)->GetHooks().Register(NfFamily::IPV4, hook, NfPriority::FILTER, count, "count");
        }
    }
}

void
TestNet::OnHook(uint32_t i, NfHook hook, NfHookRegistry::Callback action)
{
    m_actions[{i, hook}] = std::move(action);
}

uint64_t
TestNet::Count(uint32_t i, NfHook hook, uint8_t protocol) const
{
    auto found = m_counts.find({i, hook, protocol});
    return found == m_counts.end() ? 0 : found->second;
}

std::string
TestNet::Counts(uint32_t i, uint8_t protocol) const
{
    std::string text;
    for (NfHook hook : INET_HOOKS)
    {
        text += (text.empty() ? "" : "/") + std::to_string(Count(i, hook, protocol));
    }
    return text;
}

void
TestNet::Run(double seconds)
{
    Simulator::Stop(Seconds(seconds));
    Simulator::Run();
}

void
TestNet::Schedule(double seconds, uint32_t i, std::function<void()> what)
{
    Simulator::ScheduleWithContext(At(i)->GetId(), Seconds(seconds), std::move(what));
}

bool
RunInChild(const std::function<void()>& what)
{
    std::fflush(nullptr);
    pid_t child = fork();
    if (child == 0)
    {
        what();
        std::fflush(nullptr);
        _exit(0);
    }
    int status = 0;
    return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
           WEXITSTATUS(status) == 0;
}

std::string
FindInChild(const std::function<std::string()>& what)
{
    std::string path = MakeTestDirectory("child") + "/found";
    bool whole = RunInChild([&] { std::ofstream(path) << what(); });
    return whole ? ReadTestFile(path) : "";
}

std::string
MakeTestDirectory(const std::string& name)
{
    const testing::TestInfo* info = testing::UnitTest::GetInstance()->current_test_info();
    std::string test = std::string(info->test_suite_name()) + "." + info->name();
    for (char& c : test)
    {
        c = c == '/' ? '-' : c;
    }
    std::filesystem::path path = std::filesystem::path(testing::TempDir()) /
                                 ("nf-" + std::to_string(getpid())) / test / name;
    std::filesystem::remove_all(path);
    std::filesystem::create_directories(path);
    return path;
}

std::string
ReadTestFile(const std::string& path)
{
    std::ifstream stream(path, std::ios::binary);
    std::ostringstream content;
    content << stream.rdbuf();
    return content.str();
}

} // namespace ns3
