#include "client/findings_print.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "client/figures.h"
#include "client/text.h"

namespace pasok::client {
namespace {

std::string SeverityWord(v1::Finding::Severity severity) {
  return severity == v1::Finding::WARNING ? "warning" : "error";
}

constexpr int kExamples = 3;  // of a kind, where not all find room

// What is told apart: one code in one file.
using Kind = std::pair<std::string, std::string>;
Kind KindOf(const v1::Finding& finding) { return {finding.code(), finding.file()}; }

// At most so many: of each kind one first and then a few, so that many of one don't hide another; then, as
// far as there is room, the other errors, which all need mending.
std::vector<bool> ChooseLines(const v1::Findings& findings, std::size_t most) {
  const auto& all = findings.findings();
  if (static_cast<std::size_t>(all.size()) <= most)
    return std::vector<bool>(static_cast<std::size_t>(all.size()), true);
  std::vector<bool> chosen(static_cast<std::size_t>(all.size()));
  std::map<Kind, int> of_kind;
  std::size_t count = 0;
  const auto choose = [&](bool warnings, int examples) {
    for (int i = 0; i < all.size() && count < most; ++i) {
      if (chosen[i] || (all[i].severity() == v1::Finding::WARNING) != warnings) continue;
      if (int& so_far = of_kind[KindOf(all[i])]; so_far < examples) {
        ++so_far;
        ++count;
        chosen[i] = true;
      }
    }
  };
  for (const bool warnings : {false, true}) {
    choose(warnings, 1);
    choose(warnings, kExamples);
  }
  choose(/*warnings=*/false, std::numeric_limits<int>::max());
  return chosen;
}

// ": 27 bad_number in offers.csv, 3 others", the most first, of what wasn't chosen; without numbers where not
// all were sent.
std::string KindsLeftOut(const v1::Findings& findings, const std::vector<bool>& chosen,
                         std::int64_t left_out) {
  constexpr std::size_t kMostKinds = 6;
  std::vector<std::pair<Kind, std::int64_t>> kinds;
  std::int64_t listed = 0;
  for (int i = 0; i < findings.findings_size(); ++i) {
    if (chosen[i]) continue;
    const Kind kind = KindOf(findings.findings(i));
    const auto known = std::ranges::find(kinds, kind, &std::pair<Kind, std::int64_t>::first);
    if (known == kinds.end()) {
      kinds.emplace_back(kind, 1);
    } else {
      ++known->second;
    }
    ++listed;
  }
  if (kinds.empty()) return "";
  std::ranges::stable_sort(kinds, std::greater<>(), &std::pair<Kind, std::int64_t>::second);
  const bool all_sent = listed == left_out;
  std::string text;
  std::int64_t others = left_out;
  for (std::size_t i = 0; i < std::min(kinds.size(), kMostKinds); ++i) {
    const auto& [kind, count] = kinds[i];
    const auto& [code, file] = kind;
    text += text.empty() ? ": " : ", ";
    text += (all_sent ? Grouped(count) + ' ' : "") + code + (file.empty() ? "" : " in " + file);
    others -= count;
  }
  if (kinds.size() > kMostKinds) text += all_sent ? ", " + Grouped(others) + " others" : ", others";
  return Printable(text);
}

std::string CountOf(std::int64_t count, const std::string& noun) {
  if (count == 0) return "no " + noun + "s";
  return Grouped(count) + " " + noun + (count == 1 ? "" : "s");
}

}  // namespace

std::string ToLine(const v1::Finding& finding) {
  std::string line;
  if (!finding.file().empty()) {
    line += finding.file() + ":";
    if (finding.line() > 0) line += std::to_string(finding.line()) + ":";
    if (finding.line() > 0 && finding.column() > 0) line += std::to_string(finding.column()) + ":";
    line += " ";
  }
  line += SeverityWord(finding.severity()) + ": " + finding.code() + ":";
  if (!finding.field().empty()) line += " `" + finding.field() + "`";
  if (!finding.value().empty()) {
    line += (finding.field().empty() ? " '" : " is '") + finding.value() + "'";
  } else if (!finding.field().empty() && finding.column() > 0) {
    line += " is empty";
  }
  const bool about_something = !finding.field().empty() || !finding.value().empty();
  if (!finding.expected().empty())
    line += (about_something ? ", expected " : " expected ") + finding.expected();
  if (!finding.fix().empty()) line += "; " + finding.fix();
  return Printable(line);
}

std::string ToLines(const v1::Findings& findings, std::size_t most, const std::string& how_to_see_all) {
  const std::vector<bool> chosen = ChooseLines(findings, most);
  std::string lines;
  std::int64_t printed = 0;
  for (const bool errors : {true, false}) {
    for (int i = 0; i < findings.findings_size(); ++i) {
      const v1::Finding& finding = findings.findings(i);
      if (!chosen[i] || (finding.severity() != v1::Finding::WARNING) != errors) continue;
      lines += ToLine(finding) + '\n';
      ++printed;
    }
  }
  const std::int64_t left_out = findings.error_count() + findings.warning_count() - printed;
  if (left_out > 0) {
    lines += "… and " + Grouped(left_out) + " more (" + how_to_see_all + ')' +
             KindsLeftOut(findings, chosen, left_out) + '\n';
  }
  return lines;
}

std::string SeeAll(const v1::Findings& findings, const std::string& command) {
  const bool all_sent = findings.findings_size() == findings.error_count() + findings.warning_count();
  return '`' + command + "` has " + (all_sent ? "them all" : "up to 1,000 of each kind");
}

std::string Counts(const v1::Findings& findings) {
  return CountOf(findings.error_count(), "error") + ", " + CountOf(findings.warning_count(), "warning");
}

Table ToTable(const v1::Findings& findings) {
  Table table{.columns = {{.key = "severity", .title = "severity"},
                          {.key = "code", .title = "code"},
                          {.key = "file", .title = "file"},
                          {.key = "line", .title = "line", .right = true},
                          {.key = "column", .title = "column", .right = true},
                          {.key = "field", .title = "field"},
                          {.key = "value", .title = "value", .may_shrink = true},
                          {.key = "expected", .title = "expected", .may_shrink = true},
                          {.key = "fix", .title = "fix", .may_shrink = true}},
              .rows = {}};
  for (const v1::Finding& finding : findings.findings()) {
    table.rows.push_back({Word(SeverityWord(finding.severity())), Word(finding.code()), Word(finding.file()),
                          Count(finding.line()), Count(finding.column()), Word(finding.field()),
                          Word(finding.value()), Word(finding.expected()), Word(finding.fix())});
  }
  return table;
}

nlohmann::ordered_json ToJson(const v1::Findings& findings) {
  return {{"error_count", findings.error_count()},
          {"warning_count", findings.warning_count()},
          {"findings", ToJson(ToTable(findings))}};
}

}  // namespace pasok::client
