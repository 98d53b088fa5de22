// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRAFFIC_SPEC_H
#define NF_TRAFFIC_SPEC_H

#include "ns3/nstime.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/// Most bytes that a UDP datagram or an echo request holds beside its headers.
constexpr uint32_t NF_LONGEST_DATAGRAM = 65507;

/// What a traffic parameter holds. All are written as text.
enum class NfTrafficValueType : uint8_t
{
    RATE,     //!< ns-3's DataRate: "1Mbps"
    BYTES,    //!< a number, or a random variable of bytes
    DATAGRAM, //!< BYTES that a datagram can hold; of what is drawn, more is cut
    TIME,   //!< ns-3's Time ("20ms", "1.5s"), a number of seconds, or a random variable of seconds
    COUNT,  //!< a whole number; 0 often means without end
    PORT,   //!< 1 to 65535
    PORTS,  //!< ports and ranges: "22,80,1000-2000"
    PREFIX, //!< "198.18.0.0/15"
    NUMBER, //!< a number above 0
    FILE_NAME //!< of a capture
};

/// A parameter of a kind of traffic.
struct NfTrafficParameter
{
    const char* name;
    NfTrafficValueType type;
    const char*
        usual; //!< its value if it is not given; empty: it must be given, or it means "none"
    const char* meaning; //!< one line, with the unit
    bool isRequired{false};
};

/// A kind of traffic.
struct NfTrafficKind
{
    const char* name;
    const char* meaning;   //!< one line
    const char* protocol;  //!< of its packets: "tcp", "udp", "icmp"; empty: as a capture has them
    const char* delivered; //!< when an item of it counts as delivered
    std::vector<NfTrafficParameter> parameters;
};

/**
 * @ingroup netfilter
 * A flow of traffic, or many alike: from each node in `from` to each node in `to` (never to
 * itself).
 *
 * Values are texts, so that a scenario file and a script write the same: numbers with ns-3's units,
 * or a random variable as ns3::StringValue has it, "ns3::ExponentialRandomVariable[Mean=0.1]".
 */
struct NfTrafficSpec
{
    /// Whether the policy means it to pass.
    enum class Meant : uint8_t
    {
        UNSAID,
        ALLOWED,
        DENIED
    };

    std::string name;  //!< of its own; random draws derive from it, and from nothing else
    std::string kind;  //!< one of NfGetTrafficKinds()
    std::string group; //!< traffic class by which results are grouped; empty: the name
    std::vector<std::string> from; //!< names of nodes
    std::vector<std::string> to;   //!< names of nodes
    Meant meant{Meant::UNSAID};
    Time start{};
    std::optional<Time> stop;                  //!< nothing: the simulation's end
    std::map<std::string, std::string> values; //!< by name of the parameter
};

/// @return all kinds, in the order of the documentation
const std::vector<NfTrafficKind>& NfGetTrafficKinds();

/// @param name of a kind
/// @return the kind; null if there is none
const NfTrafficKind* NfFindTrafficKind(const std::string& name);

/**
 * @param parameter a parameter of a kind
 * @param value what was given for it
 * @return nothing, or what is wrong: "a rate such as 1Mbps is expected"
 */
std::optional<std::string> NfCheckTrafficValue(const NfTrafficParameter& parameter,
                                               const std::string& value);

/**
 * Everything that can be told without nodes: the kind, its parameters and their values, times.
 * @param spec some traffic
 * @return what is wrong, all of it; empty if nothing is
 */
std::vector<std::string> NfCheckTraffic(const NfTrafficSpec& spec);

} // namespace ns3

#endif /* NF_TRAFFIC_SPEC_H */
