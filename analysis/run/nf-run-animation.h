// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RUN_ANIMATION_H
#define NF_RUN_ANIMATION_H

#include "ns3/nf-topology-helper.h"

#include <functional>
#include <memory>
#include <string>

namespace ns3
{

/**
 * Something that shows a run to people while it happens, and is a file afterwards.
 *
 * What can make one is linked to a program of its own (analysis/animation), so that a run without
 * one does not wait for the libraries.
 */
class NfRunAnimation
{
  public:
    /// The file is kept only after Finish().
    virtual ~NfRunAnimation() = default;

    /// The simulation is over: complete the file.
    virtual void Finish() = 0;
};

/**
 * Begins an animation, before the simulation. Throws NfCliError if the file cannot be written.
 * @param file to write, whole or not at all
 * @param topology that was built
 */
using NfAnimationMaker =
    std::function<std::unique_ptr<NfRunAnimation>(const std::string& file,
                                                  const NfTopologyHelper& topology)>;

} // namespace ns3

#endif /* NF_RUN_ANIMATION_H */
