// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_APPLICATION_OWNER_H
#define NF_APPLICATION_OWNER_H

#include "nf-ipv4-stack.h"
#include "nf-socket-owner.h"

#include "ns3/application.h"
#include "ns3/object.h"
#include "ns3/ptr.h"

namespace ns3
{

/**
 * @ingroup netfilter
 * Tells the node's layer whose the sockets are that an application makes (NfSocketOwners).
 *
 * It is aggregated to the application and initialised before it, so that two events of its own
 * enclose, with nothing between them, the one that starts the application. Sockets that appear
 * meanwhile are the application's.
 */
class NfApplicationOwner : public Object
{
  public:
    /// @return the TypeId
    static TypeId GetTypeId();

    /**
     * @param application whose owner to set, on a node with the layer; a change after it has been
     *        initialised is an NS_ABORT
     * @param owner of it
     */
    static void Set(Ptr<Application> application, const NfSocketOwner& owner);

  protected:
    void DoInitialize() override;
    void DoDispose() override;

  private:
    void Begin();
    void End();

    Ptr<NfIpv4Stack> m_stack;
    Application* m_application{nullptr}; //!< lives as long as this, being aggregated
    NfSocketOwner m_owner;
    bool m_entered{false}; //!< DoInitialize() has been called
};

} // namespace ns3

#endif /* NF_APPLICATION_OWNER_H */
