// Suppliers, offers, demand points and requirements that a scenario adds.
#include <algorithm>

#include "engine/match/lanes/lane.h"
#include "engine/register/codes.h"
#include "engine/register/nearest.h"
#include "engine/study/scenario/codes.h"
#include "engine/study/scenario/offer_days.h"
#include "engine/study/scenario/workbench.h"

namespace pasok::study {
namespace {

constexpr Metres kNowhereNear{1'500'000};  // as in the registers' own check: no province reaches that far

}  // namespace

void Workbench::Do(const AddSupplier& change) {
  const Mark at = scenario_.changes[change_].at;
  if (FindSupplier(change.row.id) != kNone) {
    return Fault(pasok::code::kDuplicateId, at, change.row.id, "a supplier_id that suppliers.csv hasn't got");
  }
  Supplier row = change.row;
  row.region = RegionNamed(change.region);
  if (change.via) row.via = SupplierNamed(*change.via);
  if (row.region == kNone) return;
  CheckPlace(row.point, row.region, change.region.at);
  if (!MayAddRow()) return;
  dataset_.suppliers.push_back(std::move(row));
  active_by_.push_back(kNone);
  total_set_by_.push_back(kNone);
  const auto index = static_cast<std::int32_t>(dataset_.suppliers.size()) - 1;
  added_suppliers_.emplace_back(index, change.via ? change.via->at : at);
  ++touched().suppliers;
  PutOffers(index, change.offers);
}

void Workbench::Do(const AddOffers& change) {
  const std::int32_t supplier = SupplierNamed(change.supplier);
  if (supplier != kNone) PutOffers(supplier, change.offers);
}

void Workbench::Do(const AddDemandPoint& change) {
  if (FindDemandPoint(change.row.id) != kNone) {
    return Fault(pasok::code::kDuplicateId, scenario_.changes[change_].at, change.row.id,
                 "a demand_id that demand_points.csv hasn't got");
  }
  DemandPoint row = change.row;
  row.region = RegionNamed(change.region);
  if (row.region == kNone) return;
  CheckPlace(row.point, row.region, change.region.at);
  if (!MayAddRow()) return;
  dataset_.demand_points.push_back(std::move(row));
  ++touched().demand_points;
  PutRequirements(static_cast<std::int32_t>(dataset_.demand_points.size()) - 1, change.requirements);
}

void Workbench::Do(const AddRequirements& change) {
  const std::int32_t point = DemandPointNamed(change.demand_point);
  if (point != kNone) PutRequirements(point, change.requirements);
}

void Workbench::PutOffers(std::int32_t supplier, const std::vector<NewOffer>& offers) {
  for (const NewOffer& offer : offers) {
    if (!MayAddRow()) return;
    Offer row = offer.row;
    row.supplier = supplier;
    row.commodity = NewCommodity(offer.commodity);
    added_offers_.emplace_back(static_cast<std::int32_t>(dataset_.offers.size()), offer.commodity.at);
    dataset_.offers.push_back(row);
    capacity_set_by_.push_back(kNone);
    price_set_by_.push_back(kNone);
    ++touched().offers;
  }
}

void Workbench::PutRequirements(std::int32_t demand_point, const std::vector<NewRequirement>& requirements) {
  for (const NewRequirement& requirement : requirements) {
    if (!MayAddRow()) return;
    Requirement row = requirement.row;
    row.demand_point = demand_point;
    row.commodity = NewCommodity(requirement.commodity);
    if (!RequirementKeys().emplace(row.demand_point, row.commodity, row.date).second) {
      Fault(pasok::code::kDuplicateKey, requirement.commodity.at, requirement.commodity.text,
            "each need of a commodity on a day once", "it is there already: change it by `need`");
      continue;
    }
    dataset_.requirements.push_back(row);
    need_set_by_.push_back(kNone);
    ++touched().requirements;
  }
}

std::int32_t Workbench::NewCommodity(const Name& name) {
  added_commodities_.push_back(name);
  const std::int32_t found = FindCommodity(name.text);
  if (found != kNone) return found;
  dataset_.commodities.push_back(name.text);
  return static_cast<std::int32_t>(dataset_.commodities.size()) - 1;
}

void Workbench::CheckPlace(const std::optional<Point>& point, std::int32_t region, const Mark& at) {
  std::int32_t pointed = region;
  const std::vector<Region>& regions = dataset_.regions;
  while (pointed != kNone && !regions[pointed].point) pointed = regions[pointed].parent;
  if (pointed == kNone) {
    if (point) return;
    return Fault(pasok::code::kNoPoint, at, regions[region].code,
                 "a place with a point of its own, or in a region that has one", "add lat and lng");
  }
  if (!point || match::GreatCircle(*point, *regions[pointed].point) <= kNowhereNear) return;
  Fault(pasok::code::kWrongPlace, at, regions[region].code, "a point near its region",
        "check the coordinates: they lie more than 1500 km away");
}

void Workbench::CheckAdditions() {
  for (const Name& name : added_commodities_) {
    if (policy_.FindCommodity(name.text) != nullptr) continue;
    std::vector<std::string_view> known;
    for (const CommodityRule& rule : policy_.commodities) known.push_back(rule.code);
    const std::string guess = DidYouMean(Nearest(name.text, known));
    Fault(pasok::code::kUnknownCommodity, name.at, name.text, "a commodity of the policy",
          guess.empty() ? "add the commodity to the policy, or correct its name" : guess);
  }
  CheckVia();
  CheckOffersApart();
}

// As the register's own check: an aggregator sells by itself, and is active where its suppliers are.
void Workbench::CheckVia() {
  for (const auto& [index, at] : added_suppliers_) {
    const Supplier& row = dataset_.suppliers[index];
    if (row.via == kNone) continue;
    const Supplier& via = dataset_.suppliers[row.via];
    if (via.via != kNone) {
      Fault(pasok::code::kViaChain, at, via.id, "an aggregator that sells by itself");
    } else if (row.active && !via.active) {
      Fault(pasok::code::kViaInactive, at, via.id, "an active aggregator", "activate it, or name another");
    }
  }
}

void Workbench::CheckOffersApart() {
  if (added_offers_.empty()) return;
  const auto seller = [](const Offer& offer) { return std::pair(offer.supplier, offer.commodity); };
  std::map<std::pair<std::int32_t, std::int32_t>, std::vector<std::int32_t>> alike;
  for (const auto& [index, at] : added_offers_) alike[seller(dataset_.offers[index])];
  for (std::int32_t o = 0; o < std::ssize(dataset_.offers); ++o) {
    const auto found = alike.find(seller(dataset_.offers[o]));
    if (found != alike.end()) found->second.push_back(o);
  }
  for (const auto& [index, at] : added_offers_) {
    const Offer& added = dataset_.offers[index];
    const bool overlaps = std::ranges::any_of(alike[seller(added)], [&](std::int32_t other) {
      return other != index && ShareADay(added, dataset_.offers[other]);
    });
    if (!overlaps) continue;
    Fault(pasok::code::kOverlappingWindows, at, dataset_.commodities[added.commodity],
          "one offer at a time of a supplier's commodity",
          "change the one that is there by `capacity` and `price`, or part the dates");
  }
}

}  // namespace pasok::study
