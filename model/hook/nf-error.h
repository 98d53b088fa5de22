// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_ERROR_H
#define NF_ERROR_H

#include <cstdint>
#include <optional>
#include <string>

namespace ns3
{

/**
 * @ingroup netfilter
 * What is wrong with a text that a user wrote, and where.
 */
struct NfError
{
    std::string file;      //!< name of the text; empty for a command
    uint32_t line{0};      //!< from 1; 0: no place in the text
    uint32_t column{0};    //!< from 1, in bytes
    std::string message;   //!< what was found and what was expected
    int exitCode{2};       //!< as iptables': 2 usage or syntax, 1 refused by the kernel's checks
    bool wholeLine{false}; //!< about all that stands from the place to the end of the line

    /// @return "file:line:column: message"
    std::string ToString() const;
};

/// Nothing: it went well. Otherwise what went wrong.
using NfStatus = std::optional<NfError>;

} // namespace ns3

#endif /* NF_ERROR_H */
