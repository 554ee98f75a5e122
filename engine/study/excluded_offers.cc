#include "engine/study/excluded_offers.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "engine/match/files/fit.h"
#include "engine/match/question/delivery.h"
#include "engine/study/days.h"

namespace pasok::study {
namespace {

using match::Instance;

std::string_view ToWord(match::Excluded reason) {
  switch (reason) {
    case match::Excluded::kInactive:
      return "inactive";
    case match::Excluded::kNotAvailable:
      return "not_available";
    case match::Excluded::kLicence:
      return "licence";
    case match::Excluded::kPriceCeiling:
      return "price_ceiling";
    case match::Excluded::kNoCapacity:
      return "sold_before";
    case match::Excluded::kLicenceEnded:
      return "licence_ended";
    case match::Excluded::kProbation:
      return "probation";
    case match::Excluded::kFirstLegTooLong:
    case match::Excluded::kFirstLegTooSlow:
      return "first_leg";
    case match::Excluded::kTooSmall:
      return "too_small";
  }
  return "";
}

// Quanta: the smallest need of the commodity on the day, or what might be taken of it; 0: there is none.
std::int64_t SmallestNeed(const Instance& instance, std::int32_t span) {
  std::int64_t smallest = 0;
  const match::CommoditySpan& requirements = instance.commodities[span];
  for (std::int32_t r = requirements.first_requirement; r < requirements.end_requirement; ++r) {
    const std::int64_t need = instance.requirements[r].sized_by();
    if (need > 0) smallest = smallest == 0 ? need : std::min(smallest, need);
  }
  return smallest;
}

// What can be sold of it, and the least that anybody may order, where the one is less than the other.
struct TooSmall {
  Grams capacity, at_least;
};

std::optional<TooSmall> TooSmallOf(const match::ExcludedOffer& excluded, const Instance& instance) {
  const Dataset& dataset = *instance.dataset;
  const Grams quantum = instance.policy.quantum;
  const Offer& offer = dataset.offers[excluded.dataset_offer];
  if (excluded.reason == match::Excluded::kTooSmall) {
    const std::int32_t span = instance.SpanOf(excluded.day, offer.commodity);
    const match::DeliverySize size =
        match::SizeOf(instance.policy, *instance.commodities[span].rule, offer, SmallestNeed(instance, span));
    return TooSmall{.capacity = {excluded.capacity * quantum.value},
                    .at_least = {size.least * quantum.value}};
  }
  if (excluded.reason != match::Excluded::kNoCapacity) return std::nullopt;
  // Where it never was a quantum, nothing of it was sold before.
  const Supplier& supplier = dataset.suppliers[offer.supplier];
  Grams capacity =
      std::min(offer.capacity_per_day, supplier.capacity_per_day.value_or(offer.capacity_per_day));
  if (instance.policy.aggregators && supplier.via != kNone)
    capacity = std::min(capacity, dataset.suppliers[supplier.via].handling_per_day.value_or(capacity));
  if (capacity >= quantum) return std::nullopt;
  return TooSmall{.capacity = capacity, .at_least = quantum};
}

}  // namespace

std::vector<match::ExcludedOffer> ExcludedOn(const Instance& instance) {
  if (!HasDays(instance)) return instance.excluded;
  std::map<std::int32_t, match::ExcludedOffer> farthest;  // by offer of the dataset
  for (const match::ExcludedOffer& excluded : instance.excluded) {
    const auto [at, is_new] = farthest.try_emplace(excluded.dataset_offer, excluded);
    if (!is_new && excluded.reason > at->second.reason) at->second = excluded;
  }
  for (const match::OfferRow& offer : instance.offers) farthest.erase(offer.dataset_offer);
  std::vector<match::ExcludedOffer> list;
  for (const auto& [offer, excluded] : farthest) list.push_back(excluded);
  return list;
}

Table ExcludedTable(const Instance& instance, const std::vector<match::ExcludedOffer>& list) {
  const Dataset& dataset = *instance.dataset;
  Table table{.key = "excluded_offers",
              .title = HasDays(instance) ? Title("Offers that could not sell on any day",
                                                 "Tawaran yang tidak dapat menjual pada hari mana pun")
                                         : Title("Offers that could not sell that day",
                                                 "Tawaran yang tidak dapat menjual hari itu"),
              .columns = {{"supplier_id", {"Supplier", "Pemasok"}, Unit::kText},
                          {"commodity", {"Commodity", "Komoditas"}, Unit::kText},
                          {"reason", {"Reason", "Sebab"}, Unit::kText},
                          {"price", {"Price", "Harga"}, Unit::kSenPerKg},
                          {"ceiling", {"Ceiling", "Harga tertinggi"}, Unit::kSenPerKg},
                          {"missing", {"Missing licences", "Izin yang belum ada"}, Unit::kText},
                          {"capacity", {"Can deliver", "Dapat mengirim"}, Unit::kGrams},
                          {"at_least", {"At least", "Paling sedikit"}, Unit::kGrams}},
              .rows = {}};
  std::vector<std::int32_t> days;
  for (const match::ExcludedOffer& excluded : list) {
    const Offer& offer = dataset.offers[excluded.dataset_offer];
    const CommodityRule& rule = *instance.commodities[offer.commodity].rule;
    const Supplier& supplier = dataset.suppliers[offer.supplier];
    Cell ceiling, missing, capacity, at_least;
    if (excluded.reason == match::Excluded::kPriceCeiling)
      ceiling = rule.CeilingFor(dataset, offer.supplier)->value;
    if (excluded.reason == match::Excluded::kLicence || excluded.reason == match::Excluded::kLicenceEnded)
      missing = match::MissingLicences(match::SellerOf(dataset, instance.policy, offer.supplier), rule,
                                       instance.days[excluded.day]);
    const std::optional<TooSmall> too_small = TooSmallOf(excluded, instance);
    if (too_small) capacity = too_small->capacity.value, at_least = too_small->at_least.value;
    table.rows.push_back({supplier.id, dataset.commodities[offer.commodity],
                          std::string(ToWord(too_small ? match::Excluded::kTooSmall : excluded.reason)),
                          offer.price.value, ceiling, missing, capacity, at_least});
    days.push_back(excluded.day);
  }
  AddDates(instance, 2, days, table);
  return table;
}

}  // namespace pasok::study
