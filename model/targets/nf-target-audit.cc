// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"
#include "nf-text-case.h"

#include <array>

namespace ns3
{

namespace
{

constexpr std::array<std::string_view, 3> TYPES{"accept", "drop", "reject"};

/// What the audit record says has become of the packet: an index of TYPES.
struct TypeKind : NfWordKind
{
    using Value = std::size_t;

    std::optional<Value> Read(std::string_view text) const
    {
        for (std::size_t i = 0; i < TYPES.size(); ++i)
        {
            if (NfEqualsIgnoringCase(TYPES[i], text))
            {
                return i;
            }
        }
        return std::nullopt;
    }

    const char* GetSyntax() const
    {
        return "accept, drop or reject";
    }

    void Print(std::ostream& os, Value type) const
    {
        os << TYPES[type];
    }
};

/// Target "AUDIT": write an audit record (Linux's xt_AUDIT.c). Nobody reads such records here.
class AuditTarget : public NfTarget
{
  public:
    std::string GetCaveat() const override
    {
        return "AUDIT writes no record, because nodes have no audit daemon; the trace tells which "
               "rules a packet hits";
    }

    NfTargetResult Execute(NfPacket&) override
    {
        return NfTargetResult::CONTINUE;
    }

    NfOptionValue<std::size_t> m_type; //!< --type
};

} // namespace

NfTargetType
NfMakeAuditTargetType()
{
    NfTargetType type = NfMakeTargetType<AuditTarget>("AUDIT", "write an audit record");
    type.changes = false;
    type.options = {
        NfOptionRow(&AuditTarget::m_type, "type", TypeKind()).Mandatory().Listed("AUDIT {}")};
    return type;
}

} // namespace ns3
