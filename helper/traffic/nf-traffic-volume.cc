// SPDX-License-Identifier: GPL-2.0-only

#include "nf-traffic-volume.h"

#include "nf-traffic-values.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

namespace ns3
{

namespace
{

constexpr double IPV4_HEADER = 20;
constexpr double TCP = IPV4_HEADER + 20;
constexpr double UDP = IPV4_HEADER + 8;
constexpr double ICMP = IPV4_HEADER + 8;
constexpr double SEGMENT = 536; // ns-3's usual TcpSocket::SegmentSize
constexpr double BITS = 8;

/// Sums up one kind of traffic over a time.
class Estimate
{
  public:
    Estimate(const NfTrafficSpec& spec, double seconds)
        : m_values(spec),
          m_hasCount(HasCount(spec)),
          m_seconds(seconds)
    {
    }

    // Things of a count, one every gap; nothing if they come as fast as they can, without end.
    std::optional<double> CountItems(const char* gap) const
    {
        const double most = GetMost();
        const double mean = std::max(m_values.GetMean(gap), NF_LEAST_TRAFFIC_GAP);
        const bool isFree = m_values.GetMean(gap) <= 0;
        if (isFree && !std::isfinite(most))
        {
            return std::nullopt;
        }
        return isFree ? most : std::min(most, std::ceil(m_seconds / mean));
    }

    std::optional<NfTrafficVolume> Uploads() const
    {
        const double size = m_values.GetMean("size");
        const auto count = CountItems("pause");
        if (size <= 0 || !count)
        {
            return std::nullopt;
        }
        return NfTrafficVolume{*count * InSegments(size), 0};
    }

    std::optional<NfTrafficVolume> Requests(const char* gap, double (*wrap)(double)) const
    {
        const auto count = CountItems(gap);
        if (!count)
        {
            return std::nullopt;
        }
        return NfTrafficVolume{*count * wrap(m_values.GetMean("request")),
                               *count * wrap(m_values.GetMean("response"))};
    }

    // Datagrams at a rate of their contents, for a share of the time.
    std::optional<NfTrafficVolume> Datagrams(double share) const
    {
        const double size = std::max(1.0, m_values.GetMean("size"));
        const double rate = static_cast<double>(m_values.GetRate("rate").GetBitRate());
        const double count = std::min(GetMost(), share * m_seconds * rate / BITS / size);
        return NfTrafficVolume{count * (size + UDP), 0};
    }

    double GetShareOn() const
    {
        const double on = m_values.GetMean("on");
        const double off = m_values.GetMean("off");
        return on + off > 0 ? on / (on + off) : 1;
    }

    std::optional<NfTrafficVolume> Pings() const
    {
        const double bytes = CountItems("interval").value_or(0) * (m_values.GetMean("size") + ICMP);
        return NfTrafficVolume{bytes, bytes};
    }

    // One probe after the other, and then no more.
    std::optional<NfTrafficVolume> Probes(double count, double bytes) const
    {
        const double gap = std::max(m_values.GetMean("interval"), NF_LEAST_TRAFFIC_GAP);
        return NfTrafficVolume{std::min(count, std::ceil(m_seconds / gap)) * bytes, 0};
    }

    double CountPorts() const
    {
        return static_cast<double>(NfReadTrafficPorts(m_values.GetText("ports"))->size());
    }

    std::optional<NfTrafficVolume> Flood(double bytes) const
    {
        const double rate = m_values.GetMean("rate");
        return NfTrafficVolume{std::min(GetMost(), rate * m_seconds) * bytes, 0};
    }

    double GetMean(const char* name) const
    {
        return m_values.GetMean(name);
    }

    double GetHops() const
    {
        return m_values.GetCount("hops");
    }

    static double InSegments(double bytes)
    {
        return bytes + std::ceil(bytes / SEGMENT) * TCP;
    }

    static double InDatagram(double bytes)
    {
        return bytes + UDP;
    }

  private:
    static bool HasCount(const NfTrafficSpec& spec)
    {
        const std::vector<NfTrafficParameter>& all = NfFindTrafficKind(spec.kind)->parameters;
        return std::any_of(all.begin(), all.end(), [](const NfTrafficParameter& parameter) {
            return parameter.name == std::string_view("count");
        });
    }

    // 0: without end; some kinds have no count.
    double GetMost() const
    {
        const double count = m_hasCount ? m_values.GetCount("count") : 0;
        return count > 0 ? count : std::numeric_limits<double>::infinity();
    }

    NfTrafficValues m_values;
    bool m_hasCount;
    double m_seconds;
};

/// How a kind of traffic is estimated. What is not there cannot be.
struct Row
{
    const char* kind;
    std::optional<NfTrafficVolume> (*estimate)(const Estimate& traffic);
};

constexpr Row ROWS[] = {
    {"tcp-bulk", [](const Estimate& traffic) { return traffic.Uploads(); }},
    {"web",
     [](const Estimate& traffic) { return traffic.Requests("pause", Estimate::InSegments); }},
    {"dns",
     [](const Estimate& traffic) { return traffic.Requests("interval", Estimate::InDatagram); }},
    {"udp-cbr", [](const Estimate& traffic) { return traffic.Datagrams(1); }},
    {"udp-onoff", [](const Estimate& traffic) { return traffic.Datagrams(traffic.GetShareOn()); }},
    {"voip", [](const Estimate& traffic) { return traffic.Datagrams(traffic.GetShareOn()); }},
    {"ping", [](const Estimate& traffic) { return traffic.Pings(); }},
    {"traceroute", [](const Estimate& traffic) { return traffic.Probes(traffic.GetHops(), UDP); }},
    {"scan-syn", [](const Estimate& traffic) { return traffic.Probes(traffic.CountPorts(), TCP); }},
    {"scan-udp", [](const Estimate& traffic) { return traffic.Probes(traffic.CountPorts(), UDP); }},
    {"sweep", [](const Estimate& traffic) { return traffic.Probes(1, ICMP); }},
    {"flood-syn", [](const Estimate& traffic) { return traffic.Flood(TCP); }},
    {"flood-udp",
     [](const Estimate& traffic) { return traffic.Flood(UDP + traffic.GetMean("size")); }},
};

} // namespace

std::optional<NfTrafficVolume>
NfEstimateTrafficVolume(const NfTrafficSpec& spec, Time duration)
{
    const Time end = std::min(spec.stop.value_or(duration), duration);
    const double seconds = end > spec.start ? (end - spec.start).GetSeconds() : 0;
    for (const Row& row : ROWS)
    {
        if (spec.kind == row.kind)
        {
            return row.estimate(Estimate(spec, seconds));
        }
    }
    return std::nullopt;
}

} // namespace ns3
