// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRACE_RUN_STATEMENT_H
#define NF_TRACE_RUN_STATEMENT_H

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace SQLite
{
class Database;
class Statement;
} // namespace SQLite

namespace ns3
{

/// Bytes to bind as a BLOB.
struct NfTraceBlob
{
    const void* data; //!< the bytes
    int size;         //!< how many
};

/**
 * @ingroup netfilter
 * A prepared statement of a run: parameter 1 is the number of the run, the others are given each
 * time. Throws SQLite::Exception.
 */
class NfTraceRunStatement
{
  public:
    /**
     * @param database the database; must outlive this
     * @param sql the statement
     * @param run the number of the run
     */
    NfTraceRunStatement(SQLite::Database& database, const char* sql, int64_t run);
    ~NfTraceRunStatement();

    /**
     * Run it. Numbers, texts and blobs may be bound, and NULL
     * as an empty optional.
     * @param values parameters 2 and on
     * @return number of rows that changed
     */
    template <class... Values>
    int Run(const Values&... values)
    {
        int index = 2;
        (Bind(index++, values), ...);
        return Execute();
    }

    /**
     * Run it and read one number.
     * @param values parameters 2 and on
     * @return the first column of the first row; nothing if there is no row
     */
    template <class... Values>
    std::optional<int64_t> Get(const Values&... values)
    {
        int index = 2;
        (Bind(index++, values), ...);
        return Fetch();
    }

  private:
    template <class T>
    std::enable_if_t<std::is_integral_v<T>> Bind(int index, T value)
    {
        BindNumber(index, static_cast<int64_t>(value));
    }

    void Bind(int index, std::string_view text);

    void Bind(int index, const char* text)
    {
        Bind(index, std::string_view(text));
    }

    void Bind(int index, const std::string& text)
    {
        Bind(index, std::string_view(text));
    }

    void Bind(int index, const NfTraceBlob& blob);

    void Bind(int index, const std::vector<uint8_t>& bytes)
    {
        Bind(index, NfTraceBlob{bytes.data(), static_cast<int>(bytes.size())});
    }

    /// Bind what a variant holds; std::monostate is NULL.
    template <class... Types>
    void Bind(int index, const std::variant<std::monostate, Types...>& value)
    {
        std::visit([this, index](const auto& held) { Bind(index, held); }, value);
    }

    void Bind(int index, std::monostate)
    {
        BindNull(index);
    }

    void Bind(int index, const std::optional<int64_t>& value);
    void Bind(int index, const std::optional<std::string_view>& text);
    void BindNumber(int index, int64_t value);
    int Execute();
    std::optional<int64_t> Fetch();

    void BindNull(int index);

    std::unique_ptr<SQLite::Statement> m_statement;
    uint32_t m_null{UINT32_MAX}; //!< bit mask of the parameters that are bound to NULL
};

} // namespace ns3

#endif /* NF_TRACE_RUN_STATEMENT_H */
