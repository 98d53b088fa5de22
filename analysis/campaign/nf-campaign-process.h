// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_CAMPAIGN_PROCESS_H
#define NF_CAMPAIGN_PROCESS_H

#include <csignal>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * A program that runs beside this one, in a process group of its own with those that it starts. It
 * ends with this one, however that ends, and gets no signal from the terminal: who started it
 * decides what an interrupt means.
 */
class NfCampaignProcess
{
  public:
    /**
     * Start it. That a program is not there shows as exit code 127.
     * @param words its name, which is looked for as a shell does, and its arguments
     * @param output file for what it prints
     */
    NfCampaignProcess(const std::vector<std::string>& words, const std::string& output);

    /// Ends it, if it still runs: it has two seconds to remove its files.
    ~NfCampaignProcess();

    NfCampaignProcess(const NfCampaignProcess&) = delete;
    NfCampaignProcess& operator=(const NfCampaignProcess&) = delete;

    /// Tell it to end, without waiting.
    void Terminate();

    /// @return its status as waitpid() tells it, once it has ended
    std::optional<int> Poll();

  private:
    pid_t m_child{-1};
};

/**
 * Blocks the signals that a campaign waits for, so that none is missed: SIGCHLD, SIGINT, SIGTERM.
 */
class NfCampaignSignals
{
  public:
    NfCampaignSignals();
    ~NfCampaignSignals();

    NfCampaignSignals(const NfCampaignSignals&) = delete;
    NfCampaignSignals& operator=(const NfCampaignSignals&) = delete;

    /// Wait until a child has ended, or for half a second, or until the campaign is to end.
    void Wait();

    /// @return the signal that asks to end; 0: none came
    int GetInterrupt() const
    {
        return m_interrupt;
    }

  private:
    sigset_t m_waited;
    sigset_t m_before;
    int m_interrupt{0};
};

/**
 * @param status as waitpid() tells it
 * @return how a program ended, "exit code 2", "signal 11 (Segmentation fault)"
 */
std::string NfDescribeEnd(int status);

} // namespace ns3

#endif /* NF_CAMPAIGN_PROCESS_H */
