// SPDX-License-Identifier: GPL-2.0-only

#include "nf-new-file.h"

#include "nf-cli-command.h"

#include <filesystem>
#include <fstream>

namespace ns3
{

namespace
{

bool
IsDevice(const std::string& path)
{
    std::error_code ignored;
    return std::filesystem::exists(path, ignored) &&
           !std::filesystem::is_regular_file(path, ignored) &&
           !std::filesystem::is_directory(path, ignored);
}

} // namespace

NfNewFile::NfNewFile(const std::string& target)
    : m_target(target),
      m_path(IsDevice(target) ? target : target + ".new")
{
    if (!std::ofstream(m_path))
    {
        throw NfCliError(target + ": it cannot be written");
    }
}

NfNewFile::~NfNewFile()
{
    if (m_path != m_target)
    {
        std::error_code ignored;
        std::filesystem::remove(m_path, ignored);
    }
}

void
NfNewFile::Keep() const
{
    std::error_code error;
    if (m_path != m_target)
    {
        std::filesystem::rename(m_path, m_target, error);
    }
    if (error)
    {
        throw NfCliError(m_target + ": " + error.message());
    }
}

} // namespace ns3
