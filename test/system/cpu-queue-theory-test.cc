// SPDX-License-Identifier: GPL-2.0-only

// The CPU queue against closed forms: M/M/1/K, M/D/1/K, and M/E_n/1/K, the finite queue of a
// rule-based firewall whose packets visit n rules of exponential times.

#include "ns3/double.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/nf-cpu-queue-helper.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simple-net-device-helper.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <cmath>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace ns3
{
namespace
{

/// What is compared: of all packets that arrive, and of those that are served.
struct Figures
{
    double loss;    //!< share of packets that find the queue full
    double sojourn; //!< mean time in the system, in units of the mean service time
    double busy;    //!< share of time that the CPU works
};

/// A distribution of service times, mean 1.
struct Service
{
    const char* name;
    uint32_t stages; //!< of an Erlang distribution; 0: constant
};

constexpr Service CONSTANT{"M_D", 0};
constexpr Service EXPONENTIAL{"M_M", 1};
constexpr Service TWENTY_RULES{"M_E20", 20};

struct Case
{
    Service service;
    double load; //!< arrivals in a mean service time
    uint32_t limit;
};

/// @return probability that so many packets arrive during a service
double
ArrivalsInService(const Case& c, uint32_t count)
{
    if (c.service.stages == 0)
    {
        return std::exp(-c.load + count * std::log(c.load) - std::lgamma(count + 1.0));
    }
    const double n = c.service.stages; // a negative binomial distribution
    return std::exp(std::lgamma(n + count) - std::lgamma(n) - std::lgamma(count + 1.0) +
                    n * std::log(n / (n + c.load)) + count * std::log(c.load / (n + c.load)));
}

/// The M/G/1/K queue by the chain of what a departure leaves behind.
Figures
Theory(const Case& c)
{
    // Unnormalised: the equation for state j gives state j + 1.
    std::vector<double> left{1};
    for (uint32_t j = 0; left.size() < c.limit; ++j)
    {
        double next = left[j] - left[0] * ArrivalsInService(c, j);
        for (uint32_t i = 1; i <= j; ++i)
        {
            next -= left[i] * ArrivalsInService(c, j - i + 1);
        }
        left.push_back(next / ArrivalsInService(c, 0));
    }
    double sum = 0;
    for (double p : left)
    {
        sum += p;
    }
    const double empty = left[0] / sum;
    Figures figures{1 - 1 / (empty + c.load), 0, 0};
    double length = c.limit * figures.loss;
    for (uint32_t n = 0; n < c.limit; ++n)
    {
        length += n * left[n] / sum / (empty + c.load);
    }
    figures.sojourn = length / (c.load * (1 - figures.loss));
    figures.busy = c.load * (1 - figures.loss);
    return figures;
}

/// Poisson arrivals over links that take no time, at a router with a CPU.
class Router
{
  public:
    static constexpr double SERVICE = 1e-5; //!< mean, s
    static constexpr uint32_t PACKETS = 4000;

    Router(const Case& c, uint32_t run)
    {
        RngSeedManager::SetRun(run);
        m_nodes.Create(3);
        InternetStackHelper internet;
        internet.SetIpv6StackInstall(false);
        internet.Install(m_nodes);
        Ipv4InterfaceContainer last;
        for (uint32_t link = 0; link < 2; ++link)
        {
            SimpleNetDeviceHelper simple;
            simple.SetNetDevicePointToPointMode(true);
            NodeContainer ends(m_nodes.Get(link), m_nodes.Get(link + 1));
            Ipv4AddressHelper addresses(("10.0." + std::to_string(link) + ".0").c_str(),
                                        "255.255.255.0");
            last = addresses.Assign(simple.Install(ends));
        }
        Ipv4StaticRoutingHelper()
            .GetStaticRouting(m_nodes.Get(0)->GetObject<Ipv4>())
            ->SetDefaultRoute("10.0.0.2", 1);
        m_to = InetSocketAddress(last.GetAddress(1), 9);
        m_socket =
            Socket::CreateSocket(m_nodes.Get(0), TypeId::LookupByName("ns3::UdpSocketFactory"));
        m_interval->SetAttribute("Mean", DoubleValue(SERVICE / c.load));
        m_interval->SetStream(1);

        NfCpuQueueHelper cost;
        cost.Set("Fixed", DoubleValue(SERVICE * 1e9));
        cost.Set("QueueLimit", UintegerValue(c.limit));
        if (const uint32_t stages = c.service.stages)
        {
            cost.Set("Factor",
                     StringValue("ns3::ErlangRandomVariable[K=" + std::to_string(stages) +
                                 "|Lambda=" + std::to_string(1.0 / stages) + "]"));
        }
        cost.Install(m_nodes.Get(1));
        NfCpuQueueHelper::AssignStreams(m_nodes, 2);
        m_queue = NfCpuQueueHelper::Get(m_nodes.Get(1));
        m_queue->m_served.ConnectWithoutContext(MakeCallback(&Router::Served, this));
    }

    ~Router()
    {
        Simulator::Destroy();
    }

    Figures Run()
    {
        Simulator::ScheduleWithContext(0, Seconds(0), &Router::Send, this);
        Simulator::Run();
        EXPECT_EQ(m_queue->GetServed() + m_queue->GetDropped(), PACKETS);
        const double time = m_lastSent.GetSeconds();
        return {m_queue->GetDropped() / static_cast<double>(PACKETS),
                m_sojourn / SERVICE / static_cast<double>(m_queue->GetServed()),
                m_queue->GetBusyTime().GetSeconds() / time};
    }

  private:
    void Send()
    {
        m_socket->SendTo(Create<Packet>(100), 0, m_to);
        m_lastSent = Simulator::Now();
        if (++m_sent < PACKETS)
        {
            Simulator::Schedule(Seconds(m_interval->GetValue()), &Router::Send, this);
        }
    }

    void Served(Time waited, Time service, const NfFilteringWork&)
    {
        m_sojourn += (waited + service).GetSeconds();
    }

    NodeContainer m_nodes;
    Ptr<NfCpuQueue> m_queue;
    Ptr<Socket> m_socket;
    InetSocketAddress m_to{9};
    Ptr<ExponentialRandomVariable> m_interval{CreateObject<ExponentialRandomVariable>()};
    uint32_t m_sent{0};
    Time m_lastSent;
    double m_sojourn{0};
};

/// Expect the expected value inside the confidence interval of ten runs, and that one narrow.
void
ExpectInside(const std::string& what, const std::vector<double>& runs, double expected)
{
    const double n = static_cast<double>(runs.size());
    double mean = 0;
    for (double value : runs)
    {
        mean += value / n;
    }
    double variance = 0;
    for (double value : runs)
    {
        variance += (value - mean) * (value - mean) / (n - 1);
    }
    // Nine degrees of freedom; 99 % for all fifteen comparisons of this file together (Bonferroni).
    constexpr double t = 5.08;
    const double half = t * std::sqrt(variance / n);
    EXPECT_NEAR(mean, expected, half) << what;
    EXPECT_LT(half, 0.2 * expected) << what << " is not known well enough to tell";
}

class CpuQueueTheory : public testing::TestWithParam<Case>
{
};

TEST_P(CpuQueueTheory, LossDelayAndUtilisationAreThoseOfTheClosedForm)
{
    const Case& c = GetParam();
    const Figures expected = Theory(c);
    std::vector<double> loss;
    std::vector<double> sojourn;
    std::vector<double> busy;
    for (uint32_t run = 1; run <= 10; ++run)
    {
        const Figures seen = Router(c, run).Run();
        loss.push_back(seen.loss);
        sojourn.push_back(seen.sojourn);
        busy.push_back(seen.busy);
    }
    ExpectInside("loss", loss, expected.loss);
    ExpectInside("sojourn time", sojourn, expected.sojourn);
    ExpectInside("utilisation", busy, expected.busy);
}

INSTANTIATE_TEST_SUITE_P(Queues,
                         CpuQueueTheory,
                         testing::Values(Case{EXPONENTIAL, 0.8, 5},
                                         Case{EXPONENTIAL, 1.2, 10},
                                         Case{CONSTANT, 0.8, 4},
                                         Case{CONSTANT, 1.2, 10},
                                         Case{TWENTY_RULES, 0.9, 5}),
                         [](const auto& info) {
                             return std::string(info.param.service.name) + "_1_" +
                                    std::to_string(info.param.limit) + "_load" +
                                    std::to_string(std::lround(info.param.load * 100));
                         });

TEST(QueueTheory, TheChainGivesTheKnownFormulaOfMM1K)
{
    const Case c{EXPONENTIAL, 0.8, 5};
    const double full =
        (1 - c.load) * std::pow(c.load, c.limit) / (1 - std::pow(c.load, c.limit + 1));
    EXPECT_NEAR(Theory(c).loss, full, 1e-12);
}

} // namespace
} // namespace ns3
