#include "engine/match/exact/kept.h"

#include <algorithm>
#include <compare>
#include <functional>
#include <tuple>
#include <utility>

#include "engine/flow/parallel.h"

namespace pasok::match::exact {
namespace {

// Measured on a province: with more the next solve prices longer than it saves in searches.
constexpr std::size_t kMostLanesAGroup = 3;  // beside those at no reduced cost

// The lanes of one commodity that are at no reduced cost, or full, and of each group a few of the next.
LaneTable NearestLanes(const Network& network, const Basis& basis, std::int32_t commodity) {
  const LaneTable& all = basis.lanes[commodity];
  LaneTable kept;
  kept.first.push_back(0);
  std::vector<std::tuple<std::int64_t, std::int32_t, Lane>> next;  // reduced cost, requirement
  const std::int32_t first = network.first_group[commodity], end = network.first_group[commodity + 1];
  for (std::int32_t g = first; g < end; ++g) {
    const std::int64_t price = basis.tree.Potential(basis.tree.GroupNode(g));
    next.clear();
    for (std::int32_t i = all.first[g - first]; i < all.first[g - first + 1]; ++i) {
      const Lane& lane = all.lanes[i];
      const std::int64_t reduced = price + lane.cost - basis.tree.RequirementPotential(lane.requirement);
      if (lane.full || reduced <= 0) {
        kept.lanes.push_back(lane);
      } else {
        next.emplace_back(reduced, lane.requirement, lane);
      }
    }
    const std::size_t few = std::min(next.size(), kMostLanesAGroup);
    std::ranges::partial_sort(
        next, next.begin() + static_cast<std::ptrdiff_t>(few), {},
        [](const auto& lane) { return std::pair(std::get<0>(lane), std::get<1>(lane)); });
    for (std::size_t i = 0; i < few; ++i) kept.lanes.push_back(std::get<2>(next[i]));
    kept.first.push_back(static_cast<std::int32_t>(kept.lanes.size()));
  }
  kept.lanes.shrink_to_fit();
  return kept;
}

// A name on a day, which is an index into a base's days.
struct Named {
  std::int32_t day = 0;
  const std::string* name = nullptr;

  std::strong_ordering operator<=>(const Named& other) const {
    return day != other.day ? day <=> other.day : *name <=> *other.name;
  }
};

// For each name of `now` the index of the same name in `was`, kNone where there is none; both ascend.
std::vector<std::int32_t> SameName(std::span<const Named> now, std::span<const Named> was) {
  std::vector<std::int32_t> same;
  same.reserve(now.size());
  std::size_t at = 0;
  for (const Named& name : now) {
    std::strong_ordering order = std::strong_ordering::greater;
    while (at < was.size() && std::is_lt(order = was[at] <=> name)) ++at;
    const bool found = at < was.size() && std::is_eq(order);
    same.push_back(found ? static_cast<std::int32_t>(at++) : kNone);  // once only, also where names repeat
  }
  return same;
}

// Per day of an instance the base's, or kNone. One day is the other, whatever its date.
std::vector<std::int32_t> SameDays(std::span<const std::optional<Date>> now,
                                   std::span<const std::optional<Date>> was) {
  if (now.size() == 1 && was.size() == 1) return {0};
  std::vector<std::int32_t> same;
  for (const std::optional<Date>& day : now) {
    const auto found = std::ranges::find(was, day);
    same.push_back(found == was.end() ? kNone : static_cast<std::int32_t>(found - was.begin()));
  }
  return same;
}

// Rows of one commodity by their owners' indices (suppliers, demand points), kNone where it has no name here.
struct Rows {
  std::int32_t first = 0, end = 0;
  std::function<std::int32_t(std::int32_t row)> owner;
};

// Pairs rows of the same owner; both lists ascend.
void Pair(const Rows& now, const Rows& then, std::vector<std::int32_t>& was, std::vector<std::int32_t>& is) {
  std::int32_t there = then.first;
  for (std::int32_t here = now.first; here < now.end; ++here) {
    const std::int32_t owner = now.owner(here);
    if (owner == kNone) continue;
    while (there < then.end && then.owner(there) < owner) ++there;
    if (there == then.end) return;
    if (then.owner(there) == owner) was[here] = there, is[there] = here, ++there;
  }
}

// The distinct demand points of the requirements, ascending.
std::vector<std::int32_t> DemandPointsOf(const Instance& instance) {
  std::vector<std::int32_t> points;
  for (const RequirementRow& row : instance.requirements) points.push_back(row.demand_point);
  std::ranges::sort(points);
  points.erase(std::ranges::unique(points).begin(), points.end());
  return points;
}

// Reliefs are no heirs of the rows of what they relieve; no code of a commodity has a blank.
std::string NameOf(const Dataset& dataset, const CommoditySpan& span) {
  const std::string& code = dataset.commodities[span.dataset_commodity];
  return span.is_relief ? code + " relief" : code;
}

}  // namespace

OfferPlaces PlacesOfOffers(const Network& network, std::size_t offers) {
  OfferPlaces places{.group = std::vector<std::int32_t>(offers, kNone),
                     .capped = std::vector<std::int32_t>(offers, kNone),
                     .next_piece = std::vector<std::int32_t>(network.capped.size(), kNone)};
  for (std::int32_t g = 0; g < network.group_count(); ++g) {
    const Group& group = network.groups[g];
    for (std::int32_t i = group.first_plain; i < group.end_plain; ++i)
      places.group[network.plain[i].offer] = g;
  }
  for (std::size_t i = network.capped.size(); i-- > 0;) {  // pieces of one offer stand in order
    const CappedOffer& piece = network.capped[i];
    places.group[piece.offer] = piece.group;
    places.next_piece[i] = std::exchange(places.capped[piece.offer], static_cast<std::int32_t>(i));
  }
  return places;
}

std::shared_ptr<const Kept> Keep(const Work& work, Network network, Basis basis, Ceilings ceilings,
                                 const Matching& matching) {
  const Instance& instance = work.instance;
  const Dataset& dataset = *instance.dataset;
  std::vector<LaneTable> lanes(basis.lanes.size());
  ForEachTask(static_cast<int>(lanes.size()), work.threads,
              [&](int k) { lanes[static_cast<std::size_t>(k)] = NearestLanes(network, basis, k); });
  basis.lanes = std::move(lanes);

  OfferPlaces places = PlacesOfOffers(network, instance.offers.size());
  std::vector<std::string> commodities, suppliers, demand_points;
  std::vector<std::int32_t> first_offer{0}, first_requirement{0}, supplier_of_offer, point_of_requirement,
      day_of_commodity, day_of_supplier;
  for (const CommoditySpan& span : instance.commodities) {
    commodities.push_back(NameOf(dataset, span));
    day_of_commodity.push_back(span.day);
    first_offer.push_back(span.end_offer);
    first_requirement.push_back(span.end_requirement);
  }
  for (const SupplierRow& row : instance.suppliers) {
    suppliers.push_back(dataset.suppliers[row.dataset_supplier].id);
    day_of_supplier.push_back(row.day);
  }
  for (const OfferRow& row : instance.offers) supplier_of_offer.push_back(row.supplier);
  const std::vector<std::int32_t> points = DemandPointsOf(instance);
  for (const std::int32_t point : points) demand_points.push_back(dataset.demand_points[point].id);
  for (const RequirementRow& row : instance.requirements) {
    point_of_requirement.push_back(
        static_cast<std::int32_t>(std::ranges::lower_bound(points, row.demand_point) - points.begin()));
  }
  std::vector<std::int32_t> node_of_supplier(instance.suppliers.size(), kNone);
  for (std::size_t s = 0; s < network.suppliers.size(); ++s) {
    if (network.suppliers[s].supplier != kNone)
      node_of_supplier[network.suppliers[s].supplier] = static_cast<std::int32_t>(s);
  }
  network.cover = {};
  return std::make_shared<const Kept>(Kept{.days = instance.days,
                                           .commodities = std::move(commodities),
                                           .day_of_commodity = std::move(day_of_commodity),
                                           .day_of_supplier = std::move(day_of_supplier),
                                           .suppliers = std::move(suppliers),
                                           .demand_points = std::move(demand_points),
                                           .supplier_of_offer = std::move(supplier_of_offer),
                                           .first_offer = std::move(first_offer),
                                           .demand_point_of_requirement = std::move(point_of_requirement),
                                           .first_requirement = std::move(first_requirement),
                                           .group_of_offer = std::move(places.group),
                                           .capped_of_offer = std::move(places.capped),
                                           .node_of_supplier = std::move(node_of_supplier),
                                           .network = std::move(network),
                                           .basis = std::move(basis),
                                           .grounds = GroundsOf(work),
                                           .ceilings = std::move(ceilings),
                                           .flows = matching.flows,
                                           .transfers = matching.transfers});
}

Heritage TraceRows(const Instance& instance, const Kept& kept, int threads) {
  const Dataset& dataset = *instance.dataset;
  const std::vector<std::int32_t> day_was = SameDays(instance.days, kept.days);
  std::vector<Named> now, was;
  for (const SupplierRow& row : instance.suppliers)
    now.push_back({day_was[row.day], &dataset.suppliers[row.dataset_supplier].id});
  for (std::size_t s = 0; s < kept.suppliers.size(); ++s)
    was.push_back({kept.day_of_supplier[s], &kept.suppliers[s]});
  const std::vector<std::int32_t> supplier_was = SameName(now, was);
  const std::vector<std::int32_t> points = DemandPointsOf(instance);
  now.clear(), was.clear();
  for (const std::int32_t point : points) now.push_back({0, &dataset.demand_points[point].id});
  for (const std::string& id : kept.demand_points) was.push_back({0, &id});
  const std::vector<std::int32_t> same_point = SameName(now, was);
  std::vector<std::int32_t> point_was(dataset.demand_points.size(), kNone);
  for (std::size_t i = 0; i < points.size(); ++i) point_was[points[i]] = same_point[i];

  Heritage heritage{
      .offer_was = std::vector<std::int32_t>(instance.offers.size(), kNone),
      .offer_is = std::vector<std::int32_t>(kept.supplier_of_offer.size(), kNone),
      .requirement_was = std::vector<std::int32_t>(instance.requirements.size(), kNone),
      .requirement_is = std::vector<std::int32_t>(kept.demand_point_of_requirement.size(), kNone)};
  ForEachTask(static_cast<int>(instance.commodities.size()), threads, [&](int here) {
    const CommoditySpan& span = instance.commodities[static_cast<std::size_t>(here)];
    std::size_t k = 0;
    while (k < kept.commodities.size() &&
           (kept.day_of_commodity[k] != day_was[span.day] || kept.commodities[k] != NameOf(dataset, span)))
      ++k;
    if (k == kept.commodities.size()) return;
    Pair({span.first_offer, span.end_offer,
          [&](std::int32_t o) { return supplier_was[instance.offers[o].supplier]; }},
         {kept.first_offer[k], kept.first_offer[k + 1],
          [&](std::int32_t o) { return kept.supplier_of_offer[o]; }},
         heritage.offer_was, heritage.offer_is);
    Pair({span.first_requirement, span.end_requirement,
          [&](std::int32_t r) { return point_was[instance.requirements[r].demand_point]; }},
         {kept.first_requirement[k], kept.first_requirement[k + 1],
          [&](std::int32_t r) { return kept.demand_point_of_requirement[r]; }},
         heritage.requirement_was, heritage.requirement_is);
  });
  return heritage;
}

}  // namespace pasok::match::exact
