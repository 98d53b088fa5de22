// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_RANK_GROUP_H
#define NF_RANK_GROUP_H

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * The processes that simulate one network together, the ranks of ns-3's distributed simulator.
 *
 * Each builds the whole network and simulates its own nodes of it; packets that cross a link to
 * another rank's node go there by MPI. What has to be known in one place is told to the first rank,
 * which reads what the user gave, writes results and speaks.
 *
 * The class itself is a group of one, this process: without a launcher nothing is different.
 */
class NfRankGroup
{
  public:
    virtual ~NfRankGroup();

    NfRankGroup(const NfRankGroup&) = delete;
    NfRankGroup& operator=(const NfRankGroup&) = delete;

    /// @return a group of this process only
    static std::unique_ptr<NfRankGroup> MakeSingle();

    /// @return which rank this is, from 0
    uint32_t GetRank() const
    {
        return m_rank;
    }

    /// @return how many ranks there are
    uint32_t GetCount() const
    {
        return m_count;
    }

    /// @return whether this is the rank that writes and speaks
    bool IsFirst() const
    {
        return m_rank == 0;
    }

    /// @return whether there are others
    bool IsShared() const
    {
        return m_count > 1;
    }

    /**
     * Tell the first rank something. All ranks have to.
     * @param told what this one tells
     * @return on the first rank what each told, its own too, in order of ranks; else nothing
     */
    virtual std::vector<std::string> Gather(const std::string& told) const;

    /**
     * Learn what the first rank says. All ranks have to.
     * @param said what this one would say, if it is the first
     * @return what the first said
     */
    virtual std::string Share(const std::string& said) const;

    /**
     * Find out whether all can go on. All ranks have to. When one cannot, they are to come to their
     * ends.
     * @param isGood whether this one can
     * @return nothing if all can; else the first rank that cannot, which is to say why
     */
    std::optional<uint32_t> FindFirstBad(bool isGood);

    /// @return what FindFirstBad() found the last time
    std::optional<uint32_t> GetFirstBad() const
    {
        return m_firstBad;
    }

    /**
     * End this process and all others, which may be waiting for it.
     * @param code exit code
     */
    [[noreturn]] virtual void Abort(int code) const;

    /// @return whether all ranks know that they come to their ends
    bool IsEnding() const
    {
        return m_isEnding;
    }

    /// From now on no rank waits for another.
    void SetEnding()
    {
        m_isEnding = true;
    }

  protected:
    /**
     * @param rank number of this process
     * @param count how many there are
     */
    NfRankGroup(uint32_t rank, uint32_t count);

  private:
    uint32_t m_rank;
    uint32_t m_count;
    bool m_isEnding{false};
    std::optional<uint32_t> m_firstBad;
};

/**
 * Join the processes that a launcher of MPI programs, such as mpirun, has started with this one. At
 * most once, before anything asks ns-3's simulator. NfCliError if there are several, and ns-3 was
 * built without MPI: each of them would simulate the whole for itself.
 * @return the group; of one if no launcher did, or if it started one
 */
std::unique_ptr<NfRankGroup> NfJoinRanks();

} // namespace ns3

#endif /* NF_RANK_GROUP_H */
