#include "server/convert.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "engine/match/figures_in_words.h"

namespace pasok::server {
namespace {

v1::Finding ToProto(const Finding& finding) {
  v1::Finding out;
  switch (finding.severity) {
    case Severity::kWarning:
      out.set_severity(v1::Finding::WARNING);
      break;
    case Severity::kError:
      out.set_severity(v1::Finding::ERROR);
      break;
  }
  out.set_code(finding.code);
  out.set_file(finding.file);
  out.set_line(finding.line);
  out.set_column(finding.column);
  out.set_field(finding.field);
  out.set_value(finding.value);
  out.set_expected(finding.expected);
  out.set_fix(finding.fix);
  return out;
}

// A reason's largest row, of the commodity of which it keeps most short: "telur, 17 kg in all, 9 kg of them
// at K: 2 offers of telur: …".
std::string ExampleOf(const std::vector<const match::Shortage*>& rows, const match::Plan& plan,
                      const Dataset& dataset) {
  std::map<std::int32_t, std::int64_t> by_commodity;  // quanta
  for (const match::Shortage* row : rows) by_commodity[row->commodity] += row->quanta;
  const auto most =
      std::ranges::max_element(by_commodity, {}, [](const auto& commodity) { return commodity.second; });
  const match::Shortage* largest = nullptr;
  for (const match::Shortage* row : rows) {
    if (row->commodity == most->first && (!largest || row->quanta > largest->quanta)) largest = row;
  }
  const std::string kg = match::Kg(largest->quanta, plan.quantum);
  std::string example = kg;
  if (by_commodity.size() > 1)
    example = dataset.commodities[most->first] + ", " + match::Kg(most->second, plan.quantum) + " in all, " +
              kg + " of them";
  example += " at " + dataset.demand_points[largest->demand_point].id;
  if (plan.asked_days > 1 && largest->date) example += " on " + ToIso(*largest->date);
  return example + ": " + largest->detail;
}

void AddShortageReasons(const match::Plan& plan, const Dataset& dataset, v1::PlanSummary& summary) {
  std::map<match::ShortageReason, std::vector<const match::Shortage*>> by_reason;
  for (const match::Shortage& shortage : plan.shortages) by_reason[shortage.reason].push_back(&shortage);
  for (const auto& [reason, rows] : by_reason) {
    v1::PlanSummary::ReasonShare& share = *summary.add_shortage_reasons();
    share.set_reason(std::string(ToWord(reason)));
    share.set_example(ExampleOf(rows, plan, dataset));
    std::int64_t quanta = 0;
    for (const match::Shortage* row : rows) quanta += row->quanta;
    share.set_shortage_grams(quanta * plan.quantum.value);
    share.set_requirements(std::ssize(rows));
  }
  std::stable_sort(summary.mutable_shortage_reasons()->begin(), summary.mutable_shortage_reasons()->end(),
                   [](const auto& a, const auto& b) { return a.shortage_grams() > b.shortage_grams(); });
}

std::int64_t CountDemandPoints(const match::Plan& plan) {
  std::set<std::int32_t> seen;
  for (const match::Allocation& allocation : plan.allocations) seen.insert(allocation.demand_point);
  for (const match::Shortage& shortage : plan.shortages) seen.insert(shortage.demand_point);
  return static_cast<std::int64_t>(seen.size());
}

v1::RuleReport ToProto(const match::RuleReport& report, const Policy& policy, std::int32_t asked_days) {
  const auto grams = [&](std::int64_t quanta) { return quanta * policy.quantum.value; };
  v1::RuleReport out;
  out.set_rule(std::string(match::ToWord(report.rule)));
  out.set_kept(report.kept);
  out.set_sentence(match::Sentence(report, policy, asked_days));
  out.set_cases(report.cases);
  out.set_broken_grams(grams(report.broken));
  if (match::HasMoneyOver(report.rule, report.kept)) out.set_over_sen(report.over);
  if (match::MayCarry(report.rule)) out.set_carried_grams(grams(report.quanta));
  if (report.rule == match::Rule::kSubstitutes && policy.has_ratios())
    out.set_served_grams(grams(report.served));
  out.set_more_short_grams(grams(report.more_short));
  out.set_more_cost_sen(report.more_cost);
  out.set_most_suppliers_per_requirement(report.most_suppliers);
  for (std::size_t i = 0; i < report.steps.size(); ++i) {
    v1::RuleReport::SpreadStep& step = *out.add_steps();
    step.set_above_share_millionths(policy.fair_spread[i].above_share.value);
    step.set_offers(report.steps[i].offers);
    step.set_grams(grams(report.steps[i].quanta));
  }
  return out;
}

v1::PlanSummary::Day ToProto(const match::DayTotals& day, Grams quantum) {
  v1::PlanSummary::Day out;
  out.set_date(ToWord(day.date));
  out.set_demand_grams(day.demand * quantum.value);
  out.set_allocated_grams(day.allocated * quantum.value);
  out.set_shortage_grams(day.shortage * quantum.value);
  out.set_money_sen(day.money);
  out.set_preference_sen(day.preference);
  out.set_penalty_sen(day.penalty);
  out.set_deliveries(day.deliveries);
  return out;
}

v1::PlanSummary::Spread SpreadOf(const match::MinMedianMax& figures) {
  v1::PlanSummary::Spread out;
  out.set_min(figures.min);
  out.set_median(figures.median);
  out.set_max(figures.max);
  return out;
}

v1::Certificate ToProto(const match::Certificate& certificate, std::int64_t money, Grams quantum) {
  v1::Certificate out;
  const std::int64_t gap = certificate.primal - certificate.dual;
  out.set_primal_sen(certificate.primal);
  out.set_dual_sen(certificate.dual);
  out.set_gap_sen(gap);
  out.set_gap_percent(money > 0 ? 100.0 * static_cast<double>(gap) / static_cast<double>(money) : 0);
  out.set_lanes_eligible_proof(certificate.lanes_eligible_proof);
  out.set_lanes_in_network(certificate.lanes_in_network);
  out.set_lanes_eligible(certificate.lanes_eligible);
  for (const match::RankTotal& total : certificate.ranks) {
    v1::RankTotal& rank = *out.add_ranks();
    rank.set_rank(std::string(match::ToWord(total.rank)));
    const bool is_money = total.rank == match::Rank::kPenalty || total.rank == match::Rank::kMoney;
    if (is_money) rank.set_value_sen(total.value);
    if (!is_money) rank.set_value_grams(total.value * quantum.value);
  }
  return out;
}

}  // namespace

google::protobuf::Timestamp Now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
  google::protobuf::Timestamp out;
  out.set_seconds(seconds.count());
  out.set_nanos(
      static_cast<int>(std::chrono::duration_cast<std::chrono::nanoseconds>(now - seconds).count()));
  return out;
}

v1::Findings ToProto(const Findings& findings, std::size_t most_bytes) {
  v1::Findings out;
  out.set_error_count(findings.errors);
  out.set_warning_count(findings.warnings);
  std::vector<bool> kept(findings.list.size(), false);
  std::size_t bytes = 0;
  for (const Severity severity : {Severity::kError, Severity::kWarning}) {
    for (std::size_t i = 0; i < findings.list.size(); ++i) {
      if (findings.list[i].severity != severity) continue;
      bytes += ToProto(findings.list[i]).ByteSizeLong() + 8;
      if (bytes > most_bytes) break;
      kept[i] = true;
    }
  }
  for (std::size_t i = 0; i < findings.list.size(); ++i) {
    if (kept[i]) *out.add_findings() = ToProto(findings.list[i]);
  }
  return out;
}

v1::Dataset ToProto(const DatasetReading& reading) {
  const Dataset& dataset = *reading.dataset;
  v1::Dataset out;
  out.set_warning_count(reading.findings.warnings);
  out.set_has_policy(reading.own_policy.has_value());
  v1::DatasetSize& size = *out.mutable_size();
  size.set_regions(std::ssize(dataset.regions));
  size.set_suppliers(std::ssize(dataset.suppliers));
  size.set_active_suppliers(std::ranges::count(dataset.suppliers, true, &Supplier::active));
  size.set_commodities(std::ssize(dataset.commodities));
  size.set_offers(std::ssize(dataset.offers));
  size.set_demand_points(std::ssize(dataset.demand_points));
  size.set_requirements(std::ssize(dataset.requirements));
  std::optional<Date> first, last;
  for (const Requirement& requirement : dataset.requirements) {
    if (!requirement.date) continue;
    first = first ? std::min(*first, *requirement.date) : *requirement.date;
    last = last ? std::max(*last, *requirement.date) : *requirement.date;
  }
  size.set_first_date(ToWord(first));
  size.set_last_date(ToWord(last));
  size.set_suppliers_without_point(reading.suppliers_without_point);
  size.set_demand_points_without_point(reading.demand_points_without_point);
  return out;
}

v1::PlanSummary Summarise(const match::Plan& plan, const Dataset& dataset, const Policy& policy,
                          const std::string& version) {
  const match::Totals& totals = plan.totals;
  const std::int64_t quantum = plan.quantum.value;
  v1::PlanSummary out;
  out.set_demand_grams(totals.demand * quantum);
  out.set_allocated_grams(totals.allocated * quantum);
  out.set_shortage_grams(totals.shortage * quantum);
  out.set_money_sen(totals.money);
  out.set_preference_sen(totals.preference);
  out.set_penalty_sen(totals.penalty);
  out.set_carried_sen(totals.carried);
  out.set_spread_sen(totals.spread);
  for (const match::AtHand& row : plan.at_hand) out.set_at_hand_grams(out.at_hand_grams() + row.weight.value);
  for (const match::Taken& row : plan.taken) out.set_taken_grams(out.taken_grams() + row.weight.value);
  out.set_objective_sen(totals.money + totals.preference + totals.penalty + totals.carried);
  const double allocated = totals.allocated > 0 ? static_cast<double>(totals.allocated) : 1;
  for (int i = 0; i < kTiers; ++i) {
    (*out.mutable_share_by_tier())[std::string(ToWord(static_cast<Tier>(i)))] =
        static_cast<double>(totals.by_tier[i]) / allocated;
  }
  for (int i = 0; i < kSupplierKinds; ++i) {
    (*out.mutable_share_by_kind())[std::string(ToWord(static_cast<SupplierKind>(i)))] =
        static_cast<double>(totals.by_kind[i]) / allocated;
  }
  if (plan.asked_days > 1) {
    for (const match::DayTotals& day : plan.days) *out.add_per_day() = ToProto(day, plan.quantum);
  }
  out.set_suppliers_used(totals.suppliers_used);
  out.set_deliveries(totals.deliveries);
  *out.mutable_suppliers_per_demand_point() = SpreadOf(totals.suppliers_per_demand_point);
  *out.mutable_deliveries_per_kitchen_day() = SpreadOf(totals.deliveries_per_kitchen_day);
  AddShortageReasons(plan, dataset, out);
  *out.mutable_certificate() = ToProto(plan.certificate, totals.money, plan.quantum);
  out.mutable_solver()->set_name(plan.solver_name);
  out.mutable_solver()->set_iterations(plan.iterations);
  out.mutable_solver()->set_seconds(plan.seconds);
  out.set_above_ceiling_grams(totals.above_ceiling_quanta * quantum);
  out.set_demand_points(CountDemandPoints(plan));
  out.set_version(version);
  for (const match::RuleReport& report : plan.rules)
    *out.add_rules() = ToProto(report, policy, plan.asked_days);
  return out;
}

std::string ToWord(const std::optional<Date>& date) { return date ? ToIso(*date) : std::string(); }

v1::Allocation ToProto(const match::Allocation& allocation, const Dataset& dataset, Grams quantum) {
  v1::Allocation out;
  out.set_date(ToWord(allocation.date));
  out.set_demand_id(dataset.demand_points[allocation.demand_point].id);
  out.set_commodity(dataset.commodities[allocation.commodity]);
  out.set_supplier_id(dataset.suppliers[allocation.supplier].id);
  out.set_grams(allocation.quanta * quantum.value);
  out.set_price_sen_per_kg(allocation.price.value);
  out.set_road_m(allocation.road.value);
  out.set_tier(std::string(ToWord(allocation.tier)));
  out.set_money_sen(allocation.quanta * allocation.unit_money);
  out.set_preference_sen(allocation.quanta * allocation.unit_preference);
  return out;
}

v1::WatchPlanResponse ToProto(const match::Progress& progress) {
  v1::WatchPlanResponse out;
  out.set_state(v1::Plan::RUNNING);
  out.set_stage(std::string(progress.stage));
  out.set_fraction(progress.fraction);
  if (progress.incumbent) out.set_incumbent_sen(*progress.incumbent);
  if (progress.bound) out.set_bound_sen(*progress.bound);
  if (progress.incumbent && progress.bound && *progress.incumbent > 0) {
    // Of the whole objective, as the wire says: the money in it isn't known yet.
    out.set_gap_percent(100.0 * static_cast<double>(*progress.incumbent - *progress.bound) /
                        static_cast<double>(*progress.incumbent));
  }
  return out;
}

}  // namespace pasok::server
