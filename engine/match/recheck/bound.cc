#include "engine/match/recheck/bound.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <span>
#include <utility>

#include "engine/flow/parallel.h"
#include "engine/match/recheck/outlook.h"
#include "engine/match/recheck/spread.h"
#include "engine/match/report/shortage.h"

namespace pasok::match::recheck {
namespace {

// Moved by more than any rounding of doubles.
double Raised(double value) { return value + std::abs(value) * 1e-14; }
double Lowered(double value) { return value - std::abs(value) * 1e-14; }

// The offers of one commodity that may sell on the day, and what their lanes share.
struct Sellers {
  std::vector<std::int32_t> offer, supplier;
  std::vector<double> cost;  // pi_o + price and kind surcharge of a quantum, lowered
  Reach reach;
  double haul = 0;  // sen per quantum and metre
  std::optional<std::int32_t> most_minutes;
  std::vector<std::int32_t> suppliers_in_all;  // where minutes are limited: each once, of all offers
};

class Loop {
 public:
  Loop(const Ground& ground, const Prices& prices, const Allocations& allocations,
       const Agreements& agreements, std::size_t day, BehindStores& behind)
      : ground_(ground),
        prices_(prices),
        allocations_(allocations),
        agreements_(agreements),
        day_(day),
        behind_(behind),
        claims_(allocations.claims),
        outlook_(ground) {
    std::ranges::sort(claims_, {}, LaneOf);
    lanes_.resize(ground.rules.needs().size());
    reasons_.resize(ground.rules.needs().size());
    for (std::int32_t k = 0; k < std::ssize(ground.dataset.commodities); ++k)
      sellers_.push_back(SellersOf(k));
    limits_minutes_ = std::ranges::any_of(
        sellers_, [](const Sellers& sellers) { return sellers.most_minutes.has_value(); });
    for (std::int32_t s = 0; s < std::ssize(ground.dataset.suppliers); ++s) {
      const std::int32_t via = ground.rules.ViaOf(s);
      stands_in_.push_back(ground.dataset.suppliers[via == kNone ? s : via].region);
    }
  }

  // The needs of one demand point, [first, end).
  void VisitDemandPoint(std::int32_t first, std::int32_t end) {
    std::vector<Glance> all, in_time;
    const std::int32_t demand_point = ground_.rules.needs()[first].demand_point;
    outlook_.Take(demand_point, all);
    in_time.resize(all.size());
    std::vector<std::int32_t> minutes;
    if (limits_minutes_)
      minutes = outlook_.MinutesFromRegions(ground_.dataset.demand_points[demand_point].region);
    for (std::int32_t n = first; n < end; ++n) {
      const Sellers& sellers = sellers_[ground_.rules.needs()[n].commodity];
      if (sellers.most_minutes) TakeThoseInTime(sellers, minutes, all, in_time);
      const std::vector<Glance>& glances = sellers.most_minutes ? in_time : all;
      TakeLanes(n, glances);
      if (allocations_.served[n] < ground_.rules.needs()[n].quanta) Explain(n, glances);
      const auto need_of = [](const BehindStores::Back& back) { return back.from.need; };
      for (BehindStores::Back& back : std::ranges::equal_range(behind_.From(day_), n, {}, need_of))
        back.left = LeftToKeep(n, back.holding);
    }
  }

  Bound Close(bool whole) {
    Bound bound{.parts = {}, .lanes_eligible = 0, .reasons = std::move(reasons_), .whole = whole};
    const DayRules& rules = ground_.rules;
    std::vector<std::int64_t> need_kept(rules.needs().size()), offer_kept(rules.offers().size()),
        supplier_kept(ground_.dataset.suppliers.size()), handled_kept(supplier_kept.size());
    for (const Agreement& due : agreements_.due()) {
      if (due.offer == kNone) continue;
      const DayOffer& offer = rules.offers()[due.offer];
      const Sight sight = rules.Look(offer.supplier, rules.needs()[due.need].demand_point);
      if (!sight.road) continue;
      const Cost cost = rules.CostOf(offer, sight);
      bound.parts.contracts += Int128{cost.money + cost.preference} * due.kept;
      need_kept[due.need] += due.kept, offer_kept[due.offer] += due.kept;
      supplier_kept[offer.supplier] += due.kept;
      if (offer.via != kNone) handled_kept[offer.via] += due.kept;
    }
    std::vector<bool> handles(ground_.dataset.suppliers.size());
    for (std::size_t n = 0; n < lanes_.size(); ++n) {
      bound.lanes_eligible += lanes_[n].eligible;
      bound.parts.lanes += lanes_[n].value;
      const Need& need = rules.needs()[n];
      bound.parts.requirements += Int128{need.quanta} * std::min(prices_.need[n], need.penalty) -
                                  Int128{need_kept[n]} * prices_.need[n];
    }
    std::vector<bool> sells(ground_.dataset.suppliers.size());
    for (std::size_t o = 0; o < rules.offers().size(); ++o) {
      const DayOffer& offer = rules.offers()[o];
      if (offer.ruled_out) continue;
      sells[offer.supplier] = true;
      if (offer.via != kNone) handles[offer.via] = true;
      const std::int64_t above_supplier = prices_.offer[o] - prices_.supplier[offer.supplier];
      const OfferSpread spread(ground_.policy, offer);
      const std::int64_t first = offer.gone + offer_kept[o];
      bound.parts.contracts += spread.Cost(offer.gone, first);
      bound.parts.offers += spread.Earns(above_supplier, first, offer.gone + offer.capacity);
    }
    for (std::int32_t s = 0; s < std::ssize(sells); ++s) {
      if (!sells[s]) continue;
      const std::int32_t via = rules.ViaOf(s);
      const std::int64_t above = prices_.supplier[s] - (via == kNone ? 0 : prices_.aggregator[via]);
      bound.parts.suppliers +=
          Int128{rules.supplier_capacity(s) - supplier_kept[s]} * std::max<std::int64_t>(0, above);
    }
    for (std::int32_t a = 0; a < std::ssize(handles); ++a) {
      if (!handles[a]) continue;
      bound.parts.aggregators += Int128{rules.handling_capacity(a) - handled_kept[a]} *
                                 std::max<std::int64_t>(0, prices_.aggregator[a]);
    }
    return bound;
  }

 private:
  struct LanesOf {
    Int128 value = 0;
    std::int64_t eligible = 0;
  };

  Sellers SellersOf(std::int32_t commodity) const {
    const Policy& policy = ground_.policy;
    const auto quantum = static_cast<double>(policy.quantum.value);
    Sellers sellers;
    sellers.reach = outlook_.ReachOf(commodity);
    const CommodityRule* rule = policy.FindCommodity(ground_.dataset.commodities[commodity]);
    if (rule) sellers.most_minutes = rule->max_travel_minutes;
    if (rule) sellers.haul = quantum * static_cast<double>(rule->haul_per_kg_km.value) / 1e7;
    for (std::int32_t o : ground_.rules.offers_of(commodity)) {
      const DayOffer& offer = ground_.rules.offers()[o];
      if (sellers.most_minutes) sellers.suppliers_in_all.push_back(offer.supplier);
      if (offer.ruled_out) continue;
      const auto kind = static_cast<std::size_t>(ground_.dataset.suppliers[offer.supplier].kind);
      const std::int64_t per_kg = offer.price.value + offer.fee.value + policy.kind_surcharge[kind].value;
      const auto first_leg =
          static_cast<double>(ground_.rules.FirstLegOf(offer.supplier).value_or(Metres{}).value);
      sellers.offer.push_back(o);
      sellers.supplier.push_back(offer.supplier);
      sellers.cost.push_back(Lowered(Lowered(Lowered(static_cast<double>(prices_.offer[o])) +
                                             Lowered(quantum * static_cast<double>(per_kg) / 1000)) +
                                     Lowered(sellers.haul * first_leg)));
    }
    std::ranges::sort(sellers.suppliers_in_all);
    const auto repeated = std::ranges::unique(sellers.suppliers_in_all);
    sellers.suppliers_in_all.erase(repeated.begin(), repeated.end());
    return sellers;
  }

  // Fills the glances of the sellers' suppliers; those whose listed minutes are too many, which only the
  // rules know, are out of reach.
  void TakeThoseInTime(const Sellers& sellers, const std::vector<std::int32_t>& minutes,
                       const std::vector<Glance>& all, std::vector<Glance>& in_time) const {
    for (const std::int32_t s : sellers.suppliers_in_all) {
      in_time[s] = all[s];
      if (minutes[stands_in_[s]] > *sellers.most_minutes)
        in_time[s].reach_squared = std::numeric_limits<double>::quiet_NaN();
    }
  }

  void TakeLanes(std::int32_t n, const std::vector<Glance>& glances) {
    const Sellers& sellers = sellers_[ground_.rules.needs()[n].commodity];
    const double price =
        Raised(Raised(static_cast<double>(prices_.need[n])) + Raised(sellers.haul * outlook_.slack() + 1));
    const double haul_squared = Lowered(sellers.haul * sellers.haul);
    const auto [inner, outer] = sellers.reach;
    // First without a branch, for which half of the pairs would go the unexpected way; no comparison holds of
    // a NaN. Then the few that are left.
    const std::size_t offers = sellers.offer.size();
    std::vector<std::uint8_t> is_doubtful(offers), is_in(offers);
    std::int64_t surely_in = 0;
    for (std::size_t i = 0; i < offers; ++i) {
      const auto [reach, surcharge] = glances[sellers.supplier[i]];
      const double room = Raised(price - sellers.cost[i]) - Lowered(surcharge);
      const bool may_gain = (room > 0) & (room * room > haul_squared * reach);
      const bool may_be_in = !(reach > outer);
      is_in[i] = reach <= inner;
      is_doubtful[i] = may_be_in & (may_gain | (is_in[i] == 0));
      surely_in += is_in[i];
    }
    lanes_[n].eligible += surely_in;
    for (auto at = is_doubtful.begin(); (at = std::find(at, is_doubtful.end(), 1)) != is_doubtful.end();
         ++at) {
      const std::ptrdiff_t i = at - is_doubtful.begin();
      TakeLane(n, sellers.offer[i], is_in[i] != 0);
    }
  }

  // To the sen; a lane that is `counted` already is eligible.
  void TakeLane(std::int32_t n, std::int32_t o, bool counted) {
    const DayRules& rules = ground_.rules;
    const Need& need = rules.needs()[n];
    const DayOffer& offer = rules.offers()[o];
    const Sight sight = rules.Look(offer.supplier, need.demand_point);
    if (rules.WhyNot(offer, sight)) return;
    if (!sight.road) return;  // a dataset without the point can't have been planned
    const Cost cost = rules.CostOf(offer, sight);
    const Int128 gain = Int128{prices_.need[n]} - prices_.offer[o] - cost.money - cost.preference;
    const Agreement* agreed = agreements_.Find(n, o);
    if (gain > 0) lanes_[n].value += gain * (agreed ? agreed->cap - agreed->kept : need.lane_cap);
    if (!counted) ++lanes_[n].eligible;
  }

  void Explain(std::int32_t n, const std::vector<Glance>& glances) {
    const DayRules& rules = ground_.rules;
    const Need& need = rules.needs()[n];
    OfferCensus census;
    census.Add(behind_.LeftFor(day_, n));
    for (std::int32_t o : rules.offers_of(need.commodity)) {
      const DayOffer& offer = rules.offers()[o];
      if (CountAtAGlance(n, o, glances[offer.supplier].reach_squared, census)) continue;
      const Sight sight = rules.Look(offer.supplier, need.demand_point);
      if (const std::optional<ShortageReason> why_not = rules.WhyNot(offer, sight)) {
        if (why_not == ShortageReason::kWholeDeliveries) {
          census.CountTooSmall(rules.CapacityAlone(offer), offer.supplier, sight.road);
          continue;
        }
        census.Count(*why_not, offer.supplier, sight.road);
      } else if (sight.road) {
        const Cost cost = rules.CostOf(offer, sight);
        OfferLeft left = LeftFor(n, o);
        left.by_delivery =
            limits_deliveries_ && cost.money + cost.preference + NextSurcharge(o) < need.penalty;
        census.CountLeft(left, offer.supplier, *sight.road);
      }
    }
    Shortage whole;
    whole.demand_point = need.demand_point, whole.commodity = need.commodity;
    whole.quanta = need.quanta - allocations_.served[n];
    reasons_[n] = ExplainShortage(census, whole, ground_.dataset, ground_.policy);
  }

  // What is left on the need's lanes that is worth keeping at that holding, sen per quantum.
  BehindStore LeftToKeep(std::int32_t n, std::int64_t holding) const {
    const DayRules& rules = ground_.rules;
    const Need& need = rules.needs()[n];
    BehindStore behind;
    for (std::int32_t o : rules.offers_of(need.commodity)) {
      const DayOffer& offer = rules.offers()[o];
      if (offer.ruled_out) continue;
      const OfferLeft left = LeftFor(n, o);
      if (left.left == 0) continue;
      const Sight sight = rules.Look(offer.supplier, need.demand_point);
      if (!sight.road || rules.WhyNot(offer, sight)) continue;
      const Cost cost = rules.CostOf(offer, sight);
      if (cost.money + cost.preference + NextSurcharge(o) + holding < need.penalty)
        behind.Count(left, offer.supplier, *sight.road);
    }
    return behind;
  }

  // Counts an offer where neither its reason nor the nearest of that reason takes its road to the metre.
  bool CountAtAGlance(std::int32_t n, std::int32_t o, double reach, OfferCensus& census) const {
    const Need& need = ground_.rules.needs()[n];
    const DayOffer& offer = ground_.rules.offers()[o];
    const auto [inner, outer] = outlook_.ReachOf(need.commodity);
    const bool is_out = reach > outer;
    if (!is_out && !(reach <= inner)) return false;  // also where a rule may speak of the pair itself
    std::optional<ShortageReason> reason = offer.ruled_out;
    if (is_out) reason = std::min(reason.value_or(ShortageReason::kOutOfRange), ShortageReason::kOutOfRange);
    if (reason) {
      if (!IsFartherThanNearest(census, *reason, reach)) return false;
      if (*reason == ShortageReason::kWholeDeliveries) {
        census.CountTooSmall(ground_.rules.CapacityAlone(offer), offer.supplier, std::nullopt);
      } else {
        census.Count(*reason, offer.supplier, std::nullopt);
      }
      return true;
    }
    const OfferLeft left = LeftFor(n, o);
    if (limits_deliveries_ && left.left > 0 && left.room > 0) return false;  // its cost tells the reason
    if (!IsFartherThanNearest(census, ReasonOf(left), reach)) return false;
    census.CountLeft(left, offer.supplier, Metres{INT64_MAX});  // so far that the nearest stays
    return true;
  }

  bool IsFartherThanNearest(const OfferCensus& census, ShortageReason reason, double reach) const {
    const std::optional<NearestOffer>& nearest = census.nearest(reason);
    if (!nearest) return false;
    const double beyond = static_cast<double>(nearest->road.value) + outlook_.slack() + 1;
    return reach > beyond * beyond;
  }

  // All but whether whole deliveries are in the way. Never negative, though the claims may sell too much.
  OfferLeft LeftFor(std::int32_t need, std::int32_t offer) const {
    const DayRules& rules = ground_.rules;
    const std::int32_t supplier = rules.offers()[offer].supplier;
    const auto rest = [](std::int64_t capacity, std::int64_t used) {
      return capacity == INT64_MAX ? INT64_MAX : capacity - used;
    };
    const std::int64_t own = std::max<std::int64_t>(
        0, std::min(rules.offers()[offer].capacity - allocations_.sold[offer],
                    rest(rules.supplier_capacity(supplier), allocations_.supplier_sold[supplier])));
    const std::int32_t via = rules.ViaOf(supplier);
    const std::int64_t handled =
        via == kNone
            ? own
            : std::clamp<std::int64_t>(rest(rules.handling_capacity(via), allocations_.handled[via]), 0, own);
    const std::int64_t cap = CapOf(need, offer), carried = Carried(need, offer);
    return {.left = handled,
            .room = cap - carried,
            .held_back = rules.offers()[offer].held_back,
            .unhandled = own - handled,
            .least = carried == 0 ? DayRules::LeastDelivery(rules.offers()[offer], rules.needs()[need]) : 1,
            .by_contract = cap < rules.needs()[need].lane_cap};
  }

  // What one quantum more of the offer would count for fair spread.
  std::int64_t NextSurcharge(std::int32_t offer) const {
    const DayOffer& row = ground_.rules.offers()[offer];
    return OfferSpread(ground_.policy, row).Next(row.gone + allocations_.sold[offer]);
  }

  static std::pair<std::int32_t, std::int32_t> LaneOf(const Claim& claim) {
    return {claim.need, claim.offer};
  }

  std::int64_t Carried(std::int32_t need, std::int32_t offer) const {
    std::int64_t carried = 0;
    for (const Claim& claim : std::ranges::equal_range(claims_, std::pair(need, offer), {}, LaneOf))
      carried += claim.quanta;
    return std::min(carried, CapOf(need, offer));
  }

  std::int64_t CapOf(std::int32_t need, std::int32_t offer) const {
    const Agreement* agreed = agreements_.Find(need, offer);
    return agreed ? agreed->cap : ground_.rules.needs()[need].lane_cap;
  }

  const Ground& ground_;
  const Prices& prices_;
  const Allocations& allocations_;
  const Agreements& agreements_;
  const std::size_t day_;
  BehindStores& behind_;  // each need's part by the thread that visits it
  const bool limits_deliveries_ =
      ground_.policy.deliveries.whole || ground_.policy.deliveries.most_suppliers.has_value();
  std::vector<Claim> claims_;  // by need, offer
  const Outlook outlook_;
  std::vector<Sellers> sellers_;                // per commodity
  bool limits_minutes_ = false;                 // of any commodity
  std::vector<std::int32_t> stands_in_;         // regions, per supplier: its aggregator's where it has one
  std::vector<LanesOf> lanes_;                  // per need
  std::vector<std::vector<Shortage>> reasons_;  // per need
};

}  // namespace

Bound TakeBound(const Ground& ground, const Prices& prices, const Allocations& allocations,
                const Agreements& agreements, std::size_t day, BehindStores& behind, int threads,
                const StopToken& stop, const ProgressSink& progress) {
  const std::vector<Need>& needs = ground.rules.needs();
  std::vector<std::int32_t> starts;  // the first need of each demand point, and the end
  for (std::int32_t n = 0; n < std::ssize(needs); ++n) {
    if (n == 0 || needs[n].demand_point != needs[n - 1].demand_point) starts.push_back(n);
  }
  const std::int64_t demand_points = std::ssize(starts);
  starts.push_back(static_cast<std::int32_t>(needs.size()));

  Loop loop(ground, prices, allocations, agreements, day, behind);
  const bool whole = ForEachTask(demand_points, ThreadsFor(threads), stop, [&](std::int64_t i, int worker) {
    if (worker == 0 && progress) {
      const double fraction = static_cast<double>(i) / static_cast<double>(demand_points);
      progress({.stage = "certify", .fraction = fraction, .incumbent = {}, .bound = {}});
    }
    loop.VisitDemandPoint(starts[i], starts[i + 1]);
  });
  return loop.Close(whole);
}

}  // namespace pasok::match::recheck
