// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_BPF_MACHINE_H
#define NF_BPF_MACHINE_H

#include "nf-bpf-program.h"
#include "nf-packet.h"

#include <cstdint>
#include <vector>

namespace ns3
{

/**
 * Run a program over a packet.
 * @param program what NfBpfProgram::Check() has found to be sound
 * @param packet the packet
 * @return what the program returns; 0 if it reads what the packet does not have
 */
uint32_t NfRunBpf(const std::vector<NfBpfInstruction>& program, const NfPacket& packet);

} // namespace ns3

#endif /* NF_BPF_MACHINE_H */
