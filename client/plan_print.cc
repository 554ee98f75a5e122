#include "client/plan_print.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "client/figures.h"
#include "client/findings_print.h"
#include "client/plan_json.h"
#include "client/text.h"

namespace pasok::client {
namespace {

constexpr std::size_t kLabelWidth = 18;
constexpr std::size_t kFigureWidth = 20;
constexpr std::size_t kBarWidth = 30;
constexpr std::size_t kMostReasons = 6;
constexpr std::size_t kMostFindings = 20;

std::string ReasonInWords(const std::string& reason) {
  static constexpr std::pair<std::string_view, std::string_view> kWords[] = {
      {"no_offer", "nobody offers it"},
      {"inactive", "only inactive suppliers offer it"},
      {"not_available", "not offered on that day"},
      {"licence", "no supplier holds the licence"},
      {"blocked", "every supplier is blocked"},
      {"related_party", "only related parties offer it"},
      {"price_ceiling", "every offer is above the ceiling"},
      {"out_of_range", "every offer is too far away"},
      {"capacity_exhausted", "suppliers are used up"},
      {"concentration_limit", "a supplier's share is limited"},
      {"above_penalty", "dearer than the penalty"},
      {"licence_ended", "suppliers' licences have ended"},
      {"travel_time", "every offer is too many minutes away"},
      {"probation", "new suppliers sell only a share"},
      {"contract", "contracts allow no more"},
      {"whole_deliveries", "too little for whole deliveries"},
  };
  for (const auto& [word, sentence] : kWords) {
    if (reason == word) return std::string(sentence);
  }
  return Printable(reason);
}

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

// "Money             Rp 198 123   Rp 16 509 per kg"
std::string Line(const std::string& label, const std::string& figure, const std::string& note) {
  std::string line = PadRight(label, kLabelWidth) + PadLeft(figure, kFigureWidth);
  if (!note.empty()) line += "   " + note;
  return line + '\n';
}

std::string ShareLine(const std::string& label, double share) {
  std::string line =
      "  " + PadRight(label, kLabelWidth - 2) + PadLeft(Percent(share), 8) + "  " + Bar(share, kBarWidth);
  line.erase(line.find_last_not_of(' ') + 1);
  return line + '\n';
}

using Shares = google::protobuf::Map<std::string, double>;

std::string TierShares(const Shares& shares) {
  std::string text = "From how near (share of kg)\n";
  for (const std::string tier : {"desa", "kecamatan", "kabupaten", "provinsi", "luar"}) {
    const auto share = shares.find(tier);
    text += ShareLine(tier, share == shares.end() ? 0 : share->second);
  }
  return text;
}

std::string KindShares(const Shares& shares) {
  std::vector<std::pair<double, std::string>> falling;
  for (const auto& [kind, share] : shares) {
    if (share > 0) falling.emplace_back(-share, kind);
  }
  std::ranges::sort(falling);
  std::string text = "From whom (share of kg)\n";
  for (const auto& [share, kind] : falling) text += ShareLine(kind, -share);
  return text;
}

std::string ShortageReasons(const v1::PlanSummary& summary) {
  std::string text = "Why it is short\n";
  std::size_t printed = 0;
  for (const auto& reason : summary.shortage_reasons()) {
    if (printed++ == kMostReasons) {
      const auto more = summary.shortage_reasons_size() - static_cast<int>(kMostReasons);
      return text + "  … and " + std::to_string(more) + " more reasons: shortages.csv has them all\n";
    }
    text += "  " + PadRight(ReasonInWords(reason.reason()), 34) +
            PadLeft(Kilograms(reason.shortage_grams()), 16) + "   " + Grouped(reason.requirements()) +
            (reason.requirements() == 1 ? " requirement" : " requirements") + '\n';
    if (!reason.example().empty()) text += "    e.g. " + Printable(reason.example()) + '\n';
  }
  return text;
}

// The broken ones first, for nobody to overlook them.
std::string RulesInWords(const v1::PlanSummary& summary) {
  if (summary.rules().empty()) return "";
  std::string text = "\nRules\n";
  for (const bool kept : {false, true}) {
    for (const v1::RuleReport& rule : summary.rules()) {
      if (rule.kept() == kept)
        text += (kept ? "  kept    " : "  BROKEN  ") + Printable(rule.rule()) + ": " +
                Printable(rule.sentence()) + '\n';
    }
  }
  return text;
}

std::string ToText(const v1::PlanSummary& summary) {
  const auto share = [&](std::int64_t grams) {
    return summary.demand_grams() == 0
               ? std::string()
               : Percent(static_cast<double>(grams) / static_cast<double>(summary.demand_grams()));
  };
  std::string text;
  text += Line(
      "Need", Kilograms(summary.demand_grams()),
      Grouped(summary.demand_points()) + (summary.demand_points() == 1 ? " demand point" : " demand points"));
  text += Line("Allocated", Kilograms(summary.allocated_grams()), share(summary.allocated_grams()));
  text += Line("Shortage", Kilograms(summary.shortage_grams()), share(summary.shortage_grams()));
  text += '\n';
  if (summary.shortage_grams() > 0) text += ShortageReasons(summary) + '\n';
  text +=
      Line("Money", Rupiah(summary.money_sen()), RupiahPerKg(summary.money_sen(), summary.allocated_grams()));
  text += Line("Preference", Rupiah(summary.preference_sen()), "nobody pays this: it only steers the choice");
  if (summary.penalty_sen() > 0) {
    text += Line("Penalty", Rupiah(summary.penalty_sen()), "nor this: what the missing kg count");
  }
  text += Line("Objective", Rupiah(summary.objective_sen()), "the sum, which the proof below is about");
  text += '\n';
  if (summary.allocated_grams() > 0) {
    text += TierShares(summary.share_by_tier()) + '\n';
    text += KindShares(summary.share_by_kind()) + '\n';
  }
  const auto& spread = summary.suppliers_per_demand_point();
  std::array<char, 32> median{};
  std::snprintf(median.data(), median.size(), "%g", spread.median());
  text += Line("Suppliers used", Grouped(summary.suppliers_used()),
               "per demand point: least " + Grouped(spread.min()) + ", median " + median.data() + ", most " +
                   Grouped(spread.max()));
  text += Line("Deliveries", Grouped(summary.deliveries()), "");
  if (summary.above_ceiling_grams() > 0) {
    text +=
        Line("Above the ceiling", Kilograms(summary.above_ceiling_grams()), "bought above the price ceiling");
  }
  text += RulesInWords(summary);
  text += '\n' + CertificateLine(summary.certificate()) + '\n';
  text += "Solved in " + Seconds(summary.solver().seconds()) + " by " + summary.solver().name() + ".\n";
  return text;
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

namespace {

std::string LeastByRank(const v1::Certificate& certificate) {
  std::string text = "Proven least, each in its turn: ";
  for (const v1::RankTotal& total : certificate.ranks()) {
    const bool is_money = total.rank() == "penalty" || total.rank() == "money";
    if (&total != &certificate.ranks(0)) text += ", ";
    text += is_money ? total.rank() + " " + Rupiah(total.value_sen())
                     : "from " + total.rank() + " " + Kilograms(total.value_grams());
  }
  return text;
}

}  // namespace

std::string CertificateLine(const v1::Certificate& certificate) {
  const std::string bounds = "primal " + Rupiah(certificate.primal_sen());
  if (!certificate.lanes_eligible_proof()) {
    return "Not proven optimal: " + bounds + ", and no plan costs less than " +
           Rupiah(certificate.dual_sen()) +
           " by the solver's own search; stopped before code apart from it could check that.";
  }
  const std::string proof = ", over " + Grouped(certificate.lanes_eligible()) +
                            " eligible lanes, checked by code apart from the solver.";
  if (certificate.ranks_size() > 0) return LeastByRank(certificate) + proof;
  if (certificate.gap_sen() == 0) {
    return "Proven optimal: " + bounds + " = dual " + Rupiah(certificate.dual_sen()) + proof;
  }
  return "Not the proven optimum, but within " + Rupiah(certificate.gap_sen()) + " (" +
         GapPercent(certificate.gap_percent()) + " of the money) of it: " + bounds + ", dual " +
         Rupiah(certificate.dual_sen()) + proof;
}

std::string ToText(const v1::Plan& plan) {
  std::string text = "Plan " + plan.name() + ", " + DayInWords(plan) + ", " + RegionsInWords(plan) + ": " +
                     ToWord(plan.state()) + (plan.published() ? ", published" : "") + '\n';
  if (plan.has_scenario()) text += "Scenario: " + Printable(plan.scenario().name()) + '\n';
  if (!plan.previous_plan().empty())
    text += "Follows on " + plan.previous_plan() + ": changes.csv has what changes.\n";
  if (!plan.subtracted_plans().empty()) {
    text += "What these published plans of the day have taken is subtracted:\n";
    for (const std::string& name : plan.subtracted_plans()) text += "  " + name + '\n';
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
      text += "Asked for: a gap of at most " + GapPercent(plan.gap_limit_percent()) + ".\n";
    }
  }
  return text;
}

std::string Write(const v1::Plan& plan, Format format) {
  switch (format) {
    case Format::kTable:
      return ToText(plan);
    case Format::kJson:
      return ToJson(plan).dump(2) + '\n';
    case Format::kCsv:
      return ToCsv(PlansTable({plan}));
  }
  return "";
}

Table PlansTable(const std::vector<v1::Plan>& plans) {
  Table table{.columns = {{.key = "name", .title = "plan"},
                          {.key = "state", .title = "state"},
                          {.key = "date", .title = "day"},
                          {.key = "regions", .title = "regions", .may_shrink = true},
                          {.key = "scenario", .title = "scenario", .may_shrink = true},
                          {.key = "demand_kg", .title = "need", .right = true},
                          {.key = "shortage_kg", .title = "shortage", .right = true},
                          {.key = "money_idr", .title = "money", .right = true},
                          {.key = "published", .title = "published"},
                          {.key = "create_time", .title = "asked for"},
                          {.key = "dataset", .title = "dataset", .may_shrink = true}},
              .rows = {}};
  for (const v1::Plan& plan : plans) {
    std::string regions;
    for (const std::string& region : plan.regions()) regions += (regions.empty() ? "" : " ") + region;
    const auto& summary = plan.summary();
    table.rows.push_back({Word(plan.name()), Word(ToWord(plan.state())), Word(plan.date()), Word(regions),
                          Word(plan.scenario().name()), KilogramsCell(summary.demand_grams()),
                          KilogramsCell(summary.shortage_grams()), RupiahCell(summary.money_sen()),
                          YesNo(plan.published()), Word(CreateTime(plan.create_time())),
                          Word(plan.dataset())});
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
