// The record that a dataset's name is the hash of. Any change to it changes every dataset's name: raise the
// version then.
#include "engine/register/content_id.h"

#include <bit>

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
  for (const Licence& licence : supplier.licences) hash.Text(licence.name);
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

void Add(Sha256& hash, const CalendarDay& day) {
  hash.Number(day.date.days);
  hash.Number(day.demand_point);
  hash.Number(day.region);
  hash.Number(day.serves);
  hash.Number(day.portions_factor.value);
}

void Add(Sha256& hash, const Contract& contract) {
  hash.Number(contract.supplier);
  hash.Number(contract.demand_point);
  hash.Number(contract.commodity);
  Add(hash, contract.from);
  Add(hash, contract.to);
  Add(hash, contract.least);
  Add(hash, contract.most);
}

void Add(Sha256& hash, const Storage& storage) {
  hash.Number(storage.demand_point);
  hash.Number(storage.commodity);
  hash.Number(storage.capacity.value);
}

void Add(Sha256& hash, const Stock& stock) {
  hash.Number(stock.demand_point);
  hash.Number(stock.commodity);
  hash.Number(stock.weight.value);
  Add(hash, stock.use_by);
}

template <class Row>
void AddRows(Sha256& hash, std::string_view name, const std::vector<Row>& rows) {
  hash.Text(name);
  hash.Number(static_cast<std::int64_t>(rows.size()));
  for (const Row& row : rows) Add(hash, row);
}

// What came to the record after its version was fixed. A section stands there only where some row makes use
// of it, so that a dataset without it keeps its name.
template <class Row>
void AddRowsIfAny(Sha256& hash, std::string_view name, const std::vector<Row>& rows) {
  if (!rows.empty()) AddRows(hash, name, rows);
}

// A value of one row of an older section: the row, within it the item, and the value.
struct LaterValue {
  std::int64_t row = 0, item = 0, value = 0;
};
void Add(Sha256& hash, const LaterValue& later) {
  hash.Number(later.row);
  hash.Number(later.item);
  hash.Number(later.value);
}

void AddLaterColumns(Sha256& hash, const Dataset& dataset) {
  std::vector<LaterValue> licence_ends, registered, handling, fees, minutes;
  for (std::int64_t row = 0; row < std::ssize(dataset.suppliers); ++row) {
    const Supplier& supplier = dataset.suppliers[static_cast<std::size_t>(row)];
    for (std::int64_t item = 0; item < std::ssize(supplier.licences); ++item) {
      const std::optional<Date>& until = supplier.licences[static_cast<std::size_t>(item)].until;
      if (until) licence_ends.push_back({row, item, until->days});
    }
    if (supplier.registered_on) registered.push_back({row, 0, supplier.registered_on->days});
    if (supplier.handling_per_day) handling.push_back({row, 0, supplier.handling_per_day->value});
    if (supplier.handling_fee) fees.push_back({row, 0, supplier.handling_fee->value});
  }
  for (std::int64_t row = 0; row < std::ssize(dataset.distances); ++row) {
    const RegionDistance& distance = dataset.distances[static_cast<std::size_t>(row)];
    if (distance.minutes) minutes.push_back({row, 0, *distance.minutes});
  }
  AddRowsIfAny(hash, "licence_ends", licence_ends);
  AddRowsIfAny(hash, "registered_on", registered);
  AddRowsIfAny(hash, "handling_per_day", handling);
  AddRowsIfAny(hash, "handling_fee", fees);
  AddRowsIfAny(hash, "minutes", minutes);
}

}  // namespace

// Rows point at each other by index. The rows pointed at are part of the record, so an index says as much as
// a key.
std::string ContentId(const Dataset& dataset) {
  ContentIdInTheMaking id;
  id.AddRegionsAndSuppliers(dataset);
  return id.Finish(dataset);
}

void ContentIdInTheMaking::AddRegionsAndSuppliers(const Dataset& dataset) {
  hash_.Text(kVersion);
  AddRows(hash_, "regions", dataset.regions);
  AddRows(hash_, "suppliers", dataset.suppliers);
}

std::string ContentIdInTheMaking::Finish(const Dataset& dataset) {
  Sha256& hash = hash_;
  AddRows(hash, "commodities", dataset.commodities);
  AddRows(hash, "offers", dataset.offers);
  AddRows(hash, "demand_points", dataset.demand_points);
  AddRows(hash, "requirements", dataset.requirements);
  AddRows(hash, "distances", dataset.distances);
  AddRows(hash, "blocks", dataset.blocks);
  AddLaterColumns(hash, dataset);
  AddRowsIfAny(hash, "calendar", dataset.calendar);
  AddRowsIfAny(hash, "contracts", dataset.contracts);
  AddRowsIfAny(hash, "storage", dataset.storage);
  AddRowsIfAny(hash, "stock", dataset.stock);
  return hash.HexOf32Digits();
}

}  // namespace pasok
