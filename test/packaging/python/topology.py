# SPDX-License-Identifier: GPL-2.0-only
"""A script in Python: two hosts, a router between them that refuses UDP port 9 and nothing else.

It needs cppyy, which Debian 12 does not have.

usage: topology.py LIBRARY INCLUDE_DIR [MACRO...]   with the standalone build of the module
       topology.py                                  with the bindings of an ns-3 that has the module in
its tree: ./ns3 configure --enable-python-bindings ..., then
./ns3 run contrib/netfilter/test/packaging/python/topology.py
"""

import sys

try:
    import cppyy
except ImportError:
    print("cppyy is not there")
    sys.exit(77)

MODULES = ("core", "network", "internet", "applications", "point-to-point")


def load(library=None, include=None, *macros):
    """Make ns-3 and the module known to Python."""
    if library is None:
        # ns-3's own bindings load every module of the tree, whatever its libraries are called.
        from ns import ns

        return ns
    for macro in macros:
        cppyy.cppdef(f"#define {macro}")
    cppyy.add_include_path(include)
    cppyy.load_library(library)
    for module in MODULES:
        cppyy.load_library(f"libns3-{module}.so")
        cppyy.include(f"ns3/{module}-module.h")
    cppyy.include("ns3/netfilter-module.h")
    return cppyy.gbl.ns3


def stream(ns, source, sink, address, port):
    """Send five datagrams; return who receives them."""
    local = ns.InetSocketAddress(ns.Ipv4Address.GetAny(), port)
    receiver = ns.PacketSinkHelper("ns3::UdpSocketFactory", local.ConvertTo())
    receivers = receiver.Install(sink)
    client = ns.UdpClientHelper(ns.InetSocketAddress(address, port).ConvertTo())
    client.SetAttribute("MaxPackets", ns.UintegerValue(5))
    client.SetAttribute("Interval", ns.TimeValue(ns.MilliSeconds(100)))
    client.SetAttribute("PacketSize", ns.UintegerValue(100))
    client.Install(source).Start(ns.Seconds(1))
    return receivers.Get(0).GetObject[ns.PacketSink]()


def main():
    """The simulation, as a C++ script would write it."""
    ns = load(*sys.argv[1:])
    nodes = ns.NodeContainer(3)
    left, router, right = (nodes.Get(i) for i in range(3))
    link = ns.PointToPointHelper()
    near = link.Install(left, router)
    far = link.Install(router, right)
    ns.InternetStackHelper().Install(nodes)

    netfilter = ns.NetfilterHelper()
    netfilter.Install(router)
    base = ns.Ipv4AddressHelper(ns.Ipv4Address("10.1.1.0"), ns.Ipv4Mask("255.255.255.0"))
    base.Assign(near)
    base.SetBase(ns.Ipv4Address("10.1.2.0"), ns.Ipv4Mask("255.255.255.0"))
    server = base.Assign(far).GetAddress(1)
    ns.Ipv4GlobalRoutingHelper.PopulateRoutingTables()

    netfilter.Iptables(router, "-A FORWARD -p udp -m udp --dport 9 -j DROP")
    blocked = stream(ns, left, right, server, 9)
    allowed = stream(ns, left, right, server, 10)
    ns.Simulator.Stop(ns.Seconds(3))
    ns.Simulator.Run()
    print(
        f"blocked: {blocked.GetTotalRx() // 100} of 5, allowed: {allowed.GetTotalRx() // 100} of 5"
    )
    print(netfilter.Save(router))
    ns.Simulator.Destroy()
    return 0


if __name__ == "__main__":
    sys.exit(main())
