#include "engine/match/exact/levels.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <tuple>
#include <utility>

#include "engine/flow/parallel.h"

namespace pasok::match::exact {
namespace {

std::int32_t RegionAt(const Site& site, int level) {
  while (level > 0 && site.enclosing[static_cast<std::size_t>(level)] == kNone) --level;
  return site.enclosing[static_cast<std::size_t>(level)];
}

// The middle of weighted sites; the first one where they lie all round the earth.
Point MiddleOf(std::span<const std::pair<const Site*, double>> sites) {
  std::array<double, 3> sum{};
  for (const auto& [site, weight] : sites) {
    for (std::size_t axis = 0; axis < 3; ++axis) sum[axis] += weight * site->unit[axis];
  }
  const double length = std::hypot(sum[0], sum[1], sum[2]);
  if (length == 0) return sites.front().first->point;
  constexpr double kDegrees = 180 / std::numbers::pi;
  return {.lat = std::asin(std::clamp(sum[2] / length, -1.0, 1.0)) * kDegrees,
          .lng = std::atan2(sum[1], sum[0]) * kDegrees};
}

// The middle of the members' sites, standing in the region that they share.
Site MiddleSite(const Network& fine, const Dataset& dataset, std::span<const std::int32_t> members,
                int level) {
  std::vector<std::pair<const Site*, double>> sites;
  double circuity = 0;
  for (const std::int32_t g : members) {
    sites.emplace_back(&fine.sites[fine.groups[g].site], 1.0);
    circuity += static_cast<double>(sites.back().first->circuity_milli);
  }
  return SiteOf(dataset, {.point = MiddleOf(sites),
                          .circuity = {std::llround(circuity / static_cast<double>(members.size()))},
                          .region = RegionAt(*sites.front().first, level)});
}

// The offers of the members, by price, in at most `bins` bins of about equal capacity at their mean price;
// capped ones by their shares, if there are any.
void AppendBinned(const Network& fine, std::span<const std::int32_t> members,
                  std::optional<std::span<const std::int64_t>> share, int bins,
                  std::vector<PlainOffer>& plain) {
  std::vector<std::pair<std::int64_t, std::int64_t>> sold;  // (price, capacity)
  std::int64_t total = 0;
  const auto add = [&](std::int64_t price, std::int64_t capacity) {
    if (capacity > 0) sold.emplace_back(price, capacity), total += capacity;
  };
  for (const std::int32_t g : members) {
    const Group& group = fine.groups[g];
    for (std::int32_t i = group.first_plain; i < group.end_plain; ++i)
      add(fine.plain[i].price, fine.plain[i].capacity);
    for (std::int32_t i = group.first_capped; share && i < group.end_capped; ++i)
      add(fine.capped[i].price, (*share)[i]);
  }
  std::ranges::sort(sold);
  const std::int64_t per_bin = total / bins + 1;
  PlainOffer bin;
  double spent = 0;
  for (const auto& [price, capacity] : sold) {
    bin.capacity += capacity;
    spent += static_cast<double>(price) * static_cast<double>(capacity);
    if (bin.capacity < per_bin && &price != &sold.back().first) continue;
    bin.price = std::llround(spent / static_cast<double>(bin.capacity));
    plain.push_back(bin);
    bin = {}, spent = 0;
  }
}

// The capped offers of the members, by price.
void AppendCapped(const Network& fine, std::span<const std::int32_t> members,
                  std::vector<std::int32_t>& fine_capped) {
  const std::size_t first = fine_capped.size();
  for (const std::int32_t g : members) {
    const Group& group = fine.groups[g];
    for (std::int32_t i = group.first_capped; i < group.end_capped; ++i) fine_capped.push_back(i);
  }
  std::ranges::stable_sort(std::span(fine_capped).subspan(first), {},
                           [&](std::int32_t i) { return fine.capped[i].price; });
}

// The groups of one commodity with what they sell, counted from 0.
struct CoarseGroups {
  std::vector<Group> groups;
  std::vector<Site> sites;  // of each
  std::vector<PlainOffer> plain;
  std::vector<std::int32_t> fine_capped;
};

CoarseGroups CoarsenCommodity(const Network& fine, const Dataset& dataset, std::int32_t commodity, int level,
                              int bins, std::optional<std::span<const std::int64_t>> share,
                              std::vector<std::int32_t>& coarse_of) {
  CoarseGroups made;
  std::vector<std::pair<std::int32_t, std::int32_t>> keyed;  // (region, group)
  for (std::int32_t g = fine.first_group[commodity]; g < fine.first_group[commodity + 1]; ++g)
    keyed.emplace_back(RegionAt(fine.sites[fine.groups[g].site], level), g);
  if (!std::ranges::is_sorted(keyed)) std::ranges::sort(keyed);  // they are, where regions stand in order
  std::vector<std::int32_t> members;
  for (std::size_t i = 0; i < keyed.size();) {
    const std::int32_t region = keyed[i].first;
    members.clear();
    for (; i < keyed.size() && keyed[i].first == region; ++i) {
      members.push_back(keyed[i].second);
      coarse_of[keyed[i].second] = static_cast<std::int32_t>(made.groups.size());
    }
    Group group{.commodity = commodity,
                .rest = {},
                .first_plain = static_cast<std::int32_t>(made.plain.size()),
                .first_capped = static_cast<std::int32_t>(made.fine_capped.size())};
    made.sites.push_back(MiddleSite(fine, dataset, members, level));
    AppendBinned(fine, members, share, bins, made.plain);
    if (!share) AppendCapped(fine, members, made.fine_capped);
    group.end_plain = static_cast<std::int32_t>(made.plain.size());
    group.end_capped = static_cast<std::int32_t>(made.fine_capped.size());
    made.groups.push_back(group);
  }
  return made;
}

// Behind what there is of other commodities.
void Append(const Network& fine, const CoarseGroups& added, CoarseNetwork& made) {
  Network& coarse = made.network;
  const auto plain = static_cast<std::int32_t>(coarse.plain.size()),
             capped = static_cast<std::int32_t>(coarse.capped.size());
  coarse.plain.insert(coarse.plain.end(), added.plain.begin(), added.plain.end());
  coarse.sites.insert(coarse.sites.end(), added.sites.begin(), added.sites.end());
  made.fine_capped.insert(made.fine_capped.end(), added.fine_capped.begin(), added.fine_capped.end());
  for (Group group : added.groups) {
    for (std::int32_t i = group.first_capped; i < group.end_capped; ++i) {
      coarse.capped.push_back(fine.capped[added.fine_capped[i]]);
      coarse.capped.back().group = coarse.group_count();
    }
    group.site = coarse.group_count();
    group.first_plain += plain, group.end_plain += plain;
    group.first_capped += capped, group.end_capped += capped;
    coarse.groups.push_back(group);
  }
}

void CopySuppliers(const Network& fine, CoarseNetwork& made) {
  made.network.suppliers = fine.suppliers, made.network.behind = fine.behind;
  std::vector<std::int32_t> coarse_capped(fine.capped.size());
  for (std::size_t i = 0; i < made.fine_capped.size(); ++i)
    coarse_capped[made.fine_capped[i]] = static_cast<std::int32_t>(i);
  for (const std::int32_t i : fine.supplier_offers) made.network.supplier_offers.push_back(coarse_capped[i]);
}

void CoarsenTransfers(const Instance& fine, CoarseKitchens& made) {
  std::vector<std::tuple<std::int32_t, std::int32_t, std::int32_t>> keyed;  // (to, from, transfer)
  for (std::size_t i = 0; i < fine.transfers.size(); ++i) {
    const Transfer& transfer = fine.transfers[i];
    keyed.emplace_back(made.coarse_of[transfer.to],
                       transfer.from == kNone ? kNone : made.coarse_of[transfer.from],
                       static_cast<std::int32_t>(i));
  }
  std::ranges::sort(keyed);
  made.coarse_transfer_of.resize(fine.transfers.size());
  std::vector<Transfer>& transfers = made.instance.transfers;
  double cost = 0, weights = 0;
  for (const auto& [to, from, i] : keyed) {
    const bool is_new = transfers.empty() || transfers.back().to != to || transfers.back().from != from;
    if (is_new) transfers.push_back({.from = from, .to = to}), cost = 0, weights = 0;
    Transfer& sum = transfers.back();
    sum.capacity += fine.transfers[i].capacity;
    // Weighted by what they could carry, since parts of a shared store may be nothing.
    const auto weight = static_cast<double>(fine.transfers[i].limit());
    cost += static_cast<double>(fine.transfers[i].cost) * weight;
    weights += weight;
    sum.cost = std::llround(cost / weights);
    made.coarse_transfer_of[i] = static_cast<std::int32_t>(transfers.size()) - 1;
  }
}

}  // namespace

CoarseNetwork Coarsen(const Network& fine, const Instance& kitchens, int level, int bins,
                      std::optional<std::span<const std::int64_t>> share, int threads) {
  CoarseNetwork made;
  Network& coarse = made.network;
  made.coarse_of.resize(fine.groups.size());
  std::vector<CoarseGroups> of_commodity(fine.first_group.size() - 1);
  ForEachTask(static_cast<int>(of_commodity.size()), threads, [&](int k) {
    of_commodity[static_cast<std::size_t>(k)] =
        CoarsenCommodity(fine, *kitchens.dataset, k, level, bins, share, made.coarse_of);
  });
  for (std::size_t k = 0; k < of_commodity.size(); ++k) {
    for (std::int32_t g = fine.first_group[k]; g < fine.first_group[k + 1]; ++g)
      made.coarse_of[g] += coarse.group_count();
    Append(fine, of_commodity[k], made);
  }
  IndexGroups(of_commodity.size(), coarse);
  if (!share) CopySuppliers(fine, made);
  LayTransfers(kitchens, coarse);
  return made;
}

CoarseKitchens CoarsenKitchens(const Instance& fine, int level) {
  CoarseKitchens made;
  made.instance.dataset = fine.dataset;
  made.instance.policy = fine.policy;
  made.coarse_of.resize(fine.requirements.size());
  Instance& coarse = made.instance;
  std::vector<std::tuple<std::int32_t, std::int32_t, std::int32_t>>
      keyed;  // (commodity, region, requirement)
  std::vector<Site> site;
  site.reserve(fine.requirements.size());
  for (std::size_t r = 0; r < fine.requirements.size(); ++r) {
    const RequirementRow& row = fine.requirements[r];
    site.push_back(SiteOf(*fine.dataset, fine.places[row.place]));
    keyed.emplace_back(row.commodity, RegionAt(site.back(), level), static_cast<std::int32_t>(r));
  }
  std::ranges::sort(keyed);
  std::vector<std::pair<const Site*, double>> sites;
  for (std::size_t i = 0; i < keyed.size();) {
    const auto [commodity, region, first] = keyed[i];
    RequirementRow sum{.place = static_cast<std::int32_t>(coarse.places.size()), .commodity = commodity};
    double penalty = 0, circuity = 0, all = 0;
    sites.clear();
    for (; i < keyed.size() && std::get<0>(keyed[i]) == commodity && std::get<1>(keyed[i]) == region; ++i) {
      const std::int32_t r = std::get<2>(keyed[i]);
      const RequirementRow& row = fine.requirements[r];
      made.coarse_of[r] = static_cast<std::int32_t>(coarse.requirements.size());
      sum.need += row.need;
      // A what-if may need nothing at all of a requirement.
      const auto weight = static_cast<double>(std::max<std::int64_t>(1, row.need));
      all += weight;
      penalty += weight * static_cast<double>(row.penalty);
      circuity += weight * static_cast<double>(fine.places[row.place].circuity.value);
      sites.emplace_back(&site[r], weight);
    }
    sum.lane_cap = sum.need;
    sum.penalty = std::llround(penalty / all);
    coarse.places.push_back(
        {.point = MiddleOf(sites), .circuity = {std::llround(circuity / all)}, .region = region});
    coarse.requirements.push_back(sum);
  }
  for (const CommoditySpan& span : fine.commodities) {
    CommoditySpan& made_span = coarse.commodities.emplace_back();
    made_span.dataset_commodity = span.dataset_commodity;
    made_span.rule = span.rule;
  }
  for (const RequirementRow& row : coarse.requirements) ++coarse.commodities[row.commodity].end_requirement;
  for (std::size_t k = 1; k < coarse.commodities.size(); ++k) {
    coarse.commodities[k].first_requirement = coarse.commodities[k - 1].end_requirement;
    coarse.commodities[k].end_requirement += coarse.commodities[k].first_requirement;
  }
  CoarsenTransfers(fine, made);
  return made;
}

std::vector<std::int64_t> GatherSent(const CoarseKitchens& kitchens,
                                     std::span<const std::int64_t> fine_sent) {
  std::vector<std::int64_t> sent(kitchens.instance.transfers.size());
  for (std::size_t i = 0; i < fine_sent.size(); ++i) sent[kitchens.coarse_transfer_of[i]] += fine_sent[i];
  return sent;
}

std::vector<std::int64_t> SpreadSent(const CoarseKitchens& kitchens, const Instance& fine,
                                     std::span<const std::int64_t> coarse_sent) {
  std::vector<std::int64_t> sent;
  for (std::size_t i = 0; i < fine.transfers.size(); ++i) {
    const std::int32_t coarse = kitchens.coarse_transfer_of[i];
    const std::int64_t all = kitchens.instance.transfers[coarse].capacity;
    sent.push_back(
        all == 0 ? 0
                 : static_cast<std::int64_t>(Int128{fine.transfers[i].capacity} * coarse_sent[coarse] / all));
  }
  return sent;
}

}  // namespace pasok::match::exact
