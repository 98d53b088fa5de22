// SPDX-License-Identifier: GPL-2.0-only

#include "nf-pptp-call.h"

#include "nf-checksum.h"

#include <array>

namespace ns3
{

namespace
{

constexpr uint32_t TYPE_PLACE = 2;
constexpr uint32_t COOKIE_PLACE = 4;
constexpr uint32_t MESSAGE_PLACE = 8;
constexpr uint16_t CONTROL = 1;
constexpr uint32_t COOKIE = 0x1a2b3c4d;

// By type: how many bytes of its own fields a message must have; echoes are not looked at.
constexpr std::array<uint32_t, 16>
    SIZES{0, 144, 144, 4, 4, 0, 0, 156, 20, 208, 12, 16, 4, 136, 28, 12};

// Places of fields.
constexpr uint32_t CALL_ID = 0;
constexpr uint32_t PEERS_CALL_ID = 2;
constexpr uint32_t CONNECTED_CALL_ID = 0; // the peer's, of a call that is connected
constexpr uint32_t START_RESULT = 2;
constexpr uint32_t STOP_RESULT = 0;
constexpr uint32_t CALL_RESULT = 4;
constexpr uint8_t WELL = 1;

} // namespace

std::optional<NfPptpMessage>
NfPptpMessage::Read(std::vector<uint8_t> data)
{
    if (data.size() < FIELDS || NfRead16(&data[TYPE_PLACE]) != CONTROL ||
        NfRead32(&data[COOKIE_PLACE]) != COOKIE)
    {
        return std::nullopt;
    }
    const uint16_t type = NfRead16(&data[MESSAGE_PLACE]);
    if (type < SIZES.size() && data.size() - FIELDS < SIZES[type])
    {
        return std::nullopt;
    }
    return NfPptpMessage(static_cast<NfPptpType>(type), std::move(data));
}

uint16_t
NfPptpMessage::GetWord(uint32_t offset) const
{
    return FIELDS + offset + 1 < m_data.size() ? NfRead16(&m_data[FIELDS + offset]) : 0;
}

NfPptpCall::Step
NfPptpCall::TakeFromClient(const NfPptpMessage& message)
{
    switch (message.GetType())
    {
    case NfPptpType::START_REQUEST:
        if (m_session != Session::NONE)
        {
            return Step::IGNORED;
        }
        m_session = Session::REQUESTED;
        return Step::NONE;
    case NfPptpType::STOP_REQUEST:
        m_session = Session::STOP_REQUESTED;
        return Step::NONE;
    case NfPptpType::OUT_CALL_REQUEST:
        if (m_session != Session::CONFIRMED)
        {
            return Step::IGNORED;
        }
        m_call = Call::OUT_REQUESTED;
        clientId = message.GetWord(CALL_ID);
        return Step::NONE;
    case NfPptpType::IN_CALL_REPLY:
        if ((m_call != Call::IN_REQUESTED && m_call != Call::IN_REPLIED) ||
            message.GetWord(PEERS_CALL_ID) != serverId)
        {
            return Step::IGNORED;
        }
        m_call = Call::NONE;
        if (message.GetByte(CALL_RESULT) == WELL)
        {
            m_call = Call::IN_REPLIED;
            clientId = message.GetWord(CALL_ID);
        }
        return Step::NONE;
    case NfPptpType::CALL_CLEAR_REQUEST:
        if (m_session != Session::CONFIRMED)
        {
            return Step::IGNORED;
        }
        m_call = Call::CLEAR_REQUESTED;
        return Step::NONE;
    case NfPptpType::SET_LINK_INFO:
    case NfPptpType::ECHO_REQUEST:
    case NfPptpType::ECHO_REPLY:
        return Step::NONE;
    default:
        return Step::IGNORED;
    }
}

NfPptpCall::Step
NfPptpCall::TakeFromServer(const NfPptpMessage& message)
{
    switch (message.GetType())
    {
    case NfPptpType::START_REPLY:
        if (m_session < Session::REQUESTED)
        {
            return Step::IGNORED;
        }
        m_session = message.GetByte(START_RESULT) == WELL ? Session::CONFIRMED : Session::ERROR;
        return Step::NONE;
    case NfPptpType::STOP_REPLY:
        if (m_session > Session::STOP_REQUESTED)
        {
            return Step::IGNORED;
        }
        m_session = message.GetByte(STOP_RESULT) == WELL ? Session::NONE : Session::ERROR;
        return Step::NONE;
    case NfPptpType::OUT_CALL_REPLY:
        return TakeOutCallReply(message);
    case NfPptpType::IN_CALL_REQUEST:
        if (m_session != Session::CONFIRMED)
        {
            return Step::IGNORED;
        }
        m_call = Call::IN_REQUESTED;
        serverId = message.GetWord(CALL_ID);
        return Step::NONE;
    case NfPptpType::IN_CALL_CONNECTED:
        if (m_session != Session::CONFIRMED ||
            (m_call != Call::IN_REPLIED && m_call != Call::IN_CONFIRMED) ||
            message.GetWord(CONNECTED_CALL_ID) != clientId)
        {
            return Step::IGNORED;
        }
        m_call = Call::IN_CONFIRMED;
        return Step::TUNNEL;
    case NfPptpType::CALL_DISCONNECT_NOTIFY:
        m_call = Call::NONE;
        return Step::HANG_UP;
    case NfPptpType::WAN_ERROR_NOTIFY:
    case NfPptpType::SET_LINK_INFO:
    case NfPptpType::ECHO_REQUEST:
    case NfPptpType::ECHO_REPLY:
        return Step::NONE;
    default:
        return Step::IGNORED;
    }
}

NfPptpCall::Step
NfPptpCall::TakeOutCallReply(const NfPptpMessage& message)
{
    if (m_session != Session::CONFIRMED ||
        (m_call != Call::OUT_REQUESTED && m_call != Call::OUT_CONFIRMED) ||
        message.GetWord(PEERS_CALL_ID) != clientId)
    {
        return Step::IGNORED;
    }
    if (message.GetByte(CALL_RESULT) != WELL)
    {
        m_call = Call::NONE;
        return Step::NONE;
    }
    m_call = Call::OUT_CONFIRMED;
    serverId = message.GetWord(CALL_ID);
    return Step::TUNNEL;
}

} // namespace ns3
