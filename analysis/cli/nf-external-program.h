// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_EXTERNAL_PROGRAM_H
#define NF_EXTERNAL_PROGRAM_H

#include "nf-deferred-interrupts.h"

#include <filesystem>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * A folder for temporary files, which goes away with its object, also if the program is
 * interrupted. Throws NfCliError.
 */
class NfWorkFolder
{
  public:
    NfWorkFolder();
    ~NfWorkFolder();

    NfWorkFolder(const NfWorkFolder&) = delete;
    NfWorkFolder& operator=(const NfWorkFolder&) = delete;

    /// @param name name of a file
    /// @return its path in the folder
    std::string operator/(const char* name) const
    {
        return m_path / name;
    }

  private:
    NfDeferredInterrupts m_deferred;
    std::filesystem::path m_path;
};

/**
 * Run a program that draws, and wait for it. It reads nothing from standard input. Throws
 * NfCliError, with what the program said, if it cannot be run or fails; an interrupt ends it, and
 * this program, too, once nobody needs a folder any more.
 * @param words its name, which is looked for as a shell does, and its arguments
 * @param package of Debian that has it
 * @return what it said on standard output and standard error
 */
std::string NfRunExternalProgram(const std::vector<std::string>& words, const std::string& package);

} // namespace ns3

#endif /* NF_EXTERNAL_PROGRAM_H */
