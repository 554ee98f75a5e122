#include "engine/match/exact/network.h"

#include <algorithm>
#include <numeric>
#include <ranges>
#include <tuple>

#include "engine/flow/parallel.h"
#include "engine/match/question/sphere.h"
#include "engine/match/sort_by_key.h"
#include "engine/match/spread.h"

namespace pasok::match::exact {
namespace {

// One offer on its way into a group.
struct Entry {
  std::int32_t commodity, place;
  Rest rest;
  std::int32_t single;  // the offer itself where it must stay alone, else kNone
  std::int64_t price;
  std::int64_t capacity;
  std::int32_t offer, supplier;
  std::int32_t piece;

  auto GroupKey() const { return std::tie(commodity, place, rest, single); }
};

// Of entries of one commodity and place.
bool IsBefore(const Entry& a, const Entry& b) {
  return std::tie(a.rest, a.single, a.price, a.offer, a.piece) <
         std::tie(b.rest, b.single, b.price, b.offer, b.piece);
}

// Where each place stands in order of the regions that tiers go by, and in one region as it is numbered.
std::vector<std::int32_t> RanksOfPlaces(const Instance& instance) {
  std::vector<std::int32_t> order(instance.places.size()), rank(instance.places.size());
  std::iota(order.begin(), order.end(), 0);
  const auto region = [&](std::int32_t place) { return instance.places[place].tier_region; };
  if (!std::ranges::is_sorted(order, {}, region)) std::ranges::stable_sort(order, {}, region);
  for (std::size_t i = 0; i < order.size(); ++i) rank[order[i]] = static_cast<std::int32_t>(i);
  return rank;
}

// Which requirements each supplier may not serve, as sorted (supplier, commodity, requirement).
using ForbiddenLane = std::array<std::int32_t, 3>;
std::vector<ForbiddenLane> ForbiddenLanes(const Instance& instance) {
  std::vector<ForbiddenLane> lanes;
  if (instance.blocked.empty() && instance.related.empty()) return lanes;
  std::vector<std::pair<std::int32_t, std::int32_t>> by_point;  // (demand point, requirement)
  for (std::size_t r = 0; r < instance.requirements.size(); ++r) {
    by_point.emplace_back(instance.requirements[r].demand_point, static_cast<std::int32_t>(r));
  }
  std::ranges::sort(by_point);
  for (const auto* pairs : {&instance.blocked, &instance.related}) {
    for (const auto& [supplier, point] : *pairs) {
      for (auto it = std::ranges::lower_bound(by_point, std::pair(point, 0));
           it != by_point.end() && it->first == point; ++it) {
        lanes.push_back({supplier, instance.requirements[it->second].commodity, it->second});
      }
    }
  }
  std::ranges::sort(lanes);
  lanes.erase(std::ranges::unique(lanes).begin(), lanes.end());
  return lanes;
}

// The lanes with a contract, by offer, requirement.
std::vector<PairTerm> TermsByOffer(const Instance& instance) {
  std::vector<PairTerm> terms = instance.pair_terms;
  std::ranges::sort(terms, {}, [](const PairTerm& term) { return std::pair(term.offer, term.requirement); });
  return terms;
}

// Per commodity, the smallest lane cap that is below what its requirement can take: offers up to it can't
// feel any.
std::vector<std::int64_t> SmallestLaneCaps(const Instance& instance) {
  std::vector<std::int64_t> caps(instance.commodities.size(), kUnbounded);
  for (const RequirementRow& row : instance.requirements) {
    if (row.lane_cap < row.most_in()) caps[row.commodity] = std::min(caps[row.commodity], row.lane_cap);
  }
  return caps;
}

// Per supplier, the sum of its offers' capacities, each cut to the supplier's, and their number, also in
// pieces.
struct SupplierSum {
  Int128 capacity = 0;
  std::int32_t offers = 0, pieces = 0;
};

std::int64_t CutCapacity(const Instance& instance, const OfferRow& offer) {
  const SupplierRow& supplier = instance.suppliers[offer.supplier];
  const std::int64_t capacity = std::min(offer.capacity, supplier.capacity);
  return supplier.aggregator == kNone
             ? capacity
             : std::min(capacity, instance.aggregators[supplier.aggregator].capacity);
}

// Those of one commodity.
std::vector<Entry> EntriesOf(const Instance& instance, const std::vector<ForbiddenLane>& forbidden,
                             const std::vector<PairTerm>& terms, std::int32_t commodity,
                             std::int64_t smallest_cap) {
  const CommoditySpan& span = instance.commodities[commodity];
  std::vector<Entry> entries;
  entries.reserve(static_cast<std::size_t>(span.end_offer - span.first_offer));
  for (std::int32_t offer = span.first_offer; offer < span.end_offer; ++offer) {
    const OfferRow& row = instance.offers[offer];
    const std::int64_t capacity = CutCapacity(instance, row);
    if (capacity <= 0) continue;
    const auto touched = std::ranges::lower_bound(forbidden, ForbiddenLane{row.supplier, commodity, 0});
    const bool has_forbidden =
        touched != forbidden.end() && (*touched)[0] == row.supplier && (*touched)[1] == commodity;
    const bool has_term = std::ranges::binary_search(terms, offer, {}, &PairTerm::offer);
    const OfferPrice price = PriceOf(instance, offer);
    const Entry entry{.commodity = commodity,
                      .place = row.place,
                      .rest = price.rest,
                      .single = has_forbidden || has_term || capacity > smallest_cap ? offer : kNone,
                      .price = price.whole,
                      .capacity = capacity,
                      .offer = offer,
                      .supplier = row.supplier,
                      .piece = 0};
    if (!SpreadsFairly(instance)) {
      entries.push_back(entry);
      continue;
    }
    std::int32_t next_piece = 0;
    for (const SpreadPiece& piece : PiecesOf(instance, offer, capacity)) {
      Entry& made = entries.emplace_back(entry);
      made.price += piece.surcharge, made.capacity = piece.quanta, made.piece = next_piece++;
    }
  }
  return entries;
}

// A lane that may carry nothing is as good as forbidden.
void AddTerms(const Instance& instance, const std::vector<PairTerm>& terms, std::int32_t offer,
              const Group& group, Network& network) {
  for (const PairTerm& term : std::ranges::equal_range(terms, offer, {}, &PairTerm::offer)) {
    const RequirementRow& row = instance.requirements[term.requirement];
    if (term.cap == 0) {
      network.forbidden.push_back(term.requirement);
    } else if (term.cap < row.most_in()) {
      network.pair_caps.push_back({.requirement = term.requirement, .quanta = term.cap});
    }
  }
  const auto first = network.forbidden.begin() + group.first_forbidden;
  std::sort(first, network.forbidden.end());
  network.forbidden.erase(std::unique(first, network.forbidden.end()), network.forbidden.end());
}

std::vector<Site> SitesOf(const Instance& instance, int threads) {
  std::vector<Site> sites(instance.places.size());
  ForEachBatch(static_cast<std::int32_t>(sites.size()), threads, [&](std::int32_t first, std::int32_t end) {
    for (std::int32_t p = first; p < end; ++p) sites[p] = SiteOf(*instance.dataset, instance.places[p]);
  });
  return sites;
}

void IndexBehind(Network& network) {
  const std::vector<std::int32_t> first =
      SortByKey(network.behind, static_cast<std::int32_t>(network.suppliers.size()),
                [&](std::int32_t s) { return network.suppliers[s].parent; });
  for (std::size_t s = 0; s < network.suppliers.size(); ++s)
    network.suppliers[s].first_behind = first[s], network.suppliers[s].end_behind = first[s + 1];
}

// The nodes of suppliers whose total capacity may bind, then those of aggregators that can't handle all. Per
// supplier the node that its offers come from; kNone: the root.
std::vector<std::int32_t> AddSupplierNodes(const Instance& instance, const std::vector<SupplierSum>& sums,
                                           Network& network) {
  std::vector<std::int32_t> node_of(instance.suppliers.size(), kNone);
  std::int32_t next = 0;
  const auto add = [&](std::int64_t capacity, std::int32_t supplier, std::int32_t offers) {
    network.suppliers.push_back(
        {.capacity = capacity, .supplier = supplier, .first_offer = next, .end_offer = next + offers});
    next += offers;
    return static_cast<std::int32_t>(network.suppliers.size()) - 1;
  };
  std::vector<Int128> through(instance.aggregators.size());
  std::vector<std::int32_t> direct(instance.aggregators.size());  // offers of suppliers without a node
  for (std::size_t s = 0; s < sums.size(); ++s) {
    const SupplierRow& row = instance.suppliers[s];
    const bool binds = sums[s].offers >= 2 && row.capacity < sums[s].capacity;
    if (binds) node_of[s] = add(row.capacity, static_cast<std::int32_t>(s), sums[s].pieces);
    if (row.aggregator == kNone) continue;
    through[row.aggregator] += std::min<Int128>(row.capacity, sums[s].capacity);
    if (!binds) direct[row.aggregator] += sums[s].pieces;
  }
  std::vector<std::int32_t> node_of_aggregator(instance.aggregators.size(), kNone);
  for (std::size_t a = 0; a < through.size(); ++a) {
    const std::int64_t capacity = instance.aggregators[a].capacity;
    if (capacity < through[a]) node_of_aggregator[a] = add(capacity, kNone, direct[a]);
  }
  for (std::size_t s = 0; s < sums.size(); ++s) {
    const std::int32_t aggregator = instance.suppliers[s].aggregator;
    if (aggregator == kNone || node_of_aggregator[aggregator] == kNone) continue;
    if (node_of[s] == kNone) {
      node_of[s] = node_of_aggregator[aggregator];
    } else {
      network.suppliers[node_of[s]].parent = node_of_aggregator[aggregator];
      network.behind.push_back(node_of[s]);
    }
  }
  IndexBehind(network);
  return node_of;
}

std::vector<SupplierSum> SumUpSuppliers(const Instance& instance) {
  std::vector<SupplierSum> sums(instance.suppliers.size());
  for (std::int32_t o = 0; o < std::ssize(instance.offers); ++o) {
    const OfferRow& row = instance.offers[o];
    const std::int64_t capacity = CutCapacity(instance, row);
    if (capacity <= 0) continue;
    SupplierSum& sum = sums[row.supplier];
    const auto pieces = SpreadsFairly(instance) ? std::ssize(PiecesOf(instance, o, capacity)) : 1;
    sum.capacity += capacity, ++sum.offers, sum.pieces += static_cast<std::int32_t>(pieces);
  }
  return sums;
}

// Per commodity, those of a group side by side.
std::vector<std::vector<Entry>> EntriesInOrder(const Instance& instance,
                                               const std::vector<ForbiddenLane>& forbidden,
                                               const std::vector<PairTerm>& terms, bool together,
                                               int threads) {
  const std::vector<std::int64_t> smallest_cap = SmallestLaneCaps(instance);
  const std::vector<std::int32_t> rank = RanksOfPlaces(instance);
  std::vector<std::vector<Entry>> entries(instance.commodities.size());
  ForEachTask(static_cast<int>(entries.size()), threads, [&](int k) {
    const auto i = static_cast<std::size_t>(k);
    entries[i] = EntriesOf(instance, forbidden, terms, k, smallest_cap[i]);
    SortByKey(
        entries[i], static_cast<std::int32_t>(rank.size()),
        [&](const Entry& entry) { return rank[entry.place]; }, IsBefore);
    if (!together && SpreadsFairly(instance))
      std::ranges::sort(entries[i], {},
                        [](const Entry& entry) { return std::pair(entry.offer, entry.piece); });
  });
  return entries;
}

// A last one, still without offers, for the entry's.
void AddGroup(const Instance& instance, const std::vector<ForbiddenLane>& forbidden,
              const std::vector<PairTerm>& terms, const Entry& entry, Network& network) {
  Group group{.commodity = entry.commodity,
              .site = entry.place,
              .rest = entry.rest,
              .first_plain = static_cast<std::int32_t>(network.plain.size()),
              .end_plain = static_cast<std::int32_t>(network.plain.size()),
              .first_capped = static_cast<std::int32_t>(network.capped.size()),
              .end_capped = static_cast<std::int32_t>(network.capped.size()),
              .first_forbidden = static_cast<std::int32_t>(network.forbidden.size()),
              .first_pair_cap = static_cast<std::int32_t>(network.pair_caps.size())};
  if (entry.single != kNone) {
    group.capped_lanes = true;
    for (auto it = std::ranges::lower_bound(forbidden, ForbiddenLane{entry.supplier, entry.commodity, 0});
         it != forbidden.end() && (*it)[0] == entry.supplier && (*it)[1] == entry.commodity; ++it) {
      network.forbidden.push_back((*it)[2]);
    }
    AddTerms(instance, terms, entry.offer, group, network);
  }
  group.end_pair_cap = static_cast<std::int32_t>(network.pair_caps.size());
  group.end_forbidden = static_cast<std::int32_t>(network.forbidden.size());
  network.groups.push_back(group);
}

// `supplier_node`: kNone where nothing but the offer itself limits it.
void AddToLastGroup(const Entry& entry, std::int32_t supplier_node, Network& network) {
  Group& group = network.groups.back();
  if (supplier_node == kNone) {
    network.plain.push_back(
        {.price = entry.price, .capacity = entry.capacity, .offer = entry.offer, .piece = entry.piece});
    ++group.end_plain;
    return;
  }
  network.capped.push_back({.price = entry.price,
                            .capacity = entry.capacity,
                            .offer = entry.offer,
                            .group = network.group_count() - 1,
                            .supplier = supplier_node,
                            .piece = entry.piece});
  ++group.end_capped;
}

void IndexSupplierOffers(Network& network) {
  network.supplier_offers.resize(network.capped.size());
  std::vector<std::int32_t> next;
  for (const CappedSupplier& supplier : network.suppliers) next.push_back(supplier.first_offer);
  for (std::size_t i = 0; i < network.capped.size(); ++i)
    network.supplier_offers[next[network.capped[i].supplier]++] = static_cast<std::int32_t>(i);
}

}  // namespace

Site SiteOf(const Dataset& dataset, const Place& place) {
  Site site{.point = place.point,
            .unit = OnSphere(place.point),
            .circuity_milli = place.circuity.value,
            .region = place.region,
            .enclosing = {kNone, kNone, kNone, kNone}};
  for (std::int32_t region = place.tier_region; region != kNone; region = dataset.regions[region].parent) {
    site.enclosing[static_cast<std::size_t>(dataset.regions[region].level)] = region;
  }
  return site;
}

bool Network::Forbids(const Group& group, std::int32_t requirement) const {
  return std::binary_search(forbidden.begin() + group.first_forbidden,
                            forbidden.begin() + group.end_forbidden, requirement);
}

std::int64_t Network::CapOfPair(const Group& group, std::int32_t requirement) const {
  const auto end = pair_caps.begin() + group.end_pair_cap;
  const auto found =
      std::lower_bound(pair_caps.begin() + group.first_pair_cap, end, requirement,
                       [](const PairCap& cap, std::int32_t wanted) { return cap.requirement < wanted; });
  return found == end || found->requirement != requirement ? kUnbounded : found->quanta;
}

std::int64_t Network::CheapestPrice(const Group& group) const {
  std::int64_t price = kUnbounded;
  if (group.first_plain < group.end_plain) price = plain[group.first_plain].price;
  if (group.first_capped < group.end_capped) price = std::min(price, capped[group.first_capped].price);
  return price;
}

OfferPrice PriceOf(const Instance& instance, std::int32_t offer) {
  const OfferRow& row = instance.offers[offer];
  return PriceOf(instance, row, instance.suppliers[row.supplier].kind_surcharge_sen_per_kg);
}

OfferPrice PriceOf(const Instance& instance, const OfferRow& row, std::int64_t kind_surcharge_sen_per_kg) {
  const Int128 quantum = instance.policy.quantum.value;
  const CommodityRule& rule = *instance.commodities[row.commodity].rule;
  const Int128 money = quantum * ((Int128{row.price_sen_per_kg} + row.fee_sen_per_kg) * 10'000 +
                                  Int128{rule.haul_per_kg_km.value} * row.first_leg.value);
  const Int128 preference = quantum * kind_surcharge_sen_per_kg;
  const auto split = [](auto of_money, auto of_preference) -> OfferPrice {
    return {.whole = static_cast<std::int64_t>(of_money / 10'000'000 + of_preference / 1000),
            .rest = {.money = static_cast<std::int32_t>(of_money % 10'000'000),
                     .preference = static_cast<std::int32_t>(of_preference % 1000)}};
  };
  if (std::max(money, preference) > std::numeric_limits<std::int64_t>::max()) return split(money, preference);
  return split(static_cast<std::int64_t>(money), static_cast<std::int64_t>(preference));  // far quicker
}

Network Gather(const Instance& instance, bool together, int threads) {
  Network network;
  network.has_pieces = SpreadsFairly(instance);
  network.sites = SitesOf(instance, threads);
  const std::vector<ForbiddenLane> forbidden = ForbiddenLanes(instance);
  const std::vector<PairTerm> terms = TermsByOffer(instance);
  std::vector<std::int32_t> node_of;
  std::vector<std::vector<Entry>> entries;
  AtOnce(
      threads, [&] { entries = EntriesInOrder(instance, forbidden, terms, together, threads); },
      [&] { node_of = AddSupplierNodes(instance, SumUpSuppliers(instance), network); });
  std::size_t count = 0;
  for (const std::vector<Entry>& of_commodity : entries) count += of_commodity.size();
  network.plain.reserve(count);
  network.groups.reserve(count);
  const Entry* previous = nullptr;
  for (const Entry& entry : entries | std::views::join) {
    const bool joins = previous != nullptr &&
                       (together ? previous->GroupKey() == entry.GroupKey() : previous->offer == entry.offer);
    if (!joins) AddGroup(instance, forbidden, terms, entry, network);
    AddToLastGroup(entry, node_of[entry.supplier], network);
    previous = &entry;
  }
  IndexGroups(instance.commodities.size(), network);
  IndexSupplierOffers(network);
  LayTransfers(instance, network);
  return network;
}

void IndexGroups(std::size_t commodities, Network& network) {
  network.first_group.assign(commodities + 1, network.group_count());
  for (std::int32_t g = network.group_count(); g-- > 0;) network.first_group[network.groups[g].commodity] = g;
  for (std::size_t k = commodities; k-- > 0;)
    network.first_group[k] = std::min(network.first_group[k], network.first_group[k + 1]);
}

void LayTransfers(const Instance& instance, Network& network) {
  network.transfers = instance.transfers;
  if (!network.transfers.empty()) network.first_transfer.assign(instance.requirements.size() + 1, 0);
  for (const Transfer& transfer : network.transfers) ++network.first_transfer[transfer.to + 1];
  std::partial_sum(network.first_transfer.begin(), network.first_transfer.end(),
                   network.first_transfer.begin());
}

}  // namespace pasok::match::exact
