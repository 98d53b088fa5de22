// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_EXTENSION_REGISTRY_H
#define NF_EXTENSION_REGISTRY_H

#include "nf-extension-type.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * All matches and targets that rule sets may name. Users add their own with Register().
 *
 * A type is for the rules of one family or of both (NfExtensionType::family), and two families may
 * have types of one name, as REJECT and icmp errors differ. Types stay at a stable address until
 * the program ends, because rules point to them.
 */
class NfExtensionRegistry
{
  public:
    /**
     * The one registry of the process. It is empty until NfRegisterStandardMatches() and
     * NfRegisterStandardTargets() (model/matches, model/targets) have filled it, which the
     * Netfilter object does.
     * @return the registry
     */
    static NfExtensionRegistry& Get();

    /// @param type a new match; a name that its family has already is an NS_ABORT
    void Register(NfMatchType type);

    /// @param type a new target; a name that its family has already is an NS_ABORT
    void Register(NfTargetType type);

    /**
     * @param name as after -m
     * @param family of the rule
     * @return the type, or null
     */
    const NfMatchType* FindMatch(std::string_view name, NfFamily family = NfFamily::IPV4) const;

    /**
     * @param name as after -j
     * @param family of the rule
     * @return the type, or null
     */
    const NfTargetType* FindTarget(std::string_view name, NfFamily family = NfFamily::IPV4) const;

    /**
     * @param protocol number
     * @param family of the rule
     * @return the match that -p loads by itself, or null
     */
    const NfMatchType* FindImplicitMatch(uint8_t protocol, NfFamily family = NfFamily::IPV4) const;

    /**
     * @param family of rules
     * @return names of all matches that they may have, sorted
     */
    std::vector<std::string> GetMatchNames(NfFamily family = NfFamily::IPV4) const;

    /**
     * @param family of rules
     * @return names of all targets that they may have, sorted
     */
    std::vector<std::string> GetTargetNames(NfFamily family = NfFamily::IPV4) const;

    /// A name, and the family of a type that is for one alone.
    using Key = std::pair<std::string, std::optional<NfFamily>>;

  private:
    NfExtensionRegistry();

    std::map<Key, NfMatchType> m_matches;
    std::map<Key, NfTargetType> m_targets;
};

} // namespace ns3

#endif /* NF_EXTENSION_REGISTRY_H */
