// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"
#include "nf-tos-names.h"

namespace ns3
{

namespace
{

/// Reads the bits to clear.
std::optional<NfMaskedNumber>
ReadAnd(std::string_view text)
{
    auto bits = NfParseNumber(text, UINT8_MAX);
    return bits ? std::optional(NfMaskedNumber{0, static_cast<uint8_t>(~*bits)}) : std::nullopt;
}

/// Reads the bits to set.
std::optional<NfMaskedNumber>
ReadOr(std::string_view text)
{
    auto bits = NfParseNumber(text, UINT8_MAX);
    return bits ? std::optional(
                      NfMaskedNumber{static_cast<uint8_t>(*bits), static_cast<uint8_t>(*bits)})
                : std::nullopt;
}

/// Reads the bits to turn over.
std::optional<NfMaskedNumber>
ReadXor(std::string_view text)
{
    auto bits = NfParseNumber(text, UINT8_MAX);
    return bits ? std::optional(NfMaskedNumber{static_cast<uint8_t>(*bits), 0}) : std::nullopt;
}

/// Target "TOS": change the TOS octet (Linux's xt_DSCP.c).
class TosTarget : public NfTarget
{
  public:
    NfTargetResult Execute(NfPacket& packet) override
    {
        packet.ip.tos = (packet.ip.tos & ~m_tos.value.mask) ^ m_tos.value.value;
        return NfTargetResult::CONTINUE;
    }

    NfOptionValue<NfMaskedNumber> m_tos; //!< the one option: bits to clear, bits to turn over then
};

} // namespace

NfTargetType
NfMakeTosTargetType()
{
    using T = TosTarget;
    using Kind = NfOwnKind<NfMaskedNumber>;
    const char* bits = "a number from 0 to 255";
    NfTargetType type = NfMakeTargetType<T>("TOS", "change the TOS octet");
    type.stateless = true;
    type.tables = {"mangle"};
    type.options = {
        NfOptionRow(&T::m_tos, "set-tos", Kind(NfParseTos, NfPrintTos, NF_TOS_SYNTAX))
            .Choice(1)
            .Listed("TOS set {}"),
        NfOptionRow(&T::m_tos, "and-tos", Kind(ReadAnd, NfPrintTos, bits)).Choice(1).Spelling(),
        NfOptionRow(&T::m_tos, "or-tos", Kind(ReadOr, NfPrintTos, bits)).Choice(1).Spelling(),
        NfOptionRow(&T::m_tos, "xor-tos", Kind(ReadXor, NfPrintTos, bits)).Choice(1).Spelling(),
    };
    return type;
}

} // namespace ns3
