// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_LINK_TYPE_H
#define NF_LINK_TYPE_H

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * A link type of captures that is understood (pcap-linktype(7)), and how its frames tell what they
 * hold.
 */
struct NfLinkType
{
    /// How a kind of frame tells what it holds.
    enum Tells : uint8_t
    {
        NOTHING,   //!< it is IP
        ETHERTYPE, //!< perhaps after VLAN tags
        PPP,
        FAMILY //!< a number of 32 bits, 2 for IPv4
    };

    uint32_t number; //!< in the file
    Tells tells;
    std::size_t typeAt; //!< where the type stands
    std::size_t header; //!< bytes before the packet, without VLAN tags
    const char* name;
    std::size_t kindAt{0}; //!< Linux cooked: where it stands to whom the frame was addressed
};

/// Where a frame says that its packet begins, or what it says that it holds instead.
struct NfFramePlace
{
    std::optional<std::size_t> start;
    std::string other;
};

/**
 * @param number of a link type, as in a file
 * @return the link type, or null if it is not understood
 */
const NfLinkType* NfFindLinkType(uint32_t number);

/// @return the link types that are understood: "1 (Ethernet), 9 (PPP), ..."
std::string NfListLinkTypes();

/**
 * @param frame what was captured
 * @param size how many bytes
 * @param type of the frame
 * @return where its IPv4 packet is, if it says that it holds one
 */
NfFramePlace NfFindPacket(const uint8_t* frame, std::size_t size, const NfLinkType& type);

} // namespace ns3

#endif /* NF_LINK_TYPE_H */
