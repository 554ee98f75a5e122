#include "engine/match/question/instance_places.h"

#include <algorithm>
#include <string>
#include <vector>

#include "engine/match/question/sellers.h"

namespace pasok::match {
namespace {

class Stander {
 public:
  Stander(PlaceBook& book, Instance& instance, FindingLog& log)
      : book_(book),
        instance_(instance),
        dataset_(*instance.dataset),
        log_(log),
        ticket_of_supplier_(dataset_.suppliers.size(), kUnasked),
        ticket_of_demand_point_(dataset_.demand_points.size(), kUnasked) {}

  void Stand() {
    Ask();
    instance_.places = book_.Close();
    if (log_.errors() > 0) return;
    std::vector<std::int32_t> place_of_row;  // of a supplier
    place_of_row.reserve(instance_.suppliers.size());
    for (const SupplierRow& row : instance_.suppliers)
      place_of_row.push_back(book_.Index(ticket_of_supplier_[row.dataset_supplier]));
    for (OfferRow& row : instance_.offers) row.place = place_of_row[row.supplier];
    for (ExcludedOffer& row : instance_.excluded) {
      const std::int32_t ticket = ticket_of_supplier_[dataset_.offers[row.dataset_offer].supplier];
      if (ticket != kNone) row.place = book_.Index(ticket);
    }
    for (RequirementRow& row : instance_.requirements)
      row.place = book_.Index(ticket_of_demand_point_[row.demand_point]);
  }

 private:
  static constexpr std::int32_t kUnasked = -2;  // else a ticket of the book, or kNone: it has no point

  void Ask() {
    book_.Expect(instance_.suppliers.size());
    bool all = true;
    for (std::size_t s = 0; s < instance_.suppliers.size(); ++s) {
      const SupplierRow& row = instance_.suppliers[s];
      PrefetchSupplier(instance_, s);
      AskOfSupplier(row.dataset_supplier);
      all = all && ticket_of_supplier_[row.dataset_supplier] != kNone;
      if (row.aggregator != kNone) all = all && HasPoint(row.dataset_supplier);
    }
    if (!all) ReportPointlessOffers();
    for (const ExcludedOffer& row : instance_.excluded)
      AskOfSupplier(dataset_.offers[row.dataset_offer].supplier);
    for (const RequirementRow& row : instance_.requirements) {
      std::int32_t& ticket = ticket_of_demand_point_[row.demand_point];
      const DemandPoint& demand_point = dataset_.demand_points[row.demand_point];
      if (ticket == kUnasked) ticket = TicketFor(book_.Find(demand_point.region, demand_point.point));
      if (ticket == kNone) ReportPointless("demand_points.csv", "demand_id", demand_point.id);
    }
  }

  std::int32_t TicketFor(const std::optional<Place>& place) { return place ? book_.Add(*place) : kNone; }

  // Where it sells through an aggregator, that one's place.
  void AskOfSupplier(std::int32_t supplier) {
    std::int32_t& ticket = ticket_of_supplier_[supplier];
    if (ticket != kUnasked) return;
    const std::int32_t via = ViaOf(dataset_, instance_.policy, supplier);
    std::optional<Place> place = PlaceOf(via == kNone ? supplier : via);
    if (place && via != kNone) place->tier_region = dataset_.suppliers[supplier].region;
    ticket = TicketFor(place);
  }
  std::optional<Place> PlaceOf(std::int32_t supplier) const {
    return book_.Find(dataset_.suppliers[supplier].region, dataset_.suppliers[supplier].point);
  }
  bool HasPoint(std::int32_t supplier) const { return PlaceOf(supplier).has_value(); }

  void ReportPointlessOffers() {
    for (const OfferRow& row : instance_.offers) {
      const std::int32_t supplier = instance_.suppliers[row.supplier].dataset_supplier;
      if (!HasPoint(supplier))
        ReportPointless("suppliers.csv", "supplier_id", dataset_.suppliers[supplier].id);
      else if (ticket_of_supplier_[supplier] == kNone)
        ReportPointless("suppliers.csv", "supplier_id",
                        dataset_.suppliers[dataset_.suppliers[supplier].via].id);
    }
  }
  void ReportPointless(const std::string& file, const std::string& field, const std::string& id) {
    log_.Add({.code = "no_point",
              .file = file,
              .field = field,
              .value = id,
              .expected = "coordinates of its own, of its region or of an enclosing region"});
  }

  PlaceBook& book_;
  Instance& instance_;
  const Dataset& dataset_;
  FindingLog& log_;
  std::vector<std::int32_t> ticket_of_supplier_, ticket_of_demand_point_;
};

}  // namespace

void StandAtPlaces(PlaceBook& book, Instance& instance, FindingLog& log) {
  Stander(book, instance, log).Stand();
}

}  // namespace pasok::match
