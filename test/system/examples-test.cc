// SPDX-License-Identifier: GPL-2.0-only

#include <array>
#include <cstdio>
#include <gmock/gmock.h>
#include <string>
#include <sys/wait.h>

using ::testing::HasSubstr;

namespace
{

/// What a program prints, and that it ends well.
std::string
RunExample(const std::string& command)
{
    FILE* pipe = popen((std::string(NF_EXAMPLES_BIN "/") + command + " 2>&1").c_str(), "r");
    EXPECT_TRUE(pipe);
    std::string output;
    std::array<char, 4096> buffer;
    while (auto size = std::fread(buffer.data(), 1, buffer.size(), pipe))
    {
        output.append(buffer.data(), size);
    }
    int status = pclose(pipe);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << output;
    return output;
}

} // namespace

TEST(Examples, CustomHook)
{
    std::string output = RunExample("custom-hook");
    EXPECT_THAT(output, HasSubstr("received 60 packets on eth0, and dropped 6 of them"));
    EXPECT_THAT(output, HasSubstr("Port 1000: 18 arrived, +3."));
    EXPECT_THAT(output, HasSubstr("Port 2000: 18 arrived, +53."));
    EXPECT_THAT(output, HasSubstr("Port 3000: 18 arrived, +3."));
    EXPECT_THAT(output, HasSubstr("18 of them as expedited"));
}

TEST(Examples, CustomMatch)
{
    std::string output = RunExample("custom-match");
    EXPECT_THAT(output, HasSubstr("+1000.02ms: 100 bytes arrived"));
    EXPECT_THAT(output, HasSubstr("+1020.18ms: 1000 bytes arrived"));
    EXPECT_THAT(output, HasSubstr("payload > 500 delay 20ms"));
}

TEST(Examples, PolicyDmz)
{
    const std::string good = RunExample("policy-dmz");
    EXPECT_THAT(good, HasSubstr("The check finds nothing."));
    EXPECT_THAT(good, HasSubstr("internet -> dmz tcp/443: 10000 bytes, denied tcp/22: 0 bytes"));
    EXPECT_THAT(good, HasSubstr("lan tcp/443: 0 bytes, lan -> internet: 10000 bytes"));
    const std::string open = RunExample("policy-dmz --firewalls=edge1");
    EXPECT_THAT(open, HasSubstr("exchanges pass, such as core > edge2 > host2-1"));
    EXPECT_THAT(open, HasSubstr("denied tcp/22: 10000 bytes"));
}

TEST(Examples, DualStack)
{
    const std::string trace = testing::TempDir() + "/dual-stack-test.db";
    std::remove(trace.c_str());
    const std::string open = RunExample("dual-stack --trace=" + trace);
    EXPECT_THAT(open, HasSubstr("over IPv4: 100000, over IPv6: 100000"));
    EXPECT_THAT(open, HasSubstr("src=2001:2::"));
    const std::string blocked = RunExample("dual-stack --blockTooBig --trace=" + trace);
    EXPECT_THAT(blocked, HasSubstr("over IPv4: 100000, over IPv6: 0"));
}

TEST(Examples, FloodLimit)
{
    const std::string limited = RunExample("flood-limit");
    EXPECT_THAT(limited, HasSubstr("readers delivered_share 1"));
    EXPECT_THAT(limited, HasSubstr("of readers delivered: held, 100 %"));
    EXPECT_THAT(limited, HasSubstr("flood dropped_by_rule 37"));
    EXPECT_THAT(RunExample("flood-limit --limit=0"), HasSubstr("flood dropped_by_rule 0 "));
}

TEST(Examples, TransparentProxy)
{
    const std::string output = RunExample("transparent-proxy");
    EXPECT_THAT(output,
                HasSubstr("The proxy was asked by 10.0.0.1 for 192.0.2.2:80, and copied 100000 "
                          "bytes\nThe server is connected with 10.0.0.1\n"));
    EXPECT_THAT(output, HasSubstr("The server received 100000 of 100000 bytes"));
    EXPECT_THAT(output, HasSubstr("TPROXY redirect 0.0.0.0:50080 mark 0x1/0x1"));
}

TEST(Examples, ThreeZone)
{
    std::string trace = testing::TempDir() + "/three-zone-test.db";
    std::remove(trace.c_str());
    std::string output = RunExample("three-zone --trace=" + trace);
    for (const char* delivered :
         {"masqueraded              500000 of  500000 bytes",
          "the web server, port 80         200000 of  200000 bytes",
          "LAN to the web server                       100000 of  100000 bytes",
          "LAN to a name server                            20 of      20 datagrams",
          "LAN pings the Internet                          10 of      10 answers",
          "Internet pings the edge router                  10 of      10 answers",
          "Internet to ssh on the edge (forbidden)          0 of    1000 bytes",
          "LAN to telnet outside (forbidden)                0 of    1000 bytes",
          "DMZ to the LAN (forbidden)                       0 of    1000 bytes",
          "Internet to the LAN (forbidden)                  0 of       5 datagrams"})
    {
        EXPECT_THAT(output, HasSubstr(delivered));
    }
    EXPECT_THAT(output, HasSubstr("Dropped: 10 packets"));
    EXPECT_THAT(output, HasSubstr("5  edge     filter FORWARD   policy DROP\n"));
    EXPECT_THAT(output,
                HasSubstr("--dport 22 -m comment --comment \"no ssh from outside\" -j DROP"));
    EXPECT_THAT(output, HasSubstr("--dport 23 -j REJECT --reject-with tcp-reset"));
    EXPECT_THAT(output, HasSubstr("\nTrace: " + trace + " (run 1)"));
    EXPECT_EQ(std::remove(trace.c_str()), 0) << "the trace was written";
}

TEST(Examples, NatGateway)
{
    std::string output = RunExample("nat-gateway");
    EXPECT_THAT(output,
                HasSubstr("inside: 200000, through the forwarded port: 100000, past the "
                          "gateway: 0"));
    EXPECT_THAT(output, HasSubstr("answered as tcp 192.168.1.3:80 > 203.0.113.1:49153"));
    EXPECT_THAT(output, HasSubstr("answered as tcp 203.0.113.1:443 > 203.0.113.2:49153"));
    EXPECT_THAT(output,
                HasSubstr("tcp 192.168.1.3:49153 > 203.0.113.1:443, answered as tcp "
                          "203.0.113.1:443 > 203.0.113.2:"));
}
