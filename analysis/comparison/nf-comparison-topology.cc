// SPDX-License-Identifier: GPL-2.0-only

#include "nf-cli-command.h"
#include "nf-comparison-figures.h"
#include "nf-external-program.h"
#include "nf-figure-text.h"
#include "nf-new-file.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <sstream>

namespace ns3
{

namespace
{

constexpr const char* PACKAGE = "graphviz";

// All in points.
constexpr double PANEL = 250; //!< width and height of what a network is drawn on
constexpr double TITLE = 30;  //!< above it
constexpr double MARGIN = 26; //!< to the next one
constexpr double INCH = 72;

constexpr std::size_t COLUMNS = 3;
constexpr std::size_t MOST_PANELS = 12;
constexpr std::size_t MOST_NAMES = 12; //!< of firewalls that are written

/// Places of nodes, each of them 0 to 1.
using Places = std::vector<std::pair<double, double>>;

std::string
Escape(const std::string& text)
{
    std::string escaped;
    for (const char c : text)
    {
        escaped += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    }
    return escaped;
}

std::string
AskNeato(const std::string& text, const std::vector<std::string>& options)
{
    const NfWorkFolder folder;
    const std::string script = folder / "topology.dot";
    std::ofstream(script) << text;
    std::vector<std::string> words{"neato"};
    words.insert(words.end(), options.begin(), options.end());
    words.push_back(script);
    return NfRunExternalProgram(words, PACKAGE);
}

// What both sides are divided by, so that no network is distorted.
void
Normalize(Places& places)
{
    auto [left, right] = std::minmax_element(places.begin(), places.end());
    const auto lower = [](const auto& a, const auto& b) { return a.second < b.second; };
    auto [low, high] = std::minmax_element(places.begin(), places.end(), lower);
    const double width = right->first - left->first;
    const double height = high->second - low->second;
    const double side = std::max({width, height, 1e-9});
    const double x = left->first - (side - width) / 2;
    const double y = low->second - (side - height) / 2;
    for (auto& place : places)
    {
        place = {(place.first - x) / side, (place.second - y) / side};
    }
}

// Nodes stay where the scenario puts them; neato places the others.
Places
FindPlaces(const NfComparedNetwork& network)
{
    Places places;
    places.reserve(network.nodes.size());
    for (const NfComparedNode& node : network.nodes)
    {
        places.push_back(node.position.value_or(std::pair(0.0, 0.0)));
    }
    const bool isKnown =
        std::all_of(network.nodes.begin(), network.nodes.end(), [](const NfComparedNode& node) {
            return node.position.has_value();
        });
    if (!isKnown)
    {
        std::string text =
            "graph {\n  graph [start=1 overlap=false]\n  node [label=\"\" width=0.3]\n";
        for (std::size_t i = 0; i < network.nodes.size(); ++i)
        {
            text += fmt::format("  n{}\n", i);
        }
        for (const auto& [from, to] : network.links)
        {
            text += fmt::format("  n{} -- n{}\n", from, to);
        }
        std::istringstream lines(AskNeato(text + "}\n", {"-Tplain"}));
        for (std::string line; std::getline(lines, line);)
        {
            std::istringstream words(line);
            std::string kind;
            char n = 0;
            std::size_t number = 0;
            double x = 0;
            double y = 0;
            if (words >> kind >> n >> number >> x >> y && kind == "node" && number < places.size())
            {
                places[number] = {x, y};
            }
        }
    }
    Normalize(places);
    return places;
}

/// What colours and sizes are relative to: the most of any node of any variant.
struct Scale
{
    double sent{0};
    double dropped{0};
};

std::string
DescribeNode(const NfComparedNode& node, const Scale& scale, bool hasName)
{
    constexpr const char* COLOURS[] = {"#FDD49E", "#FDBB84", "#FC8D59", "#E34A33", "#B30000"};
    constexpr double STEPS = std::size(COLOURS);
    const double load = scale.sent > 0 ? std::sqrt(node.sentBytes / scale.sent) : 0;
    const double width = 0.07 + 0.13 * load + (node.isFirewall ? 0.06 : 0);
    const char* shape = node.kind == "host" ? "square" : node.kind == "lan" ? "diamond" : "circle";
    std::string colour = node.isFirewall ? "#FFFFFF" : "#C8C8C8";
    if (node.dropped > 0)
    {
        // Each step is a third of what the next one is.
        const double step = STEPS + std::log(node.dropped / scale.dropped) / std::log(3.0);
        colour = COLOURS[static_cast<std::size_t>(std::clamp(std::ceil(step) - 1, 0.0, STEPS - 1))];
    }
    return fmt::format(
        "shape={} width={:.3f} height={:.3f} fillcolor=\"{}\" penwidth={} color=\"{}\"{}",
        shape,
        width,
        width,
        colour,
        node.isFirewall ? 2 : 0.5,
        node.isFirewall ? "#000000" : "#808080",
        hasName ? " xlabel=\"" + Escape(node.name) + "\"" : "");
}

std::string
DescribePanel(const NfComparedNetwork& network,
              const Places& places,
              const Scale& scale,
              std::size_t panel,
              std::size_t rows)
{
    const double left = double(panel % COLUMNS) * (PANEL + MARGIN);
    const double bottom = double(rows - 1 - panel / COLUMNS) * (PANEL + TITLE + MARGIN);
    double dropped = 0;
    std::size_t firewalls = 0;
    for (const NfComparedNode& node : network.nodes)
    {
        firewalls += node.isFirewall ? 1 : 0;
        dropped += node.dropped;
    }
    const std::string title = fmt::format("{}\\n{} firewall{}, {:.4g} packets dropped a run",
                                          Escape(NfShortenTexts({network.label}, 40)[0]),
                                          firewalls,
                                          firewalls == 1 ? "" : "s",
                                          dropped);
    std::string text =
        fmt::format("  t{} [shape=plaintext style=solid fixedsize=false label=\"{}\" fontsize=10 "
                    "pos=\"{:.1f},{:.1f}\"]\n",
                    panel,
                    title,
                    left + PANEL / 2,
                    bottom + PANEL + TITLE);
    for (std::size_t i = 0; i < network.nodes.size(); ++i)
    {
        text += fmt::format("  p{}n{} [{} pos=\"{:.1f},{:.1f}\"]\n",
                            panel,
                            i,
                            DescribeNode(network.nodes[i],
                                         scale,
                                         network.nodes[i].isFirewall && firewalls <= MOST_NAMES),
                            left + places[i].first * PANEL,
                            bottom + places[i].second * PANEL);
    }
    for (const auto& [from, to] : network.links)
    {
        text += fmt::format("  p{0}n{1} -- p{0}n{2}\n", panel, from, to);
    }
    return text;
}

std::string
DescribeKey(const Scale& scale, std::size_t shown, std::size_t all)
{
    std::string key =
        fmt::format("Circles: routers; squares: hosts; diamonds: LANs. The larger, the more they "
                    "send or forward, up to {:.3g} MB a run.\\lBlack outline: they enforce the "
                    "policy; the redder, the more packets their rules drop, up to {:.4g} a run "
                    "(each shade three times the one before).\\l",
                    scale.sent / 1e6,
                    scale.dropped);
    if (shown < all)
    {
        key += fmt::format("The first {} of {} variants.\\l", shown, all);
    }
    return key;
}

} // namespace

void
NfDrawNetworks(const std::vector<NfComparedNetwork>& networks, const NfFigureStyle& style)
{
    const std::size_t shown = std::min(networks.size(), MOST_PANELS);
    Scale scale;
    for (const NfComparedNetwork& network : networks)
    {
        for (const NfComparedNode& node : network.nodes)
        {
            scale.sent = std::max(scale.sent, node.sentBytes);
            scale.dropped = std::max(scale.dropped, node.dropped);
        }
    }
    std::string text = fmt::format(
        "graph {{\n  graph [label=\"{}\" labelloc=b labeljust=l fontname=\"DejaVu Sans\" "
        "fontsize=10 outputorder=edgesfirst forcelabels=true splines=line bgcolor=white]\n"
        "  node [label=\"\" fixedsize=true style=filled fontname=\"DejaVu Sans\" fontsize=8]\n"
        "  edge [color=\"#909090\" penwidth=0.7]\n",
        DescribeKey(scale, shown, networks.size()));
    Places places;
    const std::size_t rows = (shown + COLUMNS - 1) / COLUMNS;
    for (std::size_t i = 0; i < shown; ++i)
    {
        if (i == 0 || !networks[i].IsLike(networks[i - 1]))
        {
            places = FindPlaces(networks[i]);
        }
        text += DescribePanel(networks[i], places, scale, i, rows);
    }
    text += "}\n";
    const std::string extension = std::filesystem::path(style.output).extension();
    const NfNewFile picture(style.output);
    AskNeato(text,
             {"-n",
              "-T" + (extension == ".png" ? "png:cairo" : extension.substr(1)),
              "-Gdpi=" + std::string(extension == ".png" ? "150" : "72"),
              "-o",
              picture.GetPath()});
    picture.Keep();
}

} // namespace ns3
