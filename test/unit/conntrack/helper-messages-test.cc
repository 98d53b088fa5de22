// SPDX-License-Identifier: GPL-2.0-only

#include "nf-checksum.h"
#include "nf-pptp-call.h"
#include "nf-snmp-message.h"

#include <gmock/gmock.h>
#include <initializer_list>
#include <optional>
#include <vector>

using namespace ns3;
using testing::ElementsAre;
using testing::IsEmpty;

namespace
{

using Bytes = std::vector<uint8_t>;

/// An element of ASN.1 that is shorter than 128 bytes.
Bytes
Element(uint8_t tag, std::initializer_list<Bytes> parts)
{
    Bytes bytes{tag, 0};
    for (const Bytes& part : parts)
    {
        bytes.insert(bytes.end(), part.begin(), part.end());
    }
    bytes[1] = static_cast<uint8_t>(bytes.size() - 2);
    return bytes;
}

const Bytes NAME = Element(6, {{0x2b, 6, 1}});
const Bytes ADDRESS = Element(0x40, {{10, 0, 0, 2}});

Bytes
Message(uint8_t version, uint8_t pdu, std::initializer_list<Bytes> bindings)
{
    const Bytes number{2, 1, 0};
    return Element(0x30,
                   {{2, 1, version},
                    Element(4, {{'a'}}),
                    Element(pdu, {number, number, number, Element(0x30, bindings)})});
}

/// @return the addresses of a message; nothing if it is none
std::optional<std::vector<std::size_t>>
Find(const Bytes& data)
{
    std::vector<std::size_t> addresses;
    return NfFindSnmpAddresses(data, addresses) ? std::optional(addresses) : std::nullopt;
}

TEST(SnmpMessage, TellsWhereAddressesAre)
{
    const Bytes binding = Element(0x30, {NAME, ADDRESS});
    const Bytes one = Message(1, 0xa2, {binding});
    const auto found = Find(one);
    ASSERT_TRUE(found);
    EXPECT_THAT(*found, ElementsAre(one.size() - 4));
    EXPECT_THAT(*Find(Message(0, 0xa3, {binding, binding})),
                ElementsAre(one.size() - 4, one.size() - 4 + binding.size()));
    EXPECT_THAT(*Find(Message(1, 0xa0, {Element(0x30, {NAME, {5, 0}})})), IsEmpty());
}

TEST(SnmpMessage, OfVersion3AndOldTrapsIsNone)
{
    const Bytes binding = Element(0x30, {NAME, ADDRESS});
    EXPECT_FALSE(Find(Message(3, 0xa2, {binding})));
    EXPECT_FALSE(Find(Message(1, 0xa4, {binding})));
}

TEST(SnmpMessage, MayEndEarlyWhereLinuxLetsIt)
{
    const Bytes named = Element(0x30, {NAME});
    EXPECT_THAT(*Find(Message(1, 0xa2, {named})), IsEmpty());
    EXPECT_FALSE(Find(Message(1, 0xa2, {}))) << "no binding";
    EXPECT_TRUE(Find(Element(0x30, {{2, 1, 1}, Element(4, {{'a'}})}))) << "no PDU";
}

TEST(SnmpMessage, TellsOfAddressesBeforeWhatIsWrong)
{
    const Bytes binding = Element(0x30, {NAME, ADDRESS, ADDRESS});
    std::vector<std::size_t> addresses;
    EXPECT_FALSE(NfFindSnmpAddresses(Message(1, 0xa2, {binding}), addresses));
    EXPECT_EQ(addresses.size(), 1U);
}

TEST(SnmpMessage, EachPartOfOneIsNone)
{
    const Bytes whole = Message(1, 0xa2, {Element(0x30, {NAME, ADDRESS})});
    for (std::size_t size = 0; size < whole.size(); ++size)
    {
        EXPECT_FALSE(Find({whole.begin(), whole.begin() + size})) << size;
    }
    // No length leads out of the data.
    for (std::size_t place = 0; place < whole.size(); ++place)
    {
        for (uint8_t value : {0x00, 0x7f, 0x80, 0x81, 0x82, 0x83, 0xff})
        {
            Bytes wrong = whole;
            wrong[place] = value;
            std::vector<std::size_t> addresses;
            NfFindSnmpAddresses(wrong, addresses);
            for (std::size_t address : addresses)
            {
                EXPECT_LE(address + 4, wrong.size());
            }
        }
    }
}

Bytes
Control(NfPptpType type, Bytes fields)
{
    Bytes bytes(NfPptpMessage::FIELDS);
    NfWrite16(&bytes[2], 1);
    NfWrite32(&bytes[4], 0x1a2b3c4d);
    NfWrite16(&bytes[8], static_cast<uint16_t>(type));
    bytes.insert(bytes.end(), fields.begin(), fields.end());
    return bytes;
}

TEST(PptpMessage, IsWholeOrNone)
{
    const Bytes reply = Control(NfPptpType::OUT_CALL_REPLY, Bytes(20, 1));
    EXPECT_TRUE(NfPptpMessage::Read(reply));
    for (std::size_t size = 0; size < reply.size(); ++size)
    {
        EXPECT_FALSE(NfPptpMessage::Read({reply.begin(), reply.begin() + size})) << size;
    }
    Bytes other = reply;
    other[4] = 0;
    EXPECT_FALSE(NfPptpMessage::Read(other)) << "another cookie";
    const auto unknown = NfPptpMessage::Read(Control(static_cast<NfPptpType>(99), {}));
    ASSERT_TRUE(unknown);
    EXPECT_EQ(unknown->GetWord(0), 0);
    EXPECT_EQ(NfPptpCall().TakeFromClient(*unknown), NfPptpCall::Step::IGNORED);
}

TEST(PptpCall, LeadsToATunnelOnceBothSidesAgree)
{
    NfPptpCall call;
    const auto client = [&call](NfPptpType type, Bytes fields) {
        return call.TakeFromClient(*NfPptpMessage::Read(Control(type, std::move(fields))));
    };
    const auto server = [&call](NfPptpType type, Bytes fields) {
        return call.TakeFromServer(*NfPptpMessage::Read(Control(type, std::move(fields))));
    };
    const auto padded = [](Bytes fields, std::size_t size) {
        fields.resize(size);
        return fields;
    };
    using Step = NfPptpCall::Step;
    const Bytes asks = padded({0, 0x11}, 156);
    const Bytes agrees = padded({0, 0x22, 0, 0x11, 1}, 20);
    EXPECT_EQ(client(NfPptpType::OUT_CALL_REQUEST, asks), Step::IGNORED) << "no session";
    EXPECT_EQ(client(NfPptpType::START_REQUEST, Bytes(144)), Step::NONE);
    EXPECT_EQ(server(NfPptpType::START_REPLY, padded({1, 0, 1}, 144)), Step::NONE);
    EXPECT_EQ(server(NfPptpType::OUT_CALL_REPLY, agrees), Step::IGNORED) << "nobody has called";
    EXPECT_EQ(client(NfPptpType::OUT_CALL_REQUEST, asks), Step::NONE);
    EXPECT_EQ(server(NfPptpType::OUT_CALL_REPLY, padded({0, 0x22, 0, 0x12, 1}, 20)), Step::IGNORED)
        << "another call";
    EXPECT_EQ(server(NfPptpType::OUT_CALL_REPLY, agrees), Step::TUNNEL);
    EXPECT_EQ(call.clientId, 0x11);
    EXPECT_EQ(call.serverId, 0x22);
    EXPECT_EQ(server(NfPptpType::CALL_DISCONNECT_NOTIFY, padded({0, 0x22}, 136)), Step::HANG_UP);
    EXPECT_EQ(server(NfPptpType::OUT_CALL_REPLY, agrees), Step::IGNORED) << "it has ended";
}

} // namespace
