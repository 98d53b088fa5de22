// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_FLAG_NAMES_H
#define NF_FLAG_NAMES_H

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace ns3
{

/// A name and the bits that it stands for.
struct NfFlagName
{
    std::string_view name; //!< as it is printed
    uint32_t bits;         //!< one bit; or several, or none, of names that are only read
};

/**
 * @ingroup netfilter
 * A table of names for bits, e.g. those of TCP's flags, and the lists that are written with them:
 * "SYN,ACK".
 */
class NfFlagNames
{
  public:
    /// How a word must agree with a name.
    enum Spelling : uint8_t
    {
        EXACT,     //!< wholly
        ANY_CASE,  //!< but for upper and lower case
        BEGINNING, //!< likewise, and may be cut short: the first name that begins so is meant
    };

    /**
     * @param names the names, in the order of printing
     * @param spelling how words agree with them
     */
    NfFlagNames(std::initializer_list<NfFlagName> names, Spelling spelling);

    /**
     * @param text names separated by commas, without blanks
     * @return their bits together; nothing if a word is no name
     */
    std::optional<uint32_t> Read(std::string_view text) const;

    /**
     * Print the names of all bits that are set and have a name of one bit.
     * @param os the stream
     * @param bits the bits; if none has a name, that of no bits is printed, if there is one
     */
    void Print(std::ostream& os, uint32_t bits) const;

    /// @return what Read() takes, for messages: "A, B or C, separated by commas without blanks"
    std::string GetSyntax() const;

  private:
    bool Agrees(std::string_view name, std::string_view word) const;

    std::vector<NfFlagName> m_names;
    Spelling m_spelling;
};

} // namespace ns3

#endif /* NF_FLAG_NAMES_H */
