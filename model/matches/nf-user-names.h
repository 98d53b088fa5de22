// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_USER_NAMES_H
#define NF_USER_NAMES_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ns3
{

/**
 * @ingroup netfilter
 * Names of users and groups in rules (`--uid-owner proxy`).
 *
 * The machine's /etc/passwd and /etc/group are not asked, so that a rule set means the same
 * everywhere. Known are the users and groups that every Debian has under fixed numbers (its
 * package base-passwd), and those that a program adds.
 */
class NfUserNames
{
  public:
    /// Of what a name is.
    enum Kind : uint8_t
    {
        USER,
        GROUP
    };

    /**
     * Tell a name, for rule sets that are loaded from now on.
     * @param kind whether it is a user's or a group's
     * @param name the name; replaces an earlier meaning
     * @param id the number it stands for
     */
    static void Add(Kind kind, const std::string& name, uint32_t id);

    /**
     * @param kind whether it is a user's or a group's
     * @param name the name
     * @return its number; nothing if it is not known
     */
    static std::optional<uint32_t> Find(Kind kind, std::string_view name);
};

} // namespace ns3

#endif /* NF_USER_NAMES_H */
