// SPDX-License-Identifier: GPL-2.0-only

#include "nf-checksum.h"
#include "nf-extension-type.h"
#include "nf-transport-checksum.h"
#include "nf-transport-view.h"

#include <bitset>

namespace ns3
{

namespace
{

constexpr std::size_t KINDS = 256; //!< of options
constexpr uint8_t FIRST_KIND = 2;  //!< padding cannot be stripped

using Kinds = std::bitset<KINDS>;

/// A name of a kind.
struct KindName
{
    std::string_view name;
    uint8_t kind;
};

constexpr KindName KIND_NAMES[] = {
    {"wscale", 3},
    {"mss", 2},
    {"sack-permitted", 4},
    {"sack", 5},
    {"timestamp", 8},
    {"md5", 19},
};

/// Kinds of options, by name or number, each once.
struct KindsKind : NfWordKind
{
    using Value = Kinds;

    std::optional<Value> Read(std::string_view text) const
    {
        Kinds kinds;
        for (std::string_view word : NfSplit(text, ','))
        {
            uint64_t kind = NfParseNumber(word, KINDS - 1).value_or(0);
            for (const KindName& row : KIND_NAMES)
            {
                kind = row.name == word ? row.kind : kind;
            }
            if (kind < FIRST_KIND || kinds.test(kind))
            {
                return std::nullopt;
            }
            kinds.set(kind);
        }
        return kinds;
    }

    const char* GetSyntax() const
    {
        return "a list of numbers from 2 to 255, wscale, mss, sack-permitted, sack, timestamp and "
               "md5, each once";
    }

    void Print(std::ostream& os, const Value& kinds) const
    {
        const char* separator = "";
        for (std::size_t kind = 0; kind < KINDS; ++kind)
        {
            if (kinds.test(kind))
            {
                os << separator << kind;
                separator = ",";
            }
        }
    }
};

/// Target "TCPOPTSTRIP": overwrite TCP options with padding (Linux's xt_TCPOPTSTRIP.c).
class TcpoptstripTarget : public NfTarget
{
  public:
    NfTargetResult Execute(NfPacket& packet) override
    {
        if (packet.ip.fragmentOffset)
        {
            return NfTargetResult::CONTINUE;
        }
        const uint8_t* header = packet.L4(NfTcpView::SIZE);
        const uint32_t size = header ? NfTcpView(header).GetSize() : 0;
        if (size < NfTcpView::SIZE || packet.GetPayloadSize() < size)
        {
            return NfTargetResult::DROP;
        }
        for (uint32_t place = NfTcpView::SIZE; place + 1 < size;)
        {
            const uint8_t* bytes = packet.L4(size);
            bool single = bytes[place] <= NfTcpView::NO_OPERATION || bytes[place + 1] == 0;
            const uint32_t length = single ? 1 : bytes[place + 1];
            if (place + length > size)
            {
                break;
            }
            if (m_kinds.value.test(bytes[place]))
            {
                Strip(packet.MutableL4(size), place, place + length);
            }
            place += length;
        }
        return NfTargetResult::CONTINUE;
    }

    NfOptionValue<Kinds> m_kinds; //!< --strip-options

  private:
    /// Overwrite the bytes from begin to end, and keep the checksum right.
    static void Strip(uint8_t* tcp, uint32_t begin, uint32_t end)
    {
        for (uint32_t place = begin; place < end; ++place)
        {
            const uint32_t word = place & ~1U;
            const uint16_t before = NfRead16(tcp + word);
            tcp[place] = NfTcpView::NO_OPERATION;
            NfTransportChecksum::UpdateTcp(tcp, before, NfRead16(tcp + word));
        }
    }
};

} // namespace

NfTargetType
NfMakeTcpoptstripTargetType()
{
    using T = TcpoptstripTarget;
    NfTargetType type = NfMakeTargetType<T>("TCPOPTSTRIP", "overwrite TCP options with padding");
    type.stateless = true;
    type.tables = {"mangle"};
    type.protocols = {NfProtocol::TCP};
    type.options = {
        NfOptionRow(&T::m_kinds, "strip-options", KindsKind()).Listed("TCPOPTSTRIP options {}")};
    return type;
}

} // namespace ns3
