#include "engine/match/recheck/outlook.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <string_view>

namespace pasok::match::recheck {
namespace {

constexpr double kRadiusM = 6'371'008.8;
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

}  // namespace

Outlook::Outlook(const Ground& ground) : ground_(ground) {
  const Dataset& dataset = ground.dataset;
  double least = 10, most = 1;  // circuity; no lane has more than the larger or less than the smaller
  const auto add = [&](std::vector<End>& ends, std::int32_t region, const std::optional<Point>& own) {
    const End& end = ends.emplace_back(EndOf(region, own));
    least = std::min(least, end.circuity), most = std::max(most, end.circuity);
  };
  for (std::int32_t s = 0; s < std::ssize(dataset.suppliers); ++s) {
    const std::int32_t via = ground.rules.ViaOf(s);
    const Supplier& seller = dataset.suppliers[via == kNone ? s : via];
    add(suppliers_, seller.region, seller.point);
    suppliers_.back().tier_region = dataset.suppliers[s].region;
  }
  for (const DemandPoint& point : dataset.demand_points) add(demand_points_, point.region, point.point);

  slack_ = 2 * most + 1;
  for (const std::string& code : dataset.commodities) {
    const CommodityRule* rule = ground.policy.FindCommodity(code);
    Reach& reach = reach_.emplace_back();
    reach.inner_squared = reach.outer_squared = HUGE_VAL;
    if (!rule || !rule->max_distance) continue;
    const auto limit = static_cast<double>(rule->max_distance->value);
    const double half_arc = std::min(std::numbers::pi / 2, (limit - slack_) / (2 * kRadiusM * least));
    const double inner = 2 * kRadiusM * least * std::sin(half_arc);
    reach.inner_squared = inner < 0 ? -1 : inner * inner;
    reach.outer_squared = (limit + slack_) * (limit + slack_);
  }
  ListForbidden();
}

Outlook::End Outlook::EndOf(std::int32_t region, const std::optional<Point>& own) const {
  End end{.circuity = static_cast<double>(ground_.rules.roads().CircuityOf(region).value) / 1000,
          .region = region};
  const std::optional<Point> point = ground_.rules.roads().PointOf(region, own);
  if (!point) {
    end.x = kUnknown;
    return end;
  }
  const double lat = point->lat * std::numbers::pi / 180, lng = point->lng * std::numbers::pi / 180;
  end.x = std::cos(lat) * std::cos(lng), end.y = std::cos(lat) * std::sin(lng), end.z = std::sin(lat);
  return end;
}

void Outlook::ListForbidden() {
  const Dataset& dataset = ground_.dataset;
  blocked_.resize(dataset.demand_points.size());
  owner_of_.resize(dataset.demand_points.size());
  std::vector<std::vector<std::int32_t>> farms_of(dataset.suppliers.size());
  for (std::int32_t s = 0; s < std::ssize(dataset.suppliers); ++s) {
    if (ground_.rules.ViaOf(s) != kNone) farms_of[ground_.rules.ViaOf(s)].push_back(s);
  }
  const auto add_seller = [&](std::vector<std::int32_t>& suppliers, std::int32_t seller) {
    suppliers.push_back(seller);
    suppliers.insert(suppliers.end(), farms_of[seller].begin(), farms_of[seller].end());
  };
  for (const Block& block : dataset.blocks) add_seller(blocked_[block.demand_point], block.supplier);
  if (ground_.policy.related_party != RelatedParty::kForbid) return;
  std::map<std::string_view, std::size_t> owners;
  for (std::int32_t d = 0; d < std::ssize(dataset.demand_points); ++d) {
    const std::string& owner = dataset.demand_points[d].owner_group;
    if (!owner.empty()) owner_of_[d] = owners.try_emplace(owner, owners.size()).first->second;
  }
  related_.resize(owners.size());
  for (std::int32_t s = 0; s < std::ssize(dataset.suppliers); ++s) {
    if (const auto owner = owners.find(dataset.suppliers[s].owner_group); owner != owners.end())
      add_seller(related_[owner->second], s);
  }
}

std::vector<Outlook::RegionGlance> Outlook::GlanceAtRegions(std::int32_t demand_region) const {
  const Dataset& dataset = ground_.dataset;
  std::vector<RegionGlance> glances(dataset.regions.size());
  for (std::int32_t region = 0; region < std::ssize(glances); ++region) {
    const auto tier = static_cast<std::size_t>(dataset.TierBetween(region, demand_region));
    glances[region].surcharge = static_cast<double>(ground_.policy.quantum.value) *
                                static_cast<double>(ground_.policy.tier_surcharge[tier].value) / 1000;
    if (const std::optional<Metres> road = ground_.rules.roads().ListedRoad(region, demand_region)) {
      glances[region].listed_squared = static_cast<double>(road->value) * static_cast<double>(road->value);
    }
  }
  return glances;
}

std::vector<std::int32_t> Outlook::MinutesFromRegions(std::int32_t demand_region) const {
  std::vector<std::int32_t> minutes;
  for (std::int32_t region = 0; region < std::ssize(ground_.dataset.regions); ++region) {
    minutes.push_back(ground_.rules.roads().ListedMinutes(region, demand_region).value_or(-1));
  }
  return minutes;
}

void Outlook::Take(std::int32_t demand_point, std::vector<Glance>& glances) const {
  const std::vector<RegionGlance> regions =
      GlanceAtRegions(ground_.dataset.demand_points[demand_point].region);
  const End& to = demand_points_[demand_point];
  glances.resize(suppliers_.size());
  for (std::size_t s = 0; s < suppliers_.size(); ++s) {
    const RegionGlance& region = regions[suppliers_[s].region];
    const End& from = suppliers_[s];
    const double x = from.x - to.x, y = from.y - to.y, z = from.z - to.z;
    const double metres = kRadiusM * std::max(from.circuity, to.circuity);
    const double reach_squared = (x * x + y * y + z * z) * (metres * metres);
    // A NaN shows a missing point also where the road is listed.
    const bool listed = region.listed_squared >= 0 && reach_squared >= 0;
    glances[s] = {.reach_squared = listed ? region.listed_squared : reach_squared,
                  .surcharge = regions[from.tier_region].surcharge};
  }
  for (const std::int32_t s : blocked_[demand_point]) glances[s].reach_squared = kUnknown;
  if (!owner_of_[demand_point]) return;
  for (const std::int32_t s : related_[*owner_of_[demand_point]]) glances[s].reach_squared = kUnknown;
}

}  // namespace pasok::match::recheck
