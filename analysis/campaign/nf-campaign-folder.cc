// SPDX-License-Identifier: GPL-2.0-only

#include "nf-campaign-folder.h"

#include "nf-cli-command.h"
#include "nf-new-file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <sys/file.h>
#include <unistd.h>

namespace ns3
{

namespace fs = std::filesystem;

std::string
NfReadWholeFile(const std::string& path)
{
    std::error_code error;
    std::ifstream file(path, std::ios::binary);
    if (!file || !fs::is_regular_file(path, error))
    {
        throw NfCliError(path + ": there is no such file, or it cannot be read");
    }
    return {std::istreambuf_iterator<char>(file), {}};
}

void
NfWriteWholeFile(const std::string& path, const std::string& text)
{
    const NfNewFile file(path);
    std::ofstream stream(file.GetPath(), std::ios::binary);
    stream << text << std::flush;
    if (!stream)
    {
        throw NfCliError(path + ": it cannot be written");
    }
    file.Keep();
}

NfCampaignFolder::NfCampaignFolder(std::string path)
    : m_path(std::move(path))
{
    std::error_code error;
    fs::create_directories(m_path + "/runs", error);
    if (error)
    {
        throw NfCliError(fmt::format("{}: {}", m_path, error.message()));
    }
}

NfCampaignFolder::~NfCampaignFolder()
{
    if (m_lock >= 0)
    {
        close(m_lock);
    }
}

std::optional<NfCampaignSpec>
NfCampaignFolder::ReadSpec() const
{
    const std::string path = GetPath("campaign.json");
    std::error_code ignored;
    if (!fs::exists(path, ignored))
    {
        return std::nullopt;
    }
    return NfCampaignSpec::FromJson(NfReadWholeFile(path), path);
}

void
NfCampaignFolder::KeepSpec(const NfCampaignSpec& spec) const
{
    if (const std::optional<NfCampaignSpec> before = ReadSpec())
    {
        const std::string difference = before->DescribeDifference(spec);
        if (!difference.empty())
        {
            throw NfCliError(fmt::format("{}: this folder holds another campaign: {}. Take another "
                                         "folder, or delete this one",
                                         m_path,
                                         difference));
        }
    }
    NfWriteWholeFile(GetPath("campaign.json"), spec.ToJson());
    for (const NfCampaignAllocation& allocation : spec.allocations)
    {
        std::error_code error;
        fs::create_directories(GetPath("allocations"), error);
        NfWriteWholeFile(GetPath(allocation), allocation.text);
    }
}

std::string
NfCampaignFolder::GetPath(const NfCampaignAllocation& allocation) const
{
    return GetPath("allocations/" + allocation.name + ".txt");
}

void
NfCampaignFolder::Lock(bool clear)
{
    m_lock = open(GetPath("lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (m_lock < 0)
    {
        throw NfCliError(fmt::format("{}: {}", GetPath("lock"), std::strerror(errno)));
    }
    if (flock(m_lock, LOCK_EX | LOCK_NB) != 0)
    {
        throw NfCliError(m_path + ": another nfsim runs this campaign");
    }
    if (!clear)
    {
        return;
    }
    std::error_code ignored;
    for (const fs::directory_entry& file : fs::directory_iterator(m_path + "/runs", ignored))
    {
        if (file.path().filename().string().find(".new") != std::string::npos)
        {
            fs::remove(file.path(), ignored);
        }
    }
}

std::string
NfCampaignFolder::GetPath(const NfCampaignJob& job, const std::string& ending) const
{
    return fmt::format("{}/runs/{:04}-{:06}.{}", m_path, job.variant + 1, job.replication, ending);
}

std::string
NfCampaignFolder::ReadFailure(const NfCampaignJob& job) const
{
    std::string line;
    std::ifstream file(GetPath(job, "failed"));
    std::getline(file, line);
    return line;
}

} // namespace ns3
