// SPDX-License-Identifier: GPL-2.0-only

#include "nf-set-type.h"

#include <algorithm>

namespace ns3
{

uint32_t
NfSetType::CountParts() const
{
    return std::count_if(parts.begin(), parts.end(), [](NfSetPart part) {
        return part != NfSetPart::NONE;
    });
}

bool
NfSetType::Has(NfSetPart part) const
{
    return std::find(parts.begin(), parts.end(), part) != parts.end();
}

bool
NfSetType::TakesWholeSpace() const
{
    const auto networks = std::count(parts.begin(), parts.end(), NfSetPart::NET);
    return Has(NfSetPart::INTERFACE) || networks == 2;
}

bool
NfSetType::Resembles(const NfSetType& other) const
{
    auto plain = [](NfSetPart part) { return part == NfSetPart::NET ? NfSetPart::IP : part; };
    return HasNomatch() == other.HasNomatch() &&
           std::equal(parts.begin(),
                      parts.end(),
                      other.parts.begin(),
                      [plain](NfSetPart a, NfSetPart b) { return plain(a) == plain(b); });
}

const std::vector<NfSetType>&
NfSetType::All()
{
    using P = NfSetPart;
    using M = NfSetMethod;
    static const std::vector<NfSetType> types{
        {"bitmap:ip", "ipmap", M::BITMAP, {P::IP}, 3, true, false},
        {"bitmap:ip,mac", "macipmap", M::BITMAP, {P::IP, P::MAC}, 3, false, false},
        {"bitmap:port", "portmap", M::BITMAP, {P::PORT}, 3, false, false},
        {"hash:ip", "iphash", M::HASH, {P::IP}, 6, true, true},
        {"hash:ip,mac", "ipmachash", M::HASH, {P::IP, P::MAC}, 1, false, false},
        {"hash:ip,mark", "ipmarkhash", M::HASH, {P::IP, P::MARK}, 3, false, false},
        {"hash:ip,port", "ipporthash", M::HASH, {P::IP, P::PORT}, 7, true, true},
        {"hash:ip,port,ip", "ipportiphash", M::HASH, {P::IP, P::PORT, P::IP}, 6, false, false},
        {"hash:ip,port,net", "ipportnethash", M::HASH, {P::IP, P::PORT, P::NET}, 8, false, false},
        {"hash:mac", "machash", M::HASH, {P::MAC}, 1, false, false},
        {"hash:net", "nethash", M::HASH, {P::NET}, 7, false, false},
        {"hash:net,iface", "netifacehash", M::HASH, {P::NET, P::INTERFACE}, 8, false, false},
        {"hash:net,net", "netnethash", M::HASH, {P::NET, P::NET}, 4, true, true},
        {"hash:net,port", "netporthash", M::HASH, {P::NET, P::PORT}, 8, false, false},
        {"hash:net,port,net",
         "netportnethash",
         M::HASH,
         {P::NET, P::PORT, P::NET},
         3,
         false,
         false},
        {"list:set", "setlist", M::LIST, {P::SET}, 3, false, false},
    };
    return types;
}

const NfSetType*
NfSetType::Find(std::string_view name)
{
    for (const NfSetType& type : All())
    {
        if (type.name == name || type.alias == name)
        {
            return &type;
        }
    }
    return nullptr;
}

} // namespace ns3
