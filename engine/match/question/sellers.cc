#include "engine/match/question/sellers.h"

#include <vector>

namespace pasok::match {
namespace {

Grams WeightIn(const std::unordered_map<std::int32_t, std::int64_t>& weights, std::int32_t supplier) {
  const auto found = weights.find(supplier);
  return {found == weights.end() ? 0 : found->second};
}

}  // namespace

std::int32_t ViaOf(const Dataset& dataset, const Policy& policy, std::int32_t supplier) {
  return policy.aggregators ? dataset.suppliers[supplier].via : kNone;
}

Sellers::Sellers(const Instance& instance, const PlaceBook& places)
    : instance_(instance), dataset_(*instance.dataset), policy_(instance.policy), places_(places) {}

void Sellers::OpenDay(const std::optional<Date>& date, const TakenWeights& taken) {
  date_ = date;
  taken_ = taken;
  handling_.clear();
  if (!policy_.aggregators) return;
  // Of all that sell through it together.
  std::unordered_map<std::int32_t, std::int64_t> gone;
  for (const auto& [supplier, weight] : taken.by_supplier) {
    const std::int32_t via = ViaOf(dataset_, policy_, supplier);
    if (via != kNone) gone[via] += weight;
  }
  for (std::int32_t s = 0; s < std::ssize(dataset_.suppliers); ++s) {
    const std::int32_t via = ViaOf(dataset_, policy_, s);
    if (via == kNone || !dataset_.suppliers[via].handling_per_day) continue;
    handling_[via] =
        QuantaLeft(*dataset_.suppliers[via].handling_per_day, WeightIn(gone, via), policy_.quantum);
  }
}

Seller Sellers::On(std::int32_t supplier) const {
  const Supplier& row = dataset_.suppliers[supplier];
  Seller seller{.supplier = &row, .licensed = &row, .via = policy_.aggregators ? row.via : kNone};
  // On the undated day nobody is new, and before the day of registration only where probation is a rule.
  seller.on_probation = policy_.probation.days > 0 && row.registered_on && date_ &&
                        date_->days - row.registered_on->days < policy_.probation.days;
  seller.whole = seller.capacity = seller.before = seller.handled = SupplierRow::kUnlimited;
  if (row.capacity_per_day) {
    const Grams gone = WeightIn(taken_.by_supplier, supplier);
    const Grams allowed = seller.on_probation ? OnProbation(*row.capacity_per_day) : *row.capacity_per_day;
    seller.whole = QuantaLeft(*row.capacity_per_day, gone, policy_.quantum);
    seller.capacity = QuantaLeft(allowed, gone, policy_.quantum);
    seller.before = QuantaLeft(allowed, {}, policy_.quantum);
  }
  if (seller.via == kNone) return seller;
  const Supplier& via = dataset_.suppliers[seller.via];
  seller.licensed = &via;
  if (const auto handling = handling_.find(seller.via); handling != handling_.end())
    seller.handled = handling->second;
  seller.fee_sen_per_kg = via.handling_fee.value_or(SenPerKg{}).value;
  if (!roads_) roads_.emplace(instance_);
  const std::optional<Place> from = places_.Find(row.region, row.point),
                             to = places_.Find(via.region, via.point);
  if (from && to) seller.first_leg = roads_->RoadBetween(*from, *to);
  seller.first_leg_minutes = roads_->ListedMinutes(row.region, via.region);
  return seller;
}

Grams Sellers::OnProbation(Grams capacity) const {
  return {static_cast<std::int64_t>(Int128{capacity.value} * policy_.probation.max_share.value / 1'000'000)};
}

void WarnOfLaterSellers(const Instance& instance, FindingLog& log) {
  if (!instance.date || instance.policy.probation.days == 0) return;
  std::vector<bool> told(instance.dataset->suppliers.size());
  for (const SupplierRow& row : instance.suppliers) {
    const Supplier& supplier = instance.dataset->suppliers[row.dataset_supplier];
    const std::optional<Date>& day = instance.days[row.day];
    if (!supplier.registered_on || supplier.registered_on->days <= day->days) continue;
    if (told[row.dataset_supplier]) continue;
    told[row.dataset_supplier] = true;
    log.Add({.severity = Severity::kWarning,
             .code = "registered_later",
             .file = "suppliers.csv",
             .field = "registered_on",
             .value = supplier.id + " " + ToIso(*supplier.registered_on),
             .expected = "a day until " + ToIso(*day) +
                         ", on which it may sell already, as if it were new then (probation)"});
  }
}

}  // namespace pasok::match
