// SPDX-License-Identifier: GPL-2.0-only

#include "nf-helper-pptp.h"

#include "nf-conntrack.h"
#include "nf-prefix.h"
#include "nf-transport-view.h"

#include <algorithm>
#include <utility>

namespace ns3
{

namespace
{

/// Packets of the tunnel in one direction of the control connection.
NfTuple
MakeTuple(const NfConnection& control, NfDirection direction, uint16_t from, uint16_t to)
{
    NfTuple tuple = control.Tuple(direction);
    tuple.protocol = NfProtocol::GRE;
    tuple.sourcePort = from;
    tuple.destinationPort = to;
    return tuple;
}

NfExpectation
MakeExpectation(NfConnection& control, const NfTuple& tuple)
{
    constexpr uint8_t width = 32;
    NfExpectation expectation;
    expectation.tuple = tuple;
    expectation.sourceMask = NfPrefix::MaskOf(width);
    expectation.sourcePortMask = UINT16_MAX;
    expectation.master = Ptr<NfConnection>(&control);
    return expectation;
}

void
Unexpect(const NfTuple& tuple, uint16_t zone, NfConntrack& conntrack)
{
    if (const auto expected = conntrack.FindExpectation(tuple, zone))
    {
        conntrack.Unexpect(expected->id);
    }
}

void
EndTunnel(const NfTuple& tuple, uint16_t zone, NfConntrack& conntrack)
{
    if (const Ptr<NfConnection> tunnel = conntrack.Find(tuple, zone))
    {
        conntrack.Remove(*tunnel);
    }
    else
    {
        Unexpect(tuple, zone, conntrack);
    }
}

void
HangUp(const NfConnection& control, const NfPptpCall& call, NfConntrack& conntrack)
{
    conntrack.RemoveGreKeys(control);
    EndTunnel(MakeTuple(control, NfDirection::ORIGINAL, call.clientId, call.serverId),
              control.zone,
              conntrack);
    EndTunnel(MakeTuple(control, NfDirection::REPLY, call.serverId, call.clientId),
              control.zone,
              conntrack);
}

} // namespace

void
NfPptpHelper::SetTranslator(std::unique_ptr<NfPptpTranslator> translator)
{
    m_translator = std::move(translator);
}

std::string
NfPptpHelper::GetName() const
{
    return "pptp";
}

uint8_t
NfPptpHelper::GetProtocol() const
{
    return NfProtocol::TCP;
}

uint16_t
NfPptpHelper::GetPort() const
{
    return 1723;
}

bool
NfPptpHelper::Serves(NfFamily family) const
{
    return family == NfFamily::IPV4;
}

uint32_t
NfPptpHelper::GetMaxExpected(uint8_t /* expectClass */) const
{
    return 2;
}

void
NfPptpHelper::Forget(const NfConnection& connection, NfConntrack& conntrack) const
{
    if (connection.helperState)
    {
        HangUp(connection, static_cast<const NfPptpCall&>(*connection.helperState), conntrack);
    }
}

NfVerdict
NfPptpHelper::Help(NfPacket& packet, NfConnection& connection, NfConntrack& conntrack) const
{
    std::vector<uint8_t> bytes = packet.CopyPayload();
    if (packet.ctState != NfCtState::ESTABLISHED || bytes.size() < NfTcpView::SIZE)
    {
        return NfVerdict::ACCEPT;
    }
    const std::size_t header =
        std::min<std::size_t>(NfTcpView(bytes.data()).GetSize(), bytes.size());
    bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(header));
    const auto message = NfPptpMessage::Read(std::move(bytes));
    if (!message)
    {
        return NfVerdict::ACCEPT;
    }
    if (!connection.helperState)
    {
        connection.helperState = Create<NfPptpCall>();
    }
    auto& call = static_cast<NfPptpCall&>(*connection.helperState);
    const bool fromClient = packet.ctDirection == NfDirection::ORIGINAL;
    const NfPptpCall::Step step =
        fromClient ? call.TakeFromClient(*message) : call.TakeFromServer(*message);
    switch (step)
    {
    case NfPptpCall::Step::IGNORED:
        return NfVerdict::ACCEPT;
    case NfPptpCall::Step::TUNNEL:
        ExpectTunnel(connection, call, conntrack);
        break;
    case NfPptpCall::Step::HANG_UP:
        HangUp(connection, call, conntrack);
        break;
    case NfPptpCall::Step::NONE:
        break;
    }
    return IsTranslated(connection) ? Rewrite(packet, connection, call, message->GetType())
                                    : NfVerdict::ACCEPT;
}

bool
NfPptpHelper::IsTranslated(const NfConnection& control) const
{
    return m_translator && (control.status & (NfCtStatus::SRC_NAT | NfCtStatus::DST_NAT));
}

void
NfPptpHelper::ExpectTunnel(NfConnection& control,
                           const NfPptpCall& call,
                           NfConntrack& conntrack) const
{
    const bool translated = IsTranslated(control);
    const uint16_t own = translated ? call.clientOwnId : call.clientId;
    NfExpectation out =
        MakeExpectation(control, MakeTuple(control, NfDirection::ORIGINAL, own, call.serverId));
    NfExpectation in =
        MakeExpectation(control,
                        MakeTuple(control, NfDirection::REPLY, call.serverId, call.clientId));
    // The receiver's address and call id are what the other direction announces.
    out.direction = NfDirection::REPLY;
    out.savedPort = call.clientId;
    in.direction = NfDirection::ORIGINAL;
    in.savedPort = call.clientOwnId;
    const auto meet = [this, &conntrack, translated](const NfTuple& other) {
        return
            [this, &conntrack, translated, other](NfConnection& tunnel, const NfExpectation& met) {
                // The other direction is the same connection now.
                Unexpect(other, tunnel.zone, conntrack);
                if (translated)
                {
                    m_translator->Translate(tunnel, met);
                }
            };
    };
    out.callback = meet(in.tuple);
    in.callback = meet(out.tuple);
    const auto forget = [&conntrack, &control](const NfExpectation& expectation) {
        Unexpect(expectation.tuple, control.zone, conntrack);
    };
    if (!conntrack.Expect(out))
    {
        return;
    }
    if (!conntrack.Expect(in))
    {
        forget(out);
        return;
    }
    const bool outKnown = conntrack.AddGreKey(control, NfDirection::ORIGINAL, out.tuple);
    const bool inKnown = outKnown && conntrack.AddGreKey(control, NfDirection::REPLY, in.tuple);
    if (outKnown && !inKnown)
    {
        conntrack.RemoveGreKeys(control);
    }
    if (!inKnown)
    {
        forget(in);
        forget(out);
    }
}

NfVerdict
NfPptpHelper::Rewrite(NfPacket& packet,
                      NfConnection& control,
                      NfPptpCall& call,
                      NfPptpType type) const
{
    constexpr uint32_t peersId = 2;
    const bool fromClient = packet.ctDirection == NfDirection::ORIGINAL;
    uint32_t offset = 0;
    switch (type)
    {
    case NfPptpType::OUT_CALL_REQUEST:
        call.clientOwnId = std::exchange(call.clientId, control.Reply().destinationPort);
        break;
    case NfPptpType::OUT_CALL_REPLY:
        offset = peersId;
        break;
    case NfPptpType::IN_CALL_REPLY:
    case NfPptpType::CALL_CLEAR_REQUEST:
    case NfPptpType::IN_CALL_CONNECTED:
    case NfPptpType::WAN_ERROR_NOTIFY:
    case NfPptpType::CALL_DISCONNECT_NOTIFY:
        break;
    case NfPptpType::SET_LINK_INFO:
        if (!fromClient)
        {
            break;
        }
        return NfVerdict::ACCEPT;
    default:
        return NfVerdict::ACCEPT;
    }
    const bool done = m_translator->Write(packet,
                                          control,
                                          NfPptpMessage::FIELDS + offset,
                                          fromClient ? call.clientId : call.clientOwnId);
    return done ? NfVerdict::ACCEPT : NfVerdict::DROP;
}

} // namespace ns3
