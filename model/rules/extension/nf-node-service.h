// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_NODE_SERVICE_H
#define NF_NODE_SERVICE_H

namespace ns3
{

class NfNetns;

/**
 * @ingroup netfilter
 * A second base of extensions that do something at a node although no packet meets their rule, as
 * CLUSTERIP answers ARP.
 */
class NfNodeService
{
  public:
    virtual ~NfNodeService() = default;

    /**
     * The table that holds the rule comes into force, behind NfExtension::Start(). It may be called
     * again for the same rule. What is kept for the node must outlive the rule
     * (NfNetns::states), and notice that the rule is gone.
     * @param netns the node
     */
    virtual void Serve(NfNetns& netns) = 0;
};

} // namespace ns3

#endif /* NF_NODE_SERVICE_H */
