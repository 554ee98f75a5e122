#include "engine/study/unused.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

#include "engine/flow/parallel.h"
#include "engine/match/lanes/lane_kernel.h"
#include "engine/match/spread.h"
#include "engine/study/win_price.h"

namespace pasok::study {
namespace {

using match::Instance;
using match::SupplierRow;

constexpr std::int64_t kNothing = std::numeric_limits<std::int64_t>::max();
constexpr std::array<std::string_view, kUnusedReasons> kWords{
    "no_requirement", "out_of_range",  "travel_time",     "blocked", "related_party",
    "contract",       "sold_as_other", "aggregator_full", "tie",     "dearer_than_chosen",
    "above_penalty",  "moved_by_rule"};

// What has been seen of one offer.
struct Seen {
  std::int64_t dearer = kNothing;  // of its best lane; kNothing: no lane yet
  std::int32_t requirement = kNone;
  std::int64_t road = kNothing;  // of the nearest pair without a lane, while there is no lane
  std::int32_t nearest = kNone;
  std::int64_t saves = 0;  // in place of the dearest that the plan itself buys, where that saves most
  std::int32_t passed_over = kNone;
};

class Search {
 public:
  // Unused are the offers of which nothing is sold by the flows, on any day: of the plan, where it is
  // another.
  Search(const match::Solved& solved, const Prices& least, const std::vector<match::LaneFlow>& flows,
         const HeldBack* plan)
      : solved_(solved),
        instance_(solved.instance),
        least_(least),
        plan_(plan),
        kernel_(solved.instance, solved.lanes) {
    std::vector<bool> sells(instance_.dataset->offers.size());
    for (const match::LaneFlow& flow : flows) sells[instance_.offers[flow.offer].dataset_offer] = true;
    first_.push_back(0);
    for (const match::CommoditySpan& span : instance_.commodities) {
      for (std::int32_t o = span.first_offer; o < span.end_offer; ++o) {
        if (!sells[instance_.offers[o].dataset_offer]) unused_.push_back(o);
      }
      first_.push_back(unused_.size());
    }
    by_sender_.resize(instance_.transfers.size());
    std::iota(by_sender_.begin(), by_sender_.end(), 0);
    std::ranges::stable_sort(by_sender_, {}, Sender{instance_});
  }

  const std::vector<std::int32_t>& unused() const { return unused_; }

  // What all requirements show of the unused offers; empty where it was stopped.
  std::vector<Seen> Look(int threads, const StopToken& stop, const StudyProgress& progress) const {
    threads = ThreadsFor(threads);
    std::vector<std::vector<std::int32_t>> shares(threads);
    std::vector<std::int32_t> share_of_place(instance_.places.size(), kNone);
    std::int32_t places = 0;
    for (std::int32_t r = 0; r < std::ssize(instance_.requirements); ++r) {
      std::int32_t& share = share_of_place[instance_.requirements[r].place];
      if (share == kNone) share = places++ % threads;
      shares[share].push_back(r);
    }
    std::vector<std::vector<Seen>> seen(threads);
    std::vector<char> whole(threads);
    ForEachTask(threads, threads, [&](int i) {
      seen[i].resize(unused_.size());
      const auto told = [&](double fraction) {
        if (i == 0 && progress) progress("unused", fraction);
      };
      whole[i] =
          match::VisitLanes(instance_, kernel_, shares[i], 1, stop, told,
                            [&](std::int32_t r, const match::RoadsTo& roads,
                                std::span<const std::int64_t> units) { Visit(r, roads, units, seen[i]); });
    });
    if (std::ranges::find(whole, 0) != whole.end()) return {};
    for (int i = 1; i < threads; ++i) {
      for (std::size_t u = 0; u < unused_.size(); ++u) {
        if (seen[i][u].requirement != kNone) Take(u, seen[i][u].dearer, seen[i][u].requirement, seen[0][u]);
        if (seen[i][u].nearest != kNone) TakeFar(seen[i][u].road, seen[i][u].nearest, seen[0][u]);
        if (seen[i][u].passed_over != kNone)
          TakePassedOver(seen[i][u].saves, seen[i][u].passed_over, seen[0][u]);
      }
    }
    return std::move(seen[0]);
  }

  // What its first quantum would count more: others may have taken the cheap ones.
  std::int64_t FirstSurcharge(std::int32_t o) const { return match::NextSurcharge(instance_, o, 0); }

  // The highest price at which the lane is worth more than what serves the requirement.
  std::optional<std::int64_t> WinsAt(std::int32_t o, std::int32_t r) const {
    return PriceForUnit(instance_, solved_.lanes, o, r, least_.requirement[r] - 1 - FirstSurcharge(o));
  }

  // Whether what the requirement is worth is the penalty of a shortage: its own, or one that it could be sent
  // on to.
  bool EndsInShortage(std::int32_t r) const {
    if (solved_.matching.shortage[r] > 0) return true;
    for (auto i = std::ranges::lower_bound(by_sender_, r, {}, Sender{instance_}); i != by_sender_.end();
         ++i) {
      const match::Transfer& transfer = instance_.transfers[*i];
      if (transfer.from != r) break;
      if (solved_.matching.transfers[*i] == transfer.capacity) continue;
      const bool is_why = least_.requirement[transfer.to] - transfer.cost == least_.requirement[r];
      if (is_why && EndsInShortage(transfer.to)) return true;
    }
    return false;
  }

 private:
  struct Sender {
    const Instance& instance;
    std::int32_t operator()(std::int32_t transfer) const { return instance.transfers[transfer].from; }
  };

  void Visit(std::int32_t r, const match::RoadsTo& roads, std::span<const std::int64_t> units,
             std::vector<Seen>& seen) const {
    const std::int32_t k = instance_.requirements[r].commodity;
    const std::int32_t first_offer = instance_.commodities[k].first_offer;
    for (std::size_t u = first_[k]; u < first_[k + 1]; ++u) {
      const std::int64_t unit = units[unused_[u] - first_offer];
      if (unit == match::kNoLane || least_.is_promised[r] || instance_.LaneCap(unused_[u], r) == 0) {
        const auto road = static_cast<std::int64_t>(roads.road[instance_.offers[unused_[u]].place]);
        TakeFar(road, r, seen[u]);
        continue;
      }
      if (plan_) TakePassedOver(plan_->Dearest(r) - unit - FirstSurcharge(unused_[u]), r, seen[u]);
      if (unit - least_.requirement[r] <= seen[u].dearer) {
        Take(u, unit - least_.requirement[r], r, seen[u]);
      }
    }
  }

  // Keeps the better of two lanes: the one that wins first as the price falls, the lower requirement of
  // equals.
  void Take(std::size_t u, std::int64_t dearer, std::int32_t r, Seen& seen) const {
    if (dearer == seen.dearer) {
      // Quanta of whole kg round alike on all lanes.
      const bool alike = instance_.policy.quantum.value % 1000 == 0;
      const auto is = alike ? std::nullopt : WinsAt(unused_[u], r);
      const auto was = alike ? std::nullopt : WinsAt(unused_[u], seen.requirement);
      if (std::pair(is, -r) <= std::pair(was, -seen.requirement)) return;
    } else if (dearer > seen.dearer) {
      return;
    }
    seen.dearer = dearer, seen.requirement = r;
  }

  static void TakeFar(std::int64_t road, std::int32_t r, Seen& seen) {
    if (std::pair(road, r) < std::pair(seen.road, seen.nearest)) seen.road = road, seen.nearest = r;
  }

  static void TakePassedOver(std::int64_t saves, std::int32_t r, Seen& seen) {
    if (saves > seen.saves || (saves == seen.saves && saves > 0 && r < seen.passed_over))
      seen.saves = saves, seen.passed_over = r;
  }

  const match::Solved& solved_;
  const Instance& instance_;
  const Prices& least_;
  const HeldBack* const plan_;
  const match::LaneKernel kernel_;
  std::vector<std::int32_t> unused_;     // rows of offers that sell nothing, ascending
  std::vector<std::size_t> first_;       // of unused_, per commodity, and the end
  std::vector<std::int32_t> by_sender_;  // transfers
};

Unused WhyNoLane(const Instance& instance, const match::LaneRule& lanes, std::int32_t o, std::int32_t r) {
  const match::LaneCost lane = lanes.Cost(o, r);
  const std::optional<Metres>& limit = instance.commodities[instance.offers[o].commodity].rule->max_distance;
  if (limit && lane.road > *limit) return Unused::kOutOfRange;
  if (lane.ineligible == match::Ineligible::kTooSlow) return Unused::kTravelTime;
  if (lane.ineligible == match::Ineligible::kNo) return Unused::kContract;
  return lane.ineligible == match::Ineligible::kBlocked ? Unused::kBlocked : Unused::kRelatedParty;
}

// What keeps an offer from being sold, whatever it costs.
enum class UsedUp : std::uint8_t { kNone, kSupplier, kAggregator };

UsedUp UsedUpOf(const UnusedStudy& study, const Instance& instance, std::int32_t s) {
  const SupplierRow& supplier = instance.suppliers[s];
  if (study.sold.of_supplier[s] >= supplier.capacity) return UsedUp::kSupplier;
  const std::int32_t a = supplier.aggregator;
  if (a != kNone && study.sold.of_aggregator[a] >= instance.aggregators[a].capacity)
    return UsedUp::kAggregator;
  return UsedUp::kNone;
}

// From what was seen of an offer on a day to its reason.
UnusedOffer Judge(const match::Solved& solved, const Search& search, const Seen& seen, std::int32_t o,
                  UsedUp used_up) {
  UnusedOffer unused;
  unused.offer = o;
  if (seen.requirement == kNone) {
    unused.requirement = seen.nearest;
    if (seen.nearest == kNone) return unused;
    unused.road = {seen.road};
    unused.reason = WhyNoLane(solved.instance, solved.lanes, o, seen.nearest);
    return unused;
  }
  const match::LaneCost lane = solved.lanes.Cost(o, seen.requirement);
  unused.requirement = seen.requirement;
  unused.road = lane.first_leg + lane.road, unused.unit = lane.unit();
  unused.dearer = seen.dearer + search.FirstSurcharge(o);
  unused.wins_at = search.WinsAt(o, seen.requirement);
  const bool is_short = search.EndsInShortage(seen.requirement);
  const bool cheap = unused.dearer <= 0;
  unused.reason = cheap && used_up == UsedUp::kSupplier     ? Unused::kSoldAsOther
                  : cheap && used_up == UsedUp::kAggregator ? Unused::kAggregatorFull
                  : cheap                                   ? Unused::kTie
                  : is_short                                ? Unused::kAbovePenalty
                                                            : Unused::kDearer;
  return unused;
}

// Per offer, the flow by which the matching buys most of it; nullptr: it buys none.
std::vector<const match::LaneFlow*> LargestFlows(const match::Solved& solved) {
  std::vector<const match::LaneFlow*> largest(solved.instance.offers.size());
  for (const match::LaneFlow& flow : solved.matching.flows) {
    const match::LaneFlow*& of_offer = largest[flow.offer];
    if (!of_offer || flow.quanta > of_offer->quanta) of_offer = &flow;
  }
  return largest;
}

// What binds at the requirement in the plan; then that is what is said.
void FindBinding(const HeldBack& plan, const match::Solved& solved, std::int32_t r, UnusedOffer& unused) {
  unused.held_back = plan.Of(unused.offer, r);
  if (unused.held_back.empty()) return;
  const match::LaneCost lane = solved.lanes.Cost(unused.offer, r);
  unused.requirement = r, unused.road = lane.first_leg + lane.road, unused.unit = lane.unit();
}

// The less, the nearer to winning.
auto Farness(const UnusedOffer& unused) {
  int rank = 0;
  switch (unused.reason) {
    case Unused::kSoldAsOther:
    case Unused::kAggregatorFull:
    case Unused::kTie:
    case Unused::kDearer:
    case Unused::kAbovePenalty:
    case Unused::kMovedByRule:
      break;
    case Unused::kBlocked:
    case Unused::kRelatedParty:
    case Unused::kContract:
      rank = 1;
      break;
    case Unused::kTravelTime:
    case Unused::kOutOfRange:
      rank = 2;
      break;
    case Unused::kNoRequirement:
      rank = 3;
      break;
  }
  return std::tuple(rank, unused.dearer, unused.road, unused.offer);
}

// What is known of an offer's days together.
class Horizon {
 public:
  void Add(const UnusedOffer& day, UsedUp used_up, std::int64_t would_sell) {
    std::optional<std::int64_t>& wins = used_up == UsedUp::kNone ? wins_at_ : may_win_at_;
    wins = std::max(wins, day.wins_at);
    would_sell_ += would_sell;
    const auto nearness = [](const UnusedOffer& each, std::int64_t sells) {
      return std::tuple(-sells, each.held_back.empty(), Farness(each));
    };
    if (nearest_ && nearness(*nearest_, nearest_would_sell_) <= nearness(day, would_sell)) return;
    nearest_ = day, nearest_would_sell_ = would_sell;
  }

  // REQUIRES a day.
  UnusedOffer Close() const {
    UnusedOffer unused = *nearest_;
    unused.wins_at = wins_at_ >= may_win_at_ ? wins_at_ : std::nullopt;
    if (would_sell_ > 0 || !unused.held_back.empty()) {
      unused.reason = Unused::kMovedByRule, unused.would_sell = would_sell_;
      unused.dearer = 0, unused.wins_at = std::nullopt;
    }
    return unused;
  }

 private:
  std::optional<UnusedOffer> nearest_;
  std::int64_t nearest_would_sell_ = 0, would_sell_ = 0;  // quanta
  // The highest price that wins on a day, and that may on one on which others decide too.
  std::optional<std::int64_t> wins_at_, may_win_at_;
};

}  // namespace

std::string_view ToWord(Unused reason) { return kWords[static_cast<std::size_t>(reason)]; }

std::optional<UnusedStudy> FindUnused(const match::Solved& solved, const Run& run,
                                      const match::Solved* plan) {
  const Instance& instance = solved.instance;
  UnusedStudy study;
  study.moved = plan != nullptr;
  const auto so_far = [&] {
    study.complete = false;
    return study;
  };
  const std::optional<Prices> least = LeastPrices(solved, run.options.threads, run.stop);
  if (!least) return run.stop.Asked() ? std::optional(so_far()) : std::nullopt;
  const std::vector<match::LaneFlow>& orders = plan ? plan->matching.flows : solved.matching.flows;
  const std::vector<const match::LaneFlow*> largest = LargestFlows(solved);
  std::optional<HeldBack> of_plan;
  if (plan) of_plan.emplace(*plan);
  const Search search(solved, *least, orders, of_plan ? &*of_plan : nullptr);
  const std::vector<Seen> seen = search.Look(run.options.threads, run.stop, run.progress);
  if (seen.size() != search.unused().size()) return so_far();

  study.sold = match::SoldBy(instance, solved.matching.flows);
  std::vector<bool> has_order(instance.dataset->suppliers.size());
  const auto seller = [&](std::int32_t o) {
    return instance.suppliers[instance.offers[o].supplier].dataset_supplier;
  };
  for (const match::LaneFlow& flow : orders) has_order[seller(flow.offer)] = true;
  std::vector<Horizon> offers;  // in the order of their first days
  std::vector<std::int32_t> index(instance.dataset->offers.size(), kNone);  // into offers
  for (std::size_t u = 0; u < seen.size(); ++u) {
    const std::int32_t o = search.unused()[u];
    const UsedUp used_up = UsedUpOf(study, instance, instance.offers[o].supplier);
    std::int32_t& at = index[instance.offers[o].dataset_offer];
    if (at == kNone) at = static_cast<std::int32_t>(offers.size()), offers.emplace_back();
    UnusedOffer unused = Judge(solved, search, seen[u], o, used_up);
    if (of_plan) {
      if (largest[o]) FindBinding(*of_plan, solved, largest[o]->requirement, unused);
      if (unused.held_back.empty() && seen[u].passed_over != kNone)
        FindBinding(*of_plan, solved, seen[u].passed_over, unused);
    }
    offers[at].Add(unused, used_up, study.sold.of_offer[o]);
  }
  std::map<std::int32_t, std::size_t> nearest;  // by supplier of the dataset: an index into study.offers
  for (const Horizon& offer : offers) {
    study.offers.push_back(offer.Close());
    const std::int32_t s = seller(study.offers.back().offer);
    if (has_order[s]) continue;
    const auto [best, is_new] = nearest.try_emplace(s, study.offers.size() - 1);
    if (!is_new && Farness(study.offers.back()) < Farness(study.offers[best->second]))
      best->second = study.offers.size() - 1;
  }
  for (const auto& [supplier, u] : nearest) study.suppliers.push_back(study.offers[u]);
  return study;
}

}  // namespace pasok::study
