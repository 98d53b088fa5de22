// SPDX-License-Identifier: GPL-2.0-only

#include "nf-target-nflog.h"

#include "nf-netns.h"
#include "nf-packet-text.h"
#include "nf-target-options.h"

#include <fmt/format.h>
#include <optional>
#include <sstream>

namespace ns3
{

namespace
{

enum Option
{
    GROUP,
    PREFIX,
    RANGE,
    SIZE,
    THRESHOLD
};

constexpr std::size_t MAX_PREFIX = 63;
constexpr uint8_t LEVEL_INFO = 6;

class NflogTarget : public NfTarget
{
  public:
    std::string_view GetName() const override
    {
        return "NFLOG";
    }

    NfComplaint Parse(const NfOption& option) override
    {
        switch (option.spec->id)
        {
        case GROUP:
            return NfNumberArgument(option, 0, UINT16_MAX, m_group);
        case PREFIX:
            return ParsePrefix(option.arguments[0].text);
        case THRESHOLD:
            return NfNumberArgument(option, 0, UINT16_MAX, m_threshold);
        case RANGE:
            return NfNumberArgument(option, 0, UINT32_MAX, m_range);
        default: {
            uint32_t size = 0;
            auto complaint = NfNumberArgument(option, 0, UINT32_MAX, size);
            m_size = size;
            return complaint;
        }
        }
    }

    NfComplaint FinishParse() override
    {
        if (m_size && m_range != 0)
        {
            return "--nflog-range cannot be used together with --nflog-size";
        }
        return {};
    }

    void Save(std::ostream& os) const override
    {
        Print(os, " --");
    }

    void List(std::ostream& os) const override
    {
        std::ostringstream words;
        Print(words, " ");
        os << words.str().substr(words.str().empty() ? 0 : 1);
    }

    /// Changes nothing that rules ask for.
    void Describe(NfRuleDescription&) const override
    {
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        std::string text = fmt::format("NFLOG group {}: {}{}{}",
                                       m_group,
                                       m_prefix,
                                       m_prefix.empty() ? "" : " ",
                                       NfPacketText::Write(packet, 0));
        packet.netns->Log(packet, LEVEL_INFO, text);
        return NfTargetResult::CONTINUE;
    }

    std::string GetCaveat() const override
    {
        return m_range || m_size || m_threshold
                   ? "NFLOG's --nflog-range, --nflog-size and --nflog-threshold, which are about "
                     "netlink messages, have no effect here"
                   : "";
    }

  private:
    NfComplaint ParsePrefix(const std::string& text)
    {
        if (text.empty())
        {
            return "--nflog-prefix: the prefix is empty";
        }
        if (text.find('\n') != std::string::npos)
        {
            return "--nflog-prefix: the prefix must not contain a newline";
        }
        m_prefix = text.substr(0, MAX_PREFIX);
        return {};
    }

    void Print(std::ostream& os, const char* before) const
    {
        if (!m_prefix.empty())
        {
            os << before << "nflog-prefix " << NfQuote(m_prefix);
        }
        PrintNumber(os, before, "nflog-group ", m_group);
        if (m_size)
        {
            os << before << "nflog-size " << *m_size;
        }
        PrintNumber(os, before, "nflog-range ", m_range);
        PrintNumber(os, before, "nflog-threshold ", m_threshold);
    }

    static void PrintNumber(std::ostream& os, const char* before, const char* name, uint32_t number)
    {
        if (number != 0)
        {
            os << before << name << number;
        }
    }

    uint32_t m_group{0};
    std::string m_prefix;
    uint32_t m_range{0};
    std::optional<uint32_t> m_size; //!< 0 is printed, too
    uint32_t m_threshold{0};
};

} // namespace

NfTargetType
NfMakeNflogTargetType()
{
    return NfMakeTargetType<NflogTarget>("NFLOG",
                                         {{GROUP, "nflog-group", ""},
                                          {PREFIX, "nflog-prefix", ""},
                                          {RANGE, "nflog-range", ""},
                                          {SIZE, "nflog-size", ""},
                                          {THRESHOLD, "nflog-threshold", ""}},
                                         "give the packet to the listeners of a log group");
}

} // namespace ns3
