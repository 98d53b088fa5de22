// SPDX-License-Identifier: GPL-2.0-only

#include "nf-bpf-machine.h"

#include "nf-bpf-code.h"
#include "nf-checksum.h"
#include "nf-netns.h"
#include "nf-transport-view.h"

#include <algorithm>
#include <array>

namespace ns3
{

namespace
{

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
            switch (code & NfBpfCode::CLASS)
            {
            case NfBpfCode::RETURN:
                return code & NfBpfCode::ACCUMULATOR ? m_accumulator : instruction.k;
            case NfBpfCode::JUMP:
                place += Jump(instruction);
                break;
            case NfBpfCode::STORE:
                m_memory[instruction.k] = m_accumulator;
                break;
            case NfBpfCode::STORE_INDEX:
                m_memory[instruction.k] = m_index;
                break;
            case NfBpfCode::MOVE:
                (code == NfBpfCode::MOVE ? m_index : m_accumulator) =
                    code == NfBpfCode::MOVE ? m_accumulator : m_index;
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
    /// A load or arithmetic.
    /// @return false if the program ends
    bool Compute(const NfBpfInstruction& instruction)
    {
        switch (instruction.code & NfBpfCode::CLASS)
        {
        case NfBpfCode::LOAD:
            return Load(instruction);
        case NfBpfCode::LOAD_INDEX:
            return LoadIndex(instruction);
        default:
            return Calculate(instruction);
        }
    }

    bool Load(const NfBpfInstruction& instruction)
    {
        const uint32_t k = instruction.k;
        switch (instruction.code & NfBpfCode::MODE)
        {
        case NfBpfCode::ABSOLUTE:
            return k >= NF_BPF_SPECIAL ? LoadSpecial(k - NF_BPF_SPECIAL)
                                       : LoadBytes(instruction.code, k);
        case NfBpfCode::INDIRECT:
            return LoadBytes(instruction.code, k + m_index);
        case NfBpfCode::MEMORY:
            m_accumulator = m_memory[k];
            return true;
        case NfBpfCode::LENGTH:
            m_accumulator = m_packet.GetSize();
            return true;
        default:
            m_accumulator = k;
            return true;
        }
    }

    bool LoadIndex(const NfBpfInstruction& instruction)
    {
        switch (instruction.code & NfBpfCode::MODE)
        {
        case NfBpfCode::MEMORY:
            m_index = m_memory[instruction.k];
            return true;
        case NfBpfCode::LENGTH:
            m_index = m_packet.GetSize();
            return true;
        case NfBpfCode::HEADER_LENGTH: {
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
        const uint16_t size = code & NfBpfCode::SIZE;
        auto value = Read(place, size == NfBpfCode::WORD ? 4 : size == NfBpfCode::HALF ? 2 : 1);
        m_accumulator = value.value_or(0);
        return value.has_value();
    }

    std::optional<uint32_t> Read(uint32_t place, uint32_t size) const
    {
        if (place >= NF_BPF_FROM_NETWORK_HEADER)
        {
            place -= NF_BPF_FROM_NETWORK_HEADER;
        }
        else if (place >= NF_BPF_FROM_LINK_HEADER)
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
        case NfProtocol::ICMPV6:
            return begin + 8;
        default:
            return begin;
        }
    }

    bool Calculate(const NfBpfInstruction& instruction)
    {
        const uint32_t operand = instruction.code & NfBpfCode::INDEX ? m_index : instruction.k;
        switch (instruction.code & NfBpfCode::OPERATION)
        {
        case NfBpfCode::ADD:
            m_accumulator += operand;
            return true;
        case NfBpfCode::SUBTRACT:
            m_accumulator -= operand;
            return true;
        case NfBpfCode::MULTIPLY:
            m_accumulator *= operand;
            return true;
        case NfBpfCode::DIVIDE:
            m_accumulator = operand ? m_accumulator / operand : 0;
            return operand;
        case NfBpfCode::REMAINDER:
            m_accumulator = operand ? m_accumulator % operand : 0;
            return operand;
        case NfBpfCode::OR:
            m_accumulator |= operand;
            return true;
        case NfBpfCode::AND:
            m_accumulator &= operand;
            return true;
        case NfBpfCode::SHIFT_LEFT:
            m_accumulator <<= operand & NF_BPF_MAX_SHIFT;
            return true;
        case NfBpfCode::SHIFT_RIGHT:
            m_accumulator >>= operand & NF_BPF_MAX_SHIFT;
            return true;
        case NfBpfCode::NEGATE:
            m_accumulator = -m_accumulator;
            return true;
        default:
            m_accumulator ^= operand;
            return true;
        }
    }

    /// @return how many instructions to skip
    std::size_t Jump(const NfBpfInstruction& instruction) const
    {
        const uint32_t operand = instruction.code & NfBpfCode::INDEX ? m_index : instruction.k;
        bool yes = false;
        switch (instruction.code & NfBpfCode::OPERATION)
        {
        case NfBpfCode::ALWAYS:
            return instruction.k;
        case NfBpfCode::EQUAL:
            yes = m_accumulator == operand;
            break;
        case NfBpfCode::GREATER:
            yes = m_accumulator > operand;
            break;
        case NfBpfCode::GREATER_OR_EQUAL:
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
    std::array<uint32_t, NF_BPF_MEMORY_WORDS> m_memory{};
};

} // namespace

uint32_t
NfRunBpf(const std::vector<NfBpfInstruction>& program, const NfPacket& packet)
{
    return Machine(packet).Run(program);
}

} // namespace ns3
