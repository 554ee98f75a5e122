#include "engine/study/what_it_takes.h"

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "engine/match/spread.h"
#include "engine/register/limits.h"
#include "engine/study/days.h"

namespace pasok::study {
namespace {

using match::Instance;
using match::SupplierRow;

constexpr std::int64_t kMostCapacity = 1'000'000'000'000;  // quanta that are asked about

// The last of [low, high] for which `holds`, where it holds of `low` and not of `high`. O(log).
std::int64_t LastThatHolds(std::int64_t low, std::int64_t high,
                           const std::function<bool(std::int64_t)>& holds) {
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    (holds(middle) ? low : high) = middle;
  }
  return low;
}

// Looks for where some optimal plan begins to buy from the offer for the requirement, or stops.
class Seeker {
 public:
  Seeker(const Instance& instance, std::int32_t requirement, std::int32_t offer, Residual& residual,
         const StopToken& stop)
      : instance_(instance),
        requirement_(requirement),
        offer_(offer),
        couples_days_(CouplesDays(instance)),
        stop_(stop),
        residual_(residual),
        rows_(RowsOf(offer)) {}

  void FindPrice(Candidate& candidate) {
    const std::int64_t price = instance_.offers[offer_].price_sen_per_kg;
    const auto buys = [&](std::int64_t at) { return BuysAtPrice(at); };
    if (IsBought(candidate) && buys(price)) {  // not where other days' rows ask less than this one
      const std::int64_t highest = HighestLawfulPrice();
      candidate.at_ceiling = buys(highest);
      candidate.highest_price = candidate.at_ceiling ? highest : LastThatHolds(price, highest, buys);
      return;
    }
    // Cheaper by what a quantum of it costs more: mostly right, and far cheaper to look at than half the
    // price.
    std::int64_t high = price;
    if (candidate.cycle && price > 0) {
      const auto per_kg =
          static_cast<std::int64_t>(Int128{candidate.cycle->cost} * 1000 / instance_.policy.quantum.value);
      const std::int64_t guess = std::clamp<std::int64_t>(price - per_kg, 0, price - 1);
      if (buys(guess)) {
        candidate.highest_price = buys(guess + 1) ? LastThatHolds(guess + 1, price, buys) : guess;
        return;
      }
      high = guess;
    }
    if (high > 0 && buys(0)) candidate.highest_price = LastThatHolds(0, high, buys);
  }

  void FindCapacity(Candidate& candidate) {
    const std::int64_t capacity = residual_.OfferCapacity(offer_);
    // Turned round, so that what holds comes first.
    const auto buys = [&](std::int64_t minus) { return BuysWithMore(-minus - capacity); };
    if (IsBought(candidate)) {
      candidate.least_capacity = -LastThatHolds(-capacity, 0, buys);
      return;
    }
    std::int64_t enough = 0;
    for (const std::int32_t row : rows_) {
      std::int64_t of_row = std::max(capacity, residual_.OfferCapacity(row)) +
                            std::max<std::int64_t>(capacity - residual_.OfferCapacity(row), 0) +
                            NeededOf(instance_.offers[row].commodity);
      // Of a total that grows with it its other goods may take a part first.
      const std::int32_t s = instance_.offers[row].supplier;
      if (residual_.SupplierCapacity(s) != SupplierRow::kUnlimited) {
        for (const std::int32_t other : residual_.OffersOf(s))
          if (other != row) of_row += residual_.OfferCapacity(other);
      }
      enough = std::max(enough, of_row);
    }
    // So much that all of that is below the first step that there is a share below.
    for (const SpreadStep& step : instance_.policy.fair_spread) {
      if (step.above_share.value == 0) continue;
      enough = static_cast<std::int64_t>(
          std::min<Int128>(Int128{enough} * 1'000'000 / step.above_share.value + 1, kMostCapacity));
      break;
    }
    if (buys(-enough)) candidate.least_capacity = -LastThatHolds(-enough, -capacity, buys);
  }

  void FindHandling(Candidate& candidate) {
    const std::int64_t handling = residual_.AggregatorCapacity(Aggregator());
    const auto buys = [&](std::int64_t minus) { return BuysWithMoreHandled(-minus - handling); };
    std::int64_t most = 0;  // that it could be asked to handle
    for (std::int32_t k = 0; k < std::ssize(instance_.commodities); ++k) most += NeededOf(k);
    // Ever larger steps: a little more is far cheaper to look at than all.
    std::int64_t too_little = handling;
    for (std::int64_t more = 1; too_little < handling + most; more *= 2) {
      const std::int64_t enough = std::min(handling + more, handling + most);
      if (buys(-enough)) {
        candidate.least_handling = -LastThatHolds(-enough, -too_little, buys);
        return;
      }
      too_little = enough;
    }
  }

 private:
  // Whether some optimal plan of what stands buys from the offer for the requirement, more than a contract of
  // the two asks for.
  bool Buys(std::int32_t o) {
    if (residual_.Flow(o, requirement_) > residual_.Reserved(o, requirement_)) return true;
    if (residual_.OfferCapacity(o) == 0) return false;
    const std::optional<Path> cycle = residual_.CycleThrough(o, requirement_);
    return cycle && cycle->cost == 0;
  }

  // The rows of what its supplier sells of the commodity, the offer itself first: of all days where one may
  // serve another, however many register rows they come from; else no other matters.
  std::vector<std::int32_t> RowsOf(std::int32_t o) const {
    std::vector<std::int32_t> rows{o};
    if (!couples_days_) return rows;
    for (std::int32_t other = 0; other < std::ssize(instance_.offers); ++other) {
      if (other != o && WhatIsSold(other) == WhatIsSold(o)) rows.push_back(other);
    }
    return rows;
  }

  // Of the dataset: the supplier and the commodity.
  std::pair<std::int32_t, std::int32_t> WhatIsSold(std::int32_t o) const {
    const match::OfferRow& row = instance_.offers[o];
    return {instance_.suppliers[row.supplier].dataset_supplier,
            instance_.commodities[row.commodity].dataset_commodity};
  }

  bool BuysAtPrice(std::int64_t price) {
    if (stop_.Asked()) return false;
    const Residual::Mark mark = residual_.Here();
    std::int32_t own = kNone;
    for (const std::int32_t row : rows_) {
      const std::int32_t again = Again(row, residual_.OfferCapacity(row), price, instance_.offers[row].whole);
      if (row == offer_) own = again;
    }
    const bool buys = Buys(own);
    residual_.Rollback(mark);
    return buys;
  }

  // The offer in place of itself, at that price and with that capacity, but for what contracts reserve: that
  // is sold whatever the price is. The new one's index.
  std::int32_t Again(std::int32_t o, std::int64_t capacity, std::int64_t price, std::int64_t whole) {
    const match::OfferRow& row = instance_.offers[o];
    const std::int64_t reserved = residual_.ReservedOf(o);
    residual_.SetOfferCapacity(o, reserved);
    NewSupplier again;
    again.existing = row.supplier;
    again.offers.push_back({.commodity = row.commodity,
                            .capacity = capacity - reserved,
                            .price_sen_per_kg = price,
                            .whole = whole,
                            .given = row.given + reserved,
                            .like = o});
    return residual_.Add(again).first_offer;
  }

  // With so much more or less of it, on each day as far as there is so much.
  bool BuysWithMore(std::int64_t more) {
    if (stop_.Asked()) return false;
    const Residual::Mark mark = residual_.Here();
    std::int32_t own = kNone;
    for (const std::int32_t row : rows_) {
      const std::int32_t changed = SetCapacity(row, residual_.OfferCapacity(row) + more);
      if (row == offer_) own = changed;
    }
    const bool buys = Buys(own);
    residual_.Rollback(mark);
    return buys;
  }

  // The offer that has it then, its total having risen along.
  std::int32_t SetCapacity(std::int32_t o, std::int64_t capacity) {
    const std::int32_t s = instance_.offers[o].supplier;
    capacity = std::max(capacity, residual_.ReservedOf(o));
    const std::int64_t more = capacity - residual_.OfferCapacity(o);
    const std::int64_t total = residual_.SupplierCapacity(s);
    if (more > 0 && total != SupplierRow::kUnlimited) residual_.SetSupplierCapacity(s, total + more);
    if (match::SpreadsFairly(instance_)) {  // the shares are of another whole
      const match::OfferRow& row = instance_.offers[o];
      const std::int64_t whole = std::min(row.given + capacity, residual_.SupplierCapacity(s));
      return Again(o, capacity, row.price_sen_per_kg, whole);
    }
    residual_.SetOfferCapacity(o, capacity);
    return o;
  }

  bool BuysWithMoreHandled(std::int64_t more) {
    if (stop_.Asked()) return false;
    const Residual::Mark mark = residual_.Here();
    const std::int32_t own = Aggregator();
    for (std::int32_t a = 0; a < std::ssize(instance_.aggregators); ++a) {
      const bool same =
          instance_.aggregators[a].dataset_supplier == instance_.aggregators[own].dataset_supplier;
      const std::int64_t handling = residual_.AggregatorCapacity(a);
      if (same && (a == own || couples_days_) && handling != SupplierRow::kUnlimited)
        residual_.SetAggregatorCapacity(a, handling + more);
    }
    const bool buys = Buys(offer_);
    residual_.Rollback(mark);
    return buys;
  }

  std::int32_t Aggregator() const {
    return instance_.suppliers[instance_.offers[offer_].supplier].aggregator;
  }

  std::int64_t HighestLawfulPrice() const {
    const CommodityRule& rule = *instance_.commodities[instance_.offers[offer_].commodity].rule;
    const bool hard = instance_.policy.price_ceiling == CeilingMode::kHard;
    const std::int32_t seller = instance_.suppliers[instance_.offers[offer_].supplier].dataset_supplier;
    const std::optional<SenPerKg> ceiling = rule.CeilingFor(*instance_.dataset, seller);
    return hard && ceiling ? ceiling->value : limits::kRupiahPerKg.most;
  }

  // By everybody, to send on too.
  std::int64_t NeededOf(std::int32_t commodity) const {
    const match::CommoditySpan& span = instance_.commodities[commodity];
    std::int64_t needed = 0;
    for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r)
      needed += instance_.requirements[r].most_in();
    return needed;
  }

  static bool IsBought(const Candidate& candidate) {
    return candidate.standing == Standing::kServes || candidate.standing == Standing::kTie;
  }

  const Instance& instance_;
  const std::int32_t requirement_, offer_;
  const bool couples_days_;
  const StopToken& stop_;
  Residual& residual_;
  const std::vector<std::int32_t> rows_;  // of the offer's register row
};

}  // namespace

void FindWhatItTakes(const Instance& instance, std::int32_t requirement, Residual& residual,
                     const StopToken& stop, Candidate& candidate) {
  Seeker seeker(instance, requirement, candidate.offer, residual, stop);
  seeker.FindPrice(candidate);
  seeker.FindCapacity(candidate);
  if (candidate.standing == Standing::kAggregatorFull) seeker.FindHandling(candidate);
}

}  // namespace pasok::study
