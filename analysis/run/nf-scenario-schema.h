// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SCENARIO_SCHEMA_H
#define NF_SCENARIO_SCHEMA_H

#include "ns3/nf-traffic-spec.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ns3
{

/**
 * @file
 * @ingroup netfilter
 * What may stand in a scenario file. There is one table of it, from which come what the reader
 * takes and refuses, the keys that its messages propose, the JSON Schema and the reference in the
 * documentation; so none of these can fall behind another.
 */

/// What a single value is.
enum class NfScenarioType : uint8_t
{
    TEXT,     //!< any text
    NAME,     //!< a name, for people and messages
    NODE,     //!< a node, or several by a pattern
    FLAG,     //!< true or false
    COUNT,    //!< a whole number, with bounds
    NUMBER,   //!< any number, with bounds
    RATE,     //!< bits in a second
    DURATION, //!< simulated time
    ADDRESS,  //!< an IPv4 address
    NETWORK,  //!< an IPv4 network
    CHOICE,   //!< one of several words
    OBJECT,   //!< an object of ns-3, such as a queue disc
    TRAFFIC,  //!< a parameter of a kind of traffic
    FILE,     //!< path of a file, from the scenario's folder
    RULES,    //!< path of a file, or its text
    SCALAR,   //!< any single value: of a variable, of a sysctl
    SECTION   //!< a map with keys of its own
};

/// How many values a key has.
enum class NfScenarioShape : uint8_t
{
    ONE,  //!< one value
    LIST, //!< a list of values
    SOME, //!< one value, or a list of them
    MAP,  //!< a map from names of the user's choice to values
    LISTS //!< a map from names of the user's choice to one value, or a list of them
};

/// A key that may stand in a section.
struct NfScenarioKey
{
    std::string name;
    NfScenarioType type{NfScenarioType::TEXT};
    NfScenarioShape shape{NfScenarioShape::ONE};
    std::string about;                            //!< a sentence for the reference
    std::string section;                          //!< of a SECTION: which
    std::vector<std::string> choices;             //!< of a CHOICE
    const NfTrafficParameter* parameter{nullptr}; //!< of TRAFFIC: which
    bool isRequired{false};
    std::string parent{};             //!< of an OBJECT: the TypeId that it is derived from
    std::string example{};            //!< of an OBJECT: one
    std::string pattern{};            //!< of its texts, narrower than that of its type; empty: that
    std::vector<std::string> kinds{}; //!< which values of the key "kind" may have it; empty: all
    std::string needs{};              //!< another key that has to be there with it; empty: none
    std::string names{};              //!< of a MAP or LISTS: a pattern of its names; empty: any
    std::size_t fewest{0};   //!< of a LIST, or of each of LISTS: how many values it has at least
    std::size_t largest{0};  //!< of a LIST: how many values it has at most; 0: any
    std::string attribute{}; //!< of an ns-3 object to which the value goes as it is; empty: none
    double least{0};         //!< of a COUNT or NUMBER
    double most{1e9};        //!< of a COUNT or NUMBER
};

/// A map whose keys are known.
struct NfScenarioSection
{
    std::string name;  //!< "scenario", "topology", "link" ...
    std::string about; //!< a sentence or more for the reference
    std::vector<NfScenarioKey> keys;
    std::string chooser{}; //!< a CHOICE among the keys; each value has a section of its own, in the
                           //!< place of this one
    /// Of which exactly one has to be there, each with keys that have to be there with it, or, with
    /// "!" before it, must not.
    std::vector<std::vector<std::string>> oneOf{};
    std::vector<std::string> someOf{}; //!< of which one at least has to be there

    /// @param key name of a key
    /// @return what is known of it; null if it is none
    const NfScenarioKey* Find(std::string_view key) const;

    /// @return the names of all keys
    std::vector<std::string> GetNames() const;
};

/// @return all sections, the one of the whole file first
const std::vector<NfScenarioSection>& NfGetScenarioSections();

/// @param name name of a section, which there has to be
/// @return the section
const NfScenarioSection& NfGetScenarioSection(std::string_view name);

/**
 * @param section a section with a chooser
 * @param value value of the chooser
 * @return the section in its place; the section itself if the value is none
 */
const NfScenarioSection& NfChooseScenarioSection(const NfScenarioSection& section,
                                                 const std::string& value);

/// @param key a key
/// @return what one of its values has to be: "a rate with its unit, as in 10Mbps"
std::string NfGetExpected(const NfScenarioKey& key);

/**
 * @param key a key
 * @return the pattern (of ECMA 262, as JSON Schema has them) of its values, where these are no
 *         numbers; empty: any. It takes all that NfCheckScenarioText() does, and may take more
 */
std::string NfGetScenarioPattern(const NfScenarioKey& key);

/// @param key a key that is no SECTION
/// @param text one of its values
/// @return what is wrong with it
/// beyond what NfGetExpected() tells; empty if nothing is, "-" if that tells all
std::string NfCheckScenarioText(const NfScenarioKey& key, const std::string& text);

} // namespace ns3

#endif /* NF_SCENARIO_SCHEMA_H */
