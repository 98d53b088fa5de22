// SPDX-License-Identifier: GPL-2.0-only

#include "nf-run-traffic-table.h"

#include "nf-report.h"

#include <algorithm>
#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

namespace ns3
{

namespace
{

/// What became of a class.
struct Sum
{
    std::string name;
    uint64_t meant{0};
    uint64_t sent{0};
    uint64_t delivered{0};
    uint64_t wrong{0}; //!< denied, but delivered
    std::vector<float> delays;
};

Sum&
FindSum(std::vector<Sum>& sums, const NfTrafficSpec& spec)
{
    const std::string& name = spec.group.empty() ? spec.name : spec.group;
    const auto found =
        std::find_if(sums.begin(), sums.end(), [&](const Sum& sum) { return sum.name == name; });
    if (found != sums.end())
    {
        return *found;
    }
    sums.push_back({name, 0, 0, 0, 0, {}});
    return sums.back();
}

NfCell
GetMedian(std::vector<float> delays)
{
    if (delays.empty())
    {
        return {};
    }
    const auto middle = delays.begin() + static_cast<std::ptrdiff_t>(delays.size() / 2);
    std::nth_element(delays.begin(), middle, delays.end());
    constexpr double MILLI = 1e3;
    return *middle * MILLI;
}

} // namespace

void
NfPrintTraffic(std::ostream& os, const NfTrafficHelper& traffic)
{
    std::vector<Sum> sums;
    for (const auto& pair : traffic.GetPairs())
    {
        Sum& sum = FindSum(sums, *pair->spec);
        sum.meant += pair->meant;
        sum.sent += pair->sent;
        sum.delivered += pair->delivered;
        sum.wrong += pair->spec->meant == NfTrafficSpec::Meant::DENIED ? pair->delivered : 0;
        sum.delays.insert(sum.delays.end(), pair->delays.begin(), pair->delays.end());
    }
    NfReport report;
    NfReportTable& table = report.Add({"traffic",
                                       "",
                                       {{"class", "Class"},
                                        {"meant", "Meant"},
                                        {"sent", "Sent"},
                                        {"delivered", "Delivered"},
                                        {"violations", "Denied, but delivered"},
                                        {"delay", "Median delay (ms)"}}});
    for (const Sum& sum : sums)
    {
        table.rows.push_back({sum.name,
                              static_cast<int64_t>(sum.meant),
                              static_cast<int64_t>(sum.sent),
                              static_cast<int64_t>(sum.delivered),
                              static_cast<int64_t>(sum.wrong),
                              GetMedian(sum.delays)});
    }
    if (!sums.empty())
    {
        report.Print(os, false);
    }
}

} // namespace ns3
