// SPDX-License-Identifier: GPL-2.0-only

#include "nf-bpf-program.h"

#include "nf-checksum.h"
#include "nf-netns.h"
#include "nf-option-text.h"
#include "nf-transport-view.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <system_error>

namespace ns3
{

namespace
{

constexpr uint32_t MEMORY_WORDS = 16;
constexpr uint32_t MAX_SHIFT = 31;
constexpr uint32_t SPECIAL = 0xfffff000;             //!< offsets from here on are no bytes
constexpr uint32_t FROM_NETWORK_HEADER = 0xfff00000; //!< offsets from here on count from it
constexpr uint32_t FROM_LINK_HEADER = 0xffe00000;    //!< from here on: not in an IP packet

/// Parts of an instruction's code.
namespace Code
{
constexpr uint16_t CLASS = 0x07;
constexpr uint16_t OPERATION = 0xf0;
constexpr uint16_t SIZE = 0x18;
constexpr uint16_t MODE = 0xe0;
constexpr uint16_t INDEX = 0x08; //!< the operand is the index register
constexpr uint16_t ACCUMULATOR = 0x10;

constexpr uint16_t LOAD = 0;
constexpr uint16_t LOAD_INDEX = 1;
constexpr uint16_t STORE = 2;
constexpr uint16_t STORE_INDEX = 3;
constexpr uint16_t ARITHMETIC = 4;
constexpr uint16_t JUMP = 5;
constexpr uint16_t RETURN = 6;
constexpr uint16_t MOVE = 7;

constexpr uint16_t WORD = 0x00;
constexpr uint16_t HALF = 0x08;
constexpr uint16_t IMMEDIATE = 0x00;
constexpr uint16_t ABSOLUTE = 0x20;
constexpr uint16_t INDIRECT = 0x40;
constexpr uint16_t MEMORY = 0x60;
constexpr uint16_t LENGTH = 0x80;
constexpr uint16_t HEADER_LENGTH = 0xa0; //!< four times the low four bits of a byte

constexpr uint16_t ADD = 0x00;
constexpr uint16_t SUBTRACT = 0x10;
constexpr uint16_t MULTIPLY = 0x20;
constexpr uint16_t DIVIDE = 0x30;
constexpr uint16_t OR = 0x40;
constexpr uint16_t AND = 0x50;
constexpr uint16_t SHIFT_LEFT = 0x60;
constexpr uint16_t SHIFT_RIGHT = 0x70;
constexpr uint16_t NEGATE = 0x80;
constexpr uint16_t REMAINDER = 0x90;
constexpr uint16_t EXCLUSIVE_OR = 0xa0;

constexpr uint16_t ALWAYS = 0x00;
constexpr uint16_t EQUAL = 0x10;
constexpr uint16_t GREATER = 0x20;
constexpr uint16_t GREATER_OR_EQUAL = 0x30;
constexpr uint16_t SET = 0x40;
} // namespace Code

/// What special offsets ask for, as distances from SPECIAL.
enum Special : uint32_t
{
    PROTOCOL = 0,
    PACKET_TYPE = 4,
    INTERFACE = 8,
    ATTRIBUTE = 12,
    NESTED_ATTRIBUTE = 16,
    MARK = 20,
    QUEUE = 24,
    HARDWARE_TYPE = 28,
    HASH = 32,
    PROCESSOR = 36,
    EXCLUSIVE_OR_INDEX = 40,
    VLAN_TAG = 44,
    VLAN_PRESENT = 48,
    PAYLOAD_OFFSET = 52,
    RANDOM = 56,
    VLAN_PROTOCOL = 60,
    LAST_SPECIAL = VLAN_PROTOCOL
};

bool
IsArithmetic(uint16_t code)
{
    uint16_t operation = code & Code::OPERATION;
    return (code & ~(Code::OPERATION | Code::CLASS | Code::INDEX)) == 0 &&
           operation <= Code::EXCLUSIVE_OR && (operation != Code::NEGATE || !(code & Code::INDEX));
}

/// \param code of an instruction \return true if there is such an instruction
bool
IsKnown(uint16_t code)
{
    switch (code & Code::CLASS)
    {
    case Code::LOAD: {
        uint16_t mode = code & Code::MODE;
        uint16_t size = code & Code::SIZE;
        bool packet = mode == Code::ABSOLUTE || mode == Code::INDIRECT;
        bool other = mode == Code::IMMEDIATE || mode == Code::MEMORY || mode == Code::LENGTH;
        return code <= UINT8_MAX &&
               ((packet && size != Code::SIZE) || (other && size == Code::WORD));
    }
    case Code::LOAD_INDEX:
        return code == (Code::LOAD_INDEX | Code::IMMEDIATE) ||
               code == (Code::LOAD_INDEX | Code::MEMORY) ||
               code == (Code::LOAD_INDEX | Code::LENGTH) ||
               code == (Code::LOAD_INDEX | Code::HEADER_LENGTH | 0x10);
    case Code::STORE:
    case Code::STORE_INDEX:
        return code == Code::STORE || code == Code::STORE_INDEX;
    case Code::ARITHMETIC:
        return IsArithmetic(code);
    case Code::JUMP:
        return code == Code::JUMP ||
               ((code & ~(Code::OPERATION | Code::INDEX)) == Code::JUMP &&
                (code & Code::OPERATION) != Code::ALWAYS && (code & Code::OPERATION) <= Code::SET);
    case Code::RETURN:
        return code == Code::RETURN || code == (Code::RETURN | Code::ACCUMULATOR);
    default:
        return code == Code::MOVE || code == (Code::MOVE | 0x80);
    }
}

bool
ReadsMemory(uint16_t code)
{
    return code == (Code::LOAD | Code::MEMORY) || code == (Code::LOAD_INDEX | Code::MEMORY);
}

bool
WritesMemory(uint16_t code)
{
    return code == Code::STORE || code == Code::STORE_INDEX;
}

/// \param instruction a known one \param rest how many follow it \return false if it cannot be run
bool
IsSound(const NfBpfInstruction& instruction, std::size_t rest)
{
    const uint16_t code = instruction.code;
    const uint16_t operation = code & Code::OPERATION;
    if (ReadsMemory(code) || WritesMemory(code))
    {
        return instruction.k < MEMORY_WORDS;
    }
    switch (code & Code::CLASS)
    {
    case Code::LOAD:
        return (code & Code::MODE) != Code::ABSOLUTE || instruction.k < SPECIAL ||
               (instruction.k <= SPECIAL + LAST_SPECIAL && instruction.k % 4 == 0);
    case Code::ARITHMETIC:
        if (code & Code::INDEX)
        {
            return true;
        }
        if (operation == Code::DIVIDE || operation == Code::REMAINDER)
        {
            return instruction.k != 0;
        }
        return (operation != Code::SHIFT_LEFT && operation != Code::SHIFT_RIGHT) ||
               instruction.k <= MAX_SHIFT;
    case Code::JUMP:
        return operation == Code::ALWAYS
                   ? instruction.k < rest
                   : instruction.jumpTrue < rest && instruction.jumpFalse < rest;
    default:
        return true;
    }
}

/// A run of a program.
class Machine
{
  public:
    explicit Machine(const NfPacket& packet)
        : m_packet(packet),
          m_bytes(packet.CopyBytes())
    {
    }

    uint32_t Run(const std::vector<NfBpfInstruction>& program)
    {
        for (std::size_t place = 0; place < program.size(); ++place)
        {
            const NfBpfInstruction& instruction = program[place];
            const uint16_t code = instruction.code;
            switch (code & Code::CLASS)
            {
            case Code::RETURN:
                return code & Code::ACCUMULATOR ? m_accumulator : instruction.k;
            case Code::JUMP:
                place += Jump(instruction);
                break;
            case Code::STORE:
                m_memory[instruction.k] = m_accumulator;
                break;
            case Code::STORE_INDEX:
                m_memory[instruction.k] = m_index;
                break;
            case Code::MOVE:
                (code == Code::MOVE ? m_index : m_accumulator) =
                    code == Code::MOVE ? m_accumulator : m_index;
                break;
            default:
                if (!Compute(instruction))
                {
                    return 0;
                }
            }
        }
        return 0;
    }

  private:
    /// A load or arithmetic. \return false if the program ends
    bool Compute(const NfBpfInstruction& instruction)
    {
        switch (instruction.code & Code::CLASS)
        {
        case Code::LOAD:
            return Load(instruction);
        case Code::LOAD_INDEX:
            return LoadIndex(instruction);
        default:
            return Calculate(instruction);
        }
    }

    bool Load(const NfBpfInstruction& instruction)
    {
        const uint32_t k = instruction.k;
        switch (instruction.code & Code::MODE)
        {
        case Code::ABSOLUTE:
            return k >= SPECIAL ? LoadSpecial(k - SPECIAL) : LoadBytes(instruction.code, k);
        case Code::INDIRECT:
            return LoadBytes(instruction.code, k + m_index);
        case Code::MEMORY:
            m_accumulator = m_memory[k];
            return true;
        case Code::LENGTH:
            m_accumulator = m_packet.GetSize();
            return true;
        default:
            m_accumulator = k;
            return true;
        }
    }

    bool LoadIndex(const NfBpfInstruction& instruction)
    {
        switch (instruction.code & Code::MODE)
        {
        case Code::MEMORY:
            m_index = m_memory[instruction.k];
            return true;
        case Code::LENGTH:
            m_index = m_packet.GetSize();
            return true;
        case Code::HEADER_LENGTH: {
            auto byte = Read(instruction.k, 1);
            m_index = (byte.value_or(0) & 0xf) * 4;
            return byte.has_value();
        }
        default:
            m_index = instruction.k;
            return true;
        }
    }

    bool LoadBytes(uint16_t code, uint32_t place)
    {
        const uint16_t size = code & Code::SIZE;
        auto value = Read(place, size == Code::WORD ? 4 : size == Code::HALF ? 2 : 1);
        m_accumulator = value.value_or(0);
        return value.has_value();
    }

    std::optional<uint32_t> Read(uint32_t place, uint32_t size) const
    {
        if (place >= FROM_NETWORK_HEADER)
        {
            place -= FROM_NETWORK_HEADER;
        }
        else if (place >= FROM_LINK_HEADER)
        {
            return std::nullopt;
        }
        if (uint64_t{place} + size > m_bytes.size())
        {
            return std::nullopt;
        }
        const uint8_t* bytes = m_bytes.data() + place;
        return size == 1 ? *bytes : size == 2 ? NfRead16(bytes) : NfRead32(bytes);
    }

    bool LoadSpecial(uint32_t what)
    {
        const NfDevice* device = m_packet.out ? m_packet.out : m_packet.in;
        switch (what)
        {
        case PROTOCOL:
            m_accumulator = m_packet.etherType;
            return true;
        case PACKET_TYPE:
            m_accumulator = GetPacketType();
            return true;
        case INTERFACE:
            m_accumulator = device ? device->ifindex : 0;
            return device;
        case HARDWARE_TYPE: {
            constexpr uint32_t ethernet = 1;
            constexpr uint32_t loopback = 772;
            m_accumulator = device && device->loopback ? loopback : ethernet;
            return device;
        }
        case MARK:
            m_accumulator = m_packet.mark;
            return true;
        case EXCLUSIVE_OR_INDEX:
            m_accumulator ^= m_index;
            return true;
        case PAYLOAD_OFFSET:
            m_accumulator = GetPayloadOffset();
            return true;
        case RANDOM: {
            constexpr uint32_t half = 0x10000;
            uint32_t high = m_packet.netns->Random(half);
            m_accumulator = high << 16 | m_packet.netns->Random(half);
            return true;
        }
        default:
            m_accumulator = 0;
            return true;
        }
    }

    /// Linux's numbers: to this host, to all, to many, to another.
    uint32_t GetPacketType() const
    {
        switch (m_packet.packetType)
        {
        case NetDevice::PACKET_BROADCAST:
            return 1;
        case NetDevice::PACKET_MULTICAST:
            return 2;
        case NetDevice::PACKET_OTHERHOST:
            return 3;
        default:
            return 0;
        }
    }

    uint32_t GetPayloadOffset() const
    {
        const uint32_t begin = m_packet.ip.GetSize();
        if (m_packet.ip.fragmentOffset)
        {
            return begin;
        }
        switch (m_packet.ip.protocol)
        {
        case NfProtocol::TCP: {
            const uint8_t* header = m_packet.L4(NfTcpView::SIZE);
            return begin + (header ? std::max(NfTcpView(header).GetSize(), NfTcpView::SIZE) : 0);
        }
        case NfProtocol::UDP:
        case NfProtocol::ICMP:
            return begin + 8;
        default:
            return begin;
        }
    }

    bool Calculate(const NfBpfInstruction& instruction)
    {
        const uint32_t operand = instruction.code & Code::INDEX ? m_index : instruction.k;
        switch (instruction.code & Code::OPERATION)
        {
        case Code::ADD:
            m_accumulator += operand;
            return true;
        case Code::SUBTRACT:
            m_accumulator -= operand;
            return true;
        case Code::MULTIPLY:
            m_accumulator *= operand;
            return true;
        case Code::DIVIDE:
            m_accumulator = operand ? m_accumulator / operand : 0;
            return operand;
        case Code::REMAINDER:
            m_accumulator = operand ? m_accumulator % operand : 0;
            return operand;
        case Code::OR:
            m_accumulator |= operand;
            return true;
        case Code::AND:
            m_accumulator &= operand;
            return true;
        case Code::SHIFT_LEFT:
            m_accumulator <<= operand & MAX_SHIFT;
            return true;
        case Code::SHIFT_RIGHT:
            m_accumulator >>= operand & MAX_SHIFT;
            return true;
        case Code::NEGATE:
            m_accumulator = -m_accumulator;
            return true;
        default:
            m_accumulator ^= operand;
            return true;
        }
    }

    /// \return how many instructions to skip
    std::size_t Jump(const NfBpfInstruction& instruction) const
    {
        const uint32_t operand = instruction.code & Code::INDEX ? m_index : instruction.k;
        bool yes = false;
        switch (instruction.code & Code::OPERATION)
        {
        case Code::ALWAYS:
            return instruction.k;
        case Code::EQUAL:
            yes = m_accumulator == operand;
            break;
        case Code::GREATER:
            yes = m_accumulator > operand;
            break;
        case Code::GREATER_OR_EQUAL:
            yes = m_accumulator >= operand;
            break;
        default:
            yes = m_accumulator & operand;
        }
        return yes ? instruction.jumpTrue : instruction.jumpFalse;
    }

    const NfPacket& m_packet;
    std::vector<uint8_t> m_bytes;
    uint32_t m_accumulator{0};
    uint32_t m_index{0};
    std::array<uint32_t, MEMORY_WORDS> m_memory{};
};

/// \param text decimal, perhaps with a sign; iptables keeps as many of its bits as there is room
/// for \param number receives the number \return false if it is none
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

/// \param text "code jt jf k" \return the instruction
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
    if ((m_instructions.back().code & Code::CLASS) != Code::RETURN)
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
        const uint16_t kind = instruction.code & Code::CLASS;
        if (kind == Code::JUMP && (instruction.code & Code::OPERATION) == Code::ALWAYS)
        {
            written[i + 1 + instruction.k] &= now;
        }
        else if (kind == Code::JUMP)
        {
            written[i + 1 + instruction.jumpTrue] &= now;
            written[i + 1 + instruction.jumpFalse] &= now;
        }
        else if (kind != Code::RETURN && i + 1 < m_instructions.size())
        {
            written[i + 1] &= now;
        }
    }
    return true;
}

uint32_t
NfBpfProgram::Run(const NfPacket& packet) const
{
    return Machine(packet).Run(m_instructions);
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
