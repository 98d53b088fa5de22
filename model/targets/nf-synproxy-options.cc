// SPDX-License-Identifier: GPL-2.0-only

#include "nf-synproxy-options.h"

#include "nf-checksum.h"
#include "nf-tcp-option-walk.h"

#include <algorithm>

namespace ns3
{

namespace
{

namespace Kind = NfTcpOptionKind;

// Lengths of options.
constexpr uint8_t MSS_LENGTH = 4;
constexpr uint8_t SCALE_LENGTH = 3;
constexpr uint8_t SACK_LENGTH = 2;
constexpr uint8_t TIME_LENGTH = 10;
constexpr uint8_t MAX_SCALE = 14;

// What stands in the last bits of a time.
constexpr uint32_t HIDDEN_SCALE = 0x0f; //!< all ones: no window scaling
constexpr uint32_t HIDDEN_SACK = 0x10;
constexpr uint32_t HIDDEN_ECN = 0x20;
constexpr uint32_t HIDDEN = HIDDEN_SCALE | HIDDEN_SACK | HIDDEN_ECN;

void
Take(NfSynproxyOptions& options, uint8_t kind, uint8_t length, const uint8_t* value)
{
    if (kind == Kind::MSS && length == MSS_LENGTH)
    {
        options.mss = NfRead16(value);
        options.present |= NfSynproxyOptions::MSS;
    }
    else if (kind == Kind::WINDOW_SCALE && length == SCALE_LENGTH)
    {
        options.windowScale = std::min(*value, MAX_SCALE);
        options.present |= NfSynproxyOptions::WINDOW_SCALE;
    }
    else if (kind == Kind::TIMESTAMPS && length == TIME_LENGTH)
    {
        options.time = NfRead32(value);
        options.answeredTime = NfRead32(value + 4);
        options.present |= NfSynproxyOptions::TIMESTAMP;
    }
    else if (kind == Kind::SACK_PERMITTED && length == SACK_LENGTH)
    {
        options.present |= NfSynproxyOptions::SACK_PERMITTED;
    }
}

void
AddWord(std::vector<uint8_t>& bytes, uint32_t word)
{
    bytes.resize(bytes.size() + 4);
    NfWrite32(bytes.data() + bytes.size() - 4, word);
}

uint32_t
Join(uint8_t a, uint8_t b, uint8_t c, uint8_t d)
{
    return static_cast<uint32_t>(a) << 24 | b << 16 | c << 8 | d;
}

} // namespace

NfSynproxyOptions
NfSynproxyOptions::Read(const uint8_t* bytes, uint32_t size)
{
    NfSynproxyOptions options;
    NfWalkTcpOptions(bytes, size, [&options](uint8_t kind, const uint8_t* option, uint8_t length) {
        Take(options, kind, length, option + 2);
    });
    return options;
}

std::vector<uint8_t>
NfSynproxyOptions::Write() const
{
    std::vector<uint8_t> bytes;
    if (Has(MSS))
    {
        AddWord(bytes, Join(Kind::MSS, MSS_LENGTH, mss >> 8, mss & 0xff));
    }
    const bool sack = Has(SACK_PERMITTED);
    if (Has(TIMESTAMP))
    {
        AddWord(bytes,
                sack ? Join(Kind::SACK_PERMITTED, SACK_LENGTH, Kind::TIMESTAMPS, TIME_LENGTH)
                     : Join(Kind::NOP, Kind::NOP, Kind::TIMESTAMPS, TIME_LENGTH));
        AddWord(bytes, time);
        AddWord(bytes, answeredTime);
    }
    else if (sack)
    {
        AddWord(bytes, Join(Kind::NOP, Kind::NOP, Kind::SACK_PERMITTED, SACK_LENGTH));
    }
    if (Has(WINDOW_SCALE))
    {
        AddWord(bytes, Join(Kind::NOP, Kind::WINDOW_SCALE, SCALE_LENGTH, windowScale));
    }
    return bytes;
}

void
NfSynproxyOptions::HideInTime(uint8_t scale, Time now)
{
    answeredTime = time;
    time = static_cast<uint32_t>(now.GetMilliSeconds()) & ~HIDDEN;
    if (Has(WINDOW_SCALE))
    {
        time |= windowScale;
        windowScale = scale;
    }
    else
    {
        time |= HIDDEN_SCALE;
    }
    time |= Has(SACK_PERMITTED) ? HIDDEN_SACK : 0;
    time |= Has(ECN) ? HIDDEN_ECN : 0;
}

void
NfSynproxyOptions::RevealFromTime()
{
    windowScale = answeredTime & HIDDEN_SCALE;
    present |= windowScale != HIDDEN_SCALE ? WINDOW_SCALE : 0;
    present |= answeredTime & HIDDEN_SACK ? SACK_PERMITTED : 0;
    present |= answeredTime & HIDDEN_ECN ? ECN : 0;
}

} // namespace ns3
