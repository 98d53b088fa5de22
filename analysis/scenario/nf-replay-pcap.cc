// SPDX-License-Identifier: GPL-2.0-only

#include "nf-replay-pcap.h"

#include "nf-cli-command.h"
#include "nf-replay-checksums.h"
#include "nf-replay-frame.h"
#include "nf-replay-view.h"

#include <algorithm>
#include <cstdint>
#include <fmt/format.h>
#include <optional>
#include <utility>

namespace ns3
{

namespace
{

using Bytes = std::vector<uint8_t>;

/// A packet of a capture, before it is known which way it went.
struct Candidate
{
    int64_t time; //!< ns since 1970
    NfReplayPacket packet;
    std::optional<NfPacketView> view; //!< none: it has no whole network header
    std::optional<NfReplayMac> from;
    std::optional<NfReplayMac> to;
    NfFrameDirection direction;
};

/// Frames of one file, by what became of them.
struct Counts
{
    std::size_t frames{0};
    std::map<std::string, std::size_t> others; //!< without IP, by what they hold
    std::size_t timeless{0};
    std::size_t packets{0}; //!< that are played
    std::size_t wrong{0};   //!< of them with wrong checksums
    std::size_t overheard{0};
    std::size_t sent{0};
    std::size_t sentLocally{0}; //!< of them played as the box's own
};

bool
IsGroup(const NfReplayMac& mac)
{
    return mac[0] & 1;
}

class Reader
{
  public:
    Reader(const NfReplayCaptureOptions& options, NfReplayScenario& scenario)
        : m_options(options),
          m_scenario(scenario)
    {
        for (const NfReplayInterface& interface : scenario.interfaces)
        {
            for (const NfReplayInterfaceAddress& address : interface.addresses)
            {
                m_own.insert(address.host);
            }
        }
    }

    void Read(const std::vector<NfReplayCapture>& captures)
    {
        for (const NfReplayCapture& capture : captures)
        {
            ReadFile(capture);
        }
        LearnMacs();
        std::stable_sort(m_found.begin(), m_found.end(), [](const auto& a, const auto& b) {
            return a.second.time < b.second.time;
        });
        for (auto& [file, candidate] : m_found)
        {
            Take(file, std::move(candidate));
        }
        for (std::size_t i = 0; i < captures.size(); ++i)
        {
            Warn(captures[i].file, m_counts[i]);
        }
        if (m_start && !m_scenario.date)
        {
            m_scenario.date = *m_start / SECOND;
        }
    }

  private:
    static constexpr int64_t SECOND = 1'000'000'000;

    void ReadFile(const NfReplayCapture& capture)
    {
        const std::size_t number = m_counts.size();
        Counts& counts = m_counts.emplace_back();
        std::unique_ptr<NfCaptureReader> reader = NfCaptureReader::Open(capture.file);
        int64_t latest = m_start.value_or(0);
        while (std::optional<NfCaptureFrame> frame = reader->Next())
        {
            ++counts.frames;
            counts.timeless += !frame->time;
            latest = frame->time.value_or(latest);
            if (frame->time)
            {
                m_start = std::min(m_start.value_or(latest), latest);
            }
            NfReplayFrame read = NfReadReplayFrame(*frame, capture.file);
            if (!read.packet)
            {
                ++counts.others[read.other];
                continue;
            }
            Candidate candidate{latest,
                                {},
                                NfPacketView::Read(*read.packet),
                                read.from,
                                read.to,
                                read.direction};
            NfReplayPacket& packet = candidate.packet;
            packet.place = fmt::format("{}: frame {}", capture.file, frame->number);
            packet.in = NameInterface(capture, *frame, packet.place);
            CheckWhole(*frame, candidate.view, read.packet->size(), packet.place);
            packet.bytes = std::move(read.packet);
            m_found.emplace_back(number, std::move(candidate));
        }
    }

    std::string NameInterface(const NfReplayCapture& capture,
                              const NfCaptureFrame& frame,
                              const std::string& place)
    {
        std::string name = capture.interface.empty() ? frame.interface : capture.interface;
        if (name.empty())
        {
            throw NfCliError(place + ": the capture does not tell the interface: --interface must "
                                     "say where its packets come in");
        }
        auto known = std::find_if(m_scenario.interfaces.begin(),
                                  m_scenario.interfaces.end(),
                                  [&](const NfReplayInterface& i) { return i.name == name; });
        if (known == m_scenario.interfaces.end())
        {
            if (name.size() > NfInterfaceName::MAX_LENGTH || name == "lo" ||
                name.find_first_of("/ \t\n") != std::string::npos)
            {
                throw NfCliError(place + ": \"" + name +
                                 "\" is no name for an interface of the "
                                 "box: --interface must say where its packets come in");
            }
            m_scenario.interfaces.emplace_back().name = name;
        }
        return name;
    }

    static void CheckWhole(const NfCaptureFrame& frame,
                           const std::optional<NfPacketView>& view,
                           std::size_t size,
                           const std::string& place)
    {
        const bool whole = view && view->length <= size;
        if (frame.bytes.size() < frame.length && !whole)
        {
            throw NfCliError(fmt::format("{}: only {} of its {} bytes were captured; capture with "
                                         "'tcpdump -s 0'",
                                         place,
                                         frame.bytes.size(),
                                         frame.length));
        }
    }

    bool IsFromBox(const Candidate& candidate) const
    {
        return candidate.view &&
               m_own.count({candidate.view->ip.family, candidate.view->ip.source}) != 0;
    }

    bool IsToBox(const Candidate& candidate) const
    {
        return candidate.view &&
               m_own.count({candidate.view->ip.family, candidate.view->ip.destination}) != 0;
    }

    // The Ethernet addresses of interfaces of which the options tell none.
    void LearnMacs()
    {
        m_macs = m_options.macs;
        std::map<std::string, std::set<NfReplayMac>> byReceiver;
        std::map<std::string, std::set<NfReplayMac>> bySender;
        for (const auto& [file, candidate] : m_found)
        {
            if (candidate.to && !IsGroup(*candidate.to) && IsToBox(candidate))
            {
                byReceiver[candidate.packet.in].insert(*candidate.to);
            }
            if (candidate.from && IsFromBox(candidate))
            {
                bySender[candidate.packet.in].insert(*candidate.from);
            }
        }
        m_macs.merge(byReceiver);
        m_macs.merge(bySender);
    }

    NfFrameDirection FindDirection(const Candidate& candidate) const
    {
        if (candidate.direction != NfFrameDirection::UNKNOWN)
        {
            return candidate.direction;
        }
        auto macs = m_macs.find(candidate.packet.in);
        if (candidate.from && macs != m_macs.end())
        {
            if (macs->second.count(*candidate.from))
            {
                return NfFrameDirection::SENT;
            }
            return IsGroup(*candidate.to) || macs->second.count(*candidate.to)
                       ? NfFrameDirection::RECEIVED
                       : NfFrameDirection::OTHERS;
        }
        return IsFromBox(candidate) ? NfFrameDirection::SENT : NfFrameDirection::RECEIVED;
    }

    void Take(std::size_t file, Candidate candidate)
    {
        Counts& counts = m_counts[file];
        NfReplayPacket& packet = candidate.packet;
        const NfFrameDirection direction = FindDirection(candidate);
        if (direction == NfFrameDirection::OTHERS)
        {
            ++counts.overheard;
            return;
        }
        if (direction == NfFrameDirection::SENT)
        {
            ++counts.sent;
            packet.local = m_options.sent == NfReplaySent::LOCAL && IsFromBox(candidate);
            packet.unplayed = m_options.sent == NfReplaySent::DROP;
            if (!packet.local && !packet.unplayed)
            {
                return;
            }
            counts.sentLocally += packet.local;
            packet.in = packet.local ? "" : packet.in;
        }
        if (!packet.unplayed)
        {
            ++counts.packets;
            Bytes sound = *packet.bytes;
            if (NfFixReplayChecksums(sound))
            {
                ++counts.wrong;
                packet.bytes = m_options.fixChecksums ? std::move(sound) : *packet.bytes;
            }
        }
        packet.at = static_cast<double>(candidate.time - m_start.value_or(candidate.time)) /
                    static_cast<double>(SECOND);
        m_scenario.packets.push_back(std::move(packet));
    }

    void Warn(const std::string& file, const Counts& counts) const
    {
        auto warn = [&](const std::string& text) {
            m_scenario.warnings.push_back(file + ": " + text);
        };
        std::size_t others = 0;
        std::string kinds;
        for (const auto& [kind, count] : counts.others)
        {
            others += count;
            kinds += fmt::format("{}{} {}", kinds.empty() ? "" : ", ", count, kind);
        }
        if (others > 0)
        {
            warn(fmt::format("{} of {} frames hold no IP packet and were left out ({})",
                             others,
                             counts.frames,
                             kinds));
        }
        if (counts.overheard > 0)
        {
            warn(fmt::format("{} of {} frames are for other hosts and were left out",
                             counts.overheard,
                             counts.frames));
        }
        if (counts.sent > 0)
        {
            const std::string what = m_options.sent == NfReplaySent::SKIP ? "were left out"
                                     : m_options.sent == NfReplaySent::DROP
                                         ? "were not played"
                                         : fmt::format("{} of these, whose source is "
                                                       "the box, were sent by it, "
                                                       "the others left out",
                                                       counts.sentLocally);
            warn(fmt::format("{} of {} frames were sent by the box itself; {} (--sent)",
                             counts.sent,
                             counts.frames,
                             what));
        }
        if (counts.timeless > 0)
        {
            warn(fmt::format("{} of {} frames have no time and were played with the one before",
                             counts.timeless,
                             counts.frames));
        }
        if (counts.wrong > 0 && !m_options.fixChecksums)
        {
            warn(fmt::format("{} of {} packets have wrong checksums, so that conntrack takes them "
                             "for INVALID; --fix-checksums puts them right",
                             counts.wrong,
                             counts.packets));
        }
    }

    const NfReplayCaptureOptions& m_options;
    NfReplayScenario& m_scenario;
    std::set<NfReplayAddress> m_own; //!< addresses of the box
    std::vector<Counts> m_counts;
    std::vector<std::pair<std::size_t, Candidate>> m_found; //!< with the number of the file
    std::map<std::string, std::set<NfReplayMac>> m_macs;    //!< of the box, by interface
    std::optional<int64_t> m_start;                         //!< the first frame's time
};

} // namespace

void
NfReadReplayCaptures(const std::vector<NfReplayCapture>& captures,
                     const NfReplayCaptureOptions& options,
                     NfReplayScenario& scenario)
{
    Reader(options, scenario).Read(captures);
}

} // namespace ns3
