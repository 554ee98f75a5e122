// Which offers of the dataset stand on a day, what is left of them, and why the others don't.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "engine/match/question/instance.h"
#include "engine/match/question/places.h"
#include "engine/match/question/question_names.h"
#include "engine/match/question/sellers.h"

namespace pasok::match {

// Fills an instance's offers, suppliers, aggregators and excluded offers day by day, without their places.
// The instance and the places outlive it.
class OfferRows {
 public:
  OfferRows(Instance& instance, const PlaceBook& places);

  // Those of the day, an index into Instance::days; days in their order. REQUIRES its spans, with their
  // requirements, and what these may take; counts the offers of a span in its `end_offer`. O(offers +
  // suppliers of the dataset + commodities + requirements of the day).
  void AddDay(std::int32_t day, const TakenWeights& taken);

 private:
  // An offer that stands, in brief: they are many.
  struct Standing {
    std::int32_t dataset_offer = kNone, supplier = kNone;
    std::int64_t capacity = 0, held_back = 0;  // as in OfferRow
  };
  struct Shared {
    std::int64_t whole = 0, given = 0;
  };

  void FindSmallestNeeds();
  // Among those that stand or those that don't. `is_available`: in its window, and the first such of its
  // commodity.
  void AddOffer(std::int32_t index, bool is_available, const Seller& seller, const TakenWeights& taken);
  std::optional<Excluded> WhyExcluded(const Offer& offer, bool is_available, const Seller& seller,
                                      std::int64_t whole, std::int64_t capacity) const;
  bool HasEndedLicence(const Supplier& supplier, const CommodityRule& rule) const;
  bool IsTooSmall(const Offer& offer, const CommodityRule& rule, std::int64_t capacity) const;
  std::int32_t SupplierRowOf(const Offer& offer, const Seller& seller);
  std::int32_t AggregatorRowOf(const Seller& seller);
  void PutByCommodity();

  const std::optional<Date>& date() const { return instance_.days[day_]; }
  const CommoditySpan& SpanOf(const Offer& offer) const {
    return instance_.commodities[first_span_ + offer.commodity];
  }

  Instance& instance_;
  const Dataset& dataset_;
  Sellers sellers_;
  // What a supplier row's aggregator asks for.
  struct Leg {
    Metres metres{};
    std::int64_t fee_sen_per_kg = 0;
  };

  // Of the day:
  std::int32_t day_ = 0, first_span_ = 0;
  std::vector<std::int64_t> smallest_need_;  // per commodity, quanta; 0: none is needed or taken
  std::vector<Standing> standing_;           // in the dataset's order
  std::vector<Shared> shared_;               // of each of these; empty where the policy doesn't spread fairly
  std::unordered_map<std::int32_t, std::int32_t> row_of_aggregator_;
  std::size_t first_supplier_ = 0;  // row of the day
  std::vector<Leg> legs_;           // of each such row; empty where the policy knows no aggregators
};

}  // namespace pasok::match
