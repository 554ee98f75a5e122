// The days that a scenario speaks of, beside those that are planned.
#include <algorithm>

#include "engine/study/scenario/apply.h"
#include "engine/study/scenario/codes.h"

namespace pasok::study {
namespace {

std::string DaysText(Date first, Date last) {
  return first == last ? ToIso(first) : ToIso(first) + " to " + ToIso(last);
}

// Of a change that holds on none of the days from `first` to `last`.
std::optional<Finding> MissesAllDays(const Scenario& scenario, const Change& change, Date first, Date last) {
  const auto* adjust = std::get_if<Adjust>(&change.what);
  if (!adjust) return std::nullopt;
  const Choice& which = adjust->which;
  const bool is_before = which.to && *which.to < first, is_after = which.from && *which.from > last;
  if (!is_before && !is_after) return std::nullopt;
  const std::string own = !which.from ? "until " + ToIso(*which.to)
                          : !which.to ? "from " + ToIso(*which.from)
                                      : DaysText(*which.from, *which.to);
  return Finding{.severity = Severity::kWarning,
                 .code = std::string(code::kTouchesNothing),
                 .file = scenario.file,
                 .line = change.at.line,
                 .column = change.at.column,
                 .field = std::string(KindOf(change)),
                 .value = own,
                 .expected = "a day that is planned: " + DaysText(first, last),
                 .fix = "ask for one of its days, or leave the change out"};
}

}  // namespace

std::optional<Finding> NeedsADay(const Scenario& scenario, const Applied& applied) {
  std::optional<Date> first;
  for (const Requirement& row : applied.dataset.requirements) {
    if (row.date && (!first || *row.date < *first)) first = row.date;
  }
  const bool has_menu = !applied.policy.menu.days.empty();
  for (const MenuFactor& row : applied.dataset.menu_factors) {
    const std::optional<Date>& day = row.from ? row.from : row.to;
    if (has_menu && day && (!first || *day < *first)) first = day;
  }
  std::string_view what = "needs";
  if (!first) {
    what = "offers";
    for (const Change& change : scenario.changes) {
      const auto* adjust = std::get_if<Adjust>(&change.what);
      if (!adjust || (adjust->what != Adjust::What::kCapacity && adjust->what != Adjust::What::kPrice))
        continue;
      const std::optional<Date>& day = adjust->which.from ? adjust->which.from : adjust->which.to;
      if (day && (!first || *day < *first)) first = day;
    }
  }
  if (!first) return std::nullopt;
  return Finding{.code = std::string(code::kNoDay),
                 .file = scenario.file,
                 .field = "date",
                 .expected = "a day to plan: the scenario has " + std::string(what) + " on days of their own",
                 .fix = "ask for " + ToIso(*first) + ", the first of them"};
}

void CheckDays(const Scenario& scenario, const std::optional<Date>& first, std::int32_t days,
               Applied& applied) {
  std::vector<Finding> found;
  if (first) {
    const Date last{first->days + std::max(days, 1) - 1};
    for (const Change& change : scenario.changes) {
      if (auto misses = MissesAllDays(scenario, change, *first, last)) found.push_back(*std::move(misses));
    }
    if (found.size() == scenario.changes.size()) {
      for (Finding& misses : found) misses.severity = Severity::kError;
    }
  } else if (auto needs = NeedsADay(scenario, applied)) {
    found.push_back(*std::move(needs));
  }
  const std::int64_t errors = std::ranges::count(found, Severity::kError, &Finding::severity);
  const std::int64_t warnings = std::ssize(found) - errors;
  applied.findings.Append({.list = std::move(found), .errors = errors, .warnings = warnings});
}

}  // namespace pasok::study
