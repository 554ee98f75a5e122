#include "engine/match/recheck/plan_files.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace pasok::match::recheck {

const RegisterFile* PlanFiles::Find(std::string_view name) const {
  const auto found = std::ranges::find(files_, name, &RegisterFile::name);
  return found == files_.end() ? nullptr : &*found;
}

void PlanFiles::Require(std::string_view name) {
  if (Find(name)) return;
  log_.Add({.code = "missing_file", .file = std::string(name), .expected = "a file of the plan"});
}

bool PlanFiles::IsThere(std::string_view name, bool called_for) {
  if (called_for) {
    Require(name);
    return Find(name) != nullptr;
  }
  if (Find(name)) {
    log_.Add({.code = "unexpected_file",
              .file = std::string(name),
              .expected = "no such file: nothing in this plan calls for it",
              .fix = "take it out of the plan's folder"});
  }
  return true;
}

std::vector<Row> PlanFiles::Rows(std::string_view name, std::string_view header) {
  std::optional<std::vector<Row>> rows = ReadTable(std::string(name), Find(name)->content, header, log_);
  all_read_ &= rows.has_value();
  if (!rows) return {};
  rows_ += std::ssize(*rows);
  return *std::move(rows);
}

}  // namespace pasok::match::recheck
