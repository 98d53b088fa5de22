// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRAFFIC_VALUES_H
#define NF_TRAFFIC_VALUES_H

#include "nf-traffic-spec.h"

#include "ns3/data-rate.h"
#include "ns3/ipv4-address.h"
#include "ns3/ptr.h"
#include "ns3/random-variable-stream.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/// Seconds between what one sender sends, at least: a simulation must not stand still.
constexpr double NF_LEAST_TRAFFIC_GAP = 1e-6;

/// @param text as in a StringValue
/// @return the rate; nothing if it is none, or not above 0
std::optional<DataRate> NfReadTrafficRate(const std::string& text);

/**
 * @param text a number, with isTime also with a unit of time, or a random variable
 * @param isTime whether it is seconds
 * @return a new random variable, which is constant for a number; null if it is neither
 */
Ptr<RandomVariableStream> NfReadTrafficVariable(const std::string& text, bool isTime);

/// @param text a whole number below 2^32
/// @return the number, or nothing
std::optional<uint32_t> NfReadTrafficCount(const std::string& text);

/// @param text ports and ranges
/// @return them in their order, ranges unrolled; nothing if it is wrong
std::optional<std::vector<uint16_t>> NfReadTrafficPorts(const std::string& text);

/**
 * The values of some traffic, with what is usual where nothing was given.
 */
class NfTrafficValues
{
  public:
    /// @param spec some traffic, without faults (NfCheckTraffic()); it must outlive this
    explicit NfTrafficValues(const NfTrafficSpec& spec);

    /// @param name of a parameter
    /// @return its text
    const std::string& GetText(const std::string& name) const;
    /// @param name of a parameter
    /// @return whether it has a value
    bool Has(const std::string& name) const;
    /// @param name of a rate
    /// @return the rate
    DataRate GetRate(const std::string& name) const;
    /// @param name of a count or port
    /// @return the number
    uint32_t GetCount(const std::string& name) const;

    /**
     * What a variable is on average, from draws of a stream that nothing else draws from. It takes
     * none of the streams that ns-3 numbers by itself, so whether somebody asked changes no run.
     * @param name of bytes or a time
     * @return the mean, in bytes or seconds
     */
    double GetMean(const std::string& name) const;

    /**
     * @param name of bytes or a time
     * @param who tells apart the streams of one parameter: those of different pairs of nodes
     * @return a variable with a stream that depends on the traffic's name, the parameter and who
     */
    Ptr<RandomVariableStream> GetVariable(const std::string& name, const std::string& who) const;

    /**
     * @param purpose what it is for
     * @param who as above
     * @return a variable of evenly distributed numbers, with a stream likewise
     */
    Ptr<UniformRandomVariable> GetUniform(const std::string& purpose, const std::string& who) const;

  private:
    bool IsTime(const std::string& name) const;
    int64_t GetStream(const std::string& purpose, const std::string& who) const;

    const NfTrafficSpec& m_spec;
    const NfTrafficKind& m_kind;
};

} // namespace ns3

#endif /* NF_TRAFFIC_VALUES_H */
