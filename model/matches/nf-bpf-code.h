// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_BPF_CODE_H
#define NF_BPF_CODE_H

#include <cstdint>

namespace ns3
{

constexpr uint32_t NF_BPF_MEMORY_WORDS = 16;
constexpr uint32_t NF_BPF_MAX_SHIFT = 31;
constexpr uint32_t NF_BPF_SPECIAL = 0xfffff000;             //!< offsets from here on are no bytes
constexpr uint32_t NF_BPF_FROM_NETWORK_HEADER = 0xfff00000; //!< offsets from here on count from it
constexpr uint32_t NF_BPF_FROM_LINK_HEADER = 0xffe00000;    //!< from here on: not in an IP packet

/// Parts of an instruction's code.
namespace NfBpfCode
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
} // namespace NfBpfCode

/// What special offsets ask for, as distances from NF_BPF_SPECIAL.
enum NfBpfSpecial : uint32_t
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

} // namespace ns3

#endif /* NF_BPF_CODE_H */
