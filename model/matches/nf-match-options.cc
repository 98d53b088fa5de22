// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-header.h"
#include "nf-extension-type.h"

#include <algorithm>
#include <vector>

namespace ns3
{

namespace
{

constexpr std::size_t MAX_OPTIONS = 16; //!< Linux's IP6T_OPTS_OPTSNR
constexpr uint8_t ANY_LENGTH = 255;
constexpr uint32_t OPTION_HEADER = 2; //!< type and length

/// One option of the header.
struct Option
{
    uint8_t type;
    uint8_t length; //!< ANY_LENGTH: any
};

using Options = std::vector<Option>;

/// Read "type[:length]"; Pad1, type 0, has no length, nor may the last one of a full list.
std::optional<Option>
ReadOption(std::string_view text, bool isLast)
{
    const auto colon = text.find(':');
    const auto type = NfParseNumber(text.substr(0, colon), UINT8_MAX);
    if (!type || colon == text.npos)
    {
        return type ? std::optional(Option{static_cast<uint8_t>(*type), ANY_LENGTH}) : std::nullopt;
    }
    const auto length = NfParseNumber(text.substr(colon + 1), UINT8_MAX);
    if (!length || *type == 0 || isLast)
    {
        return std::nullopt;
    }
    return Option{static_cast<uint8_t>(*type), static_cast<uint8_t>(*length)};
}

std::optional<Options>
ReadOptions(std::string_view text)
{
    Options options;
    for (auto word : NfSplit(text, ','))
    {
        const auto option = ReadOption(word, options.size() + 1 == MAX_OPTIONS);
        if (!option || options.size() == MAX_OPTIONS)
        {
            return std::nullopt;
        }
        options.push_back(*option);
    }
    return options;
}

void
PrintOptions(std::ostream& os, const Options& options)
{
    const char* separator = "";
    for (const Option& option : options)
    {
        os << separator << +option.type;
        if (option.length != ANY_LENGTH)
        {
            os << ':' << +option.length;
        }
        separator = ",";
    }
}

/// Matches "hbh" and "dst": the headers of hop-by-hop and of destination options (Linux's
/// ip6t_hbh.c). The options that are named must be the first ones, in that order.
class OptionsMatch : public NfMatch
{
  public:
    explicit OptionsMatch(uint8_t header)
        : m_header(header)
    {
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        const NfExtensionHeader header(packet, m_header);
        if (header.IsFound() != NfMatchResult::YES)
        {
            return header.IsFound();
        }
        if (header.GetSize() < std::max(header.GetClaim(), OPTION_HEADER))
        {
            return NfMatchResult::HOTDROP;
        }
        return NfResult(m_length.Holds(header.GetClaim() == m_length.value) &&
                        BeginsWithOptions(header));
    }

    NfOptionValue<uint32_t> m_length; //!< --hbh-len, --dst-len
    NfOptionValue<Options> m_options; //!< --hbh-opts, --dst-opts

  private:
    bool BeginsWithOptions(const NfExtensionHeader& header) const
    {
        uint32_t place = OPTION_HEADER;
        uint32_t left = header.GetClaim() - OPTION_HEADER;
        for (std::size_t i = 0; i < m_options.value.size(); ++i)
        {
            const Option& asked = m_options.value[i];
            const uint8_t* type = left > 0 ? header.Read(place, 1) : nullptr;
            if (!type || *type != asked.type)
            {
                return false;
            }
            const uint8_t* length =
                *type && left >= OPTION_HEADER ? header.Read(place + 1, 1) : nullptr;
            if (*type && (!length || (asked.length != ANY_LENGTH && asked.length != *length)))
            {
                return false;
            }
            const uint32_t size = length ? *length + OPTION_HEADER : 1;
            const bool leavesHeader = place + size > header.GetSize() || left < size;
            if (leavesHeader && i + 1 < m_options.value.size())
            {
                return false;
            }
            place += size;
            left -= size;
        }
        return true;
    }

    uint8_t m_header;
};

const char* const SYNTAX = "at most 16 options of the header, type[:length],...: numbers up to 255";

NfMatchType
MakeType(std::string_view name, std::string_view help, uint8_t header)
{
    NfMatchType type;
    type.name = name;
    type.help = help;
    type.make = [header] { return std::make_unique<OptionsMatch>(header); };
    type.family = NfFamily::IPV6;
    type.stateless = true;
    return type;
}

NfOptionSpec
LengthRow(std::string_view name)
{
    return NfOptionRow(&OptionsMatch::m_length, name, NfNumberKind<uint32_t>())
        .Invertible()
        .Listed("length:{}", "length:!{}");
}

NfOptionSpec
OptionsRow(std::string_view name)
{
    const NfOwnKind<Options> kind(ReadOptions, PrintOptions, SYNTAX);
    return NfOptionRow(&OptionsMatch::m_options, name, kind).Listed("opts {}");
}

} // namespace

NfMatchType
NfMakeHbhMatchType()
{
    NfMatchType type = MakeType("hbh", "header of hop-by-hop options", NfProtocol::HOP_BY_HOP);
    type.heading = "hbh";
    type.options = {LengthRow("hbh-len"), OptionsRow("hbh-opts")};
    return type;
}

NfMatchType
NfMakeDstMatchType()
{
    NfMatchType type =
        MakeType("dst", "header of destination options", NfProtocol::DESTINATION_OPTIONS);
    type.heading = "dst";
    type.options = {LengthRow("dst-len"), OptionsRow("dst-opts")};
    return type;
}

} // namespace ns3
