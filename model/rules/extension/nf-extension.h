// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_EXTENSION_H
#define NF_EXTENSION_H

#include "nf-error.h"
#include "nf-option.h"
#include "nf-packet.h"
#include "nf-rule-bounds.h"
#include "nf-rule-condition.h"
#include "nf-types.h"

#include "ns3/ptr.h"
#include "ns3/simple-ref-count.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace ns3
{

class NfNetns;
struct NfExtensionType;
struct NfRuleSpec;

/// Where an extension is used: what its rows and its Check() may look at.
struct NfRuleContext
{
    std::string table; //!< name of the table
    std::string chain; //!< name of the chain
    uint32_t hooks{0}; //!< bit mask (1 << NfHook) of the hooks from which the chain is reached
    const NfRuleSpec* rule{nullptr}; //!< the rule's standard matches, protocol included
    const NfNetns* netns{nullptr};   //!< the node; null where a rule set is checked without one
    bool tcpSynOnly{false};          //!< one of the rule's matches says NfMatch::RequiresTcpSyn()
    NfFamily family{NfFamily::IPV4}; //!< whose rules they are

    /// @param hook a hook
    /// @return true if the rule can be reached from it
    bool ReachedFrom(NfHook hook) const
    {
        return (hooks >> static_cast<unsigned>(hook)) & 1;
    }
};

/// Nothing: what ns-3's own base of counted objects is called differs between its versions.
struct NfCountedBase
{
};

/**
 * @ingroup netfilter
 * A part of a rule that is parsed from options, checked, printed and evaluated: the base of
 * matches and targets.
 *
 * What the kernel's registration declares of it, and how its options are written, stands in its
 * NfExtensionType, the row by which rule sets know it. Common code reads, checks and prints options
 * by that; a class overrides only the functions whose default does not do. A match may thus consist
 * of fields, Match() and a row.
 *
 * Life: made by NfExtensionType::New(), Parse() per option in order of the text, FinishParse(),
 * Check() whenever a change of the table that holds the rule is asked for, Start() if the change is
 * made, then evaluation. The same object stands in the table before and after a change, so Check()
 * must not touch what evaluation needs.
 *
 * Extensions may be many, and count who refers to them themselves: their own fields begin at the
 * 24th byte.
 */
class NfExtension : public SimpleRefCount<NfExtension, NfCountedBase>
{
  public:
    virtual ~NfExtension() = default;

    /// @return its name as after -m or -j, in its canonical form; by default its type's
    virtual std::string_view GetName() const;

    /**
     * Take one option, by default with the function of its row.
     * @param option the option, with as many arguments as its row says
     * @return nothing, or what is wrong with it
     */
    virtual NfComplaint Parse(const NfOption& option);

    /**
     * Called after the last option, when the rows' own conditions (mandatory, groups) are met.
     * @return nothing, or what is missing or contradictory
     */
    virtual NfComplaint FinishParse()
    {
        return {};
    }

    /**
     * The kernel's refusals (checkentry) beyond those that the type declares: NfCheckPlace() has
     * compared table, hooks and protocol before.
     * @param context where it is used
     * @return nothing, or why it cannot be used there
     */
    virtual NfComplaint Check(const NfRuleContext& context)
    {
        return {};
    }

    /**
     * What was asked for and is accepted, so that rule sets load, but has no effect here. Called
     * after Check(), when the table that holds the rule comes into force.
     * @param context where it is used: the rule, its family and the node
     * @return a sentence for the user, without the full stop; empty if all has its effect
     */
    virtual std::string GetCaveat(const NfRuleContext& context) const
    {
        return "";
    }

    /**
     * The table that holds the rule comes into force, with this rule new or as before. What the
     * extension remembers of packets is forgotten: the kernel makes it anew whenever a command or a
     * restore changes anything in the table. A command that is refused or changes nothing leaves
     * it. What rules share by name (hashlimit, recent) is no part of the rule, and stays.
     */
    virtual void Start()
    {
    }

    /// @return the sets (ipset) that it names; such a set cannot be destroyed while the rule is
    /// there
    virtual std::vector<std::string> GetSetNames() const
    {
        return {};
    }

    /**
     * Print the options as iptables-save does, each with a leading blank: " --dport 80". By
     * default these are the rows that were given, in the order of the type's table.
     * @param os the stream
     */
    virtual void Save(std::ostream& os) const;

    /**
     * Print as iptables -L -v -n does, without a leading blank: "tcp dpt:80". By default these are
     * the type's heading and what its rows say is listed, separated by blanks.
     * @param os the stream
     */
    virtual void List(std::ostream& os) const;

    /// @return true if it works only with connection tracking running; by default its type's word
    virtual bool NeedsConntrack() const;

    /**
     * Tell what it asks for or does, for whoever compares rules or reads a trace of them.
     * @param description of the rule; receives the conditions, in a form to compute with
     */
    virtual void Describe(NfRuleDescription& description) const = 0;

    /// @return name and options as iptables-save prints them, without a leading blank
    std::string GetText() const;

    /// @return the type that made it; aborts if none has
    const NfExtensionType& GetType() const;

    /// @return the family of the rule that it is for: how its addresses are written and compared
    NfFamily GetFamily() const
    {
        return m_family;
    }

  private:
    friend struct NfMatchType;
    friend struct NfTargetType;

    // In this order there is no gap behind the count of references.
    NfFamily m_family{NfFamily::IPV4};
    const NfExtensionType* m_type{nullptr}; //!< lives as long as the program
};

/// What a match says.
enum class NfMatchResult : uint8_t
{
    NO,
    YES,
    HOTDROP, //!< the packet is malformed: drop it at once, with no rule to blame (xt_action_param)
    /// It is malformed, and an inverted criterion holds: if the rest of the rule does, too, the
    /// rule counts it and its target is executed, but whatever that says, the packet is dropped.
    YES_AND_HOTDROP
};

/**
 * @ingroup netfilter
 * A condition of a rule (Linux's struct xt_match), beyond the standard ones.
 */
class NfMatch : public NfExtension
{
  public:
    /**
     * @param packet the packet. Evaluation may keep state in the match (limit, statistic), hence
     *        not const.
     * @return whether it matches
     */
    virtual NfMatchResult Match(NfPacket& packet) = 0;

    /**
     * By default each row of the type describes what it asks for; one that cannot is described by
     * the match's text. A match whose type does not say `stateless` is not understood at all: it
     * may answer otherwise when the same packet comes again.
     * @param description of the rule; receives the conditions
     */
    void Describe(NfRuleDescription& description) const override;

    /**
     * What TCPMSS asks of the match tcp: is SYN among the flags that must be set, not inverted?
     * @return true if only TCP segments with SYN match
     */
    virtual bool RequiresTcpSyn() const
    {
        return false;
    }

    /**
     * For the compiled look-up, which then need not ask for every packet. Concerns TCP segments of
     * at least 20 bytes and UDP datagrams of at least 8 that are no later fragments: of these,
     * Match() says NO to all whose ports are outside of the bounds, and keeps nothing of having
     * been asked.
     * @return the bounds; by default all ports
     */
    virtual NfPortBounds GetPortBounds() const
    {
        return {};
    }
};

/// What a target says.
enum class NfTargetResult : uint8_t
{
    CONTINUE, //!< on to the next rule (XT_CONTINUE)
    ACCEPT,
    DROP,
    STOLEN,
    QUEUE,
    REPEAT,
    RETURN //!< back to the calling chain
};

/**
 * @ingroup netfilter
 * What a rule does (Linux's struct xt_target), beyond ACCEPT, DROP, RETURN, jumps and gotos.
 */
class NfTarget : public NfExtension
{
  public:
    /**
     * @param packet the packet; it may be changed
     * @return how to go on
     */
    virtual NfTargetResult Execute(NfPacket& packet) = 0;

    /**
     * By default what the type declares: it ends the way of what it matches, or may change what
     * later rules see.
     * @param description of the rule
     */
    void Describe(NfRuleDescription& description) const override;

    /**
     * What Execute() says when it does its work: it never changes the path of a packet, only what
     * a trace reports about a rule hit, which is told before the target runs. REJECT says DROP,
     * the NAT targets say ACCEPT, marking targets CONTINUE.
     * @return the usual result; by default its type's word
     */
    virtual NfTargetResult GetTypicalResult() const;
};

} // namespace ns3

#endif /* NF_EXTENSION_H */
