// SPDX-License-Identifier: GPL-2.0-only

#include "nf-ruleset-check.h"

#include "nf-extension-type.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

namespace ns3
{

namespace
{

/// Checks one table; see NfCheckTable().
class TableCheck
{
  public:
    TableCheck(const NfTable& table, const NfNetns* netns, const NfRulePlaces& places)
        : m_table(table),
          m_netns(netns),
          m_places(places)
    {
    }

    NfStatus Run()
    {
        Steps(true);
        return m_errors.empty() ? NfStatus() : m_errors.front();
    }

    void RunWhole(std::vector<NfError>& errors, std::vector<NfError>& warnings)
    {
        const bool walked = Steps(false);
        errors.insert(errors.end(), m_errors.begin(), m_errors.end());
        for (const NfChain* chain : m_table.GetChains())
        {
            if (walked)
            {
                FindUnreached(*chain, warnings);
            }
        }
    }

  private:
    /// How far the walk from each hook has come in a chain.
    struct Visit
    {
        uint32_t hooks{0}; //!< from which it is reached
        bool onPath{false};
        std::size_t reached{0}; //!< rules in front of this index are reached
    };

    /// One chain of the path that is being walked.
    struct Frame
    {
        const NfChain* chain;
        std::size_t next; //!< index of the next rule
    };

    /// All checks, up to the first error or all.
    /// @return true if the chains could be walked
    bool Steps(bool onlyFirst)
    {
        for (const NfChain* chain : m_table.GetChains())
        {
            for (std::size_t i = 0; i < chain->rules.size(); ++i)
            {
                if (Keep(CheckShape(*chain, i)) && onlyFirst)
                {
                    return false;
                }
            }
        }
        if (!m_errors.empty())
        {
            return false;
        }
        for (uint8_t hook = 0; hook < NF_N_INET_HOOKS; ++hook)
        {
            const NfChain* chain = m_table.FindChain(static_cast<NfHook>(hook));
            if (!chain || !(m_table.GetKind().hooks >> hook & 1))
            {
                continue;
            }
            if (Keep(Walk(*chain, 1U << hook)))
            {
                return false;
            }
        }
        for (const NfChain* chain : m_table.GetChains())
        {
            for (std::size_t i = 0; i < chain->rules.size(); ++i)
            {
                if (Keep(CheckRule(*chain, i)) && onlyFirst)
                {
                    return true;
                }
            }
        }
        return true;
    }

    /// Keep an error, if it is one.
    /// @return true if it is
    bool Keep(NfStatus error)
    {
        if (error)
        {
            m_errors.push_back(*std::move(error));
        }
        return !m_errors.empty();
    }

    /// Warn of the first rule of a chain that no packet reaches.
    void FindUnreached(const NfChain& chain, std::vector<NfError>& warnings)
    {
        const Visit& visit = m_visits[&chain];
        if (visit.reached < chain.rules.size())
        {
            warnings.push_back(
                *Refuse(chain,
                        visit.reached + 1,
                        visit.hooks == 0
                            ? "is reached by no packet: no rule that is reached leads to the chain"
                            : "is reached by no packet: the rule before it takes them all"));
        }
    }

    /// A rule made by a program rather than by the parser may lead nowhere.
    NfStatus CheckShape(const NfChain& chain, std::size_t index) const
    {
        const NfRule& rule = *chain.rules[index];
        if (rule.GetConditions().family != m_table.GetFamily())
        {
            return Refuse(chain, index + 1, "is for packets of the other address family");
        }
        if (rule.Leads())
        {
            const NfChain* to = m_table.FindChain(rule.GetChain());
            if (!to || to->IsBuiltin())
            {
                return Refuse(chain,
                              index + 1,
                              "leads to '" + rule.GetChain() + "', which is no user's chain");
            }
        }
        if (rule.GetAction() == NfRuleAction::TARGET && !rule.PeekTarget())
        {
            return Refuse(chain, index + 1, "has no target");
        }
        return {};
    }

    /// Mark what a hook reaches, depth first.
    NfStatus Walk(const NfChain& base, uint32_t hook)
    {
        std::vector<Frame> path;
        Enter(base, hook, path);
        while (!path.empty())
        {
            Frame& frame = path.back();
            const auto& rules = frame.chain->rules;
            Visit& visit = m_visits[frame.chain];
            if (frame.next == rules.size())
            {
                visit.onPath = false;
                path.pop_back();
                continue;
            }
            const NfRule& rule = *rules[frame.next++];
            visit.reached = std::max(visit.reached, frame.next);
            if (rule.Leads())
            {
                const NfChain* chain = m_table.FindChain(rule.GetChain());
                if (m_visits[chain].onPath)
                {
                    return Refuse(*frame.chain,
                                  frame.next,
                                  "leads to '" + rule.GetChain() +
                                      "' for ever: a loop of chains is not allowed");
                }
                Enter(*chain, hook, path);
            }
            else if (rule.GetAction() != NfRuleAction::NONE &&
                     rule.GetAction() != NfRuleAction::TARGET && rule.IsUnconditional())
            {
                frame.next = rules.size(); // nothing behind it is reached
            }
        }
        return {};
    }

    /// Begin a chain, unless this hook has been there.
    void Enter(const NfChain& chain, uint32_t hook, std::vector<Frame>& path)
    {
        Visit& visit = m_visits[&chain];
        if (!(visit.hooks & hook))
        {
            visit.hooks |= hook;
            visit.onPath = true;
            path.push_back({&chain, 0});
        }
    }

    /// Ask the extensions of a rule.
    NfStatus CheckRule(const NfChain& chain, std::size_t index)
    {
        const NfRule& rule = *chain.rules[index];
        const std::vector<Ptr<NfMatch>> matches = rule.GetMatches();
        const Ptr<NfTarget> target = rule.GetTarget();
        if (matches.empty() && !target)
        {
            return {};
        }
        const Visit& visit = m_visits[&chain];
        const NfRuleSpec spec = rule.GetSpec();
        NfRuleContext context;
        context.table = m_table.GetKind().name;
        context.chain = chain.name;
        context.hooks = index < visit.reached ? visit.hooks : 0;
        context.rule = &spec;
        context.netns = m_netns;
        context.family = m_table.GetFamily();
        context.tcpSynOnly = std::any_of(matches.begin(), matches.end(), [](const auto& m) {
            return m->RequiresTcpSyn();
        });
        auto ask = [&](NfExtension& extension) -> NfStatus {
            NfComplaint complaint = NfCheckPlace(extension, context);
            complaint = complaint ? complaint : extension.Check(context);
            return complaint ? Refuse(chain,
                                      index + 1,
                                      "is refused: " + std::string(extension.GetName()) + ": " +
                                          *complaint)
                             : NfStatus();
        };
        for (const auto& match : matches)
        {
            if (NfStatus error = ask(*match))
            {
                return error;
            }
        }
        return target ? ask(*target) : NfStatus();
    }

    /// The error about a rule.
    NfStatus Refuse(const NfChain& chain, std::size_t number, const std::string& why) const
    {
        NfError error;
        error.exitCode = 1;
        error.message = "rule " + std::to_string(number) + " of chain '" + chain.name +
                        "' in table " + std::string(m_table.GetKind().name) + " " + why;
        auto place = m_places.find(PeekPointer(chain.rules[number - 1]));
        if (place != m_places.end())
        {
            error.line = place->second.line;
            error.column = place->second.column;
            error.wholeLine = true;
        }
        return error;
    }

    const NfTable& m_table;
    const NfNetns* m_netns;
    const NfRulePlaces& m_places;
    std::unordered_map<const NfChain*, Visit> m_visits; // looked up only, never iterated
    std::vector<NfError> m_errors;
};

} // namespace

NfStatus
NfCheckTable(const NfTable& table, const NfNetns* netns, const NfRulePlaces& places)
{
    return TableCheck(table, netns, places).Run();
}

void
NfCheckWholeTable(const NfTable& table,
                  const NfNetns* netns,
                  const NfRulePlaces& places,
                  std::vector<NfError>& errors,
                  std::vector<NfError>& warnings)
{
    TableCheck(table, netns, places).RunWhole(errors, warnings);
}

void
NfTellCaveats(const NfTable& table,
              const NfNetns* netns,
              const std::function<void(const NfRule& rule, const std::string& caveat)>& tell)
{
    auto tellSome = [&tell](const NfRule& rule, const std::string& caveat) {
        if (!caveat.empty())
        {
            tell(rule, caveat);
        }
    };
    table.ForEachRule(
        [&](const NfRule& rule) { tellSome(rule, rule.GetConditions().GetCaveat()); });
    table.ForEachExtension([&](const NfRule& rule, const NfExtension& extension) {
        NfRuleContext context;
        context.rule = &rule.GetConditions();
        context.netns = netns;
        context.family = table.GetFamily();
        tellSome(rule, extension.GetCaveat(context));
    });
}

} // namespace ns3
