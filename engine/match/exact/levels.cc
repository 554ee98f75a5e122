#include "engine/match/exact/levels.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <tuple>

namespace pasok::match::exact {
namespace {

std::int32_t RegionAt(const Site& site, int level) {
  while (level > 0 && site.enclosing[static_cast<std::size_t>(level)] == kNone) --level;
  return site.enclosing[static_cast<std::size_t>(level)];
}

// The middle of the members' sites, standing in the region that they share.
Site MiddleOf(const Network& fine, std::span<const std::int32_t> members, int level) {
  Site middle = fine.sites[fine.groups[members.front()].site];
  std::array<double, 3> sum{};
  double circuity = 0;
  for (const std::int32_t g : members) {
    const Site& site = fine.sites[fine.groups[g].site];
    for (std::size_t axis = 0; axis < 3; ++axis) sum[axis] += site.unit[axis];
    circuity += static_cast<double>(site.circuity_milli);
  }
  const double length = std::hypot(sum[0], sum[1], sum[2]);
  if (length > 0) {
    for (std::size_t axis = 0; axis < 3; ++axis) middle.unit[axis] = sum[axis] / length;
    constexpr double kDegrees = 180 / std::numbers::pi;
    middle.point = {.lat = std::asin(middle.unit[2]) * kDegrees,
                    .lng = std::atan2(middle.unit[1], middle.unit[0]) * kDegrees};
  }
  middle.circuity_milli = std::llround(circuity / static_cast<double>(members.size()));
  middle.region = RegionAt(middle, level);
  for (std::size_t deeper = static_cast<std::size_t>(level) + 1; deeper < 4; ++deeper)
    middle.enclosing[deeper] = kNone;
  return middle;
}

// The offers of the members, by price, in at most `bins` bins of about equal capacity at their mean price.
void AppendBinned(const Network& fine, std::span<const std::int32_t> members,
                  std::span<const std::int64_t> share, int bins, std::vector<PlainOffer>& plain) {
  std::vector<std::pair<std::int64_t, std::int64_t>> sold;  // (price, capacity)
  std::int64_t total = 0;
  const auto add = [&](std::int64_t price, std::int64_t capacity) {
    if (capacity > 0) sold.emplace_back(price, capacity), total += capacity;
  };
  for (const std::int32_t g : members) {
    const Group& group = fine.groups[g];
    for (std::int32_t i = group.first_plain; i < group.end_plain; ++i)
      add(fine.plain[i].price, fine.plain[i].capacity);
    for (std::int32_t i = group.first_capped; i < group.end_capped; ++i) add(fine.capped[i].price, share[i]);
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

}  // namespace

CoarseNetwork Coarsen(const Network& fine, int level, int bins, std::span<const std::int64_t> share) {
  CoarseNetwork made;
  Network& coarse = made.network;
  made.coarse_of.resize(fine.groups.size());
  std::vector<std::tuple<std::int32_t, std::int32_t, std::int32_t>> keyed;  // (commodity, region, group)
  for (std::int32_t g = 0; g < fine.group_count(); ++g) {
    keyed.emplace_back(fine.groups[g].commodity, RegionAt(fine.sites[fine.groups[g].site], level), g);
  }
  std::ranges::sort(keyed);
  std::vector<std::int32_t> members;
  for (std::size_t i = 0; i < keyed.size();) {
    const auto [commodity, region, first] = keyed[i];
    members.clear();
    for (; i < keyed.size() && std::get<0>(keyed[i]) == commodity && std::get<1>(keyed[i]) == region; ++i) {
      members.push_back(std::get<2>(keyed[i]));
      made.coarse_of[std::get<2>(keyed[i])] = coarse.group_count();
    }
    Group group{.commodity = commodity,
                .site = static_cast<std::int32_t>(coarse.sites.size()),
                .rest = {},
                .first_plain = static_cast<std::int32_t>(coarse.plain.size())};
    coarse.sites.push_back(MiddleOf(fine, members, level));
    AppendBinned(fine, members, share, bins, coarse.plain);
    group.end_plain = static_cast<std::int32_t>(coarse.plain.size());
    coarse.groups.push_back(group);
  }
  coarse.first_group.assign(fine.first_group.size(), coarse.group_count());
  for (std::int32_t g = coarse.group_count(); g-- > 0;) coarse.first_group[coarse.groups[g].commodity] = g;
  for (std::size_t k = coarse.first_group.size() - 1; k-- > 0;) {
    coarse.first_group[k] = std::min(coarse.first_group[k], coarse.first_group[k + 1]);
  }
  return made;
}

}  // namespace pasok::match::exact
