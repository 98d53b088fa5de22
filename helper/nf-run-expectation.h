// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RUN_EXPECTATION_H
#define NF_RUN_EXPECTATION_H

#include "nf-error.h"
#include "nf-results.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * What a run is expected to show, judged on its packets afterwards. Written as one line:
 *
 * @code
 *   allowed: lan -> dmz tcp/443
 *   denied: internet -> lan any
 *   at least 95 % within 50 ms
 *   at least 99 % of voip within 150 ms
 *   at least 80 % of web delivered
 *   at most 1 % of scan delivered
 * @endcode
 *
 * "allowed" holds if between all pairs of the two sides with that service something arrived, and no
 * rule, no connection tracking and no missing route stopped any packet of theirs; what queues and
 * links lose does not break it. "denied" holds if nothing arrived. Both do not hold if no such
 * traffic was sent at all: nothing was tried. "at least" and "at most" count items of a class, or
 * of all: those that arrived in time, of all that were meant. Nothing arrives of what nobody could
 * send, so that "at most" holds then; its verdict says so.
 */
class NfRunExpectation
{
  public:
    /// Whether it held, and why not.
    struct Verdict
    {
        bool isHeld{false};
        std::string detail; //!< what broke it, or the share that was reached
    };

    /// Names of nodes of a side: of a zone, or a node's own; nothing if the word is neither.
    using Resolver =
        std::function<std::optional<std::vector<std::string>>(const std::string& word)>;

    /**
     * @param text as above
     * @param resolver knows zones; null: the sides are names of nodes in ns3::Names
     * @param expectation receives it
     * @return nothing, or what is wrong, with the column
     */
    static NfStatus Parse(const std::string& text,
                          const Resolver& resolver,
                          NfRunExpectation& expectation);

    /// @param results of the run
    /// @return what they say of it
    Verdict Judge(const NfResults& results) const;

    /// @return the traffic class that it names; empty: it names none
    const std::string& GetGroup() const
    {
        return m_group;
    }

    /// @return as it was written
    const std::string& GetText() const
    {
        return m_text;
    }

  private:
    /// What is expected.
    enum class Kind : uint8_t
    {
        ALLOWED,
        DENIED,
        AT_LEAST,
        AT_MOST
    };

    class Parser;

    bool Concerns(const NfTrafficPair& pair) const;
    Verdict JudgeAllowed(const NfResults& results) const;
    Verdict JudgeDenied(const NfResults& results) const;
    Verdict JudgeShare(const NfResults& results) const;

    std::string m_text;
    Kind m_kind{Kind::ALLOWED};
    std::vector<std::string> m_from;
    std::vector<std::string> m_to;
    uint8_t m_protocol{0};                //!< 0: any
    uint16_t m_port{0};                   //!< 0: any
    double m_share{0};                    //!< from 0 to 1
    std::string m_group;                  //!< empty: all
    std::optional<double> m_longestDelay; //!< seconds
};

} // namespace ns3

#endif /* NF_RUN_EXPECTATION_H */
