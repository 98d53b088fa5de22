// SPDX-License-Identifier: GPL-2.0-only

#include "nf-progress.h"

#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <poll.h>
#include <string>
#include <thread>
#include <unistd.h>

namespace ns3
{

namespace
{

using testing::EndsWith;
using testing::HasSubstr;

constexpr int STEPS = 1 << 17; // the clock is not looked at with every step

/// Takes the place of standard error for a while.
class StandardError
{
  public:
    explicit StandardError(int descriptor)
        : m_before(dup(STDERR_FILENO))
    {
        dup2(descriptor, STDERR_FILENO);
    }

    ~StandardError()
    {
        dup2(m_before, STDERR_FILENO);
        close(m_before);
    }

    StandardError(const StandardError&) = delete;
    StandardError& operator=(const StandardError&) = delete;

  private:
    int m_before;
};

void
Work(NfProgress& progress, int64_t done)
{
    for (int i = 0; i < STEPS; ++i)
    {
        progress.StepTo(done);
    }
}

// What work of some length shows on a descriptor that stands for standard error.
void
Show(int descriptor, std::chrono::milliseconds length)
{
    const StandardError replaced(descriptor);
    NfProgress progress("reading packets", 200);
    Work(progress, 1);
    std::this_thread::sleep_for(length);
    Work(progress, 100);
}

std::string
ReadAll(int descriptor)
{
    // A terminal hands on what was written a little later, and not at once.
    constexpr int quietMilliseconds = 200;
    std::string text;
    pollfd waiting{descriptor, POLLIN, 0};
    while (poll(&waiting, 1, quietMilliseconds) > 0 && (waiting.revents & POLLIN))
    {
        char chunk[1000];
        const ssize_t size = read(descriptor, chunk, sizeof chunk);
        if (size <= 0)
        {
            break;
        }
        text.append(chunk, size);
    }
    return text;
}

class Progress : public testing::Test
{
  protected:
    void SetUp() override
    {
        m_master = posix_openpt(O_RDWR | O_NOCTTY);
        if (m_master < 0 || grantpt(m_master) != 0 || unlockpt(m_master) != 0)
        {
            GTEST_SKIP() << "no terminals here";
        }
        m_terminal = open(ptsname(m_master), O_RDWR | O_NOCTTY);
        ASSERT_GE(m_terminal, 0);
    }

    void TearDown() override
    {
        close(m_terminal);
        close(m_master);
    }

    int m_master{-1};
    int m_terminal{-1};
};

TEST_F(Progress, LongWorkIsShownAtATerminalAndItsLineIsWipedInTheEnd)
{
    Show(m_terminal, std::chrono::milliseconds(600));
    const std::string text = ReadAll(m_master);
    EXPECT_THAT(text, HasSubstr("\rreading packets: 50%"));
    EXPECT_THAT(text, EndsWith("\r\033[K"));
}

TEST_F(Progress, ShortWorkIsNot)
{
    Show(m_terminal, std::chrono::milliseconds(0));
    EXPECT_EQ(ReadAll(m_master), "");
}

TEST_F(Progress, NothingGoesToAFile)
{
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    Show(ends[1], std::chrono::milliseconds(600));
    EXPECT_EQ(ReadAll(ends[0]), "");
    close(ends[0]);
    close(ends[1]);
}

} // namespace

} // namespace ns3
