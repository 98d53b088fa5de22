// SPDX-License-Identifier: GPL-2.0-only

#include "nf-mpi-launcher.h"

#include <array>
#include <cstdlib>
#include <utility>

namespace ns3
{

std::optional<NfMpiLauncher>
NfFindMpiLauncher()
{
    constexpr std::array<std::pair<const char*, const char*>, 3> known{{
        {"mpirun (Open MPI)", "OMPI_COMM_WORLD_SIZE"},
        {"mpirun (MVAPICH)", "MV2_COMM_WORLD_SIZE"},
        {"mpiexec (MPICH)", "PMI_SIZE"},
    }};
    for (const auto& [name, variable] : known)
    {
        const char* count = std::getenv(variable);
        if (count && std::strtoul(count, nullptr, 10) > 1)
        {
            return NfMpiLauncher{name, variable, count};
        }
    }
    return std::nullopt;
}

} // namespace ns3
