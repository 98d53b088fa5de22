// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_REPLAY_JSON_H
#define NF_REPLAY_JSON_H

#include "nf-cli-command.h"

#include <cstdint>
#include <fmt/format.h>
#include <functional>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{

/**
 * @ingroup netfilter
 * A value of a JSON document and its place in it, so that whatever is wrong with it can be said as
 * "file: packets[3].hex: ...". The document must outlive it.
 */
class NfJsonNode
{
  public:
    /**
     * @param value the value
     * @param file the document
     * @param path of the value; empty: the whole document
     */
    NfJsonNode(const nlohmann::json& value, std::string file, std::string path = "")
        : m_value(&value),
          m_file(std::move(file)),
          m_path(std::move(path))
    {
    }

    /// @param message what is wrong
    /// @throw NfCliError with file and path
    [[noreturn]] void Fail(const std::string& message) const
    {
        throw NfCliError(m_file + ": " + (m_path.empty() ? "" : m_path + ": ") + message);
    }

    /// @return "file: path"
    std::string Place() const
    {
        return m_file + ": " + m_path;
    }

    /// @return path within the document
    const std::string& Path() const
    {
        return m_path;
    }

    /// @return the value
    const nlohmann::json& Value() const
    {
        return *m_value;
    }

    /// @param key of an object
    /// @return the member, or nothing if it is missing or null
    std::optional<NfJsonNode> Find(const std::string& key) const
    {
        if (!m_value->is_object())
        {
            Fail("expected an object, not " + Describe());
        }
        auto found = m_value->find(key);
        if (found == m_value->end() || found->is_null())
        {
            return std::nullopt;
        }
        return NfJsonNode(*found, m_file, m_path.empty() ? key : m_path + "." + key);
    }

    /// @param key of an object
    /// @return the member
    NfJsonNode At(const std::string& key) const
    {
        std::optional<NfJsonNode> found = Find(key);
        if (!found)
        {
            Fail("\"" + key + "\" is missing");
        }
        return *found;
    }

    /// @return the elements of an array
    std::vector<NfJsonNode> Elements() const
    {
        if (!m_value->is_array())
        {
            Fail("expected an array, not " + Describe());
        }
        std::vector<NfJsonNode> elements;
        for (const nlohmann::json& element : *m_value)
        {
            elements.emplace_back(element, m_file, fmt::format("{}[{}]", m_path, elements.size()));
        }
        return elements;
    }

    /// @param key of an object
    /// @return the elements of that array; none if it is missing
    std::vector<NfJsonNode> Elements(const std::string& key) const
    {
        std::optional<NfJsonNode> array = Find(key);
        return array ? array->Elements() : std::vector<NfJsonNode>{};
    }

    /// @return the text
    std::string Text() const
    {
        if (!m_value->is_string())
        {
            Fail("expected a string, not " + Describe());
        }
        return m_value->get<std::string>();
    }

    /// @return true or false; 0 and 1 will do
    bool Flag() const
    {
        if (m_value->is_boolean())
        {
            return m_value->get<bool>();
        }
        return Integer(0, 1) != 0;
    }

    /// @param low least
    /// @param high greatest value allowed
    /// @return the number
    int64_t Integer(int64_t low, int64_t high) const
    {
        if (!m_value->is_number_integer() || m_value->get<int64_t>() < low ||
            m_value->get<int64_t>() > high)
        {
            Fail(fmt::format("expected a whole number from {} to {}, not {}",
                             low,
                             high,
                             Describe()));
        }
        return m_value->get<int64_t>();
    }

    /// @return the number, of seconds
    double Seconds() const
    {
        constexpr double limit = 1e9;
        if (!m_value->is_number() || m_value->get<double>() < 0 || m_value->get<double>() > limit)
        {
            Fail(fmt::format("expected seconds, from 0 to {}, not {}", limit, Describe()));
        }
        return m_value->get<double>();
    }

    /// @return a number or a string, as text (sysctls, tables, marks)
    std::string Word() const
    {
        if (m_value->is_boolean())
        {
            return m_value->get<bool>() ? "1" : "0";
        }
        if (m_value->is_string())
        {
            return m_value->get<std::string>();
        }
        if (!m_value->is_number_integer())
        {
            Fail("expected a number or a string, not " + Describe());
        }
        return m_value->dump();
    }

    /// @return the value, short enough for a message
    std::string Describe() const
    {
        constexpr std::size_t enough = 60;
        std::string text = m_value->dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        return text.size() <= enough ? text : text.substr(0, enough) + "...";
    }

  private:
    const nlohmann::json* m_value;
    std::string m_file;
    std::string m_path;
};

} // namespace ns3

#endif /* NF_REPLAY_JSON_H */
