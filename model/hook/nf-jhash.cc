// SPDX-License-Identifier: GPL-2.0-only

#include "nf-jhash.h"

namespace ns3
{

namespace
{

// lookup3's three words of state.
struct State
{
    uint32_t a;
    uint32_t b;
    uint32_t c;
};

constexpr uint32_t
Rotate(uint32_t word, unsigned bits)
{
    return word << bits | word >> (32 - bits);
}

// One step of lookup3's reversible mixing: x takes y away and its rotation in, y grows by z.
void
MixStep(uint32_t& x, uint32_t& y, uint32_t z, unsigned bits)
{
    x = (x - y) ^ Rotate(y, bits);
    y += z;
}

void
Mix(State& s)
{
    MixStep(s.a, s.c, s.b, 4);
    MixStep(s.b, s.a, s.c, 6);
    MixStep(s.c, s.b, s.a, 8);
    MixStep(s.a, s.c, s.b, 16);
    MixStep(s.b, s.a, s.c, 19);
    MixStep(s.c, s.b, s.a, 4);
}

void
FinalStep(uint32_t& x, uint32_t y, unsigned bits)
{
    x = (x ^ y) - Rotate(y, bits);
}

void
Final(State& s)
{
    FinalStep(s.c, s.b, 14);
    FinalStep(s.a, s.c, 11);
    FinalStep(s.b, s.a, 25);
    FinalStep(s.c, s.b, 16);
    FinalStep(s.a, s.c, 4);
    FinalStep(s.b, s.a, 14);
    FinalStep(s.c, s.b, 24);
}

} // namespace

uint32_t
NfJhash2(const uint32_t* words, std::size_t count, uint32_t initial)
{
    constexpr uint32_t arbitrary = 0xdeadbeef;
    uint32_t start = arbitrary + (static_cast<uint32_t>(count) << 2) + initial;
    State s{start, start, start};
    for (; count > 3; count -= 3, words += 3)
    {
        s.a += words[0];
        s.b += words[1];
        s.c += words[2];
        Mix(s);
    }
    if (count == 0)
    {
        return s.c;
    }
    s.c += count > 2 ? words[2] : 0;
    s.b += count > 1 ? words[1] : 0;
    s.a += words[0];
    Final(s);
    return s.c;
}

} // namespace ns3
