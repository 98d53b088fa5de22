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

/**
 * @ingroup netfilter
 * Where the result of a send goes, as part of what is known of its packet. A packet that a hook
 * keeps is moved away, and from then on nobody waits for its result.
 */
class NfResultSlot
{
  public:
    NfResultSlot() = default;

    /// @param result of the send; it lasts as long as this is not moved away
    explicit NfResultSlot(NfSendResult& result)
        : m_result(&result)
    {
    }

    NfResultSlot(NfResultSlot&&) noexcept
    {
    }

    NfResultSlot& operator=(NfResultSlot&& other) noexcept
    {
        m_result = other.m_result;
        return *this;
    }

    /// @param result how the send ended
    void Set(NfSendResult result) const
    {
        if (m_result)
        {
            *m_result = result;
        }
    }

  private:
    NfSendResult* m_result{nullptr}; //!< null: nobody waits
};

} // namespace ns3

#endif /* NF_SEND_RESULT_H */
