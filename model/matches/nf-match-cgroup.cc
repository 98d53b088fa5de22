// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"

namespace ns3
{

namespace
{

constexpr std::size_t MAX_PATH = 511; //!< characters, as Linux's PATH_MAX for this match

/**
 * Match "cgroup": control group of the socket that sends the packet (Linux's xt_cgroup.c).
 *
 * Simulated sockets are all in the root group, whose class is 0; a packet without a socket matches
 * nothing, not even negated. Linux refuses the path of a group that does not exist; here any path
 * may be named, and only "/" has members. On INPUT Linux knows the receiving socket of a connection
 * already; here a packet that arrives has none.
 */
class CgroupMatch : public NfMatch
{
  public:
    std::string GetCaveat(const NfRuleContext&) const override
    {
        return "to cgroup all sockets are in the root group, class 0, because simulated "
               "applications have no control groups";
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        return NfResult(packet.socket && m_class.Holds(m_class.value == 0) &&
                        m_path.Holds(m_path.value == "/"));
    }

    NfOptionValue<uint32_t> m_class;   //!< --cgroup
    NfOptionValue<std::string> m_path; //!< --path
};

/// A group's path, which iptables-save quotes.
struct PathKind : NfTextKind
{
    PathKind()
        : NfTextKind(1, MAX_PATH, "a group's path")
    {
    }

    void List(std::ostream& os, const Value& path) const
    {
        os << path;
    }
};

} // namespace

NfMatchType
NfMakeCgroupMatchType()
{
    using M = CgroupMatch;
    NfMatchType type = NfMakeMatchType<M>("cgroup", "control group of the sending socket");
    type.stateless = true;
    type.hooks = NfHookSet({NfHook::INPUT, NfHook::OUTPUT, NfHook::POSTROUTING});
    type.options = {
        NfOptionRow(&M::m_path, "path", PathKind())
            .Invertible()
            .Choice(1)
            .Listed("cgroup {}", "cgroup ! {}"),
        NfOptionRow(&M::m_class, "cgroup", NfNumberKind<uint32_t>())
            .Invertible()
            .Choice(1)
            .Listed("cgroup {}", "cgroup ! {}"),
    };
    return type;
}

} // namespace ns3
