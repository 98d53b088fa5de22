// SPDX-License-Identifier: GPL-2.0-only

#ifndef CAMPAIGN_FIXTURE_H
#define CAMPAIGN_FIXTURE_H

#include "nfsim-runner.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <map>
#include <string>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace ns3
{

/// Looks at campaigns, and disturbs them.
class CampaignFixture : public NfsimTest
{
  protected:
    static std::vector<std::string> With(std::vector<std::string> words,
                                         const std::vector<std::string>& more)
    {
        words.insert(words.end(), more.begin(), more.end());
        return words;
    }

    // All that the joined database says, but for how long runs took.
    std::string Dump(const std::string& folder) const
    {
        SQLite::Database database(Path(folder) + "/results.db");
        std::string dump;
        SQLite::Statement tables(database,
                                 "SELECT name, sql FROM sqlite_master WHERE type = 'table' "
                                 "ORDER BY name");
        while (tables.executeStep())
        {
            dump += tables.getColumn(1).getString() + "\n";
            SQLite::Statement rows(database,
                                   "SELECT * FROM \"" + tables.getColumn(0).getString() + "\"");
            while (rows.executeStep())
            {
                for (int i = 0; i < rows.getColumnCount(); ++i)
                {
                    const SQLite::Column column = rows.getColumn(i);
                    const bool timed = std::string(column.getName()) == "wall_seconds";
                    dump += timed             ? "(time)|"
                            : column.isNull() ? "NULL|"
                                              : column.getString() + "|";
                }
                dump += "\n";
            }
        }
        return dump;
    }

    // The files of runs that finished, as they are on the disk.
    std::map<std::string, ino_t> FinishedFiles(const std::string& folder) const
    {
        std::map<std::string, ino_t> files;
        std::error_code ignored;
        for (const auto& file :
             std::filesystem::directory_iterator(Path(folder) + "/runs", ignored))
        {
            struct stat status = {};
            if (file.path().extension() == ".db" && stat(file.path().c_str(), &status) == 0)
            {
                files[file.path().filename()] = status.st_ino;
            }
        }
        return files;
    }

    // Start nfsim, send it a signal after a while, and wait for it.
    NfsimResult RunAndSignal(const std::vector<std::string>& words,
                             std::chrono::milliseconds after,
                             int signal) const
    {
        std::vector<std::string> copies = words;
        copies.insert(copies.begin(), NF_NFSIM);
        const pid_t child = fork();
        if (child == 0)
        {
            const int file = open(Path("err").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
            dup2(file, STDOUT_FILENO);
            dup2(file, STDERR_FILENO);
            std::vector<char*> pointers;
            pointers.reserve(copies.size() + 1);
            for (std::string& word : copies)
            {
                pointers.push_back(word.data());
            }
            pointers.push_back(nullptr);
            execv(NF_NFSIM, pointers.data());
            _exit(127);
        }
        std::this_thread::sleep_for(after);
        kill(child, signal);
        int status = 0;
        waitpid(child, &status, 0);
        return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
                "",
                ReadFile(Path("err"))};
    }
};

} // namespace ns3

#endif /* CAMPAIGN_FIXTURE_H */
