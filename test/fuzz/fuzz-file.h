// SPDX-License-Identifier: GPL-2.0-only

#ifndef FUZZ_FILE_H
#define FUZZ_FILE_H

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

namespace ns3
{

/// An input as a file, for readers of files. There is one at a time.
struct FuzzFile
{
    /// @param data the input
    /// @param size of it
    /// @return path of a file that holds it
    static const std::string& Write(const uint8_t* data, std::size_t size)
    {
        static const std::string path =
            std::filesystem::temp_directory_path() / ("fuzz-input-" + std::to_string(getpid()));
        static const Remover remover{path};
        std::ofstream(path, std::ios::binary)
            .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
        return path;
    }

  private:
    /// Removes a file when the program ends.
    struct Remover
    {
        ~Remover()
        {
            std::error_code ignored;
            std::filesystem::remove(path, ignored);
        }

        std::string path;
    };
};

} // namespace ns3

#endif /* FUZZ_FILE_H */
