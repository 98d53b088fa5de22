// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CONNECTION_FILTER_H
#define NF_CONNECTION_FILTER_H

#include "nf-address-parser.h"
#include "nf-connection.h"

#include <cstdint>
#include <optional>
#include <string>

namespace ns3
{

/**
 * @ingroup netfilter
 * Which connections a command of conntrack(8) is for. What is not set matches any connection.
 */
struct NfConnectionFilter
{
    /// Ends of one direction.
    struct Ends
    {
        std::optional<NfAddressAndMask> source;
        std::optional<NfAddressAndMask> destination;
        std::optional<uint16_t> sourcePort;
        std::optional<uint16_t> destinationPort;
    };

    Ends original;                   //!< as the first packet had it
    Ends reply;                      //!< as answers arrive
    std::optional<NfFamily> family;  //!< of the addresses
    std::optional<uint8_t> protocol; //!< IP protocol
    std::optional<uint8_t> icmpType;
    std::optional<uint8_t> icmpCode;
    std::optional<uint16_t> icmpId;
    std::optional<std::string> state; //!< name of the protocol's state
    std::optional<uint32_t> mark;     //!< compared under markMask
    uint32_t markMask{UINT32_MAX};
    uint32_t statusSet{0};   //!< NfCtStatus bits that must be set
    uint32_t statusClear{0}; //!< NfCtStatus bits that must not be set
    uint32_t anyNat{0};      //!< of these NfCtStatus bits at least one must be set; 0: no matter
    std::optional<NfAddressAndMask> sourceNat;      //!< the address that the source became
    std::optional<NfAddressAndMask> destinationNat; //!< the address that the destination became
    std::optional<uint16_t> zone;                   //!< zone of both directions
    std::optional<uint16_t> originalZone;           //!< zone of the original direction only
    std::optional<uint16_t> replyZone;              //!< zone of the reply direction only

    /// @param connection a connection
    /// @return true if the filter is for it
    bool Matches(const NfConnection& connection) const;
};

} // namespace ns3

#endif /* NF_CONNECTION_FILTER_H */
