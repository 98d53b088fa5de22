// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_YAML_VALUE_H
#define NF_YAML_VALUE_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ns3
{

/// A place in a file.
struct NfYamlPlace
{
    uint32_t line{0};   //!< from 1; 0: no place, such as of a value from the command line
    uint32_t column{0}; //!< from 1
};

struct NfYamlMember;

/// A value of a YAML document. Aliases have been replaced by what they stand for.
struct NfYamlValue
{
    enum class Kind : uint8_t
    {
        NOTHING, //!< there is no value: "key:", "~"
        TEXT,    //!< a scalar, as it is written
        LIST,
        MAP
    };

    Kind kind{Kind::NOTHING};
    NfYamlPlace place;
    std::string text;                  //!< of a TEXT
    std::vector<NfYamlValue> items;    //!< of a LIST
    std::vector<NfYamlMember> members; //!< of a MAP, in the file's order, keys differ

    /// @param key a key
    /// @return its value; null if this is no map, or has no such key
    const NfYamlValue* Find(std::string_view key) const;
};

/// A key and its value.
struct NfYamlMember
{
    std::string key;
    NfYamlPlace place; //!< of the key
    NfYamlValue value;
};

/// Something wrong in a YAML document.
struct NfYamlError
{
    NfYamlPlace place;
    std::string message;
};

/**
 * @ingroup netfilter
 * Read a YAML document.
 *
 * yaml-cpp parses; what is made here is a tree in which each value has its place, keys differ, and
 * whose size is bounded: 32 levels, 200,000 values, 16 MiB of text, counted after aliases were
 * replaced, so that a few lines of them cannot fill the memory.
 * @param text the document
 * @param value receives it
 * @param errors receives what is wrong; if something is, the value is what was read before
 */
void NfReadYaml(const std::string& text, NfYamlValue& value, std::vector<NfYamlError>& errors);

} // namespace ns3

#endif /* NF_YAML_VALUE_H */
