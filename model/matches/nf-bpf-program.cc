// SPDX-License-Identifier: GPL-2.0-only

#include "nf-bpf-program.h"

#include "nf-bpf-code.h"
#include "nf-bpf-machine.h"
#include "nf-option-text.h"

#include <charconv>
#include <fmt/format.h>
#include <system_error>

namespace ns3
{

namespace
{

bool
IsArithmetic(uint16_t code)
{
    uint16_t operation = code & NfBpfCode::OPERATION;
    return (code & ~(NfBpfCode::OPERATION | NfBpfCode::CLASS | NfBpfCode::INDEX)) == 0 &&
           operation <= NfBpfCode::EXCLUSIVE_OR &&
           (operation != NfBpfCode::NEGATE || !(code & NfBpfCode::INDEX));
}

/// @param code of an instruction
/// @return true if there is such an instruction
bool
IsKnown(uint16_t code)
{
    switch (code & NfBpfCode::CLASS)
    {
    case NfBpfCode::LOAD: {
        uint16_t mode = code & NfBpfCode::MODE;
        uint16_t size = code & NfBpfCode::SIZE;
        bool packet = mode == NfBpfCode::ABSOLUTE || mode == NfBpfCode::INDIRECT;
        bool other =
            mode == NfBpfCode::IMMEDIATE || mode == NfBpfCode::MEMORY || mode == NfBpfCode::LENGTH;
        return code <= UINT8_MAX &&
               ((packet && size != NfBpfCode::SIZE) || (other && size == NfBpfCode::WORD));
    }
    case NfBpfCode::LOAD_INDEX:
        return code == (NfBpfCode::LOAD_INDEX | NfBpfCode::IMMEDIATE) ||
               code == (NfBpfCode::LOAD_INDEX | NfBpfCode::MEMORY) ||
               code == (NfBpfCode::LOAD_INDEX | NfBpfCode::LENGTH) ||
               code == (NfBpfCode::LOAD_INDEX | NfBpfCode::HEADER_LENGTH | 0x10);
    case NfBpfCode::STORE:
    case NfBpfCode::STORE_INDEX:
        return code == NfBpfCode::STORE || code == NfBpfCode::STORE_INDEX;
    case NfBpfCode::ARITHMETIC:
        return IsArithmetic(code);
    case NfBpfCode::JUMP:
        return code == NfBpfCode::JUMP ||
               ((code & ~(NfBpfCode::OPERATION | NfBpfCode::INDEX)) == NfBpfCode::JUMP &&
                (code & NfBpfCode::OPERATION) != NfBpfCode::ALWAYS &&
                (code & NfBpfCode::OPERATION) <= NfBpfCode::SET);
    case NfBpfCode::RETURN:
        return code == NfBpfCode::RETURN || code == (NfBpfCode::RETURN | NfBpfCode::ACCUMULATOR);
    default:
        return code == NfBpfCode::MOVE || code == (NfBpfCode::MOVE | 0x80);
    }
}

bool
ReadsMemory(uint16_t code)
{
    return code == (NfBpfCode::LOAD | NfBpfCode::MEMORY) ||
           code == (NfBpfCode::LOAD_INDEX | NfBpfCode::MEMORY);
}

bool
WritesMemory(uint16_t code)
{
    return code == NfBpfCode::STORE || code == NfBpfCode::STORE_INDEX;
}

/// @param instruction a known one
/// @param rest how many follow it
/// @return false if it cannot be run
bool
IsSound(const NfBpfInstruction& instruction, std::size_t rest)
{
    const uint16_t code = instruction.code;
    const uint16_t operation = code & NfBpfCode::OPERATION;
    if (ReadsMemory(code) || WritesMemory(code))
    {
        return instruction.k < NF_BPF_MEMORY_WORDS;
    }
    switch (code & NfBpfCode::CLASS)
    {
    case NfBpfCode::LOAD:
        return (code & NfBpfCode::MODE) != NfBpfCode::ABSOLUTE || instruction.k < NF_BPF_SPECIAL ||
               (instruction.k <= NF_BPF_SPECIAL + LAST_SPECIAL && instruction.k % 4 == 0);
    case NfBpfCode::ARITHMETIC:
        if (code & NfBpfCode::INDEX)
        {
            return true;
        }
        if (operation == NfBpfCode::DIVIDE || operation == NfBpfCode::REMAINDER)
        {
            return instruction.k != 0;
        }
        return (operation != NfBpfCode::SHIFT_LEFT && operation != NfBpfCode::SHIFT_RIGHT) ||
               instruction.k <= NF_BPF_MAX_SHIFT;
    case NfBpfCode::JUMP:
        return operation == NfBpfCode::ALWAYS
                   ? instruction.k < rest
                   : instruction.jumpTrue < rest && instruction.jumpFalse < rest;
    default:
        return true;
    }
}

/// @param text decimal, perhaps with a sign; iptables keeps as many of its bits as there is room
/// for
/// @param number receives the number
/// @return false if it is none
template <class T>
bool
ReadWrapped(std::string_view text, T& number)
{
    const bool negative = text.substr(0, 1) == "-";
    text.remove_prefix(negative ? 1 : 0);
    uint64_t value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    number = static_cast<T>(negative ? -value : value);
    return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

/// @param text "code jt jf k"
/// @return the instruction
std::optional<NfBpfInstruction>
ReadInstruction(std::string_view text)
{
    std::vector<std::string_view> words;
    for (std::string_view word : NfSplit(text, ' '))
    {
        if (!word.empty())
        {
            words.push_back(word);
        }
    }
    if (words.size() != 4)
    {
        return std::nullopt;
    }
    NfBpfInstruction read;
    bool well = ReadWrapped(words[0], read.code) && ReadWrapped(words[1], read.jumpTrue) &&
                ReadWrapped(words[2], read.jumpFalse) && ReadWrapped(words[3], read.k);
    return well ? std::optional(read) : std::nullopt;
}

} // namespace

std::optional<std::string>
NfBpfProgram::Parse(std::string_view text, NfBpfProgram& program)
{
    std::vector<std::string_view> parts = NfSplit(text, ',');
    if (parts.size() > 1 && parts.back().empty())
    {
        parts.pop_back();
    }
    auto count = NfParseNumber(parts[0], MAX_INSTRUCTIONS);
    if (!count || *count == 0)
    {
        return fmt::format("the number of instructions first, from 1 to {}", MAX_INSTRUCTIONS);
    }
    if (parts.size() - 1 != *count)
    {
        return fmt::format("as many instructions as its first number says, {}, not {}",
                           *count,
                           parts.size() - 1);
    }
    program.m_instructions.clear();
    for (std::size_t i = 1; i < parts.size(); ++i)
    {
        auto instruction = ReadInstruction(parts[i]);
        if (!instruction)
        {
            return fmt::format("four numbers, code, jt, jf and k, as instruction {}", i);
        }
        program.m_instructions.push_back(*instruction);
    }
    return {};
}

std::optional<std::string>
NfBpfProgram::Check() const
{
    for (std::size_t i = 0; i < m_instructions.size(); ++i)
    {
        const NfBpfInstruction& instruction = m_instructions[i];
        if (!IsKnown(instruction.code) || !IsSound(instruction, m_instructions.size() - i - 1))
        {
            return fmt::format("has an instruction {} that cannot be run: {} {} {} {}",
                               i + 1,
                               instruction.code,
                               instruction.jumpTrue,
                               instruction.jumpFalse,
                               instruction.k);
        }
    }
    if ((m_instructions.back().code & NfBpfCode::CLASS) != NfBpfCode::RETURN)
    {
        return "has a program that does not end with a return";
    }
    if (!ReadsOnlyWrittenMemory())
    {
        return "has a program that reads memory which it has not written";
    }
    return {};
}

bool
NfBpfProgram::ReadsOnlyWrittenMemory() const
{
    // What has been written on every way to an instruction; jumps go forward, so one pass does.
    std::vector<uint32_t> written(m_instructions.size(), UINT32_MAX);
    written[0] = 0;
    for (std::size_t i = 0; i < m_instructions.size(); ++i)
    {
        const NfBpfInstruction& instruction = m_instructions[i];
        uint32_t now = written[i];
        if (ReadsMemory(instruction.code) && !(now >> instruction.k & 1))
        {
            return false;
        }
        now |= WritesMemory(instruction.code) ? 1U << instruction.k : 0;
        const uint16_t kind = instruction.code & NfBpfCode::CLASS;
        if (kind == NfBpfCode::JUMP &&
            (instruction.code & NfBpfCode::OPERATION) == NfBpfCode::ALWAYS)
        {
            written[i + 1 + instruction.k] &= now;
        }
        else if (kind == NfBpfCode::JUMP)
        {
            written[i + 1 + instruction.jumpTrue] &= now;
            written[i + 1 + instruction.jumpFalse] &= now;
        }
        else if (kind != NfBpfCode::RETURN && i + 1 < m_instructions.size())
        {
            written[i + 1] &= now;
        }
    }
    return true;
}

uint32_t
NfBpfProgram::Run(const NfPacket& packet) const
{
    return NfRunBpf(m_instructions, packet);
}

void
NfBpfProgram::Print(std::ostream& os, bool counted) const
{
    if (counted)
    {
        os << m_instructions.size() << ',';
    }
    const char* separator = "";
    for (const NfBpfInstruction& instruction : m_instructions)
    {
        os << separator
           << fmt::format("{} {} {} {}",
                          instruction.code,
                          instruction.jumpTrue,
                          instruction.jumpFalse,
                          instruction.k);
        separator = ",";
    }
}

} // namespace ns3
