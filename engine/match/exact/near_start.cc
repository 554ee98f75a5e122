#include "engine/match/exact/near_start.h"

#include <algorithm>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "engine/flow/parallel.h"
#include "engine/match/exact/shares.h"

namespace pasok::match::exact {
namespace {

constexpr int kMostTries = 8;  // of a group
constexpr int kMostInVain = 64;
// Enclosing regions to look within, one after the other: first all groups within their kecamatan and
// kabupaten, then within the province, and anywhere.
constexpr int kLevels[] = {2, 1, 0};
constexpr std::span<const int> kNear(kLevels, 2), kFar(kLevels + 2, 1);

class NearLister {
 public:
  NearLister(const Work& work, const Network& network, std::int32_t commodity,
             std::span<const std::int64_t> wanted, std::span<const std::int64_t> shares)
      : work_(work),
        network_(network),
        commodity_(commodity),
        shares_(shares),
        span_(work.instance.commodities[commodity]),
        left_(wanted.begin() + span_.first_requirement, wanted.begin() + span_.end_requirement),
        vain_(left_.size()) {
    for (std::int32_t r = span_.first_requirement; r < span_.end_requirement; ++r) {
      if (LeftOf(r) == 0) continue;
      ++open_;
      const Site& site = work.costs.RequirementSite(r);
      for (const int level : kLevels) {
        if (site.enclosing[level] != kNone) near_[site.enclosing[level]].push_back(r);
      }
      anywhere_.push_back(r);
    }
  }

  Shortlist List() {
    const std::int32_t first = network_.first_group[commodity_], end = network_.first_group[commodity_ + 1];
    const auto groups = static_cast<std::size_t>(end - first);
    std::vector<Seller> sellers;
    for (std::int32_t g = first; g < end; ++g)
      sellers.push_back({.cheapest = network_.CheapestPrice(network_.groups[g]), .group = g});
    std::ranges::sort(sellers, {}, [](const Seller& each) { return std::pair(each.cheapest, each.group); });
    Shortlist list;
    list.value.assign(groups, kNoValue);
    list.regret.resize(groups);
    std::vector<std::vector<Lane>> lanes(groups);
    for (std::size_t i = 0; i < groups; ++i)
      list.regret[sellers[i].group - first] = kUnbounded - static_cast<std::int64_t>(i);
    for (const bool is_far : {false, true}) {
      for (Seller& seller : sellers) {
        if (open_ == 0) break;
        if (!is_far) seller.capacity = CapacityOf(network_.groups[seller.group]);
        const std::int32_t g = seller.group - first;
        if (seller.capacity > 0) Serve(is_far, seller, lanes[g], list.value[g]);
      }
    }
    for (const std::vector<Lane>& of_group : lanes) {
      list.table.first.push_back(static_cast<std::int32_t>(list.table.lanes.size()));
      list.table.lanes.insert(list.table.lanes.end(), of_group.begin(), of_group.end());
    }
    list.table.first.push_back(static_cast<std::int32_t>(list.table.lanes.size()));
    return list;
  }

 private:
  struct Seller {
    std::int64_t cheapest = 0;
    std::int64_t capacity = 0;  // what it has left
    std::int32_t group = kNone;
  };

  // Served, or looked at so often in vain that it hardly can be.
  bool IsClosed(std::int32_t r) {
    return LeftOf(r) == 0 || vain_[r - span_.first_requirement] == kMostInVain;
  }
  std::int64_t& LeftOf(std::int32_t requirement) { return left_[requirement - span_.first_requirement]; }

  std::int64_t CapacityOf(const Group& group) const {
    std::int64_t capacity = 0;
    for (std::int32_t i = group.first_plain; i < group.end_plain; ++i) capacity += network_.plain[i].capacity;
    for (std::int32_t i = group.first_capped; i < group.end_capped; ++i) capacity += shares_[i];
    return capacity;
  }

  void Serve(bool is_far, Seller& seller, std::vector<Lane>& lanes, std::int64_t& value) {
    const Site& site = network_.sites[network_.groups[seller.group].site];
    int tries = 0;
    const auto look_in = [&](std::vector<std::int32_t>& candidates) {
      for (std::size_t i = 0; i < candidates.size() && seller.capacity > 0 && tries < kMostTries;) {
        const std::int32_t r = candidates[i];
        if (IsClosed(r)) {
          candidates[i] = candidates.back();
          candidates.pop_back();
          continue;
        }
        ++i, ++tries;
        const std::int64_t quanta = Pour(seller, r, lanes, value);
        seller.capacity -= quanta;
        LeftOf(r) -= quanta;
        if (is_far && quanta == 0) ++vain_[r - span_.first_requirement];
        if (IsClosed(r)) --open_;
      }
    };
    for (const int level : is_far ? kFar : kNear) {
      if (const auto near = near_.find(site.enclosing[level]); near != near_.end()) look_in(near->second);
    }
    if (is_far) look_in(anywhere_);
  }

  // What the group sends to a requirement at least as cheaply as it would go short.
  std::int64_t Pour(const Seller& seller, std::int32_t r, std::vector<Lane>& lanes, std::int64_t& value) {
    const Group& group = network_.groups[seller.group];
    const auto is_there = [r](const Lane& lane) { return lane.requirement == r; };
    if (network_.Forbids(group, r) || std::ranges::any_of(lanes, is_there)) return 0;
    const RequirementRow& row = work_.instance.requirements[r];
    const std::int64_t cost = work_.costs.Cost(network_.sites[group.site], group.rest, commodity_, r);
    if (cost == kNoLane || row.penalty - cost <= seller.cheapest) return 0;
    value = std::max(value, row.penalty - cost);
    lanes.push_back({.cost = cost, .requirement = r});
    const std::int64_t cap =
        group.capped_lanes ? std::min(row.lane_cap, network_.CapOfPair(group, r)) : kUnbounded;
    return std::min({seller.capacity, LeftOf(r), cap});
  }

  const Work& work_;
  const Network& network_;
  const std::int32_t commodity_;
  const std::span<const std::int64_t> shares_;
  const CommoditySpan& span_;
  std::vector<std::int64_t> left_;  // per requirement of the commodity, what isn't served yet
  std::vector<int> vain_;           // and how many groups could send it nothing
  std::int64_t open_ = 0;           // how many of them may still be served
  std::map<std::int32_t, std::vector<std::int32_t>> near_;  // by region; those closed leave when looked at
  std::vector<std::int32_t> anywhere_;
};

}  // namespace

Shortlists ShortlistNear(const Work& work, const Network& network, std::span<const std::int64_t> wanted,
                         std::span<const std::int64_t> shares) {
  Shortlists lists{.of_commodity = std::vector<Shortlist>(work.instance.commodities.size()),
                   .value = std::vector<std::int64_t>(network.groups.size())};
  ForEachTask(static_cast<int>(lists.of_commodity.size()), work.threads, [&](int k) {
    Shortlist& list = lists.of_commodity[static_cast<std::size_t>(k)];
    list = NearLister(work, network, k, wanted, shares).List();
    std::ranges::copy(list.value, lists.value.begin() + network.first_group[k]);
  });
  return lists;
}

}  // namespace pasok::match::exact
