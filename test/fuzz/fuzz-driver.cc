// SPDX-License-Identifier: GPL-2.0-only

// Stands in for libFuzzer where it is not linked: changes the seeds at random, for a time, or, with
// a number such as 1000x, so many times, which is the same on every machine.
//
//   fuzz-NAME SECONDS|NUMBERx [SEED-OF-RANDOM-NUMBERS] FILE-OR-FOLDER...
//
// The input that is being tried stands in the file fuzz-NAME.input until the next one; after a
// crash it is what crashed. With SECONDS 0 the seeds are tried as they are.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size);

namespace
{

namespace fs = std::filesystem;

using Input = std::vector<uint8_t>;

constexpr std::size_t MAX_SIZE = 16384;

std::vector<Input>
ReadSeeds(const std::vector<std::string>& paths)
{
    std::vector<fs::path> files;
    for (const std::string& path : paths)
    {
        if (!fs::is_directory(path))
        {
            files.emplace_back(path);
            continue;
        }
        for (const auto& entry : fs::directory_iterator(path))
        {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    std::vector<Input> seeds;
    seeds.reserve(files.size());
    for (const fs::path& file : files)
    {
        std::ifstream stream(file, std::ios::binary);
        seeds.emplace_back(std::istreambuf_iterator<char>(stream),
                           std::istreambuf_iterator<char>());
    }
    return seeds;
}

/// Makes new inputs of known ones.
class Mutator
{
  public:
    Mutator(std::vector<Input> seeds, uint32_t seed)
        : m_seeds(std::move(seeds)),
          m_random(seed)
    {
    }

    Input Next()
    {
        Input input = Pick();
        for (std::size_t changes = 1 + Draw(4); changes > 0; --changes)
        {
            Change(input);
        }
        input.resize(std::min(input.size(), MAX_SIZE));
        return input;
    }

  private:
    std::size_t Draw(std::size_t bound)
    {
        return bound == 0 ? 0 : m_random() % bound;
    }

    const Input& Pick()
    {
        return m_seeds[Draw(m_seeds.size())];
    }

    void Change(Input& input)
    {
        static constexpr uint8_t telling[] =
            {0, 1, 0x7f, 0x80, 0xff, '\n', ' ', '"', '!', ',', ':', '/'};
        const std::size_t place = Draw(input.size() + 1);
        const std::size_t length = Draw(std::min<std::size_t>(input.size() - place, 64) + 1);
        const auto at = input.begin() + static_cast<std::ptrdiff_t>(place);
        switch (Draw(6))
        {
        case 0: // another byte
            if (place < input.size())
            {
                *at = static_cast<uint8_t>(m_random());
            }
            break;
        case 1: // one bit
            if (place < input.size())
            {
                *at = static_cast<uint8_t>(*at ^ 1U << Draw(8));
            }
            break;
        case 2: // less
            input.erase(at, at + static_cast<std::ptrdiff_t>(length));
            break;
        case 3: // a byte that often means something
            input.insert(at, telling[Draw(std::size(telling))]);
            break;
        case 4: // a piece again
        {
            const Input piece(at, at + static_cast<std::ptrdiff_t>(length));
            const std::size_t target = Draw(input.size() + 1);
            input.insert(input.begin() + static_cast<std::ptrdiff_t>(target),
                         piece.begin(),
                         piece.end());
            break;
        }
        default: // a piece of another seed
        {
            const Input& other = Pick();
            const std::size_t from = Draw(other.size() + 1);
            const std::size_t taken = Draw(std::min<std::size_t>(other.size() - from, 128) + 1);
            const auto begin = other.begin() + static_cast<std::ptrdiff_t>(from);
            input.insert(at, begin, begin + static_cast<std::ptrdiff_t>(taken));
        }
        }
    }

    std::vector<Input> m_seeds;
    std::mt19937 m_random;
};

} // namespace

int
main(int argc, char* argv[])
{
    std::vector<std::string> arguments(argv + 1, argv + argc);
    if (arguments.size() < 2)
    {
        std::cerr << "usage: " << argv[0] << " SECONDS|NUMBERx [RANDOM] FILE-OR-FOLDER...\n";
        return 2;
    }
    const bool isCount = arguments[0].back() == 'x';
    const double limit = std::atof(arguments[0].c_str());
    arguments.erase(arguments.begin());
    uint32_t random = 1;
    if (arguments[0].find_first_not_of("0123456789") == std::string::npos)
    {
        random = static_cast<uint32_t>(std::strtoul(arguments[0].c_str(), nullptr, 10));
        arguments.erase(arguments.begin());
    }
    const std::vector<Input> seeds = ReadSeeds(arguments);
    if (seeds.empty())
    {
        std::cerr << argv[0] << ": no seeds\n";
        return 2;
    }
    const std::string keeper = fs::path(argv[0]).filename().string() + ".input";
    auto attempt = [&keeper](const Input& input) {
        std::ofstream(keeper, std::ios::binary)
            .write(reinterpret_cast<const char*>(input.data()),
                   static_cast<std::streamsize>(input.size()));
        LLVMFuzzerTestOneInput(input.data(), input.size());
    };
    for (const Input& seed : seeds)
    {
        attempt(seed);
    }
    Mutator mutator(seeds, random);
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(limit);
    std::size_t inputs = 0;
    for (; isCount ? inputs < limit : std::chrono::steady_clock::now() < end; ++inputs)
    {
        attempt(mutator.Next());
    }
    fs::remove(keeper);
    std::cout << argv[0] << ": " << seeds.size() << " seeds, " << inputs << " inputs\n";
    return 0;
}
