#include "client/nightly_guard.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "client/day.h"
#include "client/exit_code.h"
#include "client/figures.h"
#include "client/planning.h"
#include "proto/regions.h"

namespace pasok::client {
namespace {

constexpr std::string_view kNobodyServed = "nobody_served_on_date";

std::vector<std::string> DaysOf(const v1::Plan& plan) {
  std::vector<std::string> days;
  if (plan.date().empty()) return days;
  for (int i = 0; i < std::max(1, plan.days()); ++i) days.push_back(DaysAfter(plan.date(), i));
  return days;
}

// What is needed on the day, one of the plan's. A plan of one day doesn't list it.
std::int64_t NeedOn(const v1::Plan& plan, const std::string& day) {
  if (plan.days() <= 1) return plan.summary().demand_grams();
  for (const v1::PlanSummary::Day& each : plan.summary().per_day()) {
    if (each.date() == day) return each.demand_grams();
  }
  return 0;
}

// The one of the same regions that holds on the day.
std::optional<v1::Plan> PublishedOn(Connection& server, const v1::Plan& plan, const std::string& day) {
  v1::ListPlansRequest published;
  published.set_published_only(true);
  published.set_date(day);
  for (v1::Plan& other : server.ListPlans(published)) {
    if (other.name() != plan.name() && SameRegions(other.regions(), plan.regions())) return std::move(other);
  }
  return std::nullopt;
}

// Only a plan that may be empty tells.
bool TellsThatNobodyIsServed(const v1::Plan& plan, const std::string& day) {
  return std::ranges::any_of(plan.findings().findings(), [&](const v1::Finding& finding) {
    return finding.code() == kNobodyServed && finding.value() == day;
  });
}

bool IsNobodyServed(Session& session, Connection& server, v1::CreatePlanRequest question,
                    const std::string& day) {
  question.set_date(day);
  question.clear_days();
  question.clear_previous_plan();
  question.set_may_be_empty(true);
  question.set_request_id(question.request_id() + "-" + day);
  v1::Plan empty = server.CreatePlan(question);
  if (empty.state() != v1::Plan::SUCCEEDED) empty = WatchToEnd(session, server, empty.name());
  server.DeletePlan(empty.name(), /*force=*/false);
  return TellsThatNobodyIsServed(empty, day);
}

}  // namespace

void RequireRows(const v1::ImportDatasetResponse& imported) {
  static constexpr std::array<std::string_view, 2> kNeeded = {"offers.csv", "suppliers.csv"};
  for (const v1::Finding& finding : imported.findings().findings()) {
    if (finding.code() != "no_rows" || std::ranges::find(kNeeded, finding.file()) == kNeeded.end()) continue;
    throw Failure(ExitCode::kInputAtFault,
                  finding.file() + " has no rows, so nobody would be delivered anything: nothing was planned",
                  "Was the export cut short? Export the registers again; what is published stays.");
  }
}

void RequireNoDayLost(Session& session, Connection& server, const v1::CreatePlanRequest& request,
                      const v1::Plan& plan) {
  for (const std::string& day : DaysOf(plan)) {
    if (NeedOn(plan, day) > 0) continue;
    const auto published = PublishedOn(server, plan, day);
    if (!published || NeedOn(*published, day) == 0) continue;
    const bool is_told = plan.may_be_empty() ? TellsThatNobodyIsServed(plan, day)
                                             : IsNobodyServed(session, server, request, day);
    if (is_told) continue;
    throw Failure(ExitCode::kInputAtFault,
                  "the registers ask for nothing on " + day + ", for which " + published->name() +
                      " is published, with a need of " + Kilograms(NeedOn(*published, day)) +
                      ": were they cut short, or have they rolled on? " + published->name() + " stays",
                  "Export them again. Where nobody is served on " + day +
                      ", say so in calendar.csv; or `pasok publish " + plan.name() +
                      "` publishes it all the same.");
  }
}

void RequireNoneBeginsAfter(Connection& server, const v1::Plan& plan) {
  for (const std::string& day : DaysOf(plan)) {
    const auto published = PublishedOn(server, plan, day);
    if (!published || published->date() <= plan.date()) continue;
    throw Failure(ExitCode::kInputAtFault,
                  published->name() + " is published from " + published->date() +
                      " on, after this night's first day, " + plan.date() + ", and would lose its place",
                  "Run the night of " + published->date() + " or a later day. `pasok publish " + plan.name() +
                      "` publishes this one all the same.");
  }
}

}  // namespace pasok::client
