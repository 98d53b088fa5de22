// SPDX-License-Identifier: GPL-2.0-only

#include "nf-topology-reader.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <iostream>

namespace ns3
{
namespace
{

// The files have their own licence and are not part of this module: NF_TOPOLOGY_ZOO names the
// archive that they come in, graphml/*.graphml.
class TopologyZooTest : public testing::Test
{
  protected:
    void SetUp() override
    {
        const char* archive = std::getenv("NF_TOPOLOGY_ZOO");
        if (!archive)
        {
            GTEST_SKIP() << "NF_TOPOLOGY_ZOO names no archive of the Internet Topology Zoo";
        }
        folder = std::filesystem::path(testing::TempDir()) / "topology-zoo";
        std::filesystem::create_directories(folder);
        const std::string command =
            "tar -xzf '" + std::string(archive) + "' -C '" + folder.string() + "'";
        ASSERT_EQ(std::system(command.c_str()), 0) << command;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        {
            if (entry.path().extension() == ".graphml")
            {
                files.push_back(entry.path().string());
            }
        }
        std::sort(files.begin(), files.end());
    }

    void TearDown() override
    {
        std::filesystem::remove_all(folder);
    }

    std::filesystem::path folder;
    std::vector<std::string> files;
};

TEST_F(TopologyZooTest, EachFileLoadsOrIsRefusedWithItsPlace)
{
    ASSERT_EQ(files.size(), 276U);
    std::size_t loaded = 0;
    for (const std::string& file : files)
    {
        NfTopologyReading reading;
        const NfStatus wrong = NfReadTopology(file, reading);
        if (wrong)
        {
            EXPECT_GT(wrong->line, 0U) << wrong->ToString();
            std::cout << wrong->ToString() << '\n';
            continue;
        }
        ++loaded;
        EXPECT_GT(reading.graph.GetNNodes(), 0U) << file;
        for (const NfError& note : reading.notes)
        {
            EXPECT_GT(note.line, 0U) << note.ToString();
            std::cout << note.ToString() << '\n';
        }
    }
    std::cout << loaded << " of " << files.size() << " files loaded\n";
    EXPECT_GE(loaded, 270U);
}

} // namespace
} // namespace ns3
