// SPDX-License-Identifier: GPL-2.0-only

#include "nf-error-json.h"

#include <nlohmann/json.hpp>

namespace ns3
{

nlohmann::json
NfErrorsToJson(const NfScenarioErrors& errors)
{
    nlohmann::json all = nlohmann::json::array();
    for (const NfError& error : errors.Get())
    {
        all.push_back({error.file, error.line, error.column, error.message});
    }
    return all;
}

void
NfAddErrors(const nlohmann::json& json, NfScenarioErrors& errors)
{
    for (const nlohmann::json& sent : json)
    {
        NfError error;
        error.file = sent[0];
        error.line = sent[1];
        error.column = sent[2];
        error.message = sent[3];
        errors.Add(error);
    }
}

} // namespace ns3
