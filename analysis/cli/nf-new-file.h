// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_NEW_FILE_H
#define NF_NEW_FILE_H

#include "nf-deferred-interrupts.h"

#include <string>

namespace ns3
{

/**
 * @ingroup netfilter
 * A file that gets its name when it is whole; until then, what was there before stays, also if the
 * program is interrupted. A device such as /dev/stdout is written to at once.
 */
class NfNewFile
{
  public:
    /// @param target the name; NfCliError if it cannot be written
    explicit NfNewFile(const std::string& target);

    /// Without Keep(), the file goes away.
    ~NfNewFile();

    NfNewFile(const NfNewFile&) = delete;
    NfNewFile& operator=(const NfNewFile&) = delete;

    /// @return where to write it
    const std::string& GetPath() const
    {
        return m_path;
    }

    /// It is whole: give it its name. NfCliError if that fails.
    void Keep() const;

  private:
    NfDeferredInterrupts m_deferred;
    std::string m_target;
    std::string m_path;
};

} // namespace ns3

#endif /* NF_NEW_FILE_H */
