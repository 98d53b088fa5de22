// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cli-command.h"

#include <charconv>
#include <cstdint>
#include <system_error>

namespace ns3
{

std::string
NfCheckPacketNumber(const std::string& text)
{
    int64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    const bool good = error == std::errc() && stop == end && number >= 0;
    return good ? "" : "'" + text + "' is no number of a packet";
}

} // namespace ns3
