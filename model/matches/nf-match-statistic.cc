// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"
#include "nf-netns.h"

#include <cmath>
#include <cstdlib>
#include <fmt/format.h>

namespace ns3
{

namespace
{

constexpr uint32_t CERTAIN = 0x80000000; //!< a probability of 1: Linux draws 31 bits

/// Linux draws from its random generator; ours is the node's stream, so that runs repeat.
class StatisticMatch : public NfMatch
{
  public:
    enum Option
    {
        MODE,
        PROBABILITY,
        EVERY,
        PACKET
    };

    NfComplaint Parse(const NfOption& option) override
    {
        m_given |= 1U << option.spec->id;
        m_inverted |= option.inverted;
        const std::string& text = NfArgumentOf(option);
        switch (option.spec->id)
        {
        case MODE:
            m_nth = text == "nth";
            return m_nth || text == "random" ? NfComplaint()
                                             : NfBadArgument(option, "random or nth");
        case PROBABILITY:
            return ParseProbability(option);
        case EVERY: {
            auto every = NfParseNumber(text, 0xffffffff);
            m_every = every.value_or(0);
            return m_every ? NfComplaint() : NfBadArgument(option, "a number from 1 to 4294967295");
        }
        default: {
            auto number = NfParseNumber(text, 0xfffffffe);
            m_packet = number.value_or(0);
            return number ? NfComplaint() : NfBadArgument(option, "a number from 0 to every - 1");
        }
        }
    }

    NfComplaint FinishParse() override
    {
        bool hasNth = Given(EVERY) && Given(PACKET);
        if (!m_nth && (!Given(PROBABILITY) || Given(EVERY) || Given(PACKET)))
        {
            return "statistic in mode random expects --probability, and neither --every nor "
                   "--packet";
        }
        if (m_nth && (!hasNth || Given(PROBABILITY)))
        {
            return "statistic in mode nth expects --every and --packet, and no --probability";
        }
        if (m_nth && m_packet >= m_every)
        {
            return fmt::format("bad value \"{}\" for --packet: expected at most every - 1 = {}",
                               m_packet,
                               m_every - 1);
        }
        return {};
    }

    void Start() override
    {
        m_count = m_every - 1 - m_packet;
    }

    void Save(std::ostream& os) const override
    {
        os << " --mode " << (m_nth ? "nth" : "random") << (m_inverted ? " !" : "");
        if (m_nth)
        {
            os << " --every " << m_every << " --packet " << m_packet;
            return;
        }
        os << " --probability " << ProbabilityText();
    }

    void List(std::ostream& os) const override
    {
        os << "statistic mode " << (m_nth ? "nth" : "random") << (m_inverted ? " !" : "");
        if (!m_nth)
        {
            os << " probability " << ProbabilityText();
            return;
        }
        os << " every " << m_every;
        if (m_packet)
        {
            os << " packet " << m_packet;
        }
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        if (!m_nth)
        {
            return NfResult((packet.netns->Random(CERTAIN) < m_probability) != m_inverted);
        }
        m_count = m_count == m_every - 1 ? 0 : m_count + 1;
        return NfResult((m_count == 0) != m_inverted);
    }

  private:
    bool Given(Option option) const
    {
        return m_given >> option & 1;
    }

    NfComplaint ParseProbability(const NfOption& option)
    {
        const std::string& text = NfArgumentOf(option);
        char* end = nullptr;
        double probability = std::strtod(text.c_str(), &end);
        if (text.empty() || *end || !(probability >= 0 && probability <= 1))
        {
            return NfBadArgument(option, "a number from 0 to 1");
        }
        m_probability = static_cast<uint32_t>(std::lround(probability * CERTAIN));
        return {};
    }

    std::string ProbabilityText() const
    {
        return fmt::format("{:.11f}", static_cast<double>(m_probability) / CERTAIN);
    }

    bool m_nth{false};
    bool m_inverted{false};
    uint8_t m_given{0};        //!< bit mask of options
    uint32_t m_probability{0}; //!< of CERTAIN
    uint32_t m_every{1};
    uint32_t m_packet{0}; //!< which of the first m_every packets matches first, from 0
    uint32_t m_count{0};  //!< packets since the last match
};

} // namespace

NfMatchType
NfMakeStatisticMatchType()
{
    NfMatchType type =
        NfMakeMatchType<StatisticMatch>("statistic", "every nth packet, or packets at random");
    type.options = {{StatisticMatch::MODE, "mode", "", 1, 1, false, true},
                    {StatisticMatch::PROBABILITY, "probability", "", 1, 1, true},
                    {StatisticMatch::EVERY, "every", "", 1, 1, true},
                    {StatisticMatch::PACKET, "packet", ""}};
    return type;
}

} // namespace ns3
