// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"
#include "nf-user-names.h"

#include <algorithm>

namespace ns3
{

namespace
{

/// Numbers or names of users or groups.
struct OwnersKind : NfWordKind
{
    using Value = NfNumberRange;

    NfUserNames::Kind names; //!< which are meant

    explicit OwnersKind(NfUserNames::Kind kind)
        : names(kind)
    {
    }

    std::optional<Value> Read(std::string_view text) const
    {
        constexpr uint32_t last = UINT32_MAX - 1;
        if (std::optional<uint32_t> named = NfUserNames::Find(names, std::string(text)))
        {
            return Value{*named, *named};
        }
        auto dash = text.find('-');
        auto first = NfParseNumber(text.substr(0, dash), last);
        auto second = dash == text.npos ? first : NfParseNumber(text.substr(dash + 1), last);
        return first && second && *first <= *second ? std::optional(Value{*first, *second})
                                                    : std::nullopt;
    }

    const char* GetSyntax() const
    {
        return "a number, a rising range first-last, a name that every Debian knows, or one that "
               "NfUserNames::Add() has been told";
    }

    void Print(std::ostream& os, const Value& owners) const
    {
        os << owners.min;
        if (owners.min != owners.max)
        {
            os << '-' << owners.max;
        }
    }
};

class OwnerMatch : public NfMatch
{
  public:
    NfMatchResult Match(NfPacket& packet) override
    {
        const NfSocketOwner* owner = packet.socket;
        if (!owner)
        {
            // Supplementary groups cannot be negated, and so never hold.
            return NfResult((!m_socket.given || m_socket.inverted) && AllOwnersInverted() &&
                            !m_supplementary.given);
        }
        if (m_socket.given && m_socket.inverted)
        {
            return NfMatchResult::NO;
        }
        if (owner->kernel)
        {
            return NfResult(AllOwnersInverted());
        }
        return NfResult(m_user.Holds(m_user.value.Contains(owner->uid)) &&
                        m_group.Holds(IsInGroup(*owner)));
    }

    NfSwitch m_socket;                    //!< --socket-exists
    NfOptionValue<NfNumberRange> m_user;  //!< --uid-owner
    NfOptionValue<NfNumberRange> m_group; //!< --gid-owner
    NfSwitch m_supplementary;             //!< --suppl-groups

  private:
    bool AllOwnersInverted() const
    {
        return (!m_user.given || m_user.inverted) && (!m_group.given || m_group.inverted);
    }

    bool IsInGroup(const NfSocketOwner& owner) const
    {
        return m_group.value.Contains(owner.gid) ||
               (m_supplementary.given &&
                std::any_of(owner.groups.begin(), owner.groups.end(), [this](uint32_t id) {
                    return m_group.value.Contains(id);
                }));
    }
};

} // namespace

NfMatchType
NfMakeOwnerMatchType()
{
    using M = OwnerMatch;
    NfMatchType type =
        NfMakeMatchType<M>("owner", "user and group of the socket that sends the packet");
    type.options = {
        NfOptionRow(&M::m_socket, "socket-exists")
            .Invertible()
            .Listed("owner socket exists", "! owner socket exists"),
        NfOptionRow(&M::m_user, "uid-owner", OwnersKind(NfUserNames::USER))
            .Invertible()
            .Listed("owner UID match {}", "! owner UID match {}"),
        NfOptionRow(&M::m_group, "gid-owner", OwnersKind(NfUserNames::GROUP))
            .Invertible()
            .Listed("owner GID match {}", "! owner GID match {}"),
        NfOptionRow(&M::m_supplementary, "suppl-groups").Listed("incl. suppl. groups"),
    };
    type.relations = {
        NfOptionRelation::OneOf({"uid-owner", "gid-owner", "socket-exists"},
                                "owner expects --uid-owner, --gid-owner or --socket-exists"),
        NfOptionRelation::Behind({"suppl-groups"},
                                 {"gid-owner"},
                                 "--suppl-groups works only behind --gid-owner"),
    };
    type.hooks = NfHookSet({NfHook::OUTPUT, NfHook::POSTROUTING});
    type.stateless = true;
    return type;
}

} // namespace ns3
