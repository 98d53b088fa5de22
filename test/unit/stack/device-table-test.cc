// SPDX-License-Identifier: GPL-2.0-only

#include "nf-device-table.h"

#include "ns3/loopback-net-device.h"
#include "ns3/simple-net-device.h"

#include <gtest/gtest.h>

namespace ns3
{
namespace
{

class DeviceTable : public testing::Test
{
  protected:
    std::string NameOf(const Ptr<NetDevice>& device) const
    {
        const NfDevice* found = m_table.Find(device);
        return found ? std::string(found->name.View()) : "";
    }

    Ptr<NetDevice> m_lo{CreateObject<LoopbackNetDevice>()};
    Ptr<NetDevice> m_first{CreateObject<SimpleNetDevice>()};
    Ptr<NetDevice> m_second{CreateObject<SimpleNetDevice>()};
    NfDeviceTable m_table;
};

TEST_F(DeviceTable, NamesAndNumbersDevicesInTheOrderInWhichTheyCome)
{
    m_table.Update({m_lo, m_first});
    m_table.Update({m_second});
    EXPECT_EQ(NameOf(m_lo), "lo");
    EXPECT_EQ(NameOf(m_first), "eth0");
    EXPECT_EQ(NameOf(m_second), "eth1");
    EXPECT_EQ(m_table.Find(m_second)->ifindex, 3U);
    EXPECT_EQ(m_table.GetLoopback(), m_table.Find(m_lo));
}

TEST_F(DeviceTable, KeepsEntriesWhereTheyAre)
{
    m_table.Update({m_lo, m_first});
    const NfDevice* entry = m_table.Find(m_first);
    m_table.Update({m_second});
    EXPECT_EQ(m_table.Find(m_first), entry);
}

TEST_F(DeviceTable, TakesANameThatWasGivenBeforeTheDeviceCame)
{
    m_table.SetName(m_second, "uplink");
    m_table.Update({m_lo, m_first, m_second});
    EXPECT_EQ(NameOf(m_second), "uplink");
    EXPECT_EQ(m_table.Find("uplink"), m_table.Find(m_second));
    EXPECT_FALSE(m_table.Find("eth1"));
}

TEST_F(DeviceTable, KnowsNoDeviceThatHasNotCome)
{
    m_table.Update({m_lo});
    EXPECT_FALSE(m_table.Find(m_first));
    EXPECT_FALSE(m_table.Find("eth0"));
}

} // namespace
} // namespace ns3
