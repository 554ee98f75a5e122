// The files of the plan that is rechecked: which there have to be, which must not, and their rows.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/match/recheck/table.h"
#include "engine/register/finding_log.h"
#include "engine/register/read.h"

namespace pasok::match::recheck {

// What is wrong goes to the log. REQUIRES both to outlive it.
class PlanFiles {
 public:
  PlanFiles(std::span<const RegisterFile> files, FindingLog& log) : files_(files), log_(log) {}

  // nullptr: it isn't there.
  const RegisterFile* Find(std::string_view name) const;

  // An error where it isn't there.
  void Require(std::string_view name);

  // Whether it is there if it must be. One that would say what the plan's registers and policy don't know is
  // an error, and isn't read by anything else.
  bool IsThere(std::string_view name, bool called_for);

  // None where the header is another one. REQUIRES it to be there.
  std::vector<Row> Rows(std::string_view name, std::string_view header);

  bool all_read() const { return all_read_; }  // no header was another one
  std::int64_t rows() const { return rows_; }  // so far

 private:
  const std::span<const RegisterFile> files_;
  FindingLog& log_;
  bool all_read_ = true;
  std::int64_t rows_ = 0;
};

}  // namespace pasok::match::recheck
