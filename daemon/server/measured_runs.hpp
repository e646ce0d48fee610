// The measurements of one thing over all its runs: which jobs ran the same, and the table for a spreadsheet.
#pragma once

#include <string>
#include <vector>

#include "jobs/record.hpp"

namespace tt::server {

// Whether two jobs ran the same thing: the same command with the same arguments, or the same test of the same file.
bool ran_the_same(const jobs::JobRecord& a, const jobs::JobRecord& b);

// job, started, name, value, unit, line, offset: a line of names, then one for each measurement. RFC 4180. A text that a
// spreadsheet would take for a formula gets an apostrophe in front (OWASP, "CSV Injection").
std::string measurements_csv(const std::vector<jobs::JobRecord>& runs);

}  // namespace tt::server
