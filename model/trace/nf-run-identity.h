// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RUN_IDENTITY_H
#define NF_RUN_IDENTITY_H

#include <cstdint>
#include <string>

namespace ns3
{

/**
 * @ingroup netfilter
 * Which run of which experiment a run is: replications of one experiment are equal in all but
 * their replication and seed. Trace and results databases hold it in columns of the same names.
 */
struct NfRunIdentity
{
    std::string scenario;    //!< its name
    std::string hash;        //!< of its text
    std::string variant;     //!< of its variables; empty: none vary
    std::string placement;   //!< of its firewalls; empty: as the scenario says
    uint32_t replication{1}; //!< its random draws
    std::string text;        //!< the scenario's
};

} // namespace ns3

#endif /* NF_RUN_IDENTITY_H */
