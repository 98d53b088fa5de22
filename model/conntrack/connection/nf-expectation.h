// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_EXPECTATION_H
#define NF_EXPECTATION_H

#include "nf-connection.h"
#include "nf-tuple.h"
#include "nf-types.h"

#include "ns3/nstime.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <functional>

namespace ns3
{

class NfConnectionHelper;

/**
 * @ingroup netfilter
 * A connection that a helper has announced (Linux's struct nf_conntrack_expect). Its first packet
 * is RELATED to the master.
 */
struct NfExpectation
{
    NfTuple tuple;        //!< what the first packet will look like; its family is the master's
    NfAddress sourceMask; //!< bits of tuple.source that count; none: any source
    uint16_t sourcePortMask{0};                //!< bits of tuple.sourcePort that count
    Ptr<NfConnection> master;                  //!< whose helper announced it
    const NfConnectionHelper* helper{nullptr}; //!< helper of the new connection; usually none
    uint8_t expectClass{0}; //!< for helpers that expect connections of many kinds
    bool permanent{false};  //!< stays after its first use
    bool inactive{false};   //!< never matches (waits to be activated)
    Time expires;           //!< when it is given up; set by Expect()
    uint64_t id{0};         //!< set by Expect(), in order of creation

    NfAddress savedAddress;                       //!< NAT: the address before mangling
    uint16_t savedPort{0};                        //!< NAT: the port before mangling
    NfDirection direction{NfDirection::ORIGINAL}; //!< NAT: direction of the announcing packet
    /// Called with the new connection before its first packet goes on; may be empty.
    std::function<void(NfConnection&, const NfExpectation&)> callback;
};

} // namespace ns3

#endif /* NF_EXPECTATION_H */
