// SPDX-License-Identifier: GPL-2.0-only

#include "nf-checksum.h"
#include "nf-extension-type.h"
#include "nf-osf-fingerprints.h"
#include "nf-packet-text.h"
#include "nf-tcp-option-walk.h"
#include "nf-transport-view.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

namespace ns3
{

namespace
{

using Fingerprint = NfOsfFingerprint;

constexpr uint32_t WINDOW_PLACE = 14;
constexpr uint8_t NOTICE = 5; //!< level of the log
constexpr std::size_t MAX_GENRE = 31;

/// How the TTL of a packet is compared with a fingerprint's.
enum TtlCheck
{
    TTL_EQUAL,
    TTL_LESS, //!< it may have passed routers
    TTL_ANY
};

/// What is logged.
enum ReportLevel
{
    REPORT_ALL,
    REPORT_FIRST,
    REPORT_KNOWN
};

/// What is compared of a segment.
struct Segment
{
    uint16_t window;
    uint16_t size;
    const uint8_t* options;
    uint32_t optionsSize;
};

std::optional<Segment>
ReadSegment(const NfPacket& packet)
{
    const uint8_t* tcp = packet.L4(NfTcpView::SIZE);
    if (!tcp || !NfTcpView(tcp).Has(NfTcpView::SYN))
    {
        return std::nullopt;
    }
    const uint32_t header = std::max(NfTcpView(tcp).GetSize(), NfTcpView::SIZE);
    tcp = packet.L4(header);
    if (!tcp)
    {
        return std::nullopt;
    }
    return Segment{NfRead16(tcp + WINDOW_PLACE),
                   static_cast<uint16_t>(packet.GetSize()),
                   tcp + NfTcpView::SIZE,
                   header - NfTcpView::SIZE};
}

/// @param mss receives the segment size, if there is an option with it
/// @return true if the options are of these kinds, in this order
bool
HasOptions(const Segment& segment, const Fingerprint& fingerprint, uint32_t& mss)
{
    uint32_t size = 0;
    for (const auto& option : fingerprint.options)
    {
        size += option.length;
    }
    if (size != segment.optionsSize)
    {
        return false;
    }
    const uint8_t* at = segment.options;
    for (const auto& option : fingerprint.options)
    {
        if (*at != option.kind)
        {
            return false;
        }
        mss = option.kind == NfTcpOptionKind::MSS ? NfRead16(at + 2) : mss;
        at += option.length;
    }
    return true;
}

/// Modems are known to change the segment size to one of two usual ones.
bool
HasWindow(const Segment& segment, const Fingerprint& fingerprint, uint32_t mss)
{
    constexpr uint32_t headers = 40;
    constexpr uint32_t usual[] = {1460, 1448};
    const uint32_t value = fingerprint.windowValue;
    const uint32_t more = fingerprint.window == Fingerprint::Window::MTU ? headers : 0;
    switch (fingerprint.window)
    {
    case Fingerprint::Window::PLAIN:
        return value == 0 || segment.window == value;
    case Fingerprint::Window::MODULO:
        return segment.window % value == 0;
    default:
        return segment.window == value * (mss + more) ||
               segment.window == value * (usual[0] + more) ||
               segment.window == value * (usual[1] + more);
    }
}

/**
 * Match "osf": which operating system sends so (Linux's xt_osf.c and nfnetlink_osf.c)? It looks at
 * the first segments of both directions.
 *
 * As in Linux, `!` changes nothing, and with --log every known system matches. Linux breaks the
 * line of its log behind the finding; here a blank stands there.
 */
class OsfMatch : public NfMatch
{
  public:
    std::string GetCaveat(const NfRuleContext& context) const override
    {
        const auto* known = context.netns ? NfOsfFingerprints::Find(*context.netns) : nullptr;
        if (!known || known->GetAll().empty())
        {
            return "osf knows no fingerprints before NetfilterHelper::LoadFingerprints() gives it "
                   "a file";
        }
        return m_genre.inverted ? "osf takes no heed of '!', as in Linux" : "";
    }

    NfMatchResult Match(NfPacket& packet) override
    {
        const std::optional<Segment> segment = ReadSegment(packet);
        if (!segment)
        {
            return NfMatchResult::NO;
        }
        bool found = false;
        for (const Fingerprint& fingerprint : NfOsfFingerprints::Of(*packet.netns).GetAll())
        {
            const bool asked = m_log.given || fingerprint.system == m_genre.value;
            if (!asked || !Fits(packet, *segment, fingerprint))
            {
                continue;
            }
            found = true;
            if (!m_log.given)
            {
                break;
            }
            Log(packet,
                fmt::format("{} [{}:{}]",
                            fingerprint.system,
                            fingerprint.version,
                            fingerprint.subtype),
                " : ",
                fmt::format(" hops={}", fingerprint.ttl - packet.ip.ttl));
            if (m_log.value == REPORT_FIRST)
            {
                break;
            }
        }
        if (!found && m_log.given)
        {
            Log(packet, "Remote OS is not known", ": ", "");
        }
        return NfResult(found);
    }

    NfOptionValue<std::string> m_genre;      //!< --genre
    NfOptionValue<uint8_t> m_ttl{TTL_EQUAL}; //!< --ttl
    NfOptionValue<uint8_t> m_log;            //!< --log

  private:
    bool Fits(const NfPacket& packet, const Segment& segment, const Fingerprint& fingerprint) const
    {
        const uint8_t ttl = packet.ip.ttl;
        const bool ttlFits = m_ttl.value == TTL_ANY || ttl == fingerprint.ttl ||
                             (m_ttl.value == TTL_LESS && ttl < fingerprint.ttl);
        uint32_t mss = 0;
        return packet.ip.dontFragment == fingerprint.dontFragment &&
               segment.size == fingerprint.size && ttlFits &&
               HasOptions(segment, fingerprint, mss) && HasWindow(segment, fingerprint, mss);
    }

    static void Log(const NfPacket& packet,
                    const std::string& finding,
                    const char* separator,
                    const std::string& hops)
    {
        const uint8_t* tcp = packet.L4(NfTcpView::SIZE);
        packet.netns->Log(packet,
                          NOTICE,
                          fmt::format("{}{}{}:{} -> {}:{}{} {}",
                                      finding,
                                      separator,
                                      NfToString(packet.ip.source),
                                      NfRead16(tcp),
                                      NfToString(packet.ip.destination),
                                      NfRead16(tcp + 2),
                                      hops,
                                      NfPacketText::Write(packet, LOG_FLAGS)));
    }

    static constexpr uint8_t LOG_FLAGS = NfPacketText::TCP_SEQUENCE | NfPacketText::TCP_OPTIONS |
                                         NfPacketText::IP_OPTIONS | NfPacketText::UID;
};

/// A system's name. iptables cuts it, and prints it bare; one with blanks is quoted here, so that
/// it can be read again.
struct GenreKind : NfTextKind
{
    GenreKind()
        : NfTextKind(1, UINT8_MAX, "a system's name")
    {
    }

    std::optional<Value> Read(std::string_view text) const
    {
        return NfTextKind::Read(text.substr(0, MAX_GENRE));
    }

    void Print(std::ostream& os, const Value& genre) const
    {
        const bool bare = genre.find_first_of(" \"\\'") == std::string::npos;
        os << (bare ? genre : NfQuote(genre));
    }

    void List(std::ostream& os, const Value& genre) const
    {
        os << genre;
    }
};

} // namespace

NfMatchType
NfMakeOsfMatchType()
{
    using M = OsfMatch;
    using Number = NfNumberKind<uint8_t>;
    NfMatchType type = NfMakeMatchType<M>("osf", "operating system of the sender");
    type.family = NfFamily::IPV4;
    type.hooks = NfHookSet({NfHook::PREROUTING, NfHook::INPUT, NfHook::FORWARD});
    type.protocols = {NfProtocol::TCP};
    type.options = {
        NfOptionRow(&M::m_genre, "genre", GenreKind())
            .Invertible()
            .Mandatory()
            .Listed("OS fingerprint match {}", "OS fingerprint match ! {}"),
        NfOptionRow(&M::m_ttl, "ttl", Number(TTL_EQUAL, TTL_ANY)),
        NfOptionRow(&M::m_log, "log", Number(REPORT_ALL, REPORT_KNOWN)),
    };
    return type;
}

} // namespace ns3
