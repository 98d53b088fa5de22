// SPDX-License-Identifier: GPL-2.0-only

#include "nf-traffic-matrix.h"

#include "nf-cli-command.h"

#include "ns3/nf-policy-words.h"
#include "ns3/nf-topology-units.h"

#include <cerrno>
#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <sstream>

namespace ns3
{

std::string
NfReadText(const std::string& file)
{
    std::ifstream stream(file);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream.is_open() || stream.bad())
    {
        throw NfCliError(fmt::format("{}: {}", file, std::strerror(errno)));
    }
    return text.str();
}

std::vector<NfTrafficDemand>
NfParseTraffic(const std::string& text,
               const std::string& file,
               const NfTopologyGraph& graph,
               std::vector<NfError>& errors)
{
    std::vector<NfTrafficDemand> result;
    for (const std::vector<NfPolicyWord>& line : NfSplitPolicy(text, 1))
    {
        const auto fail = [&](const NfPolicyWord& word, const std::string& message) {
            NfError error;
            error.file = file;
            error.line = word.line;
            error.column = word.column;
            error.message = message;
            errors.push_back(error);
        };
        if (line.size() != 3)
        {
            fail(line[0], "'FROM TO BYTES' expected");
            continue;
        }
        const auto from = graph.FindNodes(line[0].text);
        const auto to = graph.FindNodes(line[1].text);
        const auto bytes = NfParseNumber(line[2].text);
        for (std::size_t i = 0; i < 2; ++i)
        {
            if ((i == 0 ? from : to).empty())
            {
                fail(line[i], fmt::format("no node's name fits '{}'", line[i].text));
            }
        }
        if (!bytes || !std::isfinite(*bytes) || *bytes < 0)
        {
            fail(line[2], fmt::format("'{}' is no number of bytes", line[2].text));
            continue;
        }
        for (const std::size_t sender : from)
        {
            for (const std::size_t receiver : to)
            {
                result.push_back({sender, receiver, *bytes});
            }
        }
    }
    return result;
}

} // namespace ns3
