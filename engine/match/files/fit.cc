#include "engine/match/files/fit.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

#include "engine/match/plain_numbers.h"
#include "engine/match/question/delivery.h"
#include "engine/match/question/places.h"
#include "engine/register/nearest.h"

namespace pasok::match {
namespace {

constexpr std::array<std::string_view, kRules> kRuleWords{"unknown_demand_point",
                                                          "unknown_commodity",
                                                          "unknown_supplier",
                                                          "wrong_date",
                                                          "no_requirement",
                                                          "no_offer",
                                                          "inactive",
                                                          "not_available",
                                                          "licence",
                                                          "price_ceiling",
                                                          "blocked",
                                                          "related_party",
                                                          "out_of_range",
                                                          "travel_time",
                                                          "sold_before",
                                                          "probation",
                                                          "not_whole_quanta",
                                                          "lane_cap",
                                                          "offer_capacity",
                                                          "supplier_capacity",
                                                          "need",
                                                          "handling_capacity",
                                                          "first_leg",
                                                          "contract",
                                                          "whole_deliveries"};

// The ids of one register, to guess from.
template <class Row>
NameGuesser GuesserOf(const std::vector<Row>& rows) {
  std::vector<std::string_view> names;
  for (const Row& row : rows) {
    if constexpr (std::is_same_v<Row, std::string>) {
      names.push_back(row);
    } else {
      names.push_back(row.id);
    }
  }
  return NameGuesser(std::move(names));
}

// The row of a sorted range whose key is `key`, as an index; kNone: there is none.
template <class Row, class Key>
std::int32_t IndexIn(const std::vector<Row>& rows, std::int32_t first, std::int32_t end, std::int32_t key,
                     Key of) {
  const auto from = rows.begin() + first, to = rows.begin() + end;
  const auto found = std::ranges::lower_bound(from, to, key, {}, of);
  return found == to || std::invoke(of, *found) != key ? kNone
                                                       : static_cast<std::int32_t>(found - rows.begin());
}

// A limit that several rows share: what they add up to, and what of it is still to be had.
struct Shared {
  std::int64_t sum = 0, left = 0;
  bool broken = false;
};

class Fitter {
 public:
  Fitter(const Instance& instance, const LaneRule& lanes) : instance_(instance), lanes_(lanes) {
    for (const OfferRow& offer : instance.offers) offers_.push_back({.left = offer.capacity});
    for (const SupplierRow& supplier : instance.suppliers) suppliers_.push_back({.left = supplier.capacity});
    for (const RequirementRow& requirement : instance.requirements)
      needs_.push_back({.left = requirement.most_in()});
    for (const AggregatorRow& row : instance.aggregators) aggregators_.push_back({.left = row.capacity});
    fit_.served.resize(instance.requirements.size());
    fit_.last_line.resize(instance.requirements.size());
  }

  void Add(const AllocationLine& row) {
    if (row.weight.value == 0) return;
    ++fit_.rows;
    fit_.grams += row.weight.value;
    if (!IsKnown(row)) return;
    const std::int32_t day = DayOf(row);
    if (day == kNone && IsAsked(row.date)) {  // a day on which nobody needs anything
      Report(row, BrokenRule::kNoRequirement);
      return;
    }
    if (day == kNone) {
      Report(row, BrokenRule::kWrongDate).value = row.date ? ToIso(*row.date) : "";
      return;
    }
    const auto [first, is_first] =
        first_lines_.try_emplace(std::tuple(row.demand_point, row.commodity, row.supplier, day), row.line);
    if (!is_first) fit_.repeats.push_back({.row = row, .first_line = first->second});
    const CommoditySpan& span = instance_.commodities[instance_.SpanOf(day, row.commodity)];
    const std::int32_t r = IndexIn(instance_.requirements, span.first_requirement, span.end_requirement,
                                   row.demand_point, &RequirementRow::demand_point);
    if (r == kNone) {
      Report(row, BrokenRule::kNoRequirement);
      return;
    }
    const std::int32_t o = OfferOf(row, day, r);
    if (o == kNone) return;
    const LaneCost lane = lanes_.Cost(o, r);
    if (lane.ineligible != Ineligible::kNo) {
      ReportLane(row, o, r, lane);
      return;
    }
    Count(row, o, r);
  }

  Fit Close() {
    for (const auto& [breach, shared] : sums_) fit_.breaches[breach].planned = shared->sum;
    for (const auto& [lane, flow] : flows_) ReportPart(lane.second, lane.first, flow);
    for (const auto& [lane, flow] : flows_) {
      if (flow.quanta > 0)
        fit_.flows.push_back({.offer = lane.second, .requirement = lane.first, .quanta = flow.quanta});
    }
    std::ranges::stable_sort(fit_.breaches, {},
                             [](const Breach& breach) { return std::pair(breach.line, breach.rule); });
    return std::move(fit_);
  }

 private:
  struct LaneRows {
    Shared shared;
    std::int64_t quanta = 0;  // lawful
    const AllocationLine* last = nullptr;
  };

  // Where what all rows of a lane bring is no whole delivery.
  void ReportPart(std::int32_t offer, std::int32_t requirement, const LaneRows& rows) {
    const std::int64_t planned = rows.shared.sum;
    if (planned == 0 || instance_.Reserved(offer, requirement) > 0) return;
    const DeliverySize size = SizeOn(instance_, offer, requirement);
    if (planned >= size.least && planned % size.lot == 0) return;
    Breach& breach = Report(*rows.last, BrokenRule::kDelivery);
    breach.planned = planned;
    breach.allowed = std::max(size.least, (planned + size.lot - 1) / size.lot * size.lot);
  }

  Breach& Report(const AllocationLine& row, BrokenRule rule) {
    return fit_.breaches.emplace_back(Breach{.rule = rule,
                                             .line = row.line,
                                             .demand_point = row.demand_point,
                                             .commodity = row.commodity,
                                             .supplier = row.supplier,
                                             .date = row.date});
  }

  bool IsKnown(const AllocationLine& row) {
    const Dataset& dataset = *instance_.dataset;
    const auto report = [&](std::int32_t index, BrokenRule rule, const std::string& id,
                            std::optional<NameGuesser>& guesser, const auto& rows) {
      if (index != kNone) return;
      if (!guesser) guesser.emplace(GuesserOf(rows));
      Breach& breach = Report(row, rule);
      breach.value = id;
      breach.nearest = guesser->Guess(id);
    };
    report(row.demand_point, BrokenRule::kUnknownDemandPoint, row.demand_id, demand_points_,
           dataset.demand_points);
    report(row.commodity, BrokenRule::kUnknownCommodity, row.commodity_code, commodities_,
           dataset.commodities);
    report(row.supplier, BrokenRule::kUnknownSupplier, row.supplier_id, supplier_ids_, dataset.suppliers);
    return row.demand_point != kNone && row.commodity != kNone && row.supplier != kNone;
  }

  // The planned day that the row is for. A row without a date is for the one planned day.
  std::int32_t DayOf(const AllocationLine& row) const {
    if (!row.date) return instance_.days.size() == 1 ? 0 : kNone;
    const auto found = std::ranges::find(instance_.days, row.date);
    return found == instance_.days.end() ? kNone : static_cast<std::int32_t>(found - instance_.days.begin());
  }

  bool IsAsked(const std::optional<Date>& date) const {
    return date && instance_.date && *instance_.date <= *date &&
           date->days < instance_.date->days + instance_.asked_days;
  }

  // The offer that may sell on the day; kNone, reported, where there is none.
  std::int32_t OfferOf(const AllocationLine& row, std::int32_t day, std::int32_t requirement) {
    const auto of_day = std::ranges::equal_range(instance_.suppliers, day, {}, &SupplierRow::day);
    const auto first = static_cast<std::int32_t>(of_day.begin() - instance_.suppliers.begin());
    const std::int32_t s =
        IndexIn(instance_.suppliers, first, first + static_cast<std::int32_t>(of_day.size()), row.supplier,
                &SupplierRow::dataset_supplier);
    const CommoditySpan& span = instance_.commodities[instance_.SpanOf(day, row.commodity)];
    const std::int32_t o =
        s == kNone ? kNone
                   : IndexIn(instance_.offers, span.first_offer, span.end_offer, s, &OfferRow::supplier);
    if (o == kNone) ReportExcluded(row, day, requirement);
    return o;
  }

  void ReportExcluded(const AllocationLine& row, std::int32_t day, std::int32_t requirement) {
    const Dataset& dataset = *instance_.dataset;
    const auto key = [&](const ExcludedOffer& excluded) {
      const Offer& offer = dataset.offers[excluded.dataset_offer];
      return std::tuple(excluded.day, offer.supplier, offer.commodity);
    };
    // Excluded offers stand by day in the dataset's order. Of several the one that came farthest through the
    // rules.
    const auto found =
        std::ranges::equal_range(instance_.excluded, std::tuple(day, row.supplier, row.commodity), {}, key);
    if (found.empty()) {
      Report(row, BrokenRule::kNoOffer);
      return;
    }
    const ExcludedOffer& excluded = *std::ranges::max_element(found, {}, &ExcludedOffer::reason);
    const CommodityRule& rule = *instance_.commodities[instance_.SpanOf(day, row.commodity)].rule;
    switch (excluded.reason) {
      case Excluded::kTooSmall: {
        Breach& breach = Report(row, BrokenRule::kDelivery);
        breach.planned = row.weight.value / instance_.policy.quantum.value;
        breach.allowed = SizeOf(instance_.policy, rule, dataset.offers[excluded.dataset_offer],
                                instance_.requirements[requirement].sized_by())
                             .least;
        return;
      }
      case Excluded::kInactive:
        Report(row, BrokenRule::kInactive);
        return;
      case Excluded::kNotAvailable:
        Report(row, BrokenRule::kNotAvailable);
        return;
      case Excluded::kLicence:
      case Excluded::kLicenceEnded:
        Report(row, BrokenRule::kLicence).value =
            MissingLicences(SellerOf(dataset, instance_.policy, row.supplier), rule, instance_.days[day]);
        return;
      case Excluded::kPriceCeiling: {
        Breach& breach = Report(row, BrokenRule::kPriceCeiling);
        breach.planned = dataset.offers[excluded.dataset_offer].price.value;
        breach.allowed = rule.CeilingFor(dataset, row.supplier)->value;
        return;
      }
      case Excluded::kNoCapacity:
        Report(row, BrokenRule::kSoldBefore);
        return;
      case Excluded::kProbation:
        Report(row, BrokenRule::kProbation);
        return;
      case Excluded::kFirstLegTooLong:
      case Excluded::kFirstLegTooSlow:
        Report(row, BrokenRule::kFirstLeg).value =
            FirstLegOf(row.supplier, rule, excluded.reason == Excluded::kFirstLegTooSlow);
        return;
    }
  }

  // The road to the aggregator and its limit, or its minutes and theirs: "175.826 km > 100 km".
  std::string FirstLegOf(std::int32_t supplier, const CommodityRule& rule, bool too_slow) {
    const Dataset& dataset = *instance_.dataset;
    const Supplier& from = dataset.suppliers[supplier];
    const Supplier& to = SellerOf(dataset, instance_.policy, supplier);
    if (too_slow) {
      return std::to_string(*lanes_.ListedMinutes(from.region, to.region)) + " min > " +
             std::to_string(*rule.max_travel_minutes) + " min";
    }
    if (!places_) places_.emplace(dataset, instance_.policy);
    const Metres road =
        lanes_.RoadBetween(*places_->Find(from.region, from.point), *places_->Find(to.region, to.point));
    return KmText(road) + " km > " + KmText(*rule.max_distance) + " km";
  }

  void ReportLane(const AllocationLine& row, std::int32_t o, std::int32_t r, const LaneCost& lane) {
    if (lane.ineligible == Ineligible::kBlocked) {
      Report(row, BrokenRule::kBlocked);
    } else if (lane.ineligible == Ineligible::kRelatedParty) {
      Report(row, BrokenRule::kRelatedParty);
    } else if (lane.ineligible == Ineligible::kTooSlow) {
      Breach& breach = Report(row, BrokenRule::kTravelTime);
      breach.planned = *lanes_.ListedMinutes(instance_.places[instance_.offers[o].place].region,
                                             instance_.places[instance_.requirements[r].place].region);
      breach.allowed = *instance_.commodities[instance_.SpanOf(0, row.commodity)].rule->max_travel_minutes;
    } else {
      Breach& breach = Report(row, BrokenRule::kOutOfRange);
      breach.planned = lane.road.value;
      breach.allowed = instance_.commodities[instance_.SpanOf(0, row.commodity)].rule->max_distance->value;
    }
  }

  void Count(const AllocationLine& row, std::int32_t o, std::int32_t r) {
    const Grams quantum = instance_.policy.quantum;
    const std::int64_t quanta = WholeQuantaIn(row.weight, quantum).value;
    if (quanta * quantum.value != row.weight.value) {
      Breach& breach = Report(row, BrokenRule::kNotWholeQuanta);
      breach.planned = row.weight.value;
      breach.allowed = quanta * quantum.value;
    }
    const std::int32_t s = instance_.offers[o].supplier;
    const auto [at, is_new] = flows_.try_emplace(std::pair(r, o));
    LaneRows& lane = at->second;
    const std::int64_t lane_cap = instance_.LaneCap(o, r);
    const bool by_contract = lane_cap < instance_.requirements[r].lane_cap;
    if (is_new) lane.shared.left = lane_cap;
    const std::int32_t a = instance_.suppliers[s].aggregator;
    Shared nobody{.left = SupplierRow::kUnlimited};
    const std::array<std::pair<Shared*, std::int64_t>, 5> limits{
        {{&lane.shared, lane_cap},
         {&offers_[o], instance_.offers[o].capacity},
         {&suppliers_[s], instance_.suppliers[s].capacity},
         {&needs_[r], instance_.requirements[r].most_in()},
         {a == kNone ? &nobody : &aggregators_[a],
          a == kNone ? SupplierRow::kUnlimited : instance_.aggregators[a].capacity}}};
    std::int64_t lawful = quanta;
    for (std::size_t i = 0; i < limits.size(); ++i) {
      auto& [shared, limit] = limits[i];
      shared->sum += quanta;
      lawful = std::min(lawful, shared->left);
      if (shared->sum <= limit || shared->broken) continue;
      if (i == 0 && limit >= instance_.requirements[r].most_in()) continue;  // the need's to name
      shared->broken = true;
      Breach& breach =
          Report(row, i == 0 && by_contract
                          ? BrokenRule::kContract
                          : static_cast<BrokenRule>(static_cast<std::size_t>(BrokenRule::kLaneCap) + i));
      breach.allowed = limit;
      if (breach.rule == BrokenRule::kOfferCapacity || breach.rule == BrokenRule::kSupplierCapacity)
        breach.demand_point = kNone;
      if (breach.rule == BrokenRule::kSupplierCapacity) breach.commodity = kNone;
      if (breach.rule == BrokenRule::kNeed) breach.supplier = kNone;
      if (breach.rule == BrokenRule::kHandling) {  // all that comes through it, whose and where it goes
        breach.supplier = instance_.aggregators[a].dataset_supplier;
        breach.demand_point = breach.commodity = kNone;
      }
      sums_.emplace_back(fit_.breaches.size() - 1, shared);
    }
    for (const auto& limit : limits) {
      if (limit.first->left != SupplierRow::kUnlimited) limit.first->left -= lawful;
    }
    lane.quanta += lawful;
    lane.last = &row;
    fit_.served[r] += lawful;
    fit_.last_line[r] = row.line;
    fit_.lawful_grams += Int128{lawful} * quantum.value;
  }

  const Instance& instance_;
  const LaneRule& lanes_;
  std::vector<Shared> offers_, suppliers_, needs_, aggregators_;
  std::map<std::pair<std::int32_t, std::int32_t>, LaneRows> flows_;  // by requirement, offer
  // By demand point, commodity, supplier and day.
  std::map<std::tuple<std::int32_t, std::int32_t, std::int32_t, std::int32_t>, std::int64_t> first_lines_;
  std::vector<std::pair<std::size_t, const Shared*>> sums_;                // index of a breach, its limit
  std::optional<NameGuesser> demand_points_, commodities_, supplier_ids_;  // once they are needed
  std::optional<PlaceBook> places_;                                        // likewise
  Fit fit_;
};

}  // namespace

std::string_view ToWord(BrokenRule rule) { return kRuleWords[static_cast<std::size_t>(rule)]; }

const Supplier& SellerOf(const Dataset& dataset, const Policy& policy, std::int32_t supplier) {
  const std::int32_t via = policy.aggregators ? dataset.suppliers[supplier].via : kNone;
  return dataset.suppliers[via == kNone ? supplier : via];
}

std::string MissingLicences(const Supplier& supplier, const CommodityRule& rule,
                            const std::optional<Date>& day) {
  std::string missing;
  for (const std::string& licence : rule.requires_licences) {
    const auto held = std::ranges::lower_bound(supplier.licences, licence, {}, &Licence::name);
    const bool ever = held != supplier.licences.end() && held->name == licence;
    if (ever && !(day && held->until && *held->until < *day)) continue;
    missing.append(missing.empty() ? "" : "|").append(licence);
  }
  return missing;
}

Fit FitRows(const Instance& instance, const LaneRule& lanes, std::span<const AllocationLine> rows) {
  Fitter fitter(instance, lanes);
  for (const AllocationLine& row : rows) fitter.Add(row);
  return fitter.Close();
}

}  // namespace pasok::match
