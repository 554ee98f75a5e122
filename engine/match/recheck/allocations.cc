#include <algorithm>
#include <string_view>
#include <utility>

#include "engine/match/files/plan_figures.h"
#include "engine/match/recheck/cell.h"
#include "engine/match/recheck/claims.h"

namespace pasok::match::recheck {
namespace {

enum Column : int {
  kDate,
  kDemandId,
  kCommodity,
  kSupplierId,
  kKg,
  kPrice,
  kHaul,
  kSurcharge,
  kKm,
  kTier,
  kMoney,
  kPreference,
  kVia,
  kFirstLeg
};

class Checker {
 public:
  Checker(const Ground& ground, FindingLog& log) : ground_(ground), log_(log) {
    sums_.sold.resize(ground.rules.offers().size());
    sums_.served.resize(ground.rules.needs().size());
    sums_.line.resize(ground.rules.needs().size(), 1);
    sums_.supplier_sold.resize(ground.dataset.suppliers.size());
    sums_.handled.resize(ground.dataset.suppliers.size());
    last_line_of_aggregator_.resize(ground.dataset.suppliers.size());
    last_line_.resize(sums_.sold.size());
    last_line_of_supplier_.resize(sums_.supplier_sold.size());
  }

  void Check(const Row& row) {
    const Cells cells(kAllocationsFile, AllocationsHeaderOf(ground_.policy), row, log_);
    cells.ExpectText(kDate, ground_.date);
    const std::optional<Claim> claim = Resolve(cells);
    if (!claim) return;
    const DayOffer& offer = ground_.rules.offers()[claim->offer];
    const std::pair key(claim->need, offer.supplier);
    if (last_key_ >= key) {
      cells.RowFault(last_key_ == key ? "duplicate_row" : "not_sorted",
                     "each demand_id, commodity and supplier_id once, in this order");
    }
    last_key_ = key;
    if (claim->quanta > ground_.rules.needs()[claim->need].lane_cap) {
      cells.Fault(kKg, "lane_cap_exceeded",
                  "at most " + ground_.Kg(ground_.rules.needs()[claim->need].lane_cap) + " of one supplier");
    }
    sums_.at_largest_share += claim->quanta == ground_.rules.needs()[claim->need].lane_cap;
    sums_.claims.push_back(*claim);
    sums_.served[claim->need] += claim->quanta, sums_.line[claim->need] = claim->line;
    sums_.sold[claim->offer] += claim->quanta;
    sums_.supplier_sold[offer.supplier] += claim->quanta;
    if (offer.via != kNone) {
      sums_.handled[offer.via] += claim->quanta;
      last_line_of_aggregator_[offer.via] = row.line;
    }
    last_line_[claim->offer] = last_line_of_supplier_[offer.supplier] = row.line;
    CheckFigures(cells, *claim);
  }

  Allocations Close() {
    for (std::size_t o = 0; o < sums_.sold.size(); ++o) {
      const DayOffer& offer = ground_.rules.offers()[o];
      Limit(sums_.sold[o], offer.capacity, last_line_[o], "offer_capacity_exceeded", offer.supplier);
    }
    for (std::int32_t s = 0; s < std::ssize(sums_.supplier_sold); ++s) {
      Limit(sums_.supplier_sold[s], ground_.rules.supplier_capacity(s), last_line_of_supplier_[s],
            "supplier_capacity_exceeded", s);
      Limit(sums_.handled[s], ground_.rules.handling_capacity(s), last_line_of_aggregator_[s],
            "handling_capacity_exceeded", s);
    }
    std::ranges::sort(sums_.deliveries);
    const auto repeats = std::ranges::unique(sums_.deliveries);
    sums_.deliveries.erase(repeats.begin(), repeats.end());
    return std::move(sums_);
  }

 private:
  std::optional<Claim> Resolve(const Cells& cells) const {
    const std::int32_t demand =
        cells.Known(kDemandId, ground_.dataset.FindDemandPoint(cells.Text(kDemandId)));
    const std::int32_t commodity =
        cells.Known(kCommodity, ground_.dataset.FindCommodity(cells.Text(kCommodity)));
    const std::int32_t supplier =
        cells.Known(kSupplierId, ground_.supplier_ids.Find(cells.Text(kSupplierId)));
    const std::optional<std::int64_t> quanta = cells.Quanta(kKg, ground_.policy.quantum);
    if (demand == kNone || commodity == kNone || supplier == kNone || !quanta) return std::nullopt;
    const std::int32_t need = ground_.rules.FindNeed(demand, commodity);
    const std::int32_t offer = ground_.rules.FindOffer(supplier, commodity);
    if (need == kNone) cells.RowFault("no_such_requirement", "a requirement in force on the planned day");
    if (offer == kNone) cells.RowFault("no_such_offer", "an offer available on the planned day");
    if (need == kNone || offer == kNone) return std::nullopt;
    const std::int64_t most = ground_.rules.needs()[need].quanta + ground_.rules.needs()[need].sends;
    if (*quanta > most) {
      cells.Fault(kKg, "more_than_needed", "at most " + ground_.Kg(most));
      return std::nullopt;
    }
    return Claim{.need = need, .offer = offer, .quanta = *quanta, .line = cells.line()};
  }

  void CheckFigures(const Cells& cells, const Claim& claim) {
    const DayOffer& offer = ground_.rules.offers()[claim.offer];
    const Need& need = ground_.rules.needs()[claim.need];
    const Sight sight = ground_.rules.Look(offer.supplier, need.demand_point);
    if (const std::optional<ShortageReason> reason = ground_.rules.WhyNot(offer, sight)) {
      cells.RowFault("ineligible_lane",
                     "a lane that no rule forbids; this one is ruled out by " + std::string(ToWord(*reason)));
    }
    if (!sight.road) return;
    const Cost cost = ground_.rules.CostOf(offer, sight);
    const Grams quantum = ground_.policy.quantum;
    const int places = RupiahPlaces(quantum);
    const Int128 scale = places == 2 ? 1 : 100;  // of sen to the printed places
    const SupplierKind kind = ground_.dataset.suppliers[offer.supplier].kind;
    const SenPerKg surcharge = ground_.policy.tier_surcharge[static_cast<std::size_t>(sight.tier)] +
                               ground_.policy.kind_surcharge[static_cast<std::size_t>(kind)];
    const Int128 landed = RoundHalfUpSigned(Int128{cost.money} * 1000 * scale, quantum.value);
    cells.ExpectDecimal(kPrice, places, offer.price.value * scale);
    cells.ExpectDecimal(kHaul, places, landed - offer.price.value * scale);
    cells.ExpectDecimal(kSurcharge, places, surcharge.value * scale);
    cells.ExpectDecimal(kKm, 3, sight.road->value + sight.first_leg.value_or(Metres{}).value);
    if (ground_.policy.aggregators) {
      cells.ExpectText(kVia, offer.via == kNone ? "" : ground_.dataset.suppliers[offer.via].id);
      if (offer.via == kNone) {
        cells.ExpectText(kFirstLeg, "");
      } else {
        cells.ExpectDecimal(kFirstLeg, 3, sight.first_leg->value);
      }
    }
    cells.ExpectText(kTier, ToWord(sight.tier));
    cells.ExpectDecimal(kMoney, places, Int128{claim.quanta} * cost.money * scale);
    cells.ExpectDecimal(kPreference, places, Int128{claim.quanta} * cost.preference * scale);

    sums_.money += Int128{claim.quanta} * cost.money;
    sums_.preference += Int128{claim.quanta} * cost.preference;
    sums_.by_tier[static_cast<std::size_t>(sight.tier)] += claim.quanta;
    sums_.by_kind[static_cast<std::size_t>(kind)] += claim.quanta;
    sums_.deliveries.emplace_back(need.demand_point, offer.supplier);
    const std::optional<SenPerKg> ceiling = ground_.rules.CeilingOf(offer);
    const bool reports = ground_.policy.price_ceiling == CeilingMode::kReport;
    const CommodityRule* rule = ground_.rules.RuleOf(offer.commodity);
    const DeliveryName name{.date = ParseDate(ground_.date),
                            .demand_point = need.demand_point,
                            .commodity = need.commodity,
                            .supplier = offer.supplier};
    if (reports && ceiling && offer.price > *ceiling) {
      sums_.above_ceiling += claim.quanta;
      (rule->region_ceilings.empty() ? sums_.above_flat : sums_.above_regional)
          .push_back({.name = name, .quanta = claim.quanta, .price = offer.price, .ceiling = *ceiling});
    }
    if (!rule || !rule->max_distance) return;
    for (const std::optional<Metres>& road : {sight.road, sight.first_leg}) {
      if (!road) continue;
      const LegOfDelivery leg{.name = name, .road = *road, .limit = *rule->max_distance};
      if (!sums_.nearest_to_radius || IsNearer(leg, *sums_.nearest_to_radius)) sums_.nearest_to_radius = leg;
    }
  }

  void Limit(std::int64_t sold, std::int64_t capacity, std::int64_t line, const std::string& code,
             std::int32_t supplier) {
    if (sold <= capacity) return;
    log_.Add({.code = code,
              .file = std::string(kAllocationsFile),
              .line = line,
              .field = "kg",
              .value = ground_.Kg(sold) + " of " + ground_.dataset.suppliers[supplier].id,
              .expected = "at most " + ground_.Kg(capacity) + " in all rows together"});
  }

  const Ground& ground_;
  FindingLog& log_;
  Allocations sums_;
  std::pair<std::int32_t, std::int32_t> last_key_{kNone, kNone};
  std::vector<std::int64_t> last_line_, last_line_of_supplier_, last_line_of_aggregator_;
};

}  // namespace

Allocations CheckAllocations(const Ground& ground, const std::vector<Row>& rows, FindingLog& log) {
  Checker checker(ground, log);
  for (const Row& row : rows) checker.Check(row);
  return checker.Close();
}

}  // namespace pasok::match::recheck
