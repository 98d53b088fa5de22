// SPDX-License-Identifier: GPL-2.0-only

#include "nf-helper-amanda.h"

#include "nf-conntrack.h"
#include "nf-header-size.h"
#include "nf-helper-log.h"
#include "nf-prefix.h"

#include <string_view>
#include <utility>

namespace ns3
{

namespace
{

constexpr std::string_view CONNECT = "CONNECT ";
constexpr std::string_view SERVICES[] = {"DATA ", "MESG ", "INDEX ", "STATE "};
constexpr uint32_t MAX_DIGITS = 5;

std::string
CopyData(const NfPacket& packet)
{
    const std::vector<uint8_t> bytes = packet.CopyPayload();
    return bytes.size() > NfHeaderSize::UDP
               ? std::string(bytes.begin() + NfHeaderSize::UDP, bytes.end())
               : std::string();
}

} // namespace

void
NfAmandaHelper::SetMangler(Mangler mangler)
{
    m_mangler = std::move(mangler);
}

std::string
NfAmandaHelper::GetName() const
{
    return "amanda";
}

uint8_t
NfAmandaHelper::GetProtocol() const
{
    return NfProtocol::UDP;
}

uint16_t
NfAmandaHelper::GetPort() const
{
    return 10080;
}

uint32_t
NfAmandaHelper::GetMaxExpected(uint8_t /* expectClass */) const
{
    return 4;
}

Time
NfAmandaHelper::GetTimeout() const
{
    return Seconds(180);
}

NfVerdict
NfAmandaHelper::Help(NfPacket& packet, NfConnection& connection, NfConntrack& conntrack) const
{
    if (packet.ctDirection == NfDirection::ORIGINAL)
    {
        return NfVerdict::ACCEPT;
    }
    conntrack.SetTimeout(connection, Minutes(5)); // answers may take long
    std::string data = CopyData(packet);
    std::size_t start = data.find(CONNECT);
    if (start == std::string::npos)
    {
        return NfVerdict::ACCEPT;
    }
    start += CONNECT.size();
    const std::size_t stop = data.find('\n', start);
    if (stop == std::string::npos)
    {
        return NfVerdict::ACCEPT;
    }
    NfVerdict verdict = NfVerdict::ACCEPT;
    for (std::string_view service : SERVICES)
    {
        const std::size_t found = data.find(service, start);
        if (found == std::string::npos || found >= stop)
        {
            continue;
        }
        Place place{static_cast<uint32_t>(found + service.size()), 0};
        uint32_t port = 0;
        for (std::size_t i = place.offset;
             i < stop && place.length < MAX_DIGITS && data[i] >= '0' && data[i] <= '9';
             ++i, ++place.length)
        {
            port = port * 10 + static_cast<uint32_t>(data[i] - '0');
        }
        if (static_cast<uint16_t>(port) == 0)
        {
            break;
        }
        const NfTuple& request = connection.Original();
        NfExpectation expectation;
        expectation.tuple.source = request.source;
        expectation.tuple.destination = request.destination;
        expectation.tuple.destinationPort = static_cast<uint16_t>(port);
        expectation.tuple.protocol = NfProtocol::TCP;
        expectation.tuple.family = request.family;
        expectation.sourceMask =
            NfPrefix::MaskOf(NfPrefix::GetWidth(request.family), request.family);
        expectation.master = Ptr<NfConnection>(&connection);
        const bool translated = connection.status & (NfCtStatus::SRC_NAT | NfCtStatus::DST_NAT);
        if (translated && m_mangler && request.family == NfFamily::IPV4)
        {
            verdict = m_mangler(packet, place, expectation);
            data = CopyData(packet); // Linux goes on in what is there now
        }
        else if (!conntrack.Expect(expectation))
        {
            NfLogHelperDrop(packet, GetName(), "cannot add expectation");
            verdict = NfVerdict::DROP;
        }
    }
    return verdict;
}

} // namespace ns3
