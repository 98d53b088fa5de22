// SPDX-License-Identifier: GPL-2.0-only

#include "nf-choice-kind.h"
#include "nf-connection.h"
#include "nf-extension-type.h"

#include <array>
#include <limits>

namespace ns3
{

namespace
{

constexpr uint64_t NO_LIMIT = std::numeric_limits<uint64_t>::max();
constexpr std::array<std::string_view, 3> MODES{"packets", "bytes", "avgpkt"};
constexpr std::array<std::string_view, 3> DIRECTIONS{"original", "reply", "both"};

std::optional<NfNumberRange>
ReadRange(std::string_view text)
{
    auto range = NfParseNumberRange(text, NO_LIMIT);
    if (range && text.find(':') == std::string_view::npos)
    {
        range->max = NO_LIMIT;
    }
    return range && range->min <= range->max ? range : std::nullopt;
}

void
PrintRange(std::ostream& os, const NfNumberRange& range)
{
    os << range.min;
    if (range.max != NO_LIMIT)
    {
        os << ':' << range.max;
    }
}

class ConnbytesMatch : public NfMatch
{
  public:
    enum Mode
    {
        PACKETS,
        BYTES,
        AVERAGE
    };

    /// Linux writes an inverted range as one that falls, which a single number cannot.
    NfComplaint FinishParse() override
    {
        m_range.inverted = m_range.inverted && m_range.value.min != m_range.value.max;
        return {};
    }

    /// Without a connection it never matches, even negated.
    NfMatchResult Match(NfPacket& packet) override
    {
        const NfConnection* ct = NfGetConnection(packet);
        if (!ct)
        {
            return NfMatchResult::NO;
        }
        return NfResult(m_range.Holds(m_range.value.Contains(Measure(*ct))));
    }

    NfOptionValue<NfNumberRange> m_range;   //!< --connbytes
    NfOptionValue<std::size_t> m_mode;      //!< --connbytes-mode: Mode, index in MODES
    NfOptionValue<std::size_t> m_direction; //!< --connbytes-dir: index in DIRECTIONS

  private:
    uint64_t Measure(const NfConnection& ct) const
    {
        NfCounters sum;
        for (std::size_t direction = 0; direction < ct.counters.size(); ++direction)
        {
            if (m_direction.value == 2 || m_direction.value == direction)
            {
                sum.packets += ct.counters[direction].packets;
                sum.bytes += ct.counters[direction].bytes;
            }
        }
        switch (m_mode.value)
        {
        case PACKETS:
            return sum.packets;
        case BYTES:
            return sum.bytes;
        default:
            return sum.packets ? sum.bytes / sum.packets : 0;
        }
    }
};

} // namespace

NfMatchType
NfMakeConnbytesMatchType()
{
    using M = ConnbytesMatch;
    NfMatchType type = NfMakeMatchType<M>("connbytes", "how much the connection has carried");
    using Choice = NfChoiceKind<3>;
    const NfOwnKind<NfNumberRange> range(ReadRange, PrintRange, "from or from:to, rising numbers");
    type.options = {
        NfOptionRow(&M::m_range, "connbytes", range)
            .Invertible()
            .Mandatory()
            .Listed("connbytes {}", "! connbytes {}"),
        NfOptionRow(&M::m_mode, "connbytes-mode", Choice(MODES, "packets, bytes or avgpkt", false))
            .Mandatory()
            .Listed("connbytes mode {}"),
        NfOptionRow(&M::m_direction,
                    "connbytes-dir",
                    Choice(DIRECTIONS, "original, reply or both", false))
            .Mandatory()
            .Listed("connbytes direction {}"),
    };
    type.needsConntrack = true;
    return type;
}

} // namespace ns3
