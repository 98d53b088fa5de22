// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_EXTENSION_REGISTRY_H
#define NF_EXTENSION_REGISTRY_H

#include "nf-extension-type.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ns3
{

/**
 * \ingroup netfilter
 * All matches and targets that rule sets may name. Users add their own with Register().
 *
 * Types stay at a stable address until the program ends, because rules point to them.
 */
class NfExtensionRegistry
{
  public:
    /**
     * The one registry of the process. It is empty until NfRegisterStandardMatches() and
     * NfRegisterStandardTargets() (model/matches, model/targets) have filled it, which the
     * Netfilter object does.
     * \return the registry
     */
    static NfExtensionRegistry& Get();

    /// \param type a new match; a name that is taken is an NS_ABORT
    void Register(NfMatchType type);

    /// \param type a new target; a name that is taken is an NS_ABORT
    void Register(NfTargetType type);

    /// \param name as after -m \return the type, or null
    const NfMatchType* FindMatch(std::string_view name) const;

    /// \param name as after -j \return the type, or null
    const NfTargetType* FindTarget(std::string_view name) const;

    /// \param protocol number \return the match that -p loads by itself, or null
    const NfMatchType* FindImplicitMatch(uint8_t protocol) const;

    /// \return names of all matches, sorted
    std::vector<std::string> GetMatchNames() const;

    /// \return names of all targets, sorted
    std::vector<std::string> GetTargetNames() const;

  private:
    NfExtensionRegistry();

    std::map<std::string, NfMatchType, std::less<>> m_matches;
    std::map<std::string, NfTargetType, std::less<>> m_targets;
};

} // namespace ns3

#endif /* NF_EXTENSION_REGISTRY_H */
