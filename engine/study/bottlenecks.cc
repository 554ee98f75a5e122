#include "engine/study/bottlenecks.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

#include "engine/match/lanes/lane_kernel.h"
#include "engine/match/question/ahead.h"
#include "engine/match/question/nights.h"
#include "engine/match/question/reliefs.h"
#include "engine/match/question/transfers.h"
#include "engine/study/days.h"
#include "engine/study/price_range.h"
#include "engine/study/residual/residual.h"

namespace pasok::study {
namespace {

using match::Instance;

constexpr double kCutsEnd = 0.5, kPricesEnd = 0.8;  // of the whole work

std::int32_t RegionOf(const Instance& instance, std::int32_t r) {
  return instance.dataset->demand_points[instance.requirements[r].demand_point].region;
}

// The deepest region that holds both; kNone where there is none.
std::int32_t Common(const Dataset& dataset, std::int32_t a, std::int32_t b) {
  while (a != kNone && !dataset.IsWithin(b, a)) a = dataset.regions[a].parent;
  return a;
}

class CutFinder {
 public:
  CutFinder(const match::Solved& solved, std::shared_ptr<const Ground> ground)
      : solved_(solved),
        instance_(solved.instance),
        kernel_(solved.instance, solved.lanes),
        residual_(std::move(ground)) {
    for (std::int32_t k = 0; k < std::ssize(instance_.commodities); ++k)
      some_is_left_.push_back(!LeftOf(k).empty());
  }

  void Add(std::int32_t r) {
    if (const auto known = CutThatHolds(r); known != cut_off_.end()) {
      Join(r, *known);
      return;
    }
    const Cut cut = residual_.FindCut(r);
    if (cut.way) {
      AddToBeHad(r, *cut.way);
    } else {
      AddCutOff(r, cut);
    }
  }

  std::vector<Bottleneck> Close() {
    std::vector<Bottleneck> bottlenecks;
    for (auto& [key, bottleneck] : to_be_had_) bottlenecks.push_back(std::move(bottleneck));
    for (Bottleneck& bottleneck : cut_off_) {
      std::erase_if(bottleneck.others,
                    [&](std::int32_t r) { return std::ranges::binary_search(bottleneck.requirements, r); });
      FindStores(bottleneck);
      FindStoresOfNothing(bottleneck);
      FindNearest(bottleneck);
      for (auto& [a, more_saves] : bottleneck.aggregators) more_saves = MoreHandledSaves(a);
      bottlenecks.push_back(std::move(bottleneck));
    }
    std::ranges::sort(bottlenecks, {}, [](const Bottleneck& each) {
      return std::tuple(-each.shortage, each.commodity, each.requirements.front());
    });
    return bottlenecks;
  }

  Residual& residual() { return residual_; }

 private:
  void Join(std::int32_t r, Bottleneck& bottleneck) {
    const std::int32_t region = RegionOf(instance_, r);
    bottleneck.region =
        bottleneck.requirements.empty() ? region : Common(*instance_.dataset, bottleneck.region, region);
    if (bottleneck.requirements.empty() || r < bottleneck.requirements.front())
      bottleneck.commodity = instance_.requirements[r].commodity;
    bottleneck.requirements.insert(std::ranges::upper_bound(bottleneck.requirements, r), r);
    bottleneck.shortage += solved_.matching.shortage[r];
  }

  void AddToBeHad(std::int32_t r, const Path& way) {
    const std::int32_t kabupaten = instance_.dataset->Enclosing(RegionOf(instance_, r), kKabupatenLevel);
    Bottleneck& bottleneck = to_be_had_[std::pair(instance_.requirements[r].commodity, kabupaten)];
    const bool is_first = bottleneck.requirements.empty();
    Join(r, bottleneck);
    bottleneck.to_be_had = true;
    bottleneck.least_cost = is_first ? way.cost : std::min(bottleneck.least_cost, way.cost);
    bottleneck.most_cost = std::max(bottleneck.most_cost, way.cost);
  }

  // What could pass something on to a requirement behind a cut is behind the cut too.
  std::vector<Bottleneck>::iterator CutThatHolds(std::int32_t r) {
    return std::ranges::find_if(cut_off_, [&](const Bottleneck& bottleneck) {
      return IsSameFood(bottleneck.commodity, instance_.requirements[r].commodity) &&
             std::ranges::binary_search(bottleneck.others, r);
    });
  }

  void AddCutOff(std::int32_t r, const Cut& cut) {
    Bottleneck bottleneck;
    Join(r, bottleneck);
    bottleneck.offers = cut.offers;
    for (const std::int32_t s : cut.suppliers) {
      if (residual_.SoldBySupplier(s) >= residual_.SupplierCapacity(s)) bottleneck.suppliers.push_back(s);
    }
    for (const std::int32_t a : cut.aggregators) bottleneck.aggregators.emplace_back(a, 0);
    bottleneck.others = cut.requirements;
    // One that the same offers could serve gives no reason of its own.
    const auto wider =
        std::ranges::find_if(cut_off_, [&](const Bottleneck& known) { return IsPartOf(bottleneck, known); });
    if (wider != cut_off_.end()) {
      Join(r, *wider);
      AddOthers(bottleneck, *wider);
      return;
    }
    const auto narrower = [&](const Bottleneck& known) { return IsPartOf(known, bottleneck); };
    for (auto part = std::ranges::find_if(cut_off_, narrower); part != cut_off_.end();
         part = std::ranges::find_if(cut_off_, narrower)) {
      for (const std::int32_t each : part->requirements) Join(each, bottleneck);
      AddOthers(*part, bottleneck);
      cut_off_.erase(part);
    }
    cut_off_.push_back(std::move(bottleneck));
  }

  // Whether all that could pass something on to the narrower one could to the wider: then both are behind one
  // cut, whoever is served.
  bool IsPartOf(const Bottleneck& narrower, const Bottleneck& wider) const {
    if (!IsSameFood(narrower.commodity, wider.commodity)) return false;
    if (std::ranges::includes(wider.others, narrower.requirements)) return true;
    if (!narrower.offers.empty()) return std::ranges::includes(wider.offers, narrower.offers);
    // Those that get nothing, from nobody, for the same reason: that nobody has it, or who has is too far.
    return wider.offers.empty() && GetsNothing(narrower) && GetsNothing(wider) &&
           WhereSomeIsLeft(narrower) == WhereSomeIsLeft(wider);
  }

  // All of one that no offer can reach, or none, as the first of them.
  bool GetsNothing(const Bottleneck& bottleneck) const {
    return residual_.FlowsInto(bottleneck.requirements.front()).empty();
  }
  // Where somebody has something left of it on the day, the kabupaten, so that the nearest is near.
  std::optional<std::int32_t> WhereSomeIsLeft(const Bottleneck& bottleneck) const {
    const std::int32_t r = bottleneck.requirements.front();
    if (!some_is_left_[instance_.requirements[r].commodity]) return std::nullopt;
    return instance_.dataset->Enclosing(RegionOf(instance_, r), kKabupatenLevel);
  }

  static void AddOthers(const Bottleneck& from, Bottleneck& to) {
    std::vector<std::int32_t> all;
    std::ranges::set_union(from.others, to.others, std::back_inserter(all));
    to.others = std::move(all);
  }

  // On whatever days.
  bool IsSameFood(std::int32_t a, std::int32_t b) const {
    return instance_.commodities[a].dataset_commodity == instance_.commodities[b].dataset_commodity;
  }

  // What leads in from outside could be followed were it not full.
  void FindStores(Bottleneck& bottleneck) {
    const auto is_behind = [&](std::int32_t r) {
      return std::ranges::binary_search(bottleneck.requirements, r) ||
             std::ranges::binary_search(bottleneck.others, r);
    };
    for (std::int32_t i = 0; i < std::ssize(instance_.transfers); ++i) {
      const match::Transfer& transfer = instance_.transfers[i];
      if (IsKept(transfer) && is_behind(transfer.to) && !is_behind(transfer.from) && WouldKeepMore(i))
        bottleneck.stores.push_back(i);
    }
  }

  void FindStoresOfNothing(Bottleneck& bottleneck) {
    if (!instance_.policy.storage.on || !instance_.date) return;
    std::vector<std::int32_t> behind;
    std::ranges::set_union(bottleneck.requirements, bottleneck.others, std::back_inserter(behind));
    for (const std::int32_t r : behind) {
      const match::RequirementRow& row = instance_.requirements[r];
      const match::CommoditySpan& span = instance_.commodities[row.commodity];
      const std::int32_t k = span.dataset_commodity;
      if (span.is_relief || match::RoomFor(*instance_.dataset, instance_.policy, row.demand_point, k) != 0)
        continue;
      const std::int32_t nights = match::NightsKept(instance_.policy, instance_.dataset->commodities[k]);
      const std::int32_t oldest = instance_.days[span.day]->days - nights;
      for (std::int32_t day = span.day; day-- > 0 && instance_.days[day]->days >= oldest;) {
        const std::int32_t from = match::RowOf(instance_, row.demand_point, k, day);
        if (from == kNone || std::ranges::binary_search(behind, from) || !HasWay(from)) continue;
        bottleneck.without_room.push_back({.from = from, .to = r});
        break;
      }
    }
  }

  bool IsKept(const match::Transfer& transfer) const {
    return transfer.from != kNone &&
           DayOfRequirement(instance_, transfer.from) != DayOfRequirement(instance_, transfer.to);
  }

  // Whether a larger store, larger on the days before too, would be sent more through this transfer: on one
  // of them something is left, and up to here nothing is kept longer than it is fresh.
  bool WouldKeepMore(std::int32_t transfer) {
    for (std::int32_t i = transfer; i != kNone; i = StoreInto(instance_.transfers[i].from)) {
      const match::Transfer& arc = instance_.transfers[i];
      const bool full = solved_.matching.transfers[i] == arc.capacity;
      if (full && arc.capacity == WantedOver(arc)) return false;
      if (HasWay(arc.from)) return true;
    }
    return false;
  }

  // What would go over it were there room.
  std::int64_t WantedOver(const match::Transfer& transfer) const {
    return instance_.IsRelief(transfer.to)
               ? instance_.requirements[match::NeedOf(instance_, transfer.to)].need
               : match::FreshAndNeededLater(instance_, transfer.from);
  }

  // The transfer that leads to it from the day before; kNone: there is none.
  std::int32_t StoreInto(std::int32_t r) const {
    const auto into = std::ranges::equal_range(instance_.transfers, r, {}, &match::Transfer::to);
    const auto found = std::ranges::find_if(into, [&](const match::Transfer& each) { return IsKept(each); });
    if (found == into.end()) return kNone;
    return static_cast<std::int32_t>(&*found - instance_.transfers.data());
  }

  // Whether it could be sent a quantum more, and nobody less.
  bool HasWay(std::int32_t r) {
    const auto [at, is_new] = has_way_.try_emplace(r, false);
    if (is_new) {
      const Cut cut = residual_.FindCut(r);
      at->second = cut.way.has_value();
      for (const std::int32_t behind : cut.requirements) has_way_.try_emplace(behind, false);
    }
    return at->second;
  }

  std::int64_t MoreHandledSaves(std::int32_t aggregator) {
    const auto [at, is_new] = more_handled_saves_.try_emplace(aggregator, 0);
    if (is_new) at->second = residual_.MoreHandledSaves(aggregator);
    return at->second;
  }

  void FindNearest(Bottleneck& bottleneck) const {
    std::int32_t commodity = kNone;
    std::vector<std::int32_t> left;               // offers of it with something left
    std::tuple nearest(INT64_MAX, kNone, kNone);  // road, offer, requirement
    for (const std::int32_t r : bottleneck.requirements) {
      if (const std::int32_t k = instance_.requirements[r].commodity; k != commodity)
        commodity = k, left = LeftOf(k);
      if (left.empty()) continue;
      const match::RoadsTo roads = kernel_.FindRoads(instance_.requirements[r].place);
      for (const std::int32_t o : left) {
        const auto road = static_cast<std::int64_t>(roads.road[instance_.offers[o].place]);
        nearest = std::min(nearest, std::tuple(road, o, r));
      }
    }
    if (std::get<1>(nearest) == kNone) return;
    bottleneck.nearest_road = {std::get<0>(nearest)};
    bottleneck.nearest_left = std::get<1>(nearest), bottleneck.nearest_to = std::get<2>(nearest);
  }

  std::vector<std::int32_t> LeftOf(std::int32_t commodity) const {
    const match::CommoditySpan& span = instance_.commodities[commodity];
    std::vector<std::int32_t> left;
    for (std::int32_t o = span.first_offer; o < span.end_offer; ++o) {
      if (residual_.HasLeft(o)) left.push_back(o);
    }
    return left;
  }

  const match::Solved& solved_;
  const Instance& instance_;
  const match::LaneKernel kernel_;
  Residual residual_;
  std::vector<bool> some_is_left_;                                         // per commodity
  std::map<std::pair<std::int32_t, std::int32_t>, Bottleneck> to_be_had_;  // by commodity, kabupaten
  std::map<std::int32_t, std::int64_t> more_handled_saves_;                // by aggregator
  std::map<std::int32_t, bool> has_way_;                                   // by requirement
  std::vector<Bottleneck> cut_off_;  // their `others` still holds all requirements behind the cut
};

// Later days first, for what they may be sent makes their cuts the wider.
std::vector<std::int32_t> InOrderOfSearch(const Instance& instance) {
  std::vector<std::int32_t> order(instance.requirements.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, std::greater(),
                           [&](std::int32_t r) { return DayOfRequirement(instance, r); });
  return order;
}

// What a quantum less needed saves, and one more costs: the prices, unless what follows the need says
// otherwise.
std::int64_t LessSaves(std::int32_t r, const Prices& least, Residual& residual) {
  if (residual.Need(r) == 0 || residual.HoldsFor(r, NeedStep::kLess, 1) > 0) return least.requirement[r];
  return -residual.CostOfNeed(r, -1, TransfersThen::kStay);
}
std::int64_t MoreCosts(std::int32_t r, const Prices& most, Residual& residual) {
  if (residual.HoldsFor(r, NeedStep::kMore, 1) > 0) return most.requirement[r];
  return residual.CostOfNeed(r, 1, TransfersThen::kStay);
}

// nullopt where it was stopped.
std::optional<std::vector<MarginalValue>> ValuesOf(const Instance& instance, const Prices& least,
                                                   const Prices& most, Residual& residual,
                                                   const StopToken& stop) {
  std::map<std::pair<std::int32_t, std::int32_t>, MarginalValue> values;
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
    if (stop.Asked()) return std::nullopt;
    if (instance.IsRelief(r)) continue;
    const std::int32_t k = instance.requirements[r].commodity;
    const std::int32_t region = instance.dataset->Enclosing(RegionOf(instance, r), kKecamatanLevel);
    const auto [at, is_new] = values.try_emplace(std::pair(k, region));
    MarginalValue& value = at->second;
    value.commodity = k, value.region = region;
    const std::int64_t saves = LessSaves(r, least, residual), costs = MoreCosts(r, most, residual);
    if (is_new || saves > value.more_saves) value.more_saves = saves, value.more_at = r;
    if (is_new || costs < value.less_costs) value.less_costs = costs, value.less_at = r;
  }
  std::vector<MarginalValue> sorted;
  for (const auto& [key, value] : values) sorted.push_back(value);
  std::ranges::stable_sort(sorted, std::greater(), &MarginalValue::more_saves);
  return sorted;
}

// For how many quanta its value surely holds.
std::int64_t RoomOf(std::int32_t r, NeedStep step, Residual& residual) {
  const Marginal value = residual.NeedValue(r);
  const std::int64_t room = step == NeedStep::kLess ? value.less_room : value.more_room;
  return std::max<std::int64_t>(1, residual.HoldsFor(r, step, room));
}

}  // namespace

std::optional<BottleneckStudy> FindBottlenecks(const match::Solved& solved, const BottleneckOptions& options,
                                               const Run& run) {
  std::shared_ptr<const Ground> ground = MakeGround(solved);
  if (!ground) return std::nullopt;
  const auto told = [&](double fraction) {
    if (run.progress) run.progress("bottlenecks", fraction);
  };
  const std::vector<std::int64_t>& shortage = solved.matching.shortage;
  CutFinder cuts(solved, std::move(ground));
  BottleneckStudy study;
  const std::vector<std::int32_t> order = InOrderOfSearch(solved.instance);
  for (std::size_t i = 0; i < order.size() && !run.stop.Asked(); ++i) {
    if (shortage[order[i]] > 0) cuts.Add(order[i]);
    if (i % 64 == 0) told(kCutsEnd * static_cast<double>(i) / static_cast<double>(order.size()));
  }
  study.bottlenecks = cuts.Close();
  study.complete = false;
  if (run.stop.Asked()) return study;

  const std::optional<Prices> least = LeastPrices(solved, run.options.threads, run.stop);
  if (!least) return study;
  const std::optional<Prices> most = MostPrices(solved, run.options.threads, run.stop);
  if (!most) return study;
  Residual& residual = cuts.residual();
  auto values = ValuesOf(solved.instance, *least, *most, residual, run.stop);
  if (!values) return study;
  study.values = *std::move(values);
  const std::size_t ranges = std::min<std::size_t>(options.ranges, study.values.size());
  for (std::size_t i = 0; i < ranges; ++i) {
    if (run.stop.Asked()) return study;
    told(kPricesEnd + (1 - kPricesEnd) * static_cast<double>(i) / static_cast<double>(ranges));
    MarginalValue& value = study.values[i];
    value.more_room = RoomOf(value.more_at, NeedStep::kLess, residual);
    value.less_room = RoomOf(value.less_at, NeedStep::kMore, residual);
  }
  study.complete = true;
  told(1);
  return study;
}

}  // namespace pasok::study
