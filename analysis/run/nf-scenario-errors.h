// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_SCENARIO_ERRORS_H
#define NF_SCENARIO_ERRORS_H

#include "nf-yaml-value.h"

#include "ns3/nf-error.h"

#include <cstddef>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * All that is wrong with a scenario. Reading goes on after an error, so that one run tells all.
 */
class NfScenarioErrors
{
  public:
    /// @param file name of the scenario's file
    explicit NfScenarioErrors(std::string file);

    /// @param place where in the file
    /// @param message what is wrong
    void Add(const NfYamlPlace& place, const std::string& message);

    /// @param error what is wrong, here or in another file
    void Add(const NfError& error);

    /// @return how many errors there are
    std::size_t GetCount() const
    {
        return m_errors.size();
    }

    /// @return all errors, as they were added
    const std::vector<NfError>& Get() const
    {
        return m_errors;
    }

    /// @return the errors of the file in the order of their places, then those of other files; each
    /// once, and of very many only the first
    std::vector<std::string> GetMessages() const;

    /// @return name of the scenario's file
    const std::string& GetFile() const
    {
        return m_file;
    }

  private:
    std::string m_file;
    std::vector<NfError> m_errors;
};

} // namespace ns3

#endif /* NF_SCENARIO_ERRORS_H */
