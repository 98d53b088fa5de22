// SPDX-License-Identifier: GPL-2.0-only

#include "nf-connection.h"
#include "nf-extension-type.h"

#include <algorithm>
#include <array>
#include <limits>

namespace ns3
{

namespace
{

constexpr uint64_t NO_LIMIT = std::numeric_limits<uint64_t>::max();
constexpr std::array<std::string_view, 3> MODES{"packets", "bytes", "avgpkt"};
constexpr std::array<std::string_view, 3> DIRECTIONS{"original", "reply", "both"};

class ConnbytesMatch : public NfMatch
{
  public:
    enum Option
    {
        RANGE,
        MODE,
        DIRECTION
    };

    enum Mode
    {
        PACKETS,
        BYTES,
        AVERAGE
    };

    NfComplaint Parse(const NfOption& option) override
    {
        switch (option.spec->id)
        {
        case RANGE:
            return ParseRange(option);
        case MODE:
            return ParseName(option, MODES, m_mode, "packets, bytes or avgpkt");
        default:
            return ParseName(option, DIRECTIONS, m_direction, "original, reply or both");
        }
    }

    void Save(std::ostream& os) const override
    {
        os << (m_inverted ? " ! --connbytes " : " --connbytes ");
        PrintRange(os);
        os << " --connbytes-mode " << MODES[m_mode] << " --connbytes-dir "
           << DIRECTIONS[m_direction];
    }

    void List(std::ostream& os) const override
    {
        os << (m_inverted ? "! connbytes " : "connbytes ");
        PrintRange(os);
        os << " connbytes mode " << MODES[m_mode] << " connbytes direction "
           << DIRECTIONS[m_direction];
    }

    /// Without a connection it never matches, even negated.
    NfMatchResult Match(NfPacket& packet) override
    {
        const NfConnection* ct = NfGetConnection(packet);
        if (!ct)
        {
            return NfMatchResult::NO;
        }
        uint64_t value = Measure(*ct);
        return NfResult((value >= m_range.min && value <= m_range.max) != m_inverted);
    }

  private:
    NfComplaint ParseRange(const NfOption& option)
    {
        const std::string& text = NfArgumentOf(option);
        auto range = NfParseNumberRange(text, NO_LIMIT);
        if (range && text.find(':') == std::string::npos)
        {
            range->max = NO_LIMIT;
        }
        if (!range || range->min > range->max)
        {
            return NfBadArgument(option, "from or from:to, rising numbers");
        }
        m_range = *range;
        // Linux writes an inverted range as one that falls, which a single number cannot.
        m_inverted = option.inverted && range->min != range->max;
        return {};
    }

    static NfComplaint ParseName(const NfOption& option,
                                 const std::array<std::string_view, 3>& names,
                                 std::size_t& result,
                                 std::string_view expected)
    {
        auto found = std::find(names.begin(), names.end(), NfArgumentOf(option));
        result = found - names.begin();
        return found == names.end() ? NfBadArgument(option, expected) : NfComplaint();
    }

    uint64_t Measure(const NfConnection& ct) const
    {
        NfCounters sum;
        for (std::size_t direction = 0; direction < ct.counters.size(); ++direction)
        {
            if (m_direction == 2 || m_direction == direction)
            {
                sum.packets += ct.counters[direction].packets;
                sum.bytes += ct.counters[direction].bytes;
            }
        }
        switch (m_mode)
        {
        case PACKETS:
            return sum.packets;
        case BYTES:
            return sum.bytes;
        default:
            return sum.packets ? sum.bytes / sum.packets : 0;
        }
    }

    void PrintRange(std::ostream& os) const
    {
        os << m_range.min;
        if (m_range.max != NO_LIMIT)
        {
            os << ':' << m_range.max;
        }
    }

    NfNumberRange m_range;
    bool m_inverted{false};
    std::size_t m_mode{0};      //!< Mode, index in MODES
    std::size_t m_direction{0}; //!< index in DIRECTIONS
};

} // namespace

NfMatchType
NfMakeConnbytesMatchType()
{
    using M = ConnbytesMatch;
    NfMatchType type = NfMakeMatchType<M>("connbytes", "how much the connection has carried");
    type.options = {{M::RANGE, "connbytes", "", 1, 1, true, true},
                    {M::MODE, "connbytes-mode", "", 1, 1, false, true},
                    {M::DIRECTION, "connbytes-dir", "", 1, 1, false, true}};
    type.needsConntrack = true;
    return type;
}

} // namespace ns3
