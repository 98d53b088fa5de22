// SPDX-License-Identifier: GPL-2.0-only

#include "nf-scenario-errors.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <tuple>

namespace ns3
{

namespace
{

constexpr std::size_t MOST_SHOWN = 200;

} // namespace

NfScenarioErrors::NfScenarioErrors(std::string file)
    : m_file(std::move(file))
{
}

void
NfScenarioErrors::Add(const NfYamlPlace& place, const std::string& message)
{
    NfError error;
    error.file = m_file;
    error.line = place.line;
    error.column = place.column;
    error.message = message;
    Add(error);
}

void
NfScenarioErrors::Add(const NfError& error)
{
    m_errors.push_back(error);
}

std::vector<std::string>
NfScenarioErrors::GetMessages() const
{
    std::vector<NfError> sorted = m_errors;
    std::stable_sort(sorted.begin(), sorted.end(), [this](const NfError& a, const NfError& b) {
        return std::tuple(a.file != m_file, a.line, a.column) <
               std::tuple(b.file != m_file, b.line, b.column);
    });
    std::vector<std::string> messages;
    std::set<std::string> told;
    for (const NfError& error : sorted)
    {
        const std::string message = error.ToString();
        if (told.insert(message).second && told.size() <= MOST_SHOWN)
        {
            messages.push_back(message);
        }
    }
    if (told.size() > MOST_SHOWN)
    {
        messages.push_back(fmt::format("{}: {} more errors", m_file, told.size() - MOST_SHOWN));
    }
    return messages;
}

} // namespace ns3
