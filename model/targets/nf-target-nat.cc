// SPDX-License-Identifier: GPL-2.0-only

#include "nf-address-parser.h"
#include "nf-extension-type.h"
#include "nf-nat-options.h"
#include "nf-nat.h"
#include "nf-netns.h"
#include "nf-prefix.h"

#include <fmt/format.h>
#include <sstream>

namespace ns3
{

namespace
{

enum Option
{
    TO,
    RANDOM,
    RANDOM_FULLY,
    PERSISTENT
};

/// What the NAT targets have in common: a range, flags, the table nat.
class NatTarget : public NfTarget
{
  public:
    NfComplaint Parse(const NfOption& option) override
    {
        switch (option.spec->id)
        {
        case RANDOM:
            m_range.random = true;
            return {};
        case RANDOM_FULLY:
            m_range.randomFully = true;
            return {};
        case PERSISTENT:
            m_range.persistent = true;
            return {};
        default:
            break;
        }
        auto complaint = ParseRange(option.arguments[0].text);
        return complaint ? fmt::format("--{}: {}", option.spec->name, *complaint) : complaint;
    }

    NfComplaint Check(const NfRuleContext& context) override
    {
        return NfCheckNatPorts(GetName(), context, m_range);
    }

    void Save(std::ostream& os) const override
    {
        SaveRange(os);
        PrintFlags(os, " --");
    }

    void List(std::ostream& os) const override
    {
        std::ostringstream words;
        ListRange(words);
        PrintFlags(words, " ");
        std::string text = words.str();
        os << text.substr(text.empty() ? 0 : 1);
    }

    NfTargetResult Execute(NfPacket& packet) override
    {
        if (!packet.netns->nat)
        {
            return NfTargetResult::DROP;
        }
        NfVerdict verdict = Translate(*packet.netns->nat, packet);
        return verdict == NfVerdict::ACCEPT ? NfTargetResult::ACCEPT : NfTargetResult::DROP;
    }

  protected:
    NfNatRange m_range;

  private:
    virtual NfComplaint ParseRange(std::string_view text) = 0;
    // Both print with a leading blank, or nothing.
    virtual void SaveRange(std::ostream& os) const = 0;
    virtual void ListRange(std::ostream& os) const = 0;
    virtual NfVerdict Translate(NfNat& nat, NfPacket& packet) = 0;

    void PrintFlags(std::ostream& os, const char* before) const
    {
        os << (m_range.random ? std::string(before) + "random" : "");
        os << (m_range.randomFully ? std::string(before) + "random-fully" : "");
        os << (m_range.persistent ? std::string(before) + "persistent" : "");
    }
};

constexpr uint32_t SOURCE_HOOKS = NfHookSet({NfHook::POSTROUTING, NfHook::INPUT});
constexpr uint32_t DESTINATION_HOOKS = NfHookSet({NfHook::PREROUTING, NfHook::OUTPUT});

/// SNAT and DNAT.
class AddressNatTarget : public NatTarget
{
  public:
    explicit AddressNatTarget(NfManip manip)
        : m_manip(manip)
    {
    }

  private:
    NfComplaint ParseRange(std::string_view text) override
    {
        return NfParseNatRange(text, m_manip == NfManip::DESTINATION, GetFamily(), m_range);
    }

    void SaveRange(std::ostream& os) const override
    {
        os << (m_manip == NfManip::SOURCE ? " --to-source " : " --to-destination ");
        NfPrintNatRange(os, m_range, GetFamily());
    }

    void ListRange(std::ostream& os) const override
    {
        os << " to:";
        NfPrintNatRange(os, m_range, GetFamily());
    }

    NfVerdict Translate(NfNat& nat, NfPacket& packet) override
    {
        return nat.Setup(packet, m_range, m_manip);
    }

    NfManip m_manip;
};

class SnatTarget : public AddressNatTarget
{
  public:
    SnatTarget()
        : AddressNatTarget(NfManip::SOURCE)
    {
    }
};

class DnatTarget : public AddressNatTarget
{
  public:
    DnatTarget()
        : AddressNatTarget(NfManip::DESTINATION)
    {
    }
};

/// MASQUERADE and REDIRECT: only ports can be chosen.
class PortNatTarget : public NatTarget
{
    NfComplaint ParseRange(std::string_view text) override
    {
        return NfParseNatPorts(text, false, m_range);
    }

    void SaveRange(std::ostream& os) const override
    {
        PrintPorts(os, " --to-ports ");
    }

  protected:
    void PrintPorts(std::ostream& os, const char* before) const
    {
        if (m_range.mapPorts)
        {
            os << before;
            NfPrintNatPorts(os, m_range);
        }
    }
};

class MasqueradeTarget : public PortNatTarget
{
    void ListRange(std::ostream& os) const override
    {
        PrintPorts(os, " masq ports: ");
    }

    NfVerdict Translate(NfNat& nat, NfPacket& packet) override
    {
        return nat.Masquerade(packet, m_range);
    }
};

class RedirectTarget : public PortNatTarget
{
    void ListRange(std::ostream& os) const override
    {
        PrintPorts(os, " redir ports ");
    }

    NfVerdict Translate(NfNat& nat, NfPacket& packet) override
    {
        return nat.Redirect(packet, m_range);
    }
};

class NetmapTarget : public NatTarget
{
    NfComplaint ParseRange(std::string_view text) override
    {
        const std::size_t slash = text.find('/');
        const uint8_t width = NfPrefix::GetWidth(GetFamily());
        auto address = NfParseHost(text.substr(0, slash), GetFamily());
        auto length = slash == std::string_view::npos ? width : ParseLength(text.substr(slash + 1));
        if (!address || !length)
        {
            return fmt::format("\"{}\" is not {} with an optional mask of leading ones",
                               text,
                               NfAddressSyntax(GetFamily()));
        }
        m_range.mapAddresses = true;
        m_network = NfPrefix(*address, *length, GetFamily());
        m_range.minAddress = m_network.GetAddress();
        m_range.maxAddress = m_network.GetLast();
        return {};
    }

    std::optional<uint8_t> ParseLength(std::string_view text) const
    {
        if (auto bits = NfParseNumber(text, NfPrefix::GetWidth(GetFamily())))
        {
            return static_cast<uint8_t>(*bits);
        }
        auto mask = NfParseHost(text, GetFamily());
        return mask ? NfPrefix::LengthOf(*mask, GetFamily()) : std::nullopt;
    }

    void PrintNetwork(std::ostream& os, const char* before) const
    {
        os << before << NfToString(m_network.GetAddress(), GetFamily()) << '/'
           << +m_network.GetLength();
    }

    void SaveRange(std::ostream& os) const override
    {
        PrintNetwork(os, " --to ");
    }

    void ListRange(std::ostream& os) const override
    {
        PrintNetwork(os, " to:");
    }

    NfVerdict Translate(NfNat& nat, NfPacket& packet) override
    {
        return nat.Netmap(packet, m_range);
    }

    NfPrefix m_network; //!< --to
};

constexpr bool MANDATORY = true;

/**
 * What all targets of the table nat declare alike.
 * @tparam T the target
 * @param name of the target
 * @param summary what it does, for people
 * @return its type, still without hooks of its own and options
 */
template <class T>
NfTargetType
MakeNatTargetType(const char* name, const char* summary)
{
    NfTargetType type = NfMakeTargetType<T>(name, summary);
    type.tables = {"nat"};
    type.needsConntrack = true;
    type.typical = NfTargetResult::ACCEPT;
    type.ends = true;
    return type;
}

} // namespace

NfTargetType
NfMakeSnatTargetType()
{
    NfTargetType type =
        MakeNatTargetType<SnatTarget>("SNAT", "choose the source that a connection leaves with");
    type.options = {{TO, "to-source", "", 1, 1, false, MANDATORY},
                    {RANDOM, "random", "", 0, 0},
                    {RANDOM_FULLY, "random-fully", "", 0, 0},
                    {PERSISTENT, "persistent", "", 0, 0}};
    type.hooks = SOURCE_HOOKS;
    return type;
}

NfTargetType
NfMakeDnatTargetType()
{
    NfTargetType type =
        MakeNatTargetType<DnatTarget>("DNAT", "choose the destination of a connection");
    type.options = {{TO, "to-destination", "", 1, 1, false, MANDATORY},
                    {RANDOM, "random", "", 0, 0},
                    {PERSISTENT, "persistent", "", 0, 0}};
    type.hooks = DESTINATION_HOOKS;
    return type;
}

NfTargetType
NfMakeMasqueradeTargetType()
{
    NfTargetType type =
        MakeNatTargetType<MasqueradeTarget>("MASQUERADE",
                                            "take the address of the device it leaves through");
    type.options = {{TO, "to-ports", ""},
                    {RANDOM, "random", "", 0, 0},
                    {RANDOM_FULLY, "random-fully", "", 0, 0}};
    type.hooks = NfHookSet({NfHook::POSTROUTING});
    return type;
}

NfTargetType
NfMakeRedirectTargetType()
{
    NfTargetType type =
        MakeNatTargetType<RedirectTarget>("REDIRECT", "deliver the connection to this node");
    type.options = {{TO, "to-ports", "to-port"}, {RANDOM, "random", "", 0, 0}};
    type.hooks = DESTINATION_HOOKS;
    return type;
}

NfTargetType
NfMakeNetmapTargetType()
{
    NfTargetType type =
        MakeNatTargetType<NetmapTarget>("NETMAP", "exchange the network part of an address");
    type.options = {{TO, "to", "", 1, 1, false, MANDATORY}};
    return type;
}

} // namespace ns3
