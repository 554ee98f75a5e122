// Findings as planners read them: one line each, with its place first, so that editors jump to it.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "client/table.h"
#include "pasok/v1/files.pb.h"

namespace pasok::client {

// "suppliers.csv:17:4: error: unknown_region: `region` is '99.01', expected a code of regions.csv; did you
// mean …?"
std::string ToLine(const v1::Finding& finding);

// At most `most` lines, errors before warnings, each ending in a newline. Where they don't all fit, a few of
// each code in each file, so that many of one don't hide another, and then errors as far as there is room;
// and a last line "… and N more" followed by `how_to_see_all` in brackets, and how many of which code and
// file they are.
std::string ToLines(const v1::Findings& findings, std::size_t most, const std::string& how_to_see_all);

// "`command` has them all"; where there are too many for that, how many it has.
std::string SeeAll(const v1::Findings& findings, const std::string& command);

// "2 errors, 1 warning", "no errors, no warnings".
std::string Counts(const v1::Findings& findings);

Table ToTable(const v1::Findings& findings);
nlohmann::ordered_json ToJson(const v1::Findings& findings);

}  // namespace pasok::client
