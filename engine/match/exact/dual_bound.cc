#include "engine/match/exact/dual_bound.h"

#include <algorithm>
#include <span>
#include <tuple>

#include "engine/flow/parallel.h"
#include "engine/match/exact/lane_scanner.h"
#include "engine/match/question/shared_stores.h"
#include "engine/match/sort_by_key.h"
#include "engine/match/spread.h"

namespace pasok::match::exact {
namespace {

// Up to `quanta` of an offer could earn `margin` sen each.
struct Earning {
  std::int64_t margin = 0;  // > 0
  std::int64_t quanta = 0;
  std::int32_t offer = kNone;
  std::int32_t supplier = kNone;
  std::int64_t surcharge = 0;  // of the piece, by which the lane's own margin is above that
};

// What some offers can earn. An offer of an ordinary group earns by one lane; where it also shares no total
// with others it sells all, at a price of its margin: that is settled at once. The rest waits for the others.
struct Earnings {
  Int128 settled = 0;
  std::vector<Earning> shared;
};

// Visits each offer of the group and its price, without what its pieces count more.
template <class Visit>
void ForEachOffer(const Instance& instance, const Network& network, std::int32_t g, const Visit& visit) {
  const Group& group = network.groups[g];
  const auto each = [&](const auto& offer) {
    if (offer.piece > 0) return;
    visit(offer.offer, network.has_pieces ? PriceOf(instance, offer.offer).whole : offer.price);
  };
  for (std::int32_t i = group.first_plain; i < group.end_plain; ++i) each(network.plain[i]);
  for (std::int32_t i = group.first_capped; i < group.end_capped; ++i) each(network.capped[i]);
}

void Share(const Instance& instance, std::int32_t offer, std::int64_t margin, std::int64_t quanta,
           Earnings& earnings) {
  if (margin <= 0) return;
  earnings.shared.push_back(
      {.margin = margin, .quanta = quanta, .offer = offer, .supplier = instance.offers[offer].supplier});
}

// All of the group's offers earn by a lane of this value, if it is worth more than they ask.
void EarnAt(const Instance& instance, const Network& network, std::int32_t g, std::int64_t value,
            std::span<std::int64_t> offer_price, Earnings& earnings) {
  if (value <= network.CheapestPrice(network.groups[g])) return;  // it may be kNoValue: no difference fits
  if (network.has_pieces) {
    return ForEachOffer(instance, network, g, [&](std::int32_t offer, std::int64_t asks) {
      Share(instance, offer, value - asks, kUnbounded, earnings);
    });
  }
  const Group& group = network.groups[g];
  for (std::int32_t i = group.first_plain; i < group.end_plain; ++i) {
    const PlainOffer& offer = network.plain[i];
    const std::int64_t margin = value - offer.price;
    if (margin <= 0) break;  // the rest asks more
    if (offer.capacity == instance.offers[offer.offer].capacity) {
      earnings.settled += Int128{margin} * offer.capacity;
      offer_price[offer.offer] = margin;
    } else {  // all that its supplier, or its aggregator, can sell
      Share(instance, offer.offer, margin, kUnbounded, earnings);
    }
  }
  for (std::int32_t i = group.first_capped; i < group.end_capped; ++i)
    Share(instance, network.capped[i].offer, value - network.capped[i].price, kUnbounded, earnings);
}

// By the profitable lanes of one commodity's offers: of an ordinary offer its best, by `value` where that is
// given, of one with capped lanes all.
Earnings EarningsOf(const Work& work, const Network& network, std::int32_t commodity,
                    std::span<const std::int64_t> price, std::optional<std::span<const std::int64_t>> value,
                    std::span<std::int64_t> offer_price) {
  Earnings earnings;
  LaneScanner scanner(work.costs, network, commodity, price);
  const std::int32_t first = network.first_group[commodity], end = network.first_group[commodity + 1];
  // What a lane must be worth to earn anything: asked apart of ordinary groups and of those with capped
  // lanes.
  std::vector<std::int64_t> ordinary, with_capped_lanes;
  for (std::int32_t g = first; g < end; ++g) {
    const std::int64_t cheapest = network.CheapestPrice(network.groups[g]);
    ordinary.push_back(network.groups[g].capped_lanes ? kUnbounded : cheapest);
    with_capped_lanes.push_back(network.groups[g].capped_lanes ? cheapest : kUnbounded);
  }
  const auto earn_at = [&](std::int32_t g, std::int64_t best) {
    EarnAt(work.instance, network, g, best, offer_price, earnings);
  };
  if (value) {
    for (std::int32_t g = first; g < end; ++g) {
      if (!network.groups[g].capped_lanes) earn_at(g, (*value)[g]);
    }
  } else {
    scanner.Scan({.floor = ordinary, .window = 0}, work.stop, [&](std::int32_t g) {
      const FoundLane best = scanner.Best();
      if (best.requirement != kNone) earn_at(g, best.value);
    });
  }
  std::vector<FoundLane> found;
  scanner.Scan({.floor = with_capped_lanes}, work.stop, [&](std::int32_t g) {
    ForEachOffer(work.instance, network, g, [&](std::int32_t offer, std::int64_t asks) {
      found.clear();
      scanner.Above(asks, found);
      for (const FoundLane& lane : found) {
        Share(work.instance, offer, lane.value - asks, work.instance.LaneCap(offer, lane.requirement),
              earnings);
      }
    });
  });
  return earnings;
}

// What offers in pieces can earn, piece by piece: the best lanes from the cheapest piece on, so that a
// quantum earns no more than the one before it.
class Pieces {
 public:
  explicit Pieces(const Instance& instance)
      : instance_(instance), last_used_(instance.offers.size()), first_unused_(instance.offers.size()) {}

  std::vector<Earning> Cut(std::vector<Earning> lanes) {
    std::ranges::sort(lanes, [](const Earning& a, const Earning& b) {
      return std::tie(a.offer, b.margin, b.quanta) < std::tie(b.offer, a.margin, a.quanta);
    });
    std::vector<Earning> cut;
    for (std::size_t i = 0; i < lanes.size();) {
      const std::int32_t offer = lanes[i].offer;
      std::size_t end = i;
      while (end < lanes.size() && lanes[end].offer == offer) ++end;
      CutOffer(std::span(lanes).subspan(i, end - i), cut);
      i = end;
    }
    return cut;
  }

  void Take(const Earning& earning, std::int64_t quanta) {
    if (quanta > 0) last_used_[earning.offer] = std::max(last_used_[earning.offer], earning.surcharge);
    if (quanta < earning.quanta) Leave(earning.offer, earning.margin + earning.surcharge);
  }

  // The offer's: no lane that isn't used to the full earns more, and no piece in use costs more.
  std::int64_t PriceOfOffer(std::int32_t offer, std::int64_t supplier_price) {
    std::int64_t surcharge = last_used_[offer];
    if (const auto pieces = PiecesOf(instance_, offer); !pieces.empty())
      surcharge = std::max(surcharge, pieces.front().surcharge);
    return std::max(supplier_price + surcharge, first_unused_[offer]);
  }

 private:
  void CutOffer(std::span<const Earning> lanes, std::vector<Earning>& cut) {
    const std::int32_t offer = lanes.front().offer;
    const std::vector<SpreadPiece> pieces = PiecesOf(instance_, offer);
    std::size_t piece = 0;
    std::int64_t left = pieces.empty() ? 0 : pieces.front().quanta;
    for (const Earning& lane : lanes) {
      for (std::int64_t quanta = lane.quanta; quanta > 0;) {
        while (left == 0 && piece + 1 < pieces.size()) left = pieces[++piece].quanta;
        if (left == 0 || lane.margin <= pieces[piece].surcharge) return Leave(offer, lane.margin);
        const std::int64_t part = std::min(quanta, left);
        cut.push_back({.margin = lane.margin - pieces[piece].surcharge,
                       .quanta = part,
                       .offer = offer,
                       .supplier = lane.supplier,
                       .surcharge = pieces[piece].surcharge});
        quanta -= part, left -= part;
      }
    }
  }
  void Leave(std::int32_t offer, std::int64_t margin) {
    first_unused_[offer] = std::max(first_unused_[offer], margin);
  }

  const Instance& instance_;
  std::vector<std::int64_t> last_used_;     // surcharge, per offer
  std::vector<std::int64_t> first_unused_;  // the lane's margin, per offer
};

DualBound PricedAt(const Instance& instance, std::vector<std::int64_t> requirement_price) {
  return {.requirement_price = std::move(requirement_price),
          .offer_price = std::vector<std::int64_t>(instance.offers.size()),
          .supplier_price = std::vector<std::int64_t>(instance.suppliers.size()),
          .aggregator_price = std::vector<std::int64_t>(instance.aggregators.size())};
}

// By suppliers, those of an aggregator together; of each the best first.
void SortBySeller(const Instance& instance, std::vector<Earning>& earnings) {
  const auto suppliers = static_cast<std::int32_t>(instance.suppliers.size());
  const auto seller = [&](const Earning& earning) {
    if (instance.aggregators.empty()) return earning.supplier;
    const std::int32_t a = instance.suppliers[earning.supplier].aggregator;
    return a == kNone ? earning.supplier : suppliers + a;
  };
  SortByKey(earnings, suppliers + static_cast<std::int32_t>(instance.aggregators.size()), seller,
            [](const Earning& a, const Earning& b) {
              return std::tie(b.margin, a.offer) < std::tie(a.margin, b.offer);
            });
}

// The most that these can earn together; and the prices of what is exhausted then. REQUIRES sorted earnings.
Int128 EarnTogether(const Instance& instance, std::span<const Earning> earnings, Pieces* pieces,
                    DualBound& dual) {
  std::vector<std::int64_t> offer_left, supplier_left, aggregator_left{SupplierRow::kUnlimited};
  for (const AggregatorRow& row : instance.aggregators) aggregator_left.push_back(row.capacity);
  for (const OfferRow& row : instance.offers) offer_left.push_back(row.capacity);
  for (const SupplierRow& row : instance.suppliers) supplier_left.push_back(row.capacity);
  Int128 earned = 0;
  for (const Earning& earning : earnings) {
    const std::int32_t supplier = earning.supplier;
    std::int64_t& offer_room = offer_left[earning.offer];
    std::int64_t& supplier_room = supplier_left[supplier];
    const std::int32_t aggregator = instance.suppliers[supplier].aggregator;
    std::int64_t& aggregator_room = aggregator_left[aggregator + 1];  // the first is nobody's
    const std::int64_t quanta = std::min({earning.quanta, offer_room, supplier_room, aggregator_room});
    earned += Int128{earning.margin} * quanta;
    offer_room -= quanta;
    if (supplier_room != SupplierRow::kUnlimited) supplier_room -= quanta;
    if (aggregator_room != SupplierRow::kUnlimited) aggregator_room -= quanta;
    if (pieces) pieces->Take(earning, quanta);
    if (quanta == earning.quanta) continue;
    // The first to find no room sets the price of what is exhausted.
    std::int64_t& exhausted = offer_room == 0 && !pieces ? dual.offer_price[earning.offer]
                              : supplier_room == 0       ? dual.supplier_price[supplier]
                                                         : dual.aggregator_price[aggregator];
    if (exhausted == 0) exhausted = earning.margin;
  }
  return earned;
}

// What is within something else is worth no less than that; and what has no capacity, whose lanes were never
// looked at, as much as could be.
void RaisePrices(const Instance& instance, Pieces* pieces, DualBound& dual) {
  const std::vector<std::int64_t>& price = dual.requirement_price;
  const std::int64_t dearest =
      price.empty() ? 0 : std::max<std::int64_t>(0, *std::ranges::max_element(price));
  for (std::size_t s = 0; s < instance.suppliers.size(); ++s) {
    if (instance.suppliers[s].capacity == 0) dual.supplier_price[s] = dearest;
    if (const std::int32_t a = instance.suppliers[s].aggregator; a != kNone) {
      if (instance.aggregators[a].capacity == 0) dual.aggregator_price[a] = dearest;
      dual.supplier_price[s] = std::max(dual.supplier_price[s], dual.aggregator_price[a]);
    }
  }
  for (std::size_t i = 0; i < instance.offers.size(); ++i) {
    const std::int64_t of_supplier = dual.supplier_price[instance.offers[i].supplier];
    dual.offer_price[i] = std::max(dual.offer_price[i], of_supplier);
    if (pieces) dual.offer_price[i] = pieces->PriceOfOffer(static_cast<std::int32_t>(i), of_supplier);
    if (instance.offers[i].capacity == 0) dual.offer_price[i] = std::max(dual.offer_price[i], dearest);
  }
}

// The bound and the rest of the prices, given what offers can earn at those of the requirements.
void Close(const Instance& instance, Earnings earnings, DualBound& dual) {
  const std::vector<std::int64_t>& price = dual.requirement_price;
  Int128 bound = -earnings.settled - MostEarnedOver(instance, price);
  for (std::size_t r = 0; r < price.size(); ++r) bound += Int128{instance.requirements[r].need} * price[r];
  std::optional<Pieces> pieces;
  if (SpreadsFairly(instance)) {
    pieces.emplace(instance);
    earnings.shared = pieces->Cut(std::move(earnings.shared));
  }
  SortBySeller(instance, earnings.shared);
  Pieces* const cut = pieces ? &*pieces : nullptr;
  bound -= EarnTogether(instance, earnings.shared, cut, dual);
  RaisePrices(instance, cut, dual);
  // Below the 64-bit range any bound says the same: nothing.
  dual.bound = static_cast<std::int64_t>(std::max<Int128>(bound, INT64_MIN));
}

std::vector<std::int64_t> UpToThePenalty(const Instance& instance, std::span<const std::int64_t> price) {
  std::vector<std::int64_t> clipped(price.begin(), price.end());
  for (std::size_t r = 0; r < clipped.size(); ++r)
    clipped[r] = std::min(clipped[r], instance.requirements[r].penalty);
  return clipped;
}

std::optional<DualBound> FromLanes(const Work& work, const Network& network,
                                   std::span<const std::int64_t> requirement_price,
                                   std::optional<std::span<const std::int64_t>> value) {
  DualBound dual = PricedAt(work.instance, UpToThePenalty(work.instance, requirement_price));
  std::vector<Earnings> by_commodity(work.instance.commodities.size());
  ForEachTask(static_cast<int>(by_commodity.size()), work.threads, [&](int k) {
    by_commodity[static_cast<std::size_t>(k)] =
        EarningsOf(work, network, k, dual.requirement_price, value, dual.offer_price);
  });
  if (work.stop.Asked()) return std::nullopt;
  Earnings all;
  for (const Earnings& some : by_commodity) {
    all.settled += some.settled;
    all.shared.insert(all.shared.end(), some.shared.begin(), some.shared.end());
  }
  Close(work.instance, std::move(all), dual);
  return dual;
}

}  // namespace

std::optional<DualBound> BoundOverLanes(const Work& work, const Network& network,
                                        std::span<const std::int64_t> requirement_price) {
  return FromLanes(work, network, requirement_price, std::nullopt);
}

std::optional<DualBound> BoundBySearch(const Work& work, const Network& network,
                                       std::span<const std::int64_t> requirement_price,
                                       std::span<const std::int64_t> value) {
  return FromLanes(work, network, requirement_price, value);
}

DualBound BoundByValues(const Instance& instance, const Network& network,
                        std::span<const std::int64_t> requirement_price,
                        std::span<const std::int64_t> value) {
  DualBound dual = PricedAt(instance, UpToThePenalty(instance, requirement_price));
  Earnings earnings;
  for (std::int32_t g = 0; g < network.group_count(); ++g)
    EarnAt(instance, network, g, value[g], dual.offer_price, earnings);
  Close(instance, std::move(earnings), dual);
  return dual;
}

}  // namespace pasok::match::exact
