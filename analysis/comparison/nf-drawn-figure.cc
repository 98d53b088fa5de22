// SPDX-License-Identifier: GPL-2.0-only

#include "nf-drawn-figure.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <system_error>
#include <thread>

namespace ns3
{

void
NfDrawFigures(std::vector<NfDrawnFigure>& figures)
{
    std::atomic<std::size_t> next{0};
    const auto draw = [&] {
        for (std::size_t i = next++; i < figures.size(); i = next++)
        {
            try
            {
                NfFigureStyle style;
                style.output = figures[i].file;
                figures[i].figure->draw(style);
            }
            catch (const std::exception& error)
            {
                figures[i].fault = error.what();
            }
        }
    };
    std::vector<std::thread> helpers;
    const std::size_t most =
        std::min<std::size_t>(std::thread::hardware_concurrency(), figures.size());
    try
    {
        while (helpers.size() + 1 < most)
        {
            helpers.emplace_back(draw);
        }
    }
    catch (const std::system_error&)
    {
        // No more threads may be started: those that there are draw all.
    }
    draw();
    for (std::thread& helper : helpers)
    {
        helper.join();
    }
}

} // namespace ns3
