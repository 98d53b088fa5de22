// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_PPTP_CALL_H
#define NF_PPTP_CALL_H

#include "nf-connection.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace ns3
{

/// Types of control messages (RFC 2637, 2).
enum class NfPptpType : uint16_t
{
    START_REQUEST = 1,
    START_REPLY,
    STOP_REQUEST,
    STOP_REPLY,
    ECHO_REQUEST,
    ECHO_REPLY,
    OUT_CALL_REQUEST,
    OUT_CALL_REPLY,
    IN_CALL_REQUEST,
    IN_CALL_REPLY,
    IN_CALL_CONNECTED,
    CALL_CLEAR_REQUEST,
    CALL_DISCONNECT_NOTIFY,
    WAN_ERROR_NOTIFY,
    SET_LINK_INFO
};

/**
 * @ingroup netfilter
 * A control message of PPTP, as it stands at the beginning of a TCP segment.
 */
class NfPptpMessage
{
  public:
    /// Where its own fields begin, in bytes from the beginning of the segment's data.
    static constexpr uint32_t FIELDS = 12;

    /**
     * @param data of a segment
     * @return the message; nothing if the data begin with none, or with a part of one
     */
    static std::optional<NfPptpMessage> Read(std::vector<uint8_t> data);

    /// @return its type; may be none of those that there are
    NfPptpType GetType() const
    {
        return m_type;
    }

    /**
     * @param offset from its own fields' beginning
     * @return the number of 16 bits there; 0 behind the end
     */
    uint16_t GetWord(uint32_t offset) const;

    /**
     * @param offset from its own fields' beginning
     * @return the byte there; 0 behind the end
     */
    uint8_t GetByte(uint32_t offset) const
    {
        return FIELDS + offset < m_data.size() ? m_data[FIELDS + offset] : 0;
    }

  private:
    NfPptpMessage(NfPptpType type, std::vector<uint8_t> data)
        : m_type(type),
          m_data(std::move(data))
    {
    }

    NfPptpType m_type;
    std::vector<uint8_t> m_data;
};

/**
 * @ingroup netfilter
 * What a control connection of PPTP has agreed on (Linux's struct nf_ct_pptp_master): the session,
 * and one call.
 *
 * As in Linux the one who has opened the control connection is the client (PNS), who may call and
 * be called. Call ids are those that the server knows; with NAT, the client's own one stands apart.
 */
class NfPptpCall : public NfHelperState
{
  public:
    /// What a message asks of connection tracking.
    enum class Step : uint8_t
    {
        IGNORED, //!< it does not fit: nobody changes it
        NONE,
        TUNNEL, //!< both sides know each other's call id
        HANG_UP
    };

    /**
     * The client sends.
     * @param message the message
     * @return what to do
     */
    Step TakeFromClient(const NfPptpMessage& message);

    /**
     * The server sends.
     * @param message the message
     * @return what to do
     */
    Step TakeFromServer(const NfPptpMessage& message);

    uint16_t serverId{0};    //!< call id that the server has given
    uint16_t clientId{0};    //!< call id that the client has given, as the server knows it
    uint16_t clientOwnId{0}; //!< with NAT, as the client knows it

  private:
    // In the order in which Linux compares them.
    enum class Session : uint8_t
    {
        NONE,
        ERROR,
        STOP_REQUESTED,
        REQUESTED,
        CONFIRMED
    };

    enum class Call : uint8_t
    {
        NONE,
        OUT_REQUESTED,
        OUT_CONFIRMED,
        IN_REQUESTED,
        IN_REPLIED,
        IN_CONFIRMED,
        CLEAR_REQUESTED
    };

    Step TakeOutCallReply(const NfPptpMessage& message);

    Session m_session{Session::NONE};
    Call m_call{Call::NONE};
};

} // namespace ns3

#endif /* NF_PPTP_CALL_H */
