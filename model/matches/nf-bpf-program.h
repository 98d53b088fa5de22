// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_BPF_PROGRAM_H
#define NF_BPF_PROGRAM_H

#include "nf-packet.h"

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace ns3
{

/// An instruction of the classic packet filter (struct sock_filter).
struct NfBpfInstruction
{
    uint16_t code{0};
    uint8_t jumpTrue{0};
    uint8_t jumpFalse{0};
    uint32_t k{0};
};

/**
 * @ingroup netfilter
 * A program of the classic packet filter (BSD, 1992), as the match bpf runs it: accumulator, index
 * register, 16 words of memory. Jumps go forward only, so that a program of n instructions ends
 * after n steps at most.
 *
 * It sees the packet from the network header on. Loads at Linux's special offsets answer what the
 * simulation knows: protocol, kind of packet, interface, mark, processor (0), queue (0), hash (0),
 * VLAN (none), a random number from the node's stream, and where the payload begins. A load beyond
 * the packet, or from its link-layer header, ends the program with 0.
 */
class NfBpfProgram
{
  public:
    static constexpr std::size_t MAX_INSTRUCTIONS = 64; //!< that the match takes

    /**
     * @param text the number of instructions, and each as "code jt jf k", separated by commas
     * @param program receives it
     * @return what is expected instead; nothing if the text is a program
     */
    static std::optional<std::string> Parse(std::string_view text, NfBpfProgram& program);

    /**
     * What the kernel refuses: unknown instructions, jumps out of the program, division by zero,
     * reading memory that was not written, an end without a return.
     * @return what is wrong; nothing if it can be run
     */
    std::optional<std::string> Check() const;

    /**
     * Run it. Check() must have found nothing wrong.
     * @param packet what it looks at
     * @return what it returns
     */
    uint32_t Run(const NfPacket& packet) const;

    /// @param os a stream
    /// @param counted whether the number of instructions stands in front
    void Print(std::ostream& os, bool counted) const;

  private:
    bool ReadsOnlyWrittenMemory() const;

    std::vector<NfBpfInstruction> m_instructions;
};

} // namespace ns3

#endif /* NF_BPF_PROGRAM_H */
