// SPDX-License-Identifier: GPL-2.0-only

#ifndef NF_TRACE_SCHEMA_H
#define NF_TRACE_SCHEMA_H

#include <string>

/**
 * @file
 * @ingroup netfilter
 * The tables, indexes and views of a trace database, as SQL (SQLite 3.24 or newer).
 *
 * doc/trace-schema.rst documents every column. A change here needs a higher NF_TRACE_SCHEMA_VERSION
 * and a step in NfTraceStepSql().
 */

namespace ns3
{

/// PRAGMA user_version of a database made by this code.
constexpr int NF_TRACE_SCHEMA_VERSION = 3;

/// PRAGMA application_id of a trace database: "nftr" in ASCII.
constexpr int NF_TRACE_APPLICATION_ID = 0x6e667472;

/// @return SQL that makes all tables; run once, in an empty database
const char* NfTraceTableSql();

/// @return SQL that makes all indexes that do not exist yet; run at the end of each run
const char* NfTraceIndexSql();

/// @return SQL that makes what version 2 has beyond version 1, apart from columns
std::string NfTraceVersion2Sql();

/// @param from a version
/// @return SQL that brings a database of it to the next one; null if none
const char* NfTraceStepSql(int from);

/// @return SQL that makes all views, in place of older ones
const char* NfTraceViewSql();

} // namespace ns3

#endif /* NF_TRACE_SCHEMA_H */
