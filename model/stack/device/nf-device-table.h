// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_DEVICE_TABLE_H
#define NF_DEVICE_TABLE_H

#include "nf-device.h"

#include "ns3/net-device.h"

#include <deque>
#include <map>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * The devices of a node under the names that rules use.
 *
 * The loopback device is `lo`, the others are `eth0`, `eth1`, ... in order. A name set with
 * SetName(), or in ns-3's Names as `/Names/<node>/<device>`, replaces that; one in Names that is
 * longer than 15 characters, which no interface of Linux can have, does not. Two interfaces of one
 * name are an NS_ABORT. Indexes are those that Linux would give:
 * lo is 1, then counting up. Entries never move, so packets can point to them.
 */
class NfDeviceTable
{
  public:
    /**
     * Take up devices. Those known already are kept, under the names that they have by now.
     * @param added the new ones
     */
    void Update(const std::vector<Ptr<NetDevice>>& added);

    /**
     * @param netDevice the device
     * @param name what rules shall call it; may be set before the device has an address
     */
    void SetName(Ptr<NetDevice> netDevice, const std::string& name);

    /**
     * @param netDevice a device
     * @return its entry, or null
     */
    const NfDevice* Find(Ptr<const NetDevice> netDevice) const;

    /**
     * @param name what rules call it
     * @return its entry, or null
     */
    const NfDevice* Find(std::string_view name) const;

    /// @return loopback, or null
    const NfDevice* GetLoopback() const
    {
        return m_loopback;
    }

    /// @return all devices, in order of their index
    const std::deque<NfDevice>& GetAll() const
    {
        return m_devices;
    }

  private:
    void CheckNames() const;
    std::string ChooseName(const Ptr<NetDevice>& netDevice, uint32_t ifindex) const;

    std::deque<NfDevice> m_devices;                      //!< by index
    std::map<Ptr<const NetDevice>, std::string> m_names; //!< set by the user; never iterated
    const NfDevice* m_loopback{nullptr};
};

} // namespace ns3

#endif /* NF_DEVICE_TABLE_H */
