#include "engine/register/finding.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "engine/register/finding_log.h"
#include "engine/register/utf8.h"

namespace pasok {

void Findings::Append(Findings more) {
  list.insert(list.end(), std::make_move_iterator(more.list.begin()),
              std::make_move_iterator(more.list.end()));
  errors += more.errors, warnings += more.warnings;
}

void Findings::LeaveOut(const Findings& known) {
  std::unordered_set<std::string> lines;
  for (const Finding& finding : known.list) lines.insert(ToLine(finding));
  warnings -= static_cast<std::int64_t>(std::erase_if(list, [&](const Finding& finding) {
    return finding.severity == Severity::kWarning && lines.contains(ToLine(finding));
  }));
}

std::string ToLine(const Finding& finding) {
  std::string line;
  if (!finding.file.empty()) {
    line += finding.file + ':';
    if (finding.line > 0) line += std::to_string(finding.line) + ':';
    if (finding.line > 0 && finding.column > 0) line += std::to_string(finding.column) + ':';
    line += ' ';
  }
  line += finding.severity == Severity::kError ? "error: " : "warning: ";
  line += finding.code + ':';
  if (!finding.field.empty()) line += " `" + finding.field + '`';
  if (!finding.value.empty()) {
    line += finding.field.empty() ? " '" : " is '";
    line += finding.value + '\'';
  } else if (!finding.field.empty() && finding.column > 0) {
    line += " is empty";
  }
  const bool subject = !finding.field.empty() || !finding.value.empty();
  if (!finding.expected.empty()) line += (subject ? ", expected " : " expected ") + finding.expected;
  if (!finding.fix.empty()) line += "; " + finding.fix;
  return line;
}

bool FindingLog::Count(Severity severity, std::string_view code, std::string_view file) {
  ++(severity == Severity::kError ? findings_.errors : findings_.warnings);
  std::int64_t& kept = kept_[{std::string(code), std::string(file)}];
  if (kept == Findings::kMostPerCode) return false;
  ++kept;
  return true;
}

void FindingLog::Keep(Finding finding) {
  finding.value = Shorten(finding.value);
  findings_.list.push_back(std::move(finding));
}

void FindingLog::Add(Finding finding) {
  if (Count(finding.severity, finding.code, finding.file)) Keep(std::move(finding));
}

void FindingLog::TakeOver(FindingLog& other) {
  Findings taken = std::exchange(other.findings_, {});
  findings_.errors += taken.errors;
  findings_.warnings += taken.warnings;
  std::ranges::move(taken.list, std::back_inserter(findings_.list));
}

Findings FindingLog::Take() {
  const auto key = [](const Finding& finding) {
    return std::tie(finding.file, finding.line, finding.column, finding.code, finding.field, finding.value);
  };
  std::ranges::stable_sort(findings_.list,
                           [&](const Finding& a, const Finding& b) { return key(a) < key(b); });
  kept_.clear();
  return std::exchange(findings_, {});
}

std::string Shorten(std::string_view bytes, std::size_t most) {
  constexpr std::string_view kEllipsis = "…";
  constexpr std::string_view kUnreadable = "\uFFFD";
  std::string text;
  std::size_t fits = 0;  // the length up to which an ellipsis still has room
  while (!bytes.empty()) {
    const std::size_t length = Utf8Length(bytes);
    const auto first = static_cast<unsigned char>(bytes.front());
    const std::string_view shown = length == 0                     ? kUnreadable
                                   : first < 0x20 || first == 0x7f ? std::string_view(" ")
                                                                   : bytes.substr(0, length);
    if (text.size() + shown.size() > most) return text.substr(0, fits).append(kEllipsis);
    text += shown;
    if (text.size() + kEllipsis.size() <= most) fits = text.size();
    bytes.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return text;
}

}  // namespace pasok
