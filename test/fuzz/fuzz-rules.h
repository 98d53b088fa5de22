// SPDX-License-Identifier: GPL-2.0-only

#ifndef FUZZ_RULES_H
#define FUZZ_RULES_H

#include "fake-netns.h"
#include "nf-conntrack.h"
#include "nf-standard-helpers.h"
#include "nf-standard-matches.h"
#include "nf-standard-targets.h"
#include "nf-tables.h"

#include <cstdlib>
#include <iostream>
#include <string>

namespace ns3
{

/// Tables with all extensions, on a node without a stack.
struct FuzzBox
{
    /// @param family of the tables
    explicit FuzzBox(NfFamily family = NfFamily::IPV4)
        : tables(CreateObject<NfTables>(family))
    {
        NfRegisterStandardMatches();
        NfRegisterStandardTargets();
        std::clog.setstate(std::ios::failbit); // what has no effect is told once each, elsewhere
        conntrack->SetNetns(&netns);
        NfRegisterStandardHelpers(*conntrack);
        tables->SetNetns(&netns);
    }

    ~FuzzBox()
    {
        tables->SetNetns(nullptr);
        tables->Dispose();
        conntrack->Dispose();
    }

    FakeNetns netns;
    Ptr<NfConntrack> conntrack = CreateObject<NfConntrack>();
    Ptr<NfTables> tables;
};

/// End the program, as the fuzzer expects of a failure.
/// @param what failed
/// @param text of it
[[noreturn]] inline void
FuzzFail(const std::string& what, const std::string& text)
{
    std::cerr << what << ":\n" << text << '\n';
    std::abort();
}

} // namespace ns3

#endif /* FUZZ_RULES_H */
