// The record that a dataset's name is the hash of. Any change to it changes every dataset's name: raise the
// version then.
#include <bit>

#include "engine/register/dataset.h"
#include "engine/register/sha256.h"

namespace pasok {
namespace {

constexpr std::string_view kVersion = "pasok-dataset-1";

void Add(Sha256& hash, const std::optional<Point>& point) {
  hash.Number(point.has_value());
  if (!point) return;
  // Adding 0.0 makes one zero of the two.
  hash.Number(std::bit_cast<std::int64_t>(point->lat + 0.0));
  hash.Number(std::bit_cast<std::int64_t>(point->lng + 0.0));
}

template <class Kind>
void Add(Sha256& hash, const std::optional<Amount<Kind>>& amount) {
  hash.Number(amount.has_value());
  if (amount) hash.Number(amount->value);
}

void Add(Sha256& hash, const std::optional<Date>& date) {
  hash.Number(date.has_value());
  if (date) hash.Number(date->days);
}

void Add(Sha256& hash, const Region& region) {
  hash.Text(region.code);
  hash.Text(region.name);
  Add(hash, region.point);
  Add(hash, region.circuity);
}

void Add(Sha256& hash, const Supplier& supplier) {
  hash.Text(supplier.id);
  hash.Text(supplier.name);
  hash.Text(ToWord(supplier.kind));
  hash.Number(supplier.region);
  Add(hash, supplier.point);
  hash.Number(supplier.active);
  hash.Text(supplier.owner_group);
  hash.Number(static_cast<std::int64_t>(supplier.licences.size()));
  for (const std::string& licence : supplier.licences) hash.Text(licence);
  Add(hash, supplier.capacity_per_day);
  hash.Number(supplier.via);
}

void Add(Sha256& hash, const std::string& text) { hash.Text(text); }

void Add(Sha256& hash, const Offer& offer) {
  hash.Number(offer.supplier);
  hash.Number(offer.commodity);
  hash.Number(offer.capacity_per_day.value);
  hash.Number(offer.price.value);
  Add(hash, offer.lot);
  Add(hash, offer.min_delivery);
  Add(hash, offer.available_from);
  Add(hash, offer.available_to);
  hash.Number(offer.weekdays);
}

void Add(Sha256& hash, const DemandPoint& point) {
  hash.Text(point.id);
  hash.Text(point.name);
  hash.Text(ToWord(point.kind));
  hash.Number(point.region);
  Add(hash, point.point);
  hash.Text(point.owner_group);
  hash.Number(point.priority);
  for (const std::int32_t recipients : point.recipients) hash.Number(recipients);
}

void Add(Sha256& hash, const Requirement& requirement) {
  hash.Number(requirement.demand_point);
  hash.Number(requirement.commodity);
  hash.Number(requirement.need.value);
  Add(hash, requirement.date);
}

void Add(Sha256& hash, const RegionDistance& distance) {
  hash.Number(distance.from_region);
  hash.Number(distance.to_region);
  hash.Number(distance.road.value);
}

void Add(Sha256& hash, const Block& block) {
  hash.Number(block.supplier);
  hash.Number(block.demand_point);
  hash.Text(block.reason);
}

template <class Row>
void AddRows(Sha256& hash, std::string_view name, const std::vector<Row>& rows) {
  hash.Text(name);
  hash.Number(static_cast<std::int64_t>(rows.size()));
  for (const Row& row : rows) Add(hash, row);
}

}  // namespace

// Rows point at each other by index. The rows pointed at are part of the record, so an index says as much as
// a key.
std::string ContentId(const Dataset& dataset) {
  Sha256 hash;
  hash.Text(kVersion);
  AddRows(hash, "regions", dataset.regions);
  AddRows(hash, "suppliers", dataset.suppliers);
  AddRows(hash, "commodities", dataset.commodities);
  AddRows(hash, "offers", dataset.offers);
  AddRows(hash, "demand_points", dataset.demand_points);
  AddRows(hash, "requirements", dataset.requirements);
  AddRows(hash, "distances", dataset.distances);
  AddRows(hash, "blocks", dataset.blocks);
  return hash.HexOf32Digits();
}

}  // namespace pasok
