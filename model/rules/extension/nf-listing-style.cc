// SPDX-License-Identifier: GPL-2.0-only

#include "nf-listing-style.h"

namespace ns3
{

namespace
{

int
StyleIndex()
{
    static const int index = std::ios_base::xalloc();
    return index;
}

int
ProtocolIndex()
{
    static const int index = std::ios_base::xalloc();
    return index;
}

} // namespace

bool
NfListsNames(std::ios_base& stream)
{
    return stream.iword(StyleIndex()) != 0;
}

void
NfSetListsNames(std::ios_base& stream, bool names)
{
    stream.iword(StyleIndex()) = names ? 1 : 0;
}

uint8_t
NfListedProtocol(std::ios_base& stream)
{
    return static_cast<uint8_t>(stream.iword(ProtocolIndex()));
}

void
NfSetListedProtocol(std::ios_base& stream, uint8_t protocol)
{
    stream.iword(ProtocolIndex()) = protocol;
}

} // namespace ns3
