// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SETS_H
#define NF_SETS_H

#include "nf-netns.h"
#include "nf-option.h"
#include "nf-set.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * The sets of one node (Linux's struct ip_set_net), by name, and what the kernel refuses about
 * them, in the words of ipset 7.17.
 *
 * A new set takes the first free place, and sets are listed in the order of places, lists behind
 * all others. Swap exchanges what is in two sets; names, places and who refers to them stay. What
 * refers to a set are rules in force and lists.
 */
class NfSets : public NfNetnsState
{
  public:
    static constexpr std::size_t MAX_NAME = 31;    //!< Linux's IPSET_MAXNAMELEN - 1
    static constexpr std::size_t MAX_SETS = 65534; //!< Linux's IPSET_INVALID_ID - 1

    /// @param netns a node
    /// @return its sets, made if it has none yet
    static NfSets& Of(NfNetns& netns);

    /// @param netns a node
    /// @return its sets, or null if it has none yet
    static const NfSets* Find(const NfNetns& netns);

    /// @param references tells how many rules in force name each set
    void SetReferences(std::function<std::map<std::string, uint32_t>()> references);

    /// @param name of a set
    /// @return the set, or null
    NfSet* Find(std::string_view name) const;

    /// @return names of all sets, in the order of listings
    std::vector<std::string> GetNames() const;

    /// @return by name, how many rules in force and lists refer to a set
    std::map<std::string, uint32_t> CountReferences() const;

    /**
     * @param name of a new set
     * @param type its type
     * @param options how it is made
     * @param exist a set that is there and is the same is no error
     * @return nothing, or what is refused
     */
    NfComplaint Create(const std::string& name,
                       const NfSetType& type,
                       const NfSetOptions& options,
                       bool exist);

    /// @param name of a set; empty: all
    /// @return nothing, or what is refused
    NfComplaint Destroy(const std::string& name);

    /// @param name of a set; empty: all
    /// @return nothing, or what is refused
    NfComplaint Flush(const std::string& name);

    /// @param from a set
    /// @param to its new name
    /// @return nothing, or what is refused
    NfComplaint Rename(const std::string& from, const std::string& to);

    /// @param from a set
    /// @param to another
    /// @return nothing, or what is refused
    NfComplaint Swap(const std::string& from, const std::string& to);

    /**
     * Add an element, or overwrite it.
     * @param set a set of the node
     * @param key the element
     * @param details beyond the key
     * @param exist an element that is there is overwritten
     * @return what became of it
     */
    NfSetOutcome Add(NfSet& set, const NfSetKey& key, const NfSetDetails& details, bool exist);

    /**
     * Add a set to a list.
     * @param list of sets
     * @param name of the new member
     * @param place where it goes
     * @param details beyond the name
     * @param exist a member that is there is overwritten
     * @return nothing, or what is refused
     */
    NfComplaint AddMember(NfSet& list,
                          const std::string& name,
                          const NfSet::Place& place,
                          const NfSetDetails& details,
                          bool exist);

    /**
     * @param list of sets
     * @param name of a member
     * @param place where it must stand
     * @param exist a member that is missing is no error
     * @return nothing, or what is refused
     */
    NfComplaint DeleteMember(NfSet& list,
                             const std::string& name,
                             const NfSet::Place& place,
                             bool exist);

    /**
     * @param list of sets
     * @param name of a set
     * @param place where it must stand
     * @return whether it is a member there
     */
    static bool HasMember(NfSet& list, const std::string& name, const NfSet::Place& place);

  private:
    /// A set and its name.
    struct Named
    {
        std::string name;
        std::unique_ptr<NfSet> set; //!< null: the place is free
    };

    explicit NfSets(NfNetns& netns);

    NfNetns& m_netns;
    std::vector<Named> m_places;
    std::map<std::string, std::size_t, std::less<>> m_index; //!< places by name
    std::function<std::map<std::string, uint32_t>()> m_references;
};

} // namespace ns3

#endif /* NF_SETS_H */
