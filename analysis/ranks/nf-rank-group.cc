// SPDX-License-Identifier: GPL-2.0-only

#include "nf-rank-group.h"

#include "nf-cli-command.h"
#include "nf-mpi-launcher.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <optional>

#ifdef NF_HAS_MPI
#include "ns3/mpi-interface.h"
#endif

namespace ns3
{

namespace
{

#ifdef NF_HAS_MPI
/// The ranks of MPI's world.
class MpiGroup : public NfRankGroup
{
  public:
    MpiGroup()
        : NfRankGroup(MpiInterface::GetSystemId(), MpiInterface::GetSize())
    {
    }

    ~MpiGroup() override
    {
        MpiInterface::Disable();
    }

    MpiGroup(const MpiGroup&) = delete;
    MpiGroup& operator=(const MpiGroup&) = delete;

    std::vector<std::string> Gather(const std::string& told) const override
    {
        if (!IsFirst())
        {
            Send(told);
            return {};
        }
        std::vector<std::string> all{told};
        for (uint32_t rank = 1; rank < GetCount(); ++rank)
        {
            all.push_back(Receive(rank));
        }
        return all;
    }

    std::string Share(const std::string& said) const override
    {
        std::string text = said;
        uint64_t size = text.size();
        MPI_Bcast(&size, 1, MPI_UINT64_T, 0, MPI_COMM_WORLD);
        text.resize(size);
        ForPieces(text, [](char* piece, int length) {
            MPI_Bcast(piece, length, MPI_BYTE, 0, MPI_COMM_WORLD);
        });
        return text;
    }

    void Abort(int code) const override
    {
        MPI_Abort(MPI_COMM_WORLD, code);
        std::exit(code); // not reached
    }

  private:
    // MPI counts in int.
    template <typename Function>
    static void ForPieces(std::string& text, const Function& function)
    {
        constexpr std::size_t MOST = 1 << 30;
        for (std::size_t at = 0; at < text.size(); at += MOST)
        {
            function(&text[at], static_cast<int>(std::min(MOST, text.size() - at)));
        }
    }

    static void Send(std::string text)
    {
        const uint64_t size = text.size();
        MPI_Send(&size, 1, MPI_UINT64_T, 0, 0, MPI_COMM_WORLD);
        ForPieces(text, [](char* piece, int length) {
            MPI_Send(piece, length, MPI_BYTE, 0, 0, MPI_COMM_WORLD);
        });
    }

    static std::string Receive(uint32_t rank)
    {
        const int from = static_cast<int>(rank);
        uint64_t size = 0;
        MPI_Recv(&size, 1, MPI_UINT64_T, from, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
        std::string text(size, '\0');
        ForPieces(text, [from](char* piece, int length) {
            MPI_Recv(piece, length, MPI_BYTE, from, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
        });
        return text;
    }
};
#endif

} // namespace

NfRankGroup::NfRankGroup(uint32_t rank, uint32_t count)
    : m_rank(rank),
      m_count(count)
{
}

NfRankGroup::~NfRankGroup() = default;

std::unique_ptr<NfRankGroup>
NfRankGroup::MakeSingle()
{
    return std::unique_ptr<NfRankGroup>(new NfRankGroup(0, 1));
}

std::vector<std::string>
NfRankGroup::Gather(const std::string& told) const
{
    return {told};
}

std::string
NfRankGroup::Share(const std::string& said) const
{
    return said;
}

std::optional<uint32_t>
NfRankGroup::FindFirstBad(bool isGood)
{
    std::string all;
    for (const std::string& told : Gather(isGood ? "+" : "-"))
    {
        all += told;
    }
    const std::size_t bad = Share(all).find('-');
    if (bad == std::string::npos)
    {
        return std::nullopt;
    }
    m_isEnding = true;
    m_firstBad = static_cast<uint32_t>(bad);
    return m_firstBad;
}

void
NfRankGroup::Abort(int code) const
{
    std::exit(code);
}

std::unique_ptr<NfRankGroup>
NfJoinRanks()
{
    const std::optional<NfMpiLauncher> launcher = NfFindMpiLauncher();
    if (!launcher)
    {
        return NfRankGroup::MakeSingle();
    }
#ifdef NF_HAS_MPI
    MpiInterface::Enable(nullptr, nullptr);
    return std::make_unique<MpiGroup>();
#else
    throw NfCliError(
        fmt::format("{} has started {} processes ({}), but the ns-3 that this nfsim was built with "
                    "has no module mpi, so each would simulate the whole network. Expected: an "
                    "ns-3 that was configured with --enable-mpi (doc/experiments.rst); for copies "
                    "that have nothing to do with each other, unset {}",
                    launcher->name,
                    launcher->count,
                    launcher->variable,
                    launcher->variable));
#endif
}

} // namespace ns3
