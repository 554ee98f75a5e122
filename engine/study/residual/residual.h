// Start here: the residual network of an optimal matching over all eligible lanes, for questions about it and
// for changes of it, both exact.
//
// Questions: the cheapest cycle through a lane, what one more or one less of a need is worth (two-sided:
// prices tie), what one more that an aggregator can handle saves, what a shortage is cut off by. Changes:
// capacities set, suppliers withdrawn and added, alone or all of an aggregator's; each is followed
// by successive shortest paths (Ahuja, Magnanti, Orlin 1993, section 9.7), so that the flow is optimal again,
// with prices that prove it, and is what a cold solve of the changed instance costs, to the sen. Rollback
// takes changes back.
//
// Lanes are listed node by node, as searches come by, nearest reduced costs first, and as far as a search
// needs them; what isn't listed is known to cost more. So the answers are over all lanes, and the memory is
// that of the kitchens and offers that were looked at.
//
// Integers throughout: needs, capacities and flows are quanta, costs sen per quantum. The objective is
// piecewise linear with whole breakpoints, so what one quantum costs is the derivative.
//
// Not thread-safe: one Residual a thread, over one Ground. Deterministic: the same calls since the last
// rollback of everything give the same answers, whatever was asked before.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/study/residual/ground.h"
#include "engine/study/residual/path.h"

namespace pasok::study {

// How the matching that now stands differs from the ground's, as a plan's totals have it. objective = money +
// preference + penalty + carried; what fair spread counts is part of the preference.
struct Effect {
  std::int64_t objective = 0, money = 0, preference = 0, penalty = 0, carried = 0;  // sen
  std::int64_t shortage = 0;                                                        // quanta
  bool operator==(const Effect&) const = default;
};

// What one quantum less saves and one more costs, in sen.
struct Marginal {
  std::int64_t less = 0, more = 0;
  std::int64_t less_room = 0, more_room = 0;  // quanta for which the figure surely holds; 0: see less, more
};

enum class NeedStep : std::uint8_t { kLess, kMore };
enum class TransfersThen : std::uint8_t { kStay, kFollow };

// What stands between a requirement and one more quantum, its own and others' shortage apart.
struct Cut {
  // The cheapest way from the source that leaves nobody shorter; where there is one, the food is to be had,
  // at its cost per quantum. It is cheaper than the penalty only where the requirement isn't short.
  std::optional<Path> way;
  // Where there is none: all that could pass something on to the requirement, every one of them exhausted
  // itself or fed by what is. Ascending; of suppliers and aggregators those with a limit.
  std::vector<std::int32_t> requirements, offers, suppliers, aggregators;
};

struct AddedOffer {
  std::int32_t commodity = kNone;  // of the instance
  std::int64_t capacity = 0;       // quanta
  std::int64_t price_sen_per_kg = 0;
  std::int64_t whole = 0, given = 0;  // where orders are spread fairly: as OfferRow
  std::int32_t like = kNone;  // the instance's offer whose contracts cap its lanes too; kNone: none does
};

// The aggregator of a new supplier. Its place is then the aggregator's, in the supplier's region for the
// tier.
struct Through {
  std::int32_t aggregator = kNone;  // of the instance, or added since; kNone: a new one
  std::int64_t capacity = match::SupplierRow::kUnlimited;  // quanta that such a one can handle
  Metres first_leg{};
  std::int64_t fee_sen_per_kg = 0;
};

// A supplier that the instance doesn't have, or more offers of one that it has.
struct NewSupplier {
  std::int32_t existing = kNone;  // a supplier of the instance; then place, capacity and kind are left aside
  match::Place place;             // in a region of the dataset
  std::int64_t kind_surcharge_sen_per_kg = 0;
  std::int64_t capacity = match::SupplierRow::kUnlimited;  // quanta over all commodities
  std::vector<std::int32_t> forbidden;                     // demand points that it may not serve, ascending
  std::optional<Through> through = std::nullopt;           // absent: it sells by itself
  std::vector<AddedOffer> offers;
};

struct Added {
  std::int32_t supplier = kNone;  // the existing one, or a new index
  std::int32_t first_offer = 0, end_offer = 0;
};

class Residual {
 public:
  // O(offers + flows); some 200 bytes an offer, and as much again as the lanes listed.
  explicit Residual(std::shared_ptr<const Ground> ground);
  ~Residual();
  Residual(Residual&&) noexcept;

  // ---- What stands now.

  std::int64_t Price(Node node) const;  // sen per quantum; 0 at the source
  std::int64_t Shortage(std::int32_t requirement) const;
  std::int64_t Sold(std::int32_t offer) const;
  std::int64_t SoldBySupplier(std::int32_t supplier) const;
  std::int64_t OfferCapacity(std::int32_t offer) const;
  std::int64_t SupplierCapacity(std::int32_t supplier) const;      // SupplierRow::kUnlimited: none
  std::int64_t AggregatorCapacity(std::int32_t aggregator) const;  // likewise
  std::int32_t AggregatorOf(std::int32_t supplier) const;          // kNone: it sells by itself
  // Whether a quantum more of the offer could be sold: it, its supplier and its aggregator have some left.
  bool HasLeft(std::int32_t offer) const;
  std::int64_t Need(std::int32_t requirement) const;
  std::int64_t Transferred(std::int32_t transfer) const;  // quanta, of the instance's
  std::int64_t Flow(std::int32_t offer, std::int32_t requirement) const;
  // What contracts reserve of a lane, and of an offer's capacity: no answer moves it. A change that leaves no
  // room for it ends the contract.
  std::int64_t Reserved(std::int32_t offer, std::int32_t requirement) const;
  std::int64_t ReservedOf(std::int32_t offer) const;
  std::vector<match::LaneFlow> FlowsInto(std::int32_t requirement) const;  // by offer
  std::span<const std::int32_t> OffersOf(std::int32_t supplier) const;     // of the instance
  Effect Changed() const;                                                  // O(what changed log)
  // Whether what stands is optimal too where stores that several commodities share may be split anew: no
  // change moves the instance's split of them. False also where the prices don't show it. O(requirements +
  // transfers log), at once where no store is shared.
  bool IsOptimalOverSplits() const;

  // ---- Questions. The answers hold for what stands now; none of them changes it.

  // The cheapest cycle that puts one more quantum on the lane, from the lane's own step on: its cost is what
  // that would raise the objective by (at least 0), for `room` quanta. nullopt where the lane isn't eligible,
  // or is at its cap, or no cycle leads through it.
  std::optional<Path> CycleThrough(std::int32_t offer, std::int32_t requirement);
  // The cheapest cycle that takes one quantum off the lane, likewise; nullopt where it carries nothing.
  std::optional<Path> CycleAgainst(std::int32_t offer, std::int32_t requirement);

  // Of a need, lane caps below it and contracts staying as they are; `less` is what another quantum that came
  // in would save, 0 where none can.
  Marginal NeedValue(std::int32_t requirement);
  // For how many quanta more needed there (less) NeedValue's figure holds where lane caps and contracts
  // follow the need; at most its room. 0: CostOfNeed alone says what one is worth. Never more where contracts
  // are due, since what they keep may change with any quantum. O(lanes that carry something there), beside
  // NeedValue.
  std::int64_t HoldsFor(std::int32_t requirement, NeedStep step, std::int64_t room) const;
  // What so many quanta more needed there (less: below 0) raise the objective by, where lane caps and
  // contracts follow the need as in a plan for it; and so does, or doesn't, what may be kept, taken from
  // stock or stand in. Transfers that follow REQUIRE that some need is left. What it changes it takes back.
  std::int64_t CostOfNeed(std::int32_t requirement, std::int64_t more, TransfersThen transfers);
  // What one quantum more that the aggregator can handle saves, in sen: 0 where something is left of what it
  // can, where another capacity binds, or where it has no limit.
  std::int64_t MoreHandledSaves(std::int32_t aggregator);

  Cut FindCut(std::int32_t requirement);

  // ---- Changes. After each the flow is optimal again. Capacities are quanta >= 0.

  void SetOfferCapacity(std::int32_t offer, std::int64_t capacity);
  void SetSupplierCapacity(std::int32_t supplier, std::int64_t capacity);  // kUnlimited: no total any more
  void SetAggregatorCapacity(std::int32_t aggregator, std::int64_t capacity);  // not kUnlimited
  // All their offers' capacity to 0. Their contracts end; with these gone others may bind in their place, as
  // in a plan without them. REQUIRES, where contracts are due, that nothing is changed.
  void Withdraw(std::span<const std::int32_t> suppliers);
  // Whether some do: then LossBounds don't hold.
  bool HoldBackContracts(std::span<const std::int32_t> suppliers);
  // What withdrawing them would raise the objective by at least, and at most. The least is by convexity: what
  // their sales are worth at the prices, sum quanta * (pi_r - unit), less what their aggregator's price makes
  // of what it can then handle for others, unless all that sell through it are lost. The most: their
  // customers take what is left of the offers nearest to them, cheapest first, and go short of the rest.
  // O(their lanes), some hundred offers each; nothing changes.
  struct Bounds {
    std::int64_t least = 0, most = 0;  // sen
  };
  Bounds LossBounds(std::span<const std::int32_t> suppliers);

  // A price or a place is changed by withdrawing and adding. Each lane of a new offer
  // carries at most its requirement's lane cap, as any other.
  Added Add(const NewSupplier& supplier);

  // What adding it would lower the objective by at most: its best sales at the prices, as if it were alone
  // with them. REQUIRES that nothing is changed. O(requirements), at a few flops each.
  std::int64_t MostSaved(const NewSupplier& supplier);

  // From here on changes look at the token, which outlives the residual network, every few milliseconds;
  // asked to stop they leave off, and what stands then is no flow, until it is rolled back to before the
  // change.
  void Heed(const StopToken& stop);
  // So do questions then, for those who throw away what was answered once the token was asked: it may be
  // short of anything.
  void HeedInQuestions(const StopToken& stop);
  bool Interrupted() const;

  // Changes since a mark are taken back by rolling back to it; marks made later are then void.
  struct Mark {
    std::size_t entries = 0;
  };
  Mark Here() const;
  void Rollback(Mark mark);
  void Rollback() { Rollback(Mark{}); }  // to the ground's matching

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace pasok::study
