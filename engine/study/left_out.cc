#include "engine/study/left_out.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/study/bottlenecks_tables.h"
#include "engine/study/days.h"
#include "engine/study/names.h"
#include "engine/study/wording.h"

namespace pasok::study {
namespace {

using match::Excluded;
using match::Instance;

struct Rule {
  Excluded reason;
  Sentence one, more;  // what such an offer is
};

// Of use only where near: neither money nor a paper is what is missing.
std::array<Rule, 2> ByDistance(const Instance& instance) {
  const bool days = HasDays(instance);
  const Sentence not_sold{days ? " not sold then" : " not sold that day",
                          days ? " yang tidak dijual saat itu" : " yang tidak dijual hari itu"};
  return {{{Excluded::kInactive,
            {" of an inactive supplier", " pemasok tidak aktif"},
            {" of inactive suppliers", " pemasok tidak aktif"}},
           {Excluded::kNotAvailable, not_sold, not_sold}}};
}
const std::array<Rule, 4> kByPrice{
    {{Excluded::kPriceCeiling,
      {" above the price ceiling", " di atas harga tertinggi"},
      {" above the price ceiling", " di atas harga tertinggi"}},
     {Excluded::kLicence,
      {" without a licence that it takes", " tanpa izin yang diperlukan"},
      {" without a licence that it takes", " tanpa izin yang diperlukan"}},
     {Excluded::kLicenceEnded,
      {" with a licence that has ended", " dengan izin yang sudah berakhir"},
      {" with a licence that has ended", " dengan izin yang sudah berakhir"}},
     {Excluded::kProbation,
      {" of new suppliers that may sell none of it yet", " dari pemasok baru yang belum boleh menjual"},
      {" of new suppliers that may sell none of it yet", " dari pemasok baru yang belum boleh menjual"}}}};

class Finder {
 public:
  Finder(const Bottleneck& bottleneck, const match::Solved& solved)
      : bottleneck_(bottleneck),
        solved_(solved),
        instance_(solved.instance),
        rule_(RuleOf(instance_, bottleneck.commodity)),
        commodity_(instance_.commodities[bottleneck.commodity].dataset_commodity),
        days_(DaysOf(instance_, bottleneck)) {
    for (const std::int32_t day : days_) {
      const match::CommoditySpan& span = instance_.commodities[instance_.SpanOf(day, commodity_)];
      for (std::int32_t o = span.first_offer; o < span.end_offer; ++o)
        sell_.emplace(day, instance_.suppliers[instance_.offers[o].supplier].dataset_supplier);
    }
    for (const std::int32_t r : bottleneck.requirements) places_.insert(instance_.requirements[r].place);
  }

  LeftOut Find() {
    for (const Rule& rule : ByDistance(instance_)) SayNearest(rule);
    for (const Rule& rule : kByPrice) SayCheapest(rule);
    std::int64_t held_back = 0;
    for (const std::int32_t o : bottleneck_.offers) {
      const match::OfferRow& row = instance_.offers[o];
      if (instance_.commodities[row.commodity].dataset_commodity == commodity_) held_back += row.held_back;
    }
    const std::string kg = Kg(held_back, instance_.policy.quantum);
    if (held_back > 0)
      Add("probation holds back " + kg + " of new suppliers",
          "masa percobaan menahan " + kg + " dari pemasok baru");
    return std::move(found_);
  }

 private:
  bool IsMeant(const match::ExcludedOffer& row, Excluded reason) const {
    return row.reason == reason && instance_.dataset->offers[row.dataset_offer].commodity == commodity_ &&
           std::ranges::count(days_, row.day) > 0;
  }

  // From the nearest of those who are short. nullopt: out of range of all.
  std::optional<Metres> RoadOf(const match::ExcludedOffer& row) const {
    if (row.place == kNone) return std::nullopt;
    std::optional<Metres> least;
    for (const std::int32_t place : places_) {
      const Metres road = solved_.lanes.Road(row.place, place);
      if (!least || road < *least) least = road;
    }
    return rule_.max_distance && least > rule_.max_distance ? std::nullopt : least;
  }

  // Of those whom another row of the same supplier stands in for on the day nothing is left out.
  void SayNearest(const Rule& rule) {
    std::set<std::int32_t> offers;  // of the dataset, as below
    std::optional<std::pair<Metres, std::int32_t>> nearest;
    for (const match::ExcludedOffer& row : instance_.excluded) {
      if (!IsMeant(row, rule.reason)) continue;
      if (sell_.contains({row.day, instance_.dataset->offers[row.dataset_offer].supplier})) continue;
      const std::optional<Metres> road = RoadOf(row);
      if (!road) continue;
      offers.insert(row.dataset_offer);
      const std::pair found(*road, row.dataset_offer);
      if (!nearest || found < *nearest) nearest = found;
    }
    if (offers.empty()) return;
    const Offer& offer = instance_.dataset->offers[nearest->second];
    const std::string of =
        instance_.dataset->suppliers[offer.supplier].id + ", " + Kg(offer.capacity_per_day.value, Grams{1});
    const Sentence within = rule_.max_distance ? Sentence{" within " + Km(*rule_.max_distance),
                                                          " dalam jarak " + Km(*rule_.max_distance)}
                                               : Sentence();
    AddOffers(rule, std::ssize(offers), within, {" (the nearest: " + of + ")", " (terdekat: " + of + ")"});
  }

  void SayCheapest(const Rule& rule) {
    std::set<std::pair<std::int64_t, std::int32_t>> offers;  // by price
    for (const match::ExcludedOffer& row : instance_.excluded) {
      if (IsMeant(row, rule.reason))
        offers.emplace(instance_.dataset->offers[row.dataset_offer].price.value, row.dataset_offer);
    }
    if (offers.empty()) return;
    const Offer& cheapest = instance_.dataset->offers[offers.begin()->second];
    const std::string of =
        instance_.dataset->suppliers[cheapest.supplier].id + ", " + RupiahPerKg(cheapest.price.value);
    AddOffers(rule, std::ssize(offers), {}, {" (the cheapest: " + of + ")", " (termurah: " + of + ")"});
  }

  void AddOffers(const Rule& rule, std::int64_t count, const Sentence& within, const Sentence& of) {
    found_.any_offers = true;
    const Sentence& which = count == 1 ? rule.one : rule.more;
    Add(Counted(count, "offer", "offers") + which.english + within.english +
            (count == 1 ? " is left out" : " are left out") + of.english,
        Number(count) + " tawaran" + which.indonesian + within.indonesian + " tidak ikut" + of.indonesian);
  }

  void Add(const std::string& english, const std::string& indonesian) {
    const std::string between = found_.words.english.empty() ? "" : ", ";
    found_.words.english += between + english;
    found_.words.indonesian += between + indonesian;
  }

  const Bottleneck& bottleneck_;
  const match::Solved& solved_;
  const Instance& instance_;
  const CommodityRule& rule_;
  const std::int32_t commodity_;  // of the dataset
  const std::vector<std::int32_t> days_;
  std::set<std::pair<std::int32_t, std::int32_t>> sell_;  // day, supplier of the dataset
  std::set<std::int32_t> places_;                         // of the requirements
  LeftOut found_;
};

}  // namespace

LeftOut FindLeftOut(const Bottleneck& bottleneck, const match::Solved& solved) {
  return Finder(bottleneck, solved).Find();
}

}  // namespace pasok::study
