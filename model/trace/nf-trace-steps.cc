// SPDX-License-Identifier: GPL-2.0-only

#include "nf-trace-schema.h"

#include <string>

namespace ns3
{

std::string
NfTraceVersion2Sql()
{
    return R"sql(
CREATE TABLE rule_condition (
  run INTEGER NOT NULL,
  chain INTEGER NOT NULL,
  rule INTEGER NOT NULL,
  condition INTEGER NOT NULL,
  part INTEGER NOT NULL,
  field TEXT NOT NULL,
  negated INTEGER NOT NULL,
  first,
  last,
  mask,
  PRIMARY KEY (run, chain, rule, condition, part)
) WITHOUT ROWID;
CREATE TABLE loss (
  run INTEGER NOT NULL,
  id INTEGER NOT NULL,
  time INTEGER NOT NULL,
  node INTEGER NOT NULL,
  packet INTEGER NOT NULL,
  ifindex INTEGER,
  length INTEGER NOT NULL,
  place TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (run, id)
) WITHOUT ROWID;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('rule_condition', 'rule_condition', '5000 5000 20 2 1 1'),
  ('loss', 'loss', '10000 1000 1'),
  ('loss', 'loss_packet', '10000 10000 1');
)sql";
}

const char*
NfTraceStepSql(int from)
{
    // Of rules that version 1 wrote only the text is known: what they ask for is NULL, not known.
    static const std::string from1 = R"sql(
ALTER TABLE node ADD COLUMN traced INTEGER NOT NULL DEFAULT 1;
ALTER TABLE node ADD COLUMN layer INTEGER NOT NULL DEFAULT 1;
ALTER TABLE rule ADD COLUMN ends INTEGER;
ALTER TABLE rule ADD COLUMN keeps_state INTEGER;
ALTER TABLE rule ADD COLUMN changes INTEGER;
ALTER TABLE packet ADD COLUMN sent INTEGER NOT NULL DEFAULT 0;
UPDATE packet SET sent = 1 WHERE first_node = (
  SELECT k.node FROM pass_kind k WHERE k.run = packet.run AND k.hook = 'OUTPUT' AND k.id = (
    SELECT h.kind FROM hook_pass h WHERE h.run = packet.run AND h.packet = packet.uid
    ORDER BY h.id LIMIT 1));
)sql" + NfTraceVersion2Sql();
    // Neither what experiment a run was of nor how many rules were visited was recorded.
    static const std::string from2 = R"sql(
ALTER TABLE run ADD COLUMN scenario TEXT;
ALTER TABLE run ADD COLUMN hash TEXT;
ALTER TABLE run ADD COLUMN variant TEXT;
ALTER TABLE run ADD COLUMN placement TEXT;
ALTER TABLE run ADD COLUMN replication INTEGER;
ALTER TABLE run ADD COLUMN text TEXT;
ALTER TABLE pass_kind ADD COLUMN rules_visited INTEGER;
)sql";
    return from == 1 ? from1.c_str() : from == 2 ? from2.c_str() : nullptr;
}

} // namespace ns3
