// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_LOG_PREFIX_H
#define NF_LOG_PREFIX_H

#include "nf-option-kinds.h"

#include <cstddef>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

namespace ns3
{

/**
 * @tparam LENGTH how many characters are kept; iptables cuts off the rest
 * @return how --log-prefix and --nflog-prefix are written: a text without newlines
 */
template <std::size_t LENGTH>
NfOwnKind<std::string>
NfLogPrefixKind()
{
    auto read = [](std::string_view text) {
        bool bad = text.empty() || text.find('\n') != std::string_view::npos;
        return bad ? std::nullopt : std::optional(std::string(text.substr(0, LENGTH)));
    };
    auto print = [](std::ostream& os, const std::string& text) { os << NfQuote(text); };
    return {read, print, "a text that is not empty and has no newline"};
}

} // namespace ns3

#endif /* NF_LOG_PREFIX_H */
