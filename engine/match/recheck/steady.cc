#include "engine/match/recheck/steady.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/match/plain_numbers.h"
#include "engine/match/recheck/cell.h"

namespace pasok::match::recheck {
namespace {

constexpr int kGramPlaces = 3;  // of a kilogram
constexpr std::int64_t kMostGrams = std::int64_t{1} << 60;

}  // namespace

Steadiness::Steadiness(const std::vector<Row>& previous, FindingLog& log) {
  enum Column : int { kDemandId, kCommodity, kSupplierId, kKg };
  for (const Row& row : previous) {
    const Cells cells(kPreviousFile, kPreviousHeader, row, log);
    const std::optional<Int128> grams = ReadDecimal(cells.Text(kKg), kGramPlaces);
    if (!grams || *grams <= 0 || *grams > kMostGrams) {
      cells.Fault(kKg, "bad_number", "a weight above 0 with at most three decimals");
      continue;
    }
    std::int64_t& before = both_[{std::string(cells.Text(kDemandId)), std::string(cells.Text(kCommodity)),
                                  std::string(cells.Text(kSupplierId))}]
                               .before;
    before = static_cast<std::int64_t>(std::min<Int128>(before + *grams, kMostGrams));
  }
}

void Steadiness::Add(const Ground& ground, const Allocations& allocations) {
  for (const Need& need : ground.rules.needs()) {
    if (need.quanta > 0)
      needed_.emplace(ground.dataset.demand_points[need.demand_point].id,
                      ground.dataset.commodities[need.commodity]);
  }
  for (const Claim& claim : allocations.claims) {
    const Need& need = ground.rules.needs()[claim.need];
    const DayOffer& offer = ground.rules.offers()[claim.offer];
    std::int64_t& now =
        both_[{ground.dataset.demand_points[need.demand_point].id, ground.dataset.commodities[need.commodity],
               ground.dataset.suppliers[offer.supplier].id}]
            .now;
    now = std::min(
        now + std::min(claim.quanta, kMostGrams / ground.policy.quantum.value) * ground.policy.quantum.value,
        kMostGrams);
  }
}

RuleReport Steadiness::Check(const Policy& policy, const std::vector<Row>& rows, FindingLog& log) const {
  enum Column : int { kDemandId, kCommodity, kSupplierId, kChange, kBefore, kNow };
  std::set<std::pair<std::string, std::string>> suppliers_before, fed_before;  // demand point and the other
  for (const auto& [key, weights] : both_) {
    if (weights.before == 0) continue;
    suppliers_before.emplace(std::get<0>(key), std::get<2>(key));
    fed_before.emplace(std::get<0>(key), std::get<1>(key));
  }
  std::set<std::string> risky(policy.steady.risky.begin(), policy.steady.risky.end()), compared, changed;
  std::int64_t from_new = 0;
  std::size_t at = 0;
  for (const auto& [key, weights] : both_) {
    const auto& [demand_id, commodity, supplier_id] = key;
    if (weights.now > 0 && !suppliers_before.contains({demand_id, supplier_id})) from_new += weights.now;
    if (risky.contains(commodity) && fed_before.contains({demand_id, commodity}) &&
        needed_.contains({demand_id, commodity})) {
      compared.insert(demand_id);
      if (weights.now > 0 && weights.before == 0) changed.insert(demand_id);
    }
    if (weights.before == weights.now) continue;
    if (at >= rows.size()) {
      log.Add({.code = "missing_row",
               .file = std::string(kChangesFile),
               .line = rows.empty() ? 1 : rows.back().line,
               .field = "demand_id",
               .value = demand_id + ' ' + commodity + ' ' + supplier_id,
               .expected = "a row for each change"});
      at = rows.size() + 1;
      break;
    }
    const Cells cells(kChangesFile, kChangesHeader, rows[at++], log);
    cells.ExpectText(kDemandId, demand_id);
    cells.ExpectText(kCommodity, commodity);
    cells.ExpectText(kSupplierId, supplier_id);
    cells.ExpectText(kChange, weights.before == 0            ? "added"
                              : weights.now == 0             ? "removed"
                              : weights.now > weights.before ? "more"
                                                             : "less");
    cells.ExpectDecimal(kBefore, kGramPlaces, weights.before);
    cells.ExpectDecimal(kNow, kGramPlaces, weights.now);
  }
  if (at < rows.size())
    Cells(kChangesFile, kChangesHeader, rows[at], log).RowFault("no_such_row", "no further change");
  RuleReport report{.rule = Rule::kSteady,
                    .cases = std::ssize(changed),
                    .broken = from_new / policy.quantum.value,
                    .all = std::ssize(compared)};
  report.kept = Int128{report.cases} * 1'000'000 <= Int128{policy.steady.most_changed.value} * report.all;
  if (!changed.empty()) report.example = *changed.begin();
  return report;
}

}  // namespace pasok::match::recheck
