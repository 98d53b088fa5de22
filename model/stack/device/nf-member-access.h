// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MEMBER_ACCESS_H
#define NF_MEMBER_ACCESS_H

namespace ns3
{

/**
 * @ingroup netfilter
 * Defines GetMember(Tag) to return the pointer to a member of a class of ns-3, private or not. C++
 * exempts the arguments of an explicit instantiation from access checks ([temp.spec]/6): no patch
 * of ns-3, no copy of the class's layout. The tag belongs into namespace ns3 itself.
 *
 * @code
 *   struct NfTcpSocketList { friend constexpr auto GetMember(NfTcpSocketList); };
 *   template struct NfMemberAccess<NfTcpSocketList, &TcpL4Protocol::m_sockets>;
 *   (tcp.*GetMember(NfTcpSocketList{})).size();
 * @endcode
 */
template <class Tag, auto Member>
struct NfMemberAccess
{
    /// @return the pointer to the member
    friend constexpr auto GetMember(Tag)
    {
        return Member;
    }
};

} // namespace ns3

#endif /* NF_MEMBER_ACCESS_H */
