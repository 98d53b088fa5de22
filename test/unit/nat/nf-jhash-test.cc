// SPDX-License-Identifier: GPL-2.0-only

#include "nat-box.h"
#include "nf-jhash.h"
#include "nf-nat-selector.h"

#include <gtest/gtest.h>
#include <vector>

namespace ns3
{
namespace
{

TEST(NfJhash2, VectorsOfAnIndependentImplementation)
{
    struct Vector
    {
        std::vector<uint32_t> key;
        uint32_t initial;
        uint32_t hash;
    };

    const Vector vectors[] = {
        {{}, 0, 0xdeadbeef},
        {{}, 7, 0xdeadbef6},
        {{1}, 0, 0x72a82a9b},
        {{1, 2}, 3, 0x252781b5},
        {{1, 2, 3}, 0, 0xa46158f5},
        {{1, 2, 3, 4}, 0, 0x66491246},
        {std::vector<uint32_t>(7, 0xffffffff), 0x12345678, 0x7aa4045d},
        {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 1, 0x5877b0a8},
    };
    for (const Vector& vector : vectors)
    {
        EXPECT_EQ(NfJhash2(vector.key.data(), vector.key.size(), vector.initial), vector.hash)
            << vector.key.size() << " words";
    }
}

// The first four are what a real kernel chose.
TEST(NfNatSelector, Behaviour27AddressOfARangeIsThatOfLinux)
{
    struct Choice
    {
        const char* source;
        const char* destination;
        const char* min;
        const char* max;
        uint16_t zone;
        bool persistent;
        const char* expected;
    };

    const Choice choices[] = {
        {"10.0.0.2", "198.51.100.1", "192.0.2.10", "192.0.2.20", 0, false, "192.0.2.14"},
        {"10.0.0.2", "198.51.100.3", "192.0.2.10", "192.0.2.20", 0, false, "192.0.2.17"},
        {"10.0.0.3", "198.51.100.1", "192.0.2.10", "192.0.2.20", 0, false, "192.0.2.17"},
        {"198.51.100.1", "192.0.2.1", "172.16.0.10", "172.16.0.13", 0, false, "172.16.0.12"},
        {"10.0.0.2", "198.51.100.1", "192.0.2.10", "192.0.2.20", 5, false, "192.0.2.19"},
        {"10.0.0.2", "198.51.100.1", "192.0.2.10", "192.0.2.20", 0, true, "192.0.2.20"},
        {"10.0.0.2", "203.0.113.1", "192.0.2.10", "192.0.2.20", 0, true, "192.0.2.20"},
        {"10.0.0.7", "198.51.100.1", "10.1.0.0", "10.1.255.255", 0, false, "10.1.223.246"},
    };
    for (const Choice& choice : choices)
    {
        NfTuple tuple;
        tuple.source = V4(choice.source);
        tuple.destination = V4(choice.destination);
        NfNatRange range = Range(choice.min, choice.max);
        range.persistent = choice.persistent;
        for (const NfManip manip : {NfManip::SOURCE, NfManip::DESTINATION})
        {
            EXPECT_EQ(NfToString(NfNatSelector::ChooseAddress(tuple, range, choice.zone, manip)),
                      choice.expected);
        }
    }
}

// What a real kernel chose: the hash goes on with the words of the tuple's destination, which DNAT
// has replaced by then.
TEST(NfNatSelector, AddressOfAnIpv6RangeIsThatOfLinux)
{
    NfTuple tuple;
    tuple.family = NfFamily::IPV6;
    tuple.source = *NfParseAddress("2001:db8:a:3dde::f4d2", NfFamily::IPV6);
    tuple.destination = *NfParseAddress("2001:db8:f2:9a::6:b", NfFamily::IPV6);
    NfNatRange range;
    range.minAddress = *NfParseAddress("fd00:c::", NfFamily::IPV6);
    range.maxAddress = *NfParseAddress("fd00:c:0:5::7", NfFamily::IPV6);
    auto choose = [&](NfManip manip) {
        return NfToString(NfNatSelector::ChooseAddress(tuple, range, 0, manip), NfFamily::IPV6);
    };
    EXPECT_EQ(choose(NfManip::DESTINATION), "fd00:c:0:4:c586:1102:c797:97c5");
    range.persistent = true;
    EXPECT_EQ(choose(NfManip::DESTINATION), choose(NfManip::SOURCE));
}

TEST(NfNatSelector, AddressOfAnIpv6RangeStaysWithinIt)
{
    NfNatRange range;
    range.minAddress = NfAddress({0x20010db8, 0, 0, 0});
    range.maxAddress = NfAddress({0x20010db8, 0, 1, 5});
    bool belowLast = false;
    for (uint32_t host = 0; host < 200; ++host)
    {
        NfTuple tuple;
        tuple.family = NfFamily::IPV6;
        tuple.source = NfAddress({0xfd000000, 0, 0, host});
        tuple.destination = NfAddress({0x20010db8, 1, 2, 3});
        NfAddress address = NfNatSelector::ChooseAddress(tuple, range, 0, NfManip::SOURCE);
        EXPECT_EQ(address.Words()[0], 0x20010db8U);
        EXPECT_LE(address.Words()[2], 1U);
        belowLast = belowLast || address.Words()[2] == 0;
        EXPECT_TRUE(address.Words()[2] == 0 || address.Words()[3] <= 5);
    }
    EXPECT_TRUE(belowLast);
}

} // namespace
} // namespace ns3
