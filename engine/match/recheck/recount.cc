#include "engine/match/recheck/recount.h"

#include <algorithm>
#include <map>

#include "engine/match/figures_in_words.h"
#include "engine/match/files/plan_figures.h"
#include "engine/match/report/cheapest_food.h"

namespace pasok::match::recheck {
namespace {

// Its figures apart from the sentence.
void CheckSpread(const Summary& summary, const Policy& policy, const SpreadCount& count) {
  const std::string path = "rules/" + std::string(ToWord(Rule::kFairSpread)) + "/steps";
  summary.ExpectRupiah("spread_idr", count.cost, RupiahPlaces(policy.quantum));
  for (std::size_t j = 0; j < count.steps.size(); ++j) {
    const std::string step = path + "/" + std::to_string(j);
    summary.ExpectNumber(step + "/above_share",
                         static_cast<double>(policy.fair_spread[j].above_share.value) / 1e6);
    summary.ExpectCount(step + "/offers", count.steps[j].offers);
    summary.ExpectKg(step + "/kg", Int128{count.steps[j].quanta} * policy.quantum.value);
  }
  if (summary.Entries(path) != std::ssize(policy.fair_spread)) {
    summary.Fault(path, "wrong_value",
                  Counted(std::ssize(policy.fair_spread), "step", "steps") + " of the policy");
  }
}

void CheckDualParts(const Summary& summary, int places, std::int64_t lanes_eligible, const DualParts& parts) {
  summary.ExpectCount("certificate/lanes_eligible", lanes_eligible);
  summary.ExpectRupiah("certificate/dual_parts_idr/requirements", parts.requirements, places);
  summary.ExpectRupiah("certificate/dual_parts_idr/lanes", parts.lanes, places);
  summary.ExpectRupiah("certificate/dual_parts_idr/offers", parts.offers, places);
  summary.ExpectRupiah("certificate/dual_parts_idr/suppliers", parts.suppliers, places);
  if (parts.aggregators != 0)
    summary.ExpectRupiah("certificate/dual_parts_idr/aggregators", parts.aggregators, places);
  if (parts.transfers != 0)
    summary.ExpectRupiah("certificate/dual_parts_idr/transfers", parts.transfers, places);
  if (parts.contracts != 0)
    summary.ExpectRupiah("certificate/dual_parts_idr/contracts", parts.contracts, places);
}

// What the plan should say of the rules that are in use; the figures that stand apart from the rules'
// entries, or that only the plan knows, are checked on the way.
std::vector<RuleReport> ExpectedRules(const Summary& summary, const Dataset& dataset, const Policy& policy,
                                      bool dated, bool by_rank, const Recount& recount) {
  std::vector<RuleReport> expected;
  const auto expect = [&](RuleReport report) {
    if (IsInUse(report.rule, dataset, policy, dated, recount.any_stock)) expected.push_back(report);
  };
  expect({.rule = Rule::kServiceDays, .cases = recount.closed, .all = recount.asked});
  expect({.rule = Rule::kOfferDays, .cases = recount.not_available});
  expect({.rule = Rule::kBlocks, .cases = recount.forbidden.blocked});
  expect({.rule = Rule::kRelatedParty, .cases = recount.forbidden.related});
  expect(ReportRadius(dataset, recount.nearest_to_radius, recount.first_leg_too_long));
  expect({.rule = Rule::kLargestShare, .cases = recount.at_largest_share, .all = recount.rows});
  const bool leaves_out = policy.price_ceiling == CeilingMode::kHard;
  const auto ceiling = [&](Rule rule, std::int64_t left_out, const std::vector<AboveCeiling>& above) {
    return leaves_out ? RuleReport{.rule = rule, .cases = left_out}
                      : ReportCeiling(rule, dataset, policy, above);
  };
  expect(ceiling(Rule::kPriceCeiling, recount.too_dear_flat, recount.above_flat));
  expect(ceiling(Rule::kRegionCeilings, recount.too_dear_regional, recount.above_regional));
  expect({.rule = Rule::kStrictAims,
          .kept = by_rank,
          .quanta = recount.demand - recount.shortage - recount.carried_in -
                    recount.by_tier[static_cast<std::size_t>(Tier::kDesa)]});
  expect({.rule = Rule::kLicenceDates, .cases = recount.licence_ended});
  expect({.rule = Rule::kTravelTime});
  expect({.rule = Rule::kProbation, .cases = recount.on_probation});
  expect({.rule = Rule::kMenu, .cases = recount.cooks});
  const Int128 quantum = policy.quantum.value;
  expect({.rule = Rule::kStaggeredMenus,
          .kept = recount.menu_over_grams == 0,
          .cases = recount.menu_over_cases,
          .broken = static_cast<std::int64_t>((recount.menu_over_grams + quantum - 1) / quantum)});
  RuleReport contracts{.rule = Rule::kContracts, .all = std::ssize(recount.agreements)};
  for (const DayAgreement& row : recount.agreements) {
    if (row.agreement.broken() == 0) continue;
    if (contracts.cases++ == 0) contracts.example = row.agreement.sentence;
    contracts.broken += row.agreement.broken();
  }
  contracts.kept = contracts.cases == 0;
  expect(contracts);
  expect({.rule = Rule::kAggregators, .cases = recount.through_aggregators});
  RuleReport budgets = ReportBudgets(dataset, recount.budgets);
  if (recount.most_over) budgets.example += CheapestInWords(*recount.most_over, recount.cost_of_cheapest);
  expect(budgets);
  for (int i = 0; i < kSharingRules; ++i)
    expect(ReportSharing(SharingRule(i), dataset, policy, recount.sharing));
  for (const Rule rule : {Rule::kStorage, Rule::kStock, Rule::kSubstitutes})
    expect(ReportCarried(rule, recount.carried));
  if (!policy.fair_spread.empty()) {
    expect({.rule = Rule::kFairSpread,
            .cases = recount.spread.steps.empty() ? 0 : recount.spread.steps.front().offers,
            .all = recount.spread.in_use,
            .over = static_cast<std::int64_t>(recount.spread.cost),
            .steps = recount.spread.steps});
    CheckSpread(summary, policy, recount.spread);
  }
  if (recount.steady) expected.push_back(*recount.steady);
  if (IsInUse(Rule::kWholeDeliveries, dataset, policy, dated, recount.any_stock)) {
    expect(CheckOptimum(summary, policy, recount));
  } else {
    expect({.rule = Rule::kWholeDeliveries});
  }
  return expected;
}

void CheckRule(const Summary& summary, const Policy& policy, std::int64_t asked_days,
               const RuleReport& report) {
  const std::string path = "rules/" + std::string(ToWord(report.rule));
  summary.ExpectFlag(path + "/kept", report.kept);
  summary.ExpectCount(path + "/cases", report.cases);
  summary.ExpectKg(path + "/broken_kg", Int128{report.broken} * policy.quantum.value);
  summary.ExpectText(path + "/sentence", Sentence(report, policy, asked_days));
  if (HasMoneyOver(report.rule, report.kept))
    summary.ExpectRupiah(path + "/over_idr", report.over, RupiahPlaces(policy.quantum));
  if (report.rule == Rule::kWholeDeliveries)
    summary.ExpectCount(path + "/most_suppliers_per_requirement", report.most_suppliers);
  if (match::MayCarry(report.rule))
    summary.ExpectKg(path + "/kg", Int128{report.quanta} * policy.quantum.value);
  if (report.rule == Rule::kSubstitutes && policy.has_ratios())
    summary.ExpectKg(path + "/to_kg", Int128{report.served} * policy.quantum.value);
}

}  // namespace

void Recount::Add(const Ground& ground, const Allocations& allocations, const Agreements& due,
                  const Bound& bound, DayCount day) {
  for (const Agreement& agreement : due.due())
    agreements.push_back({.date = day.date, .agreement = agreement});
  const SpreadCount spread_today = CountSpread(ground, allocations);
  spread.Add(spread_today);
  day.money = allocations.money, day.preference = allocations.preference + spread_today.cost;
  day.deliveries = std::ssize(allocations.deliveries);
  money += day.money, preference += day.preference, penalty += day.penalty;
  demand += day.demand, shortage += day.shortage, deliveries += day.deliveries;
  carried_in += day.carried_in;
  for (int i = 0; i < kTiers; ++i) by_tier[i] += allocations.by_tier[i];
  for (int i = 0; i < kSupplierKinds; ++i) by_kind[i] += allocations.by_kind[i];
  AddLimits(ground, allocations);
  pairs.insert(allocations.deliveries.begin(), allocations.deliveries.end());
  std::map<std::int32_t, std::int64_t> deliveries_of;  // the day's, of those that need something
  for (const Need& need : ground.rules.needs()) {
    demand_points.insert(need.demand_point);
    deliveries_of[need.demand_point] = 0;
  }
  for (const auto& [demand_point, supplier] : allocations.deliveries) ++deliveries_of[demand_point];
  for (const auto& [demand_point, count] : deliveries_of) deliveries_of_kitchen_days.push_back(count);
  cooks += std::ssize(ground.rules.cooks());
  menu_over_cases = ground.rules.menu().over_cases();  // the same each day
  menu_over_grams = ground.rules.menu().over_grams();
  // Of several days those on which nothing is needed aren't planned, so that nothing is left out on them.
  if (ground.only_day || !ground.rules.needs().empty()) {
    for (const DayOffer& offer : ground.rules.offers()) {
      licence_ended += offer.ruled_out == ShortageReason::kLicenceEnded;
      not_available += offer.ruled_out == ShortageReason::kNotAvailable;
      first_leg_too_long += offer.ruled_out == ShortageReason::kOutOfRange;
      if (offer.ruled_out == ShortageReason::kPriceCeiling) {
        const bool is_flat = ground.rules.RuleOf(offer.commodity)->region_ceilings.empty();
        ++(is_flat ? too_dear_flat : too_dear_regional);
      }
      through_aggregators += !offer.ruled_out && offer.via != kNone;
      too_small += offer.ruled_out == ShortageReason::kWholeDeliveries;
      on_probation += offer.ruled_out ? offer.ruled_out == ShortageReason::kProbation : offer.held_back > 0;
    }
  }
  parts.requirements += bound.parts.requirements, parts.lanes += bound.parts.lanes;
  parts.offers += bound.parts.offers, parts.suppliers += bound.parts.suppliers;
  parts.contracts += bound.parts.contracts, parts.aggregators += bound.parts.aggregators;
  lanes_eligible += bound.lanes_eligible;
  days.push_back(std::move(day));
}

void Recount::AddLimits(const Ground& ground, const Allocations& allocations) {
  above_ceiling += allocations.above_ceiling;
  above_flat.insert(above_flat.end(), allocations.above_flat.begin(), allocations.above_flat.end());
  above_regional.insert(above_regional.end(), allocations.above_regional.begin(),
                        allocations.above_regional.end());
  const std::optional<LegOfDelivery>& nearest = allocations.nearest_to_radius;
  if (nearest && (!nearest_to_radius || IsNearer(*nearest, *nearest_to_radius))) nearest_to_radius = nearest;
  rows += std::ssize(allocations.claims);
  at_largest_share += allocations.at_largest_share;
  asked += ground.rules.asked(), closed += ground.rules.closed();
  const ForbiddenPairs today = CountForbidden(ground.dataset, ground.policy, ground.rules);
  forbidden.blocked += today.blocked, forbidden.related += today.related;
}

void CheckTotals(const Summary& summary, Grams quantum, const Recount& recount) {
  const int places = RupiahPlaces(quantum);
  const std::int64_t allocated = recount.demand - recount.shortage - recount.carried_in;
  const auto expect_kg = [&](std::string_view path, std::int64_t quanta) {
    summary.ExpectKg(path, Int128{quanta} * quantum.value);
  };
  summary.ExpectKg("quantum_kg", quantum.value);
  summary.ExpectKg("taken_kg", recount.taken_grams);
  if (recount.at_hand_grams > 0 || summary.Has("at_hand_kg") || summary.Has("carried_from_plans")) {
    summary.Texts("carried_from_plans");
    summary.ExpectKg("at_hand_kg", recount.at_hand_grams);
  }
  expect_kg("demand_kg", recount.demand);
  expect_kg("allocated_kg", allocated);
  expect_kg("shortage_kg", recount.shortage);
  expect_kg("above_ceiling_kg", recount.above_ceiling);
  summary.ExpectRupiah("money_idr", recount.money, places);
  summary.ExpectRupiah("preference_idr", recount.preference, places);
  summary.ExpectRupiah("penalty_idr", recount.penalty, places);
  summary.ExpectRupiah("objective_idr", recount.primal(), places);
  for (int i = 0; i < kTiers; ++i) {
    summary.ExpectNumber("share_by_tier/" + std::string(ToWord(static_cast<Tier>(i))),
                         Share(recount.by_tier[i], allocated));
  }
  for (int i = 0; i < kSupplierKinds; ++i) {
    summary.ExpectNumber("share_by_kind/" + std::string(ToWord(static_cast<SupplierKind>(i))),
                         Share(recount.by_kind[i], allocated));
  }

  std::map<std::int32_t, std::int64_t> suppliers_of;  // demand points that need something
  for (const std::int32_t demand_point : recount.demand_points) suppliers_of[demand_point] = 0;
  std::vector<std::int32_t> suppliers;
  for (const auto& [demand_point, supplier] : recount.pairs) {
    ++suppliers_of[demand_point];
    suppliers.push_back(supplier);
  }
  std::ranges::sort(suppliers);
  const auto suppliers_used = std::ranges::unique(suppliers).begin() - suppliers.begin();
  std::vector<std::int64_t> counts;
  for (const auto& [demand_point, count] : suppliers_of) counts.push_back(count);
  summary.ExpectCount("suppliers_used", suppliers_used);
  summary.ExpectCount("deliveries", recount.deliveries);
  const auto expect_spread = [&](const std::string& path, std::vector<std::int64_t> of) {
    std::ranges::sort(of);
    const std::size_t n = of.size();
    summary.ExpectCount(path + "/min", n == 0 ? 0 : of.front());
    summary.ExpectCount(path + "/max", n == 0 ? 0 : of.back());
    summary.ExpectNumber(path + "/median", n == 0 ? 0 : static_cast<double>(of[(n - 1) / 2] + of[n / 2]) / 2);
  };
  expect_spread("suppliers_per_demand_point", counts);
  // Plans of earlier versions don't have it.
  if (summary.Has("deliveries_per_kitchen_day"))
    expect_spread("deliveries_per_kitchen_day", recount.deliveries_of_kitchen_days);
}

void CheckDays(const Summary& summary, Grams quantum, std::int64_t asked_days, const Recount& recount) {
  if (asked_days == 1) return;
  const int places = RupiahPlaces(quantum);
  std::int64_t rows = 0;
  for (const DayCount& day : recount.days) {
    if (day.demand == 0) continue;
    const std::string path = "per_day/" + std::to_string(rows++) + '/';
    const auto expect_kg = [&](const char* key, std::int64_t quanta) {
      summary.ExpectKg(path + key, Int128{quanta} * quantum.value);
    };
    summary.ExpectText(path + "date", day.date);
    expect_kg("demand_kg", day.demand);
    expect_kg("allocated_kg", day.allocated());
    expect_kg("shortage_kg", day.shortage);
    summary.ExpectRupiah(path + "money_idr", day.money, places);
    summary.ExpectRupiah(path + "preference_idr", day.preference, places);
    summary.ExpectRupiah(path + "penalty_idr", day.penalty, places);
    summary.ExpectCount(path + "deliveries", day.deliveries);
  }
  if (summary.Entries("per_day") != rows) {
    summary.Fault("per_day", "wrong_value", Counted(rows, "day", "days") + " on which something is needed");
  }
}

void CheckRules(const Summary& summary, const Dataset& dataset, const Policy& policy, bool dated,
                std::int64_t asked_days, bool by_rank, const Recount& recount) {
  const std::vector<RuleReport> expected = ExpectedRules(summary, dataset, policy, dated, by_rank, recount);
  for (const RuleReport& report : expected) CheckRule(summary, policy, asked_days, report);
  if (std::ranges::any_of(expected, match::MayCarry, &RuleReport::rule))
    summary.ExpectRupiah("carried_idr", recount.carried_cost, RupiahPlaces(policy.quantum));
  if (!expected.empty() && summary.Entries("rules") != std::ssize(expected)) {
    summary.Fault("rules", "wrong_value", std::to_string(expected.size()) + " rules that are in use");
  }
}

void CheckContracts(const Summary& summary, const Dataset& dataset, Grams quantum, const Recount& recount) {
  for (std::size_t i = 0; i < recount.agreements.size(); ++i) {
    const auto& [date, agreement] = recount.agreements[i];
    const Contract& contract = dataset.contracts[agreement.contract];
    const std::string path = "contracts/" + std::to_string(i) + '/';
    const auto expect_given = [&](const char* key, const std::optional<Grams>& weight) {
      if (weight) {
        summary.ExpectKg(path + key, weight->value);
      } else if (summary.Has(path + key)) {
        summary.Fault(path + key, "wrong_value", "nothing, since the contract doesn't say it");
      }
    };
    summary.ExpectText(path + "date", date);
    summary.ExpectText(path + "supplier_id", dataset.suppliers[contract.supplier].id);
    summary.ExpectText(path + "demand_id", dataset.demand_points[contract.demand_point].id);
    summary.ExpectText(path + "commodity", dataset.commodities[contract.commodity]);
    expect_given("min_kg", contract.least);
    expect_given("max_kg", contract.most);
    summary.ExpectKg(path + "delivered_kg", Int128{agreement.delivered} * quantum.value);
    summary.ExpectFlag(path + "kept", agreement.broken() == 0);
    summary.ExpectKg(path + "broken_kg", Int128{agreement.broken()} * quantum.value);
    summary.ExpectText(path + "reason", agreement.reason);
    summary.ExpectText(path + "sentence", agreement.sentence);
  }
  if (!recount.agreements.empty() && summary.Entries("contracts") != std::ssize(recount.agreements)) {
    summary.Fault("contracts", "wrong_value",
                  Counted(std::ssize(recount.agreements), "contract that is due", "contracts that are due"));
  }
}

void CheckCertificate(const Summary& summary, Grams quantum, const Recount& recount, bool by_rank) {
  const int places = RupiahPlaces(quantum);
  const DualParts& parts = recount.parts;
  summary.ExpectRupiah("certificate/primal_idr", recount.primal(), places);
  const Int128 claimed = summary.Rupiah("certificate/dual_idr", places).value_or(0) / (places == 2 ? 1 : 100);
  const Int128 gap = recount.primal() - claimed;
  summary.ExpectRupiah("certificate/gap_idr", gap, places);
  if (const auto percent = GapPercent(gap, static_cast<std::int64_t>(recount.money))) {
    summary.ExpectNumber("certificate/gap_percent", *percent);
  } else {
    summary.ExpectNull("certificate/gap_percent");
  }
  summary.ExpectSomeNumber("certificate/lanes_in_network", /*whole=*/true);
  const bool proven = summary.Flag("certificate/lanes_eligible_proof").value_or(true);
  if (!proven && summary.Flag("complete").value_or(false)) {
    summary.Fault("certificate/lanes_eligible_proof", "wrong_value",
                  "true: only a plan that was stopped early (complete: false) may be without its proof");
  }
  if (!proven && claimed > parts.value()) {
    // Stopped before its own proof, the plan claims what its engine knew; the prices must bear it out all the
    // same.
    summary.Fault("certificate/dual_idr", "bound_not_proved", "at most " + RupiahText(parts.value(), places));
  }
  if (proven)
    summary.ExpectRupiah("certificate/dual_idr", by_rank ? recount.primal() : parts.value(), places);
  CheckDualParts(summary, places, proven ? recount.lanes_eligible : 0, proven ? parts : DualParts());
}

void CheckSolver(const Summary& summary) {
  summary.Text("solver/name");
  summary.ExpectSomeNumber("solver/iterations", /*whole=*/true);
  summary.ExpectSomeNumber("solver/seconds", /*whole=*/false);
  summary.Text("version");
}

}  // namespace pasok::match::recheck
