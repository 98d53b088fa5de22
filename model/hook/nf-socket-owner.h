// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SOCKET_OWNER_H
#define NF_SOCKET_OWNER_H

#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * To whom the socket belongs that sends a packet (Linux's skb->sk and the credentials of its file).
 *
 * A packet may also come from no socket at all, such as one that is forwarded, or the reset of the
 * target REJECT; NfPacket::socket is then null. Echo replies, ICMP errors and resets for ports
 * that nobody listens on come from sockets of the kernel, which exist and belong to nobody.
 */
struct NfSocketOwner
{
    uint32_t uid{0};                //!< the user
    uint32_t gid{0};                //!< the group
    std::vector<uint32_t> groups{}; //!< supplementary groups
    uint32_t pid{0};                //!< the process, for people; no rule of Linux asks for it
    bool kernel{false};             //!< a socket of the kernel: the numbers above say nothing
};

/**
 * @param a an owner
 * @param b another owner
 * @return whether they are the same
 */
inline bool
operator==(const NfSocketOwner& a, const NfSocketOwner& b)
{
    return a.uid == b.uid && a.gid == b.gid && a.groups == b.groups && a.pid == b.pid &&
           a.kernel == b.kernel;
}

/// The owner of the kernel's own sockets.
inline const NfSocketOwner NF_KERNEL_SOCKET{0, 0, {}, 0, true};

} // namespace ns3

#endif /* NF_SOCKET_OWNER_H */
