// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_REPORT_H
#define NF_REPORT_H

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <variant>
#include <vector>

namespace ns3
{

/// A moment or a duration of simulated time: people read seconds, programs nanoseconds.
struct NfNanoseconds
{
    int64_t value{0};
};

/// A cell of a table. std::monostate: there is no value.
using NfCell = std::variant<std::monostate, int64_t, double, std::string, NfNanoseconds>;

/// A column of a table.
struct NfColumn
{
    std::string key;   //!< name for programs; times end in _ns. Empty: not for programs
    std::string title; //!< name for people. Empty: not for people
};

/// Rows of cells under a heading.
struct NfReportTable
{
    std::string key;   //!< name for programs; empty: not for programs
    std::string title; //!< heading for people; may be empty
    std::vector<NfColumn> columns;
    std::vector<std::vector<NfCell>> rows{};
    std::size_t grouped{0};  //!< people do not see that many first cells if they repeat
    std::size_t shown{0};    //!< people see at most that many rows; 0: all
    std::size_t omitted{0};  //!< rows beyond the last one, that people would not see anyway
    bool fields{false};      //!< a single row, shown to people as a list of names and values
    std::string whenEmpty{}; //!< what people read if there are no rows
    std::vector<std::string> notes{}; //!< what people read below
};

/**
 * @ingroup netfilter
 * The answer of a question: tables, which are printed for people or as JSON.
 *
 * @code
 * NfReport report;
 * NfReportTable& nodes = report.Add({"nodes", "Nodes", {{"name", "Node"}, {"drops", "Drops"}}});
 * nodes.rows.push_back({"router", int64_t{12}});
 * report.Print(std::cout, json);
 * @endcode
 */
class NfReport
{
  public:
    /// @param table a table, complete or to be filled
    /// @return it; valid until the next Add()
    NfReportTable& Add(NfReportTable table);

    /// @param os where to
    /// @param json true: one JSON object with a member for each table
    void Print(std::ostream& os, bool json) const;

  private:
    std::vector<NfReportTable> m_tables;
};

/// @param cell the cell
/// @return it as people read it
std::string NfToText(const NfCell& cell);

/// @param cell the cell
/// @return it as JSON
std::string NfToJson(const NfCell& cell);

/// @param cell the cell
/// @return it as a field of CSV (RFC 4180)
std::string NfToCsv(const NfCell& cell);

/// @param ns nanoseconds
/// @return seconds with nine digits, "1.000000250 s"
std::string NfFormatSeconds(int64_t ns);

} // namespace ns3

#endif /* NF_REPORT_H */
