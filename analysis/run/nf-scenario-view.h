// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SCENARIO_VIEW_H
#define NF_SCENARIO_VIEW_H

#include "nf-scenario-schema.h"
#include "nf-yaml-value.h"

#include "ns3/ipv4-address.h"
#include "ns3/nf-topology-graph.h"
#include "ns3/nstime.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/// A text of a scenario and its place.
struct NfScenarioText
{
    std::string text;
    NfYamlPlace place;
};

/**
 * @ingroup netfilter
 * A section of a document, asked by keys. NfCheckScenario() has told what is wrong; here a value
 * that is, is not there. To ask for a key that the section does not have is an NS_ABORT, as is one
 * of another type: the table of keys is complete.
 */
class NfScenarioView
{
  public:
    /// @param value the section's map
    /// @param section what it is; both must stay
    NfScenarioView(const NfYamlValue& value, const NfScenarioSection& section);

    /// @return what is known of the section
    const NfScenarioSection& GetSection() const
    {
        return *m_section;
    }

    /// @return true if all that is required is there, and all values are right
    bool IsComplete() const;

    /// @return where the section begins
    const NfYamlPlace& GetPlace() const
    {
        return m_value->place;
    }

    /// @param key a key
    /// @return where its value stands; the section's place without it
    NfYamlPlace GetPlace(const std::string& key) const;

    /// @param key a key
    /// @return true if it is there, be its value right or wrong
    bool Has(const std::string& key) const;

    /// @param key of a single value
    /// @return it as text
    std::optional<NfScenarioText> GetText(const std::string& key) const;

    /// @param key of a FLAG
    /// @return its value; false without it
    bool GetFlag(const std::string& key) const;

    /// @param key of a COUNT or NUMBER
    /// @return its value
    std::optional<double> GetNumber(const std::string& key) const;

    /// @param key of a RATE
    /// @return bit/s
    std::optional<uint64_t> GetRate(const std::string& key) const;

    /// @param key of a DURATION
    /// @return its value
    std::optional<Time> GetDuration(const std::string& key) const;

    /// @param key of a NETWORK
    /// @return its value
    std::optional<NfPrefix> GetNetwork(const std::string& key) const;

    /// @param key of a LIST, of SOME or ONE
    /// @return the texts that are right
    std::vector<NfScenarioText> GetTexts(const std::string& key) const;

    /// @param key of a LIST
    /// @return how many values it has, right or wrong
    std::size_t CountValues(const std::string& key) const;

    /// @param key of a MAP of texts
    /// @return names, each with its value
    std::vector<std::pair<NfScenarioText, NfScenarioText>> GetMap(const std::string& key) const;

    /// @return the attributes that its keys stand for, each with its value
    std::vector<std::pair<std::string, std::string>> GetAttributes() const;

    /// @param key of LISTS
    /// @return names, each with its values
    std::vector<std::pair<NfScenarioText, std::vector<NfScenarioText>>> GetLists(
        const std::string& key) const;

    /// @param key of a SECTION
    /// @return it; nothing without it
    std::optional<NfScenarioView> GetSection(const std::string& key) const;

    /// @param key of a LIST of SECTIONs
    /// @return the sections, in order of the file
    std::vector<NfScenarioView> GetSections(const std::string& key) const;

    /// @param key of a MAP of SECTIONs
    /// @return names, each with its section
    std::vector<std::pair<NfScenarioText, NfScenarioView>> GetNamedSections(
        const std::string& key) const;

  private:
    const NfScenarioKey& Find(const std::string& key) const;
    const NfYamlValue* FindValue(const std::string& key) const;
    static bool IsGood(const NfYamlValue& value, const NfScenarioKey& key);
    static std::vector<NfScenarioText> Collect(const NfYamlValue& value, const NfScenarioKey& key);

    const NfYamlValue* m_value;
    const NfScenarioSection* m_section;
};

} // namespace ns3

#endif /* NF_SCENARIO_VIEW_H */
