// SPDX-License-Identifier: GPL-2.0-only

#include "nf-extension-type.h"
#include "nf-user-names.h"

#include <algorithm>
#include <sstream>

namespace ns3
{

namespace
{

/// Numbers of users or groups, perhaps negated.
struct Owners
{
    bool given{false};
    bool inverted{false};
    uint32_t min{0};
    uint32_t max{0};

    NfComplaint Parse(const NfOption& option, NfUserNames::Kind kind)
    {
        constexpr uint32_t last = UINT32_MAX - 1;
        const std::string& text = NfArgumentOf(option);
        if (std::optional<uint32_t> named = NfUserNames::Find(kind, text))
        {
            *this = {true, option.inverted, *named, *named};
            return {};
        }
        auto dash = text.find('-');
        auto first = NfParseNumber(text.substr(0, dash), last);
        auto second = dash == text.npos ? first : NfParseNumber(text.substr(dash + 1), last);
        if (!first || !second || *first > *second)
        {
            return NfBadArgument(option,
                                 "a number, a rising range first-last, a name that every Debian "
                                 "knows, or one that NfUserNames::Add() has been told");
        }
        *this = {true,
                 option.inverted,
                 static_cast<uint32_t>(*first),
                 static_cast<uint32_t>(*second)};
        return {};
    }

    /// @param id of a user or a group
    /// @return whether it is among these, without inversion
    bool Contains(uint32_t id) const
    {
        return id >= min && id <= max;
    }

    void Print(std::ostream& os, std::string_view name) const
    {
        if (given)
        {
            os << (inverted ? " !" : "") << name << min;
            if (min != max)
            {
                os << '-' << max;
            }
        }
    }
};

class OwnerMatch : public NfMatch
{
  public:
    enum Option
    {
        USER,
        GROUP,
        SOCKET,
        SUPPLEMENTARY
    };

    NfComplaint Parse(const NfOption& option) override
    {
        switch (option.spec->id)
        {
        case USER:
            return m_user.Parse(option, NfUserNames::USER);
        case GROUP:
            return m_group.Parse(option, NfUserNames::GROUP);
        case SOCKET:
            m_socket = true;
            m_socketInverted = option.inverted;
            return {};
        default:
            m_supplementary = true;
            return m_group.given ? NfComplaint() : "--suppl-groups works only behind --gid-owner";
        }
    }

    NfComplaint FinishParse() override
    {
        return m_user.given || m_group.given || m_socket
                   ? NfComplaint()
                   : "owner expects --uid-owner, --gid-owner or --socket-exists";
    }

    void Save(std::ostream& os) const override
    {
        os << (m_socketInverted ? " !" : "") << (m_socket ? " --socket-exists" : "");
        m_user.Print(os, " --uid-owner ");
        m_group.Print(os, " --gid-owner ");
        os << (m_supplementary ? " --suppl-groups" : "");
    }

    void List(std::ostream& os) const override
    {
        std::ostringstream text;
        text << (m_socketInverted ? " !" : "") << (m_socket ? " owner socket exists" : "");
        m_user.Print(text, " owner UID match ");
        m_group.Print(text, " owner GID match ");
        os << text.str().substr(1) << (m_supplementary ? " incl. suppl. groups" : "");
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        const NfSocketOwner* owner = packet.socket;
        if (!owner)
        {
            // Supplementary groups cannot be negated, and so never hold.
            return NfResult((!m_socket || m_socketInverted) && AllOwnersInverted() &&
                            !m_supplementary);
        }
        if (m_socket && m_socketInverted)
        {
            return NfMatchResult::NO;
        }
        if (owner->kernel)
        {
            return NfResult(AllOwnersInverted());
        }
        return NfResult((!m_user.given || m_user.Contains(owner->uid) != m_user.inverted) &&
                        (!m_group.given || IsInGroup(*owner) != m_group.inverted));
    }

  private:
    bool AllOwnersInverted() const
    {
        return (!m_user.given || m_user.inverted) && (!m_group.given || m_group.inverted);
    }

    bool IsInGroup(const NfSocketOwner& owner) const
    {
        return m_group.Contains(owner.gid) ||
               (m_supplementary &&
                std::any_of(owner.groups.begin(), owner.groups.end(), [this](uint32_t id) {
                    return m_group.Contains(id);
                }));
    }

    Owners m_user;
    Owners m_group;
    bool m_socket{false};
    bool m_socketInverted{false};
    bool m_supplementary{false};
};

} // namespace

NfMatchType
NfMakeOwnerMatchType()
{
    using M = OwnerMatch;
    NfMatchType type =
        NfMakeMatchType<M>("owner", "user and group of the socket that sends the packet");
    type.options = {{M::USER, "uid-owner", "", 1, 1, true},
                    {M::GROUP, "gid-owner", "", 1, 1, true},
                    {M::SOCKET, "socket-exists", "", 0, 0, true},
                    {M::SUPPLEMENTARY, "suppl-groups", "", 0, 0}};
    type.hooks = NfHookSet({NfHook::OUTPUT, NfHook::POSTROUTING});
    type.stateless = true;
    return type;
}

} // namespace ns3
