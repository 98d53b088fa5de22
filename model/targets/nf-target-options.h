// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TARGET_OPTIONS_H
#define NF_TARGET_OPTIONS_H

#include "nf-extension.h"
#include "nf-option-text.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * \tparam Target the class; default-constructible
 * \param name as after -j
 * \param options its options
 * \param help one line for people
 * \return the type, for NfExtensionRegistry::Register()
 */
template <class Target>
NfTargetType
NfMakeTargetType(std::string name, std::vector<NfOptionSpec> options, std::string help)
{
    NfTargetType type;
    type.name = std::move(name);
    type.options = std::move(options);
    type.help = std::move(help);
    type.make = [] { return std::make_unique<Target>(); };
    return type;
}

} // namespace ns3

#endif /* NF_TARGET_OPTIONS_H */
