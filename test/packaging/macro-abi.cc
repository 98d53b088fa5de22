// SPDX-License-Identifier: GPL-2.0-only
//
// Fails if a script that links the module has another idea of UdpClient's size than ns-3 has.

#include "ns3/udp-client.h"

#include <iostream>

int
main()
{
    std::size_t ours = sizeof(ns3::UdpClient);
    std::size_t theirs = ns3::UdpClient::GetTypeId().GetSize();
    std::cout << "UdpClient: " << ours << " bytes here, " << theirs << " in ns-3's library\n";
    return ours == theirs ? 0 : 1;
}
