// SPDX-License-Identifier: GPL-2.0-only

#include "nf-snmp-message.h"

#include <algorithm>
#include <optional>

namespace ns3
{

namespace
{

// Tags: the class, whether others are inside, a number.
constexpr uint8_t INTEGER = 0x02;
constexpr uint8_t OCTET_STRING = 0x04;
constexpr uint8_t NOTHING = 0x05;
constexpr uint8_t OBJECT_IDENTIFIER = 0x06;
constexpr uint8_t SEQUENCE = 0x30;
constexpr uint8_t IP_ADDRESS = 0x40;
constexpr uint8_t FIRST_PDU = 0xa0;
constexpr uint8_t PDU_KINDS = 9;
constexpr uint8_t OBSOLETE_TRAP = 4; // kind of PDU, of version 1
constexpr uint8_t EXCEPTION = 0x80;  // no such object, no such instance, end of view
constexpr uint8_t EXCEPTIONS = 3;
constexpr uint8_t NUMBERS[] = {0x41, 0x42, 0x43, 0x44, 0x46}; // counters, times, opaque ones

/// A part of a message that is read from its beginning on.
class Reader
{
  public:
    Reader(const std::vector<uint8_t>& data, std::size_t begin, std::size_t end)
        : m_data(data),
          m_at(begin),
          m_end(end)
    {
    }

    bool IsAtEnd() const
    {
        return m_at == m_end;
    }

    /// @return the tag of the next element; 0 at the end
    uint8_t PeekTag() const
    {
        return IsAtEnd() ? 0 : m_data[m_at];
    }

    /// @return the content of the next element, which is passed; nothing if it is cut short
    std::optional<Reader> Next()
    {
        constexpr uint8_t longForm = 0x80;
        constexpr std::size_t maxLengthBytes = 2;
        if (m_end - m_at < 2)
        {
            return std::nullopt;
        }
        std::size_t length = m_data[m_at + 1];
        std::size_t begin = m_at + 2;
        if (length >= longForm)
        {
            const std::size_t count = length - longForm;
            if (count == 0 || count > maxLengthBytes || count > m_end - begin)
            {
                return std::nullopt;
            }
            length = 0;
            for (std::size_t i = 0; i < count; ++i)
            {
                length = length << 8 | m_data[begin++];
            }
        }
        if (length > m_end - begin)
        {
            return std::nullopt;
        }
        m_at = begin + length;
        return Reader(m_data, begin, m_at);
    }

    /// @return as Next(), of an element that must have this tag
    std::optional<Reader> Next(uint8_t tag)
    {
        return PeekTag() == tag && !IsAtEnd() ? Next() : std::nullopt;
    }

    std::size_t GetBegin() const
    {
        return m_at;
    }

    std::size_t GetSize() const
    {
        return m_end - m_at;
    }

    uint8_t GetByte() const
    {
        return m_data[m_at];
    }

  private:
    const std::vector<uint8_t>& m_data;
    std::size_t m_at;
    std::size_t m_end;
};

bool
IsValue(uint8_t tag)
{
    return tag == INTEGER || tag == OCTET_STRING || tag == OBJECT_IDENTIFIER || tag == NOTHING ||
           tag == IP_ADDRESS || (tag >= EXCEPTION && tag < EXCEPTION + EXCEPTIONS) ||
           std::find(std::begin(NUMBERS), std::end(NUMBERS), tag) != std::end(NUMBERS);
}

// The name of an object and its value.
bool
ReadBinding(Reader binding, std::vector<std::size_t>& addresses)
{
    constexpr std::size_t addressSize = 4;
    if (!binding.Next(OBJECT_IDENTIFIER))
    {
        return false;
    }
    if (binding.IsAtEnd())
    {
        return true;
    }
    const uint8_t tag = binding.PeekTag();
    const std::optional<Reader> value = IsValue(tag) ? binding.Next() : std::nullopt;
    if (!value || (tag == IP_ADDRESS && value->GetSize() != addressSize))
    {
        return false;
    }
    if (tag == IP_ADDRESS)
    {
        addresses.push_back(value->GetBegin());
    }
    return binding.IsAtEnd();
}

bool
ReadPdu(Reader pdu, std::vector<std::size_t>& addresses)
{
    constexpr int numbers = 3; // request, and two of errors or of repetitions
    for (int i = 0; i < numbers; ++i)
    {
        if (!pdu.Next(INTEGER))
        {
            return false;
        }
    }
    std::optional<Reader> bindings = pdu.Next(SEQUENCE);
    if (!bindings || bindings->IsAtEnd() || !pdu.IsAtEnd())
    {
        return false;
    }
    while (!bindings->IsAtEnd())
    {
        const std::optional<Reader> binding = bindings->Next(SEQUENCE);
        if (!binding || !ReadBinding(*binding, addresses))
        {
            return false;
        }
    }
    return true;
}

bool
ReadVersion(const std::optional<Reader>& version)
{
    constexpr uint8_t second = 1;
    return version && version->GetSize() == 1 && version->GetByte() <= second;
}

} // namespace

bool
NfFindSnmpAddresses(const std::vector<uint8_t>& data, std::vector<std::size_t>& addresses)
{
    std::optional<Reader> message = Reader(data, 0, data.size()).Next(SEQUENCE);
    if (!message || !ReadVersion(message->Next(INTEGER)) || !message->Next(OCTET_STRING))
    {
        return false;
    }
    if (message->IsAtEnd())
    {
        return true;
    }
    const uint8_t kind = message->PeekTag() - FIRST_PDU;
    const bool known = kind < PDU_KINDS && kind != OBSOLETE_TRAP;
    const std::optional<Reader> pdu = known ? message->Next() : std::nullopt;
    return pdu && message->IsAtEnd() && ReadPdu(*pdu, addresses);
}

} // namespace ns3
