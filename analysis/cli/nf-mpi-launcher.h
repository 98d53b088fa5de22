// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_MPI_LAUNCHER_H
#define NF_MPI_LAUNCHER_H

#include <optional>
#include <string>

namespace ns3
{

/// What starts the processes of an MPI program, and what it says of them in the environment.
struct NfMpiLauncher
{
    std::string name;     //!< for people
    std::string variable; //!< in which it says how many processes it has started
    std::string count;    //!< what it says
};

/// @return the launcher that has started this process together with others; nothing: none has
std::optional<NfMpiLauncher> NfFindMpiLauncher();

} // namespace ns3

#endif /* NF_MPI_LAUNCHER_H */
