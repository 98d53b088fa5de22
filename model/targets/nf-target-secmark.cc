// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"

namespace ns3
{

namespace
{

constexpr std::size_t MAX_CONTEXT = 255;

/// A security context, printed as it is.
struct ContextKind : NfTextKind
{
    ContextKind()
        : NfTextKind(1, MAX_CONTEXT, "a security context")
    {
    }

    void Print(std::ostream& os, const Value& context) const
    {
        os << context;
    }
};

/// Target "SECMARK": give the packet a security context (Linux's xt_SECMARK.c). Nothing here looks
/// at contexts. Linux refuses a context that its security policy does not know; here all are taken.
class SecmarkTarget : public NfTarget
{
  public:
    std::string GetCaveat(const NfRuleContext&) const override
    {
        return "SECMARK marks nothing, because nodes have no security policy";
    }

    NfTargetResult Execute(NfPacket&) override
    {
        return NfTargetResult::CONTINUE;
    }

    NfOptionValue<std::string> m_context; //!< --selctx
};

/// Target "CONNSECMARK": copy the context to the connection or back (Linux's xt_CONNSECMARK.c).
class ConnsecmarkTarget : public NfTarget
{
  public:
    std::string GetCaveat(const NfRuleContext&) const override
    {
        return "CONNSECMARK copies nothing, because packets have no security contexts";
    }

    NfTargetResult Execute(NfPacket&) override
    {
        return NfTargetResult::CONTINUE;
    }

    NfSwitch m_save;    //!< --save
    NfSwitch m_restore; //!< --restore
};

} // namespace

NfTargetType
NfMakeSecmarkTargetType()
{
    NfTargetType type =
        NfMakeTargetType<SecmarkTarget>("SECMARK", "give the packet a security context");
    type.stateless = true;
    type.tables = {"mangle", "security"};
    type.changes = false;
    type.options = {NfOptionRow(&SecmarkTarget::m_context, "selctx", ContextKind())
                        .Mandatory()
                        .Listed("SECMARK selctx {}")};
    return type;
}

NfTargetType
NfMakeConnsecmarkTargetType()
{
    using T = ConnsecmarkTarget;
    NfTargetType type =
        NfMakeTargetType<T>("CONNSECMARK", "copy the security context to the connection or back");
    type.stateless = true;
    type.tables = {"mangle", "security"};
    type.needsConntrack = true;
    type.changes = false;
    type.options = {
        NfOptionRow(&T::m_save, "save").Choice(1).Listed("CONNSECMARK save"),
        NfOptionRow(&T::m_restore, "restore").Choice(1).Listed("CONNSECMARK restore"),
    };
    return type;
}

} // namespace ns3
