// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SOCKET_OWNERS_H
#define NF_SOCKET_OWNERS_H

#include "nf-packet.h"
#include "nf-socket-owner.h"

#include "ns3/node.h"
#include "ns3/socket.h"

#include <cstdint>
#include <list>
#include <memory>
#include <unordered_map>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * Whose the sockets of a node are, and so the packets that they send (for the match owner).
 *
 * On Linux a socket belongs to the process that has made it. ns-3's sockets know no maker, so it
 * is found out, for TCP and UDP, by the first that applies:
 *  - what SetOwner() said of the socket;
 *  - what an application makes while it starts is the application's (BeginStart(), EndStart());
 *  - a socket that TCP has accepted a connection with is its listener's;
 *  - one that first sends while a packet is delivered to another socket is the other's: programs
 *    such as proxies open connections when they hear of one.
 * Everything else, raw sockets and those that an application makes on a timer of its own among
 * them, is the node's owner's: root, unless SetDefault() says otherwise.
 *
 * A socket is found by the addresses and ports of what it sends. That costs nothing until
 * somebody but the node's owner has been told of.
 *
 * Difference from Linux: a socket that its application has closed, and which still sends its last
 * segments, has its owner here, and none on Linux.
 */
class NfSocketOwners
{
  public:
    NfSocketOwners();
    ~NfSocketOwners();

    /// @param node whose sockets to know; null: none any more
    void Attach(Ptr<Node> node);

    /// @param owner of all sockets of which nothing else is known
    void SetDefault(const NfSocketOwner& owner)
    {
        m_default = Intern(owner);
    }

    /// @return the owner of sockets of which nothing else is known
    const NfSocketOwner& GetDefault() const
    {
        return *m_default;
    }

    /**
     * @param socket a socket of this node
     * @param owner whose it is
     */
    void SetOwner(Ptr<Socket> socket, const NfSocketOwner& owner);

    /**
     * An application starts: what it makes and sends until EndStart() is its own.
     * @param owner of it
     */
    void BeginStart(const NfSocketOwner& owner);

    /**
     * The application has started.
     * @return how many sockets of TCP and UDP it has made
     */
    uint32_t EndStart();

    /**
     * @param owner an owner
     * @return the same, at an address that stays as long as this object
     */
    const NfSocketOwner* Intern(const NfSocketOwner& owner);

    /**
     * @param packet that a socket of the node sends, as it leaves the socket
     * @param delivering what is being delivered to a socket meanwhile; may be null
     * @return the socket's owner
     */
    const NfSocketOwner* Find(const NfPacket& packet, const NfPacket* delivering)
    {
        return m_active ? FindSender(packet, delivering) : m_default;
    }

  private:
    /// A connection or association, as its local end sees it.
    struct Flow
    {
        NfFamily family;
        NfAddress local;
        NfAddress remote;
        uint16_t localPort;
        uint16_t remotePort;
        uint8_t protocol;

        bool operator==(const Flow& other) const;
    };

    struct FlowHash
    {
        std::size_t operator()(const Flow& flow) const;
    };

    struct Known;    //!< a socket that is known, as long as it lives
    class Knowledge; //!< aggregated to a socket, so that its end is noticed

    static bool ReadFlow(const NfPacket& packet, bool sent, Flow& flow);
    const NfSocketOwner* FindSender(const NfPacket& packet, const NfPacket* delivering);
    // The socket of a flow, by what ns-3's TCP and UDP know; null if there is none.
    Ptr<Socket> FindSocket(const Flow& flow) const;
    // What is known of a flow's socket; null if nothing is.
    std::shared_ptr<Known> FindKnown(const Flow& flow);
    const NfSocketOwner* FindListenerOwner(const Flow& flow) const;
    std::shared_ptr<Known> Learn(Ptr<Socket> socket, const NfSocketOwner* owner);
    std::vector<Ptr<Socket>> GetSockets(uint8_t protocol) const;

    Ptr<Node> m_node;
    std::list<NfSocketOwner> m_owners; //!< what Intern() has given out
    const NfSocketOwner* m_default;
    const NfSocketOwner* m_starting{nullptr}; //!< owner of the application that starts
    std::vector<Ptr<Socket>> m_before;        //!< sockets before it started
    bool m_active{false};                     //!< somebody but the default owner is known
    std::unordered_map<Flow, std::weak_ptr<Known>, FlowHash> m_flows; //!< never iterated
};

} // namespace ns3

#endif /* NF_SOCKET_OWNERS_H */
