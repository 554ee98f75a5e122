#include "client/plan_print.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "client/figures.h"
#include "client/findings_print.h"
#include "client/json_text.h"
#include "client/plan_json.h"
#include "client/summary_print.h"
#include "client/text.h"

namespace pasok::client {
namespace {

constexpr std::size_t kMostFindings = 20;

std::string RegionsInWords(const v1::Plan& plan) {
  if (plan.regions().empty()) return "all regions";
  std::string words = plan.regions_size() == 1 ? "region " : "regions ";
  for (int i = 0; i < plan.regions_size(); ++i) words += (i == 0 ? "" : ", ") + Printable(plan.regions(i));
  return words;
}

std::string DayInWords(const v1::Plan& plan) {
  if (plan.date().empty()) return "undated";
  if (plan.days() > 1) return "for " + std::to_string(plan.days()) + " days from " + plan.date();
  return "for " + plan.date();
}

// "published", or for how long where a later plan holds on some of its days.
std::string PublishedInWords(const v1::Plan& plan) {
  if (!plan.published()) return "";
  if (plan.days() <= 1 || plan.published_until().empty()) return "published";
  return "published until " + plan.published_until();
}

// All for programs, the first few for people.
Cell RegionsCell(const v1::Plan& plan) {
  constexpr int kMostShown = 3;
  std::string regions, shown;
  for (int i = 0; i < plan.regions_size(); ++i) {
    const std::string next = (i == 0 ? "" : " ") + plan.regions(i);
    regions += next;
    if (i < kMostShown) shown += next;
  }
  if (plan.regions_size() > kMostShown) shown += " +" + std::to_string(plan.regions_size() - kMostShown);
  return {.value = std::move(regions), .text = Printable(shown)};
}

// Enough to tell two policies apart.
Cell PolicyCell(const v1::Plan& plan) {
  constexpr std::size_t kShown = 8;
  const std::string& digest = plan.policy().digest();
  return {.value = digest, .text = Printable(digest.substr(0, kShown))};
}

std::string CreateTime(const google::protobuf::Timestamp& time) {
  return google::protobuf::util::TimeUtil::ToString(
      google::protobuf::util::TimeUtil::SecondsToTimestamp(time.seconds()));
}

}  // namespace

std::string ToWord(v1::Plan::State state) {
  switch (state) {
    case v1::Plan::QUEUED:
      return "queued";
    case v1::Plan::RUNNING:
      return "running";
    case v1::Plan::SUCCEEDED:
      return "succeeded";
    case v1::Plan::FAILED:
      return "failed";
    case v1::Plan::CANCELLED:
      return "cancelled";
    case v1::Plan::INTERRUPTED:
      return "interrupted";
    case v1::Plan::STATE_UNSPECIFIED:
    case v1::Plan_State_Plan_State_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::Plan_State_Plan_State_INT_MAX_SENTINEL_DO_NOT_USE_:
      return "unknown";
  }
  return "unknown";
}

std::string ToText(const v1::Plan& plan) {
  std::string text = "Plan " + plan.name() + ", " + DayInWords(plan) + ", " + RegionsInWords(plan) + ": " +
                     ToWord(plan.state()) + (plan.published() ? ", " + PublishedInWords(plan) : "") + '\n';
  if (!plan.dataset().empty()) {
    text += "Of " + plan.dataset();
    if (!plan.policy().digest().empty()) text += ", under the policy " + plan.policy().digest();
    text += ".\n";
  }
  if (plan.has_scenario()) text += "Scenario: " + Printable(plan.scenario().name()) + '\n';
  if (!plan.previous_plan().empty())
    text += "Follows on " + plan.previous_plan() + ": changes.csv of `pasok export " + plan.name() +
            " --out DIR` has what changes.\n";
  if (!plan.subtracted_plans().empty()) {
    text += "What these published plans of the day have taken is subtracted:\n";
    for (const std::string& name : plan.subtracted_plans()) text += "  " + name + '\n';
  }
  if (plan.summary().at_hand_grams() > 0) {
    text += "At hand from what these published plans delivered before and kept: " +
            Kilograms(plan.summary().at_hand_grams()) + '\n';
    for (const std::string& name : plan.carried_from_plans()) text += "  " + name + '\n';
  }
  if (plan.has_error() && !plan.error().message().empty()) text += Printable(plan.error().message()) + '\n';
  text +=
      ToLines(plan.findings(), kMostFindings, "`pasok show " + plan.name() + " --format json` has them all");
  if (plan.has_summary()) {
    text += '\n' + ToText(plan.summary());
    if (plan.summary().stopped_early()) {
      text += "Stopped at the time limit of " + Seconds(plan.time_limit_seconds()) +
              ": the best plan found by then.\n";
    } else if (plan.gap_limit_percent() > 0) {
      text +=
          "Asked for: a gap of at most " + GapPercent(plan.gap_limit_percent()) +
          (plan.summary().gap_missed() ? ", which was not reached: the rules let the proof come no nearer.\n"
                                       : ".\n");
    }
  }
  return text;
}

std::string Write(const v1::Plan& plan, Format format) {
  switch (format) {
    case Format::kTable:
      return ToText(plan);
    case Format::kJson:
      return JsonText(ToJson(plan));
    case Format::kCsv:
      return ToCsv(PlansTable({plan}));
  }
  return "";
}

Table PlansTable(const std::vector<v1::Plan>& plans) {
  Table table{.columns = {{.key = "name", .title = "plan"},
                          {.key = "state", .title = "state"},
                          {.key = "date", .title = "day"},
                          {.key = "days", .title = "days", .right = true},
                          {.key = "regions", .title = "regions"},
                          {.key = "scenario", .title = "scenario", .may_shrink = true},
                          {.key = "demand_kg", .title = "need", .right = true},
                          {.key = "shortage_kg", .title = "shortage", .right = true},
                          {.key = "money_idr", .title = "money", .right = true},
                          {.key = "published", .title = "published"},
                          {.key = "published_until", .title = "until"},
                          {.key = "create_time", .title = "asked for"},
                          {.key = "dataset", .title = "dataset"},
                          {.key = "policy_digest", .title = "policy"}},
              .rows = {}};
  for (const v1::Plan& plan : plans) {
    Cell need, shortage, money;  // without a summary there are none
    if (plan.has_summary()) {
      need = KilogramsCell(plan.summary().demand_grams());
      shortage = KilogramsCell(plan.summary().shortage_grams());
      money = RupiahCell(plan.summary().money_sen());
    }
    table.rows.push_back({Word(plan.name()), Word(ToWord(plan.state())), Word(plan.date()),
                          Count(std::max(1, plan.days())), RegionsCell(plan), Word(plan.scenario().name()),
                          std::move(need), std::move(shortage), std::move(money), YesNo(plan.published()),
                          Word(plan.published_until()), Word(CreateTime(plan.create_time())),
                          Word(plan.dataset()), PolicyCell(plan)});
  }
  return table;
}

Table DatasetsTable(const std::vector<v1::Dataset>& datasets) {
  Table table{.columns = {{.key = "name", .title = "dataset"},
                          {.key = "display_name", .title = "called", .may_shrink = true},
                          {.key = "suppliers", .title = "suppliers", .right = true},
                          {.key = "offers", .title = "offers", .right = true},
                          {.key = "demand_points", .title = "demand points", .right = true},
                          {.key = "requirements", .title = "requirements", .right = true},
                          {.key = "first_date", .title = "first day"},
                          {.key = "last_date", .title = "last day"},
                          {.key = "warning_count", .title = "warnings", .right = true},
                          {.key = "has_policy", .title = "own policy"},
                          {.key = "create_time", .title = "imported"}},
              .rows = {}};
  for (const v1::Dataset& dataset : datasets) {
    const auto& size = dataset.size();
    table.rows.push_back({Word(dataset.name()), Word(dataset.display_name()), Count(size.suppliers()),
                          Count(size.offers()), Count(size.demand_points()), Count(size.requirements()),
                          Word(size.first_date()), Word(size.last_date()), Count(dataset.warning_count()),
                          YesNo(dataset.has_policy()), Word(CreateTime(dataset.create_time()))});
  }
  return table;
}

}  // namespace pasok::client
