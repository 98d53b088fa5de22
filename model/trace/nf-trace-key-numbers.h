// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRACE_KEY_NUMBERS_H
#define NF_TRACE_KEY_NUMBERS_H

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>

namespace ns3
{

/**
 * @ingroup netfilter
 * Numbers distinct keys from 1, in order of their first appearance, in bounded memory.
 *
 * When the bound is reached everything is forgotten at once, and the numbers go on: what follows
 * depends on the order of keys only, never on hashing, so equal runs get equal numbers. A key that
 * was forgotten gets a new number, unless the caller finds the old one elsewhere (GetForgotten()).
 */
class NfTraceKeyNumbers
{
  public:
    /// @param maxBytes bound of the memory for keys, roughly
    explicit NfTraceKeyNumbers(std::size_t maxBytes)
        : m_maxBytes(maxBytes)
    {
    }

    /// @param key the key
    /// @return its number, or 0 if it is not known
    uint64_t Find(const std::string& key) const
    {
        auto it = m_numbers.find(key);
        return it == m_numbers.end() ? 0 : it->second;
    }

    /// @param key a key that Find() did not know
    /// @return its new number
    uint64_t Add(const std::string& key)
    {
        Remember(key, ++m_last);
        return m_last;
    }

    /// @param key a key that Find() did not know
    /// @param number its number from before
    void Remember(const std::string& key, uint64_t number)
    {
        if (m_bytes + Cost(key) > m_maxBytes)
        {
            m_numbers.clear();
            m_bytes = 0;
            m_forgotten = true;
        }
        m_bytes += Cost(key);
        m_numbers.emplace(key, number);
    }

    /// @return true if a key that Find() does not know may have got a number before
    bool HasForgotten() const
    {
        return m_forgotten;
    }

  private:
    static std::size_t Cost(const std::string& key)
    {
        constexpr std::size_t NODE = 80; // a node of the map and its share of the buckets
        return NODE + key.capacity();
    }

    std::size_t m_maxBytes;
    std::size_t m_bytes{0};
    uint64_t m_last{0};
    bool m_forgotten{false};
    std::unordered_map<std::string, uint64_t> m_numbers; //!< never iterated over
};

/**
 * @ingroup netfilter
 * Builds a key from numbers and texts. Reuses its memory.
 */
class NfTraceKey
{
  public:
    /// @tparam T a struct without padding
    /// @param value what the key begins with
    /// @return this
    template <class T>
    NfTraceKey& Set(const T& value)
    {
        static_assert(std::has_unique_object_representations_v<T>);
        m_bytes.assign(reinterpret_cast<const char*>(&value), sizeof(value));
        return *this;
    }

    /// @param text a text; its length goes in, too
    /// @return this
    NfTraceKey& AddText(std::string_view text)
    {
        const std::size_t size = text.size();
        m_bytes.append(reinterpret_cast<const char*>(&size), sizeof(size));
        m_bytes.append(text);
        return *this;
    }

    /**
     * Append items of one size.
     * @param count number of items
     * @param itemBytes bytes of each
     * @param fill called with the place of each item and its number
     */
    template <class Function>
    void AddItems(std::size_t count, std::size_t itemBytes, Function fill)
    {
        const std::size_t start = m_bytes.size();
        m_bytes.resize(start + count * itemBytes);
        for (std::size_t i = 0; i < count; ++i)
        {
            fill(m_bytes.data() + start + i * itemBytes, i);
        }
    }

    /// Make the key empty.
    void Clear()
    {
        m_bytes.clear();
    }

    /// @return the key
    const std::string& Get() const
    {
        return m_bytes;
    }

  private:
    std::string m_bytes;
};

} // namespace ns3

#endif /* NF_TRACE_KEY_NUMBERS_H */
