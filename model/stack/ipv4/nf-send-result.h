// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SEND_RESULT_H
#define NF_SEND_RESULT_H

#include <cstdint>

namespace ns3
{

/// How an attempt of the node to send a datagram ended. Names of the errno that Linux returns.
enum class NfSendResult : uint8_t
{
    SENT,
    PERM,        //!< EPERM: dropped by a hook
    NETUNREACH,  //!< ENETUNREACH: no route
    HOSTUNREACH, //!< EHOSTUNREACH: an unreachable route
    ACCES,       //!< EACCES: a prohibit route
    INVAL,       //!< EINVAL: a blackhole route
    MSGSIZE      //!< EMSGSIZE: longer than the MTU
};

} // namespace ns3

#endif /* NF_SEND_RESULT_H */
