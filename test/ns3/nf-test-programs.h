// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TEST_PROGRAMS_H
#define NF_TEST_PROGRAMS_H

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @file
 * @ingroup netfilter
 * Running GoogleTest's programs, and reading what they found.
 */

/// Something that a test found wrong.
struct NfTestFailure
{
    std::string test; //!< "Suite.Test", or a program's name
    std::string file; //!< where the expectation stands; empty if unknown
    int32_t line{0};  //!< likewise
    std::string text; //!< what was expected, and what was there
};

/// What came of one program.
struct NfTestResults
{
    std::vector<std::string> passed;     //!< "Suite.Test", in the order in which they ran
    std::vector<NfTestFailure> failures; //!< each expectation that was not met
};

/**
 * @param folder where programs are
 * @return the full paths of the executable files in it, sorted
 */
std::vector<std::string> NfListTestPrograms(const std::string& folder);

/**
 * Run all tests of a program, each after the other in one process. A program that ends without its
 * report, because a test aborted it, is a failure by itself.
 * @param program its full path
 * @param report a file for its report, which must not be there
 * @return what it found
 */
NfTestResults NfRunTestProgram(const std::string& program, const std::string& report);

} // namespace ns3

#endif // NF_TEST_PROGRAMS_H
