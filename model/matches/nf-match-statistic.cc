// SPDX-License-Identifier: GPL-2.0-only

#include "nf-choice-kind.h"
#include "nf-extension-type.h"
#include "nf-netns.h"

#include <array>
#include <cmath>
#include <cstdlib>
#include <fmt/format.h>

namespace ns3
{

namespace
{

constexpr uint32_t CERTAIN = 0x80000000; //!< a probability of 1: Linux draws 31 bits

constexpr std::array<std::string_view, 2> MODES{"random", "nth"};

std::optional<uint32_t>
ReadProbability(std::string_view text)
{
    const std::string copy(text);
    char* end = nullptr;
    double probability = std::strtod(copy.c_str(), &end);
    if (copy.empty() || *end || !(probability >= 0 && probability <= 1))
    {
        return std::nullopt;
    }
    return static_cast<uint32_t>(std::lround(probability * CERTAIN));
}

void
PrintProbability(std::ostream& os, const uint32_t& probability)
{
    os << fmt::format("{:.11f}", static_cast<double>(probability) / CERTAIN);
}

/// Linux draws from its random generator; ours is the node's stream, so that runs repeat.
class StatisticMatch : public NfMatch
{
  public:
    NfComplaint FinishParse() override
    {
        if (!IsNth() && (!m_probability.given || m_every.given || m_packet.given))
        {
            return "statistic in mode random expects --probability, and neither --every nor "
                   "--packet";
        }
        if (IsNth() && (!m_every.given || !m_packet.given || m_probability.given))
        {
            return "statistic in mode nth expects --every and --packet, and no --probability";
        }
        if (IsNth() && m_packet.value >= m_every.value)
        {
            return fmt::format("bad value \"{}\" for --packet: expected at most every - 1 = {}",
                               m_packet.value,
                               m_every.value - 1);
        }
        return {};
    }

    void Start() override
    {
        m_count = m_every.value - 1 - m_packet.value;
    }

    void List(std::ostream& os) const override
    {
        const bool inverted = m_probability.inverted || m_every.inverted;
        os << "statistic mode " << MODES[m_mode.value] << (inverted ? " !" : "");
        if (!IsNth())
        {
            os << " probability ";
            PrintProbability(os, m_probability.value);
            return;
        }
        os << " every " << m_every.value;
        if (m_packet.value)
        {
            os << " packet " << m_packet.value;
        }
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        if (!IsNth())
        {
            return NfResult(
                m_probability.Holds(packet.netns->Random(CERTAIN) < m_probability.value));
        }
        m_count = m_count == m_every.value - 1 ? 0 : m_count + 1;
        return NfResult(m_every.Holds(m_count == 0));
    }

    NfOptionValue<std::size_t> m_mode;     //!< --mode: index in MODES
    NfOptionValue<uint32_t> m_probability; //!< --probability, of CERTAIN
    NfOptionValue<uint32_t> m_every{1};    //!< --every
    NfOptionValue<uint32_t> m_packet;      //!< --packet: which of the first --every matches, from 0

  private:
    bool IsNth() const
    {
        return m_mode.value == 1;
    }

    uint32_t m_count{0}; //!< packets since the last match
};

} // namespace

NfMatchType
NfMakeStatisticMatchType()
{
    using M = StatisticMatch;
    NfMatchType type = NfMakeMatchType<M>("statistic", "every nth packet, or packets at random");
    const NfOwnKind<uint32_t> probability(ReadProbability,
                                          PrintProbability,
                                          "a number from 0 to 1");
    const auto packet =
        NfNumberKind<uint32_t>(0, UINT32_MAX - 1).Called("a number from 0 to every - 1");
    type.options = {
        NfOptionRow(&M::m_mode, "mode", NfChoiceKind<2>(MODES, "random or nth", false)).Mandatory(),
        NfOptionRow(&M::m_probability, "probability", probability).Invertible(),
        NfOptionRow(&M::m_every, "every", NfNumberKind<uint32_t>(1)).Invertible(),
        NfOptionRow(&M::m_packet, "packet", packet),
    };
    return type;
}

} // namespace ns3
