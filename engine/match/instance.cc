#include "engine/match/instance.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <unordered_map>

#include "engine/match/asked_day.h"
#include "engine/match/contracts.h"
#include "engine/match/delivery.h"
#include "engine/match/lane.h"
#include "engine/match/places.h"
#include "engine/match/question_names.h"
#include "engine/match/total_range.h"
#include "engine/match/transfers.h"
#include "engine/register/finding_log.h"
#include "engine/register/read.h"

namespace pasok::match {
namespace {

constexpr std::size_t kMostPairs = 20'000'000;  // of related parties; more is a register gone wrong

template <class Map, class MapKey>
std::int64_t ValueOrZero(const Map& map, const MapKey& key) {
  const auto found = map.find(key);
  return found == map.end() ? 0 : found->second;
}

// Fills one instance, step by step in the order of the calls in Build.
class Builder {
 public:
  Builder(const Dataset& dataset, const Policy& policy, const Question& question,
          const std::optional<Date>& first_day, const MenuOverload& menu_overload, FindingLog& log)
      : dataset_(dataset), log_(log), places_(dataset, policy) {
    instance_.dataset = &dataset;
    instance_.policy = policy;
    // Nearness goes before money then, at any price.
    if (policy.aims == Aims::kStrict) instance_.policy.tier_surcharge = {};
    instance_.regions = question.regions;
    instance_.date = first_day;
    instance_.asked_days = question.days;
    instance_.menu_overload = menu_overload;
  }

  // A new last day, with one span per commodity of the dataset.
  void AddDay(const std::optional<Date>& date) {
    instance_.days.push_back(date);
    for (std::int32_t k = 0; k < std::ssize(dataset_.commodities); ++k) {
      instance_.commodities.push_back({.dataset_commodity = k,
                                       .rule = instance_.policy.FindCommodity(dataset_.commodities[k]),
                                       .day = last_day()});
    }
  }

  void AddMenu(std::vector<MenuServing> servings) {
    for (MenuServing& serving : servings) serving.day = last_day();
    instance_.menu.insert(instance_.menu.end(), servings.begin(), servings.end());
  }

  void AddRequirements(const std::vector<AskedNeed>& needs) {
    const Policy& policy = instance_.policy;
    const std::int64_t penalty_per_quantum =
        RoundHalfUp(Int128{policy.quantum.value} * policy.shortage_penalty.value, 1000);
    const auto first = std::ssize(instance_.requirements);
    for (const AskedNeed& asked : needs) {
      const std::int64_t need = QuantaToCover(asked.weight, policy.quantum).value;
      if (need == 0) continue;
      const Int128 share = Int128{need} * policy.max_share_per_supplier.value / 1'000'000;
      instance_.requirements.push_back(
          {.demand_point = asked.demand_point,
           .commodity = instance_.SpanOf(last_day(), asked.commodity),
           .need = need,
           .penalty = penalty_per_quantum * dataset_.demand_points[asked.demand_point].priority,
           .lane_cap = std::max<std::int64_t>(1, static_cast<std::int64_t>(share))});
    }
    AddStandIns(static_cast<std::int32_t>(first), instance_);
    std::ranges::stable_sort(
        instance_.requirements.begin() + first, instance_.requirements.end(), {},
        [](const RequirementRow& row) { return std::pair(row.commodity, row.demand_point); });
  }

  void AddOffers(const TakenWeights& taken) {
    const auto first = std::ssize(instance_.offers);
    FindHandling(taken);
    FindSmallestNeeds();
    std::vector<bool> available = AvailableOffers();
    for (std::int32_t index = 0; index < std::ssize(dataset_.offers); ++index) {
      const Offer& offer = dataset_.offers[index];
      const Grams gone{ValueOrZero(taken.by_offer, std::pair(offer.supplier, offer.commodity))};
      const std::int64_t whole = QuantaLeft(offer.capacity_per_day, gone);
      const std::int64_t capacity = QuantaLeft(OnProbation(offer.supplier, offer.capacity_per_day), gone);
      const std::int64_t supplier_capacity = SupplierCapacity(offer.supplier, taken, /*on_probation=*/true);
      const std::int64_t handled = HandledFor(offer.supplier);
      const std::optional<Excluded> reason = WhyExcluded(
          offer, available[index],
          std::min({whole, SupplierCapacity(offer.supplier, taken, /*on_probation=*/false), handled}),
          std::min({capacity, supplier_capacity, handled}));
      if (reason) {
        instance_.excluded.push_back({.dataset_offer = index,
                                      .reason = *reason,
                                      .day = last_day(),
                                      .capacity = std::min({capacity, supplier_capacity, handled})});
        continue;
      }
      const bool is_new = instance_.suppliers.empty() || instance_.suppliers.back().day != last_day() ||
                          instance_.suppliers.back().dataset_supplier != offer.supplier;
      if (is_new) {
        const SupplierKind kind = dataset_.suppliers[offer.supplier].kind;
        instance_.suppliers.push_back(
            {.dataset_supplier = offer.supplier,
             .capacity = supplier_capacity,
             .kind_surcharge_sen_per_kg =
                 instance_.policy.kind_surcharge[static_cast<std::size_t>(kind)].value,
             .day = last_day(),
             .aggregator = AggregatorRowOf(offer.supplier)});
      }
      instance_.offers.push_back({.dataset_offer = index,
                                  .supplier = static_cast<std::int32_t>(instance_.suppliers.size()) - 1,
                                  .commodity = instance_.SpanOf(last_day(), offer.commodity),
                                  .capacity = capacity,
                                  .price_sen_per_kg = offer.price.value,
                                  .held_back = whole - capacity,
                                  .first_leg = FirstLegOf(offer.supplier).value_or(Metres{}),
                                  .fee_sen_per_kg = FeeOf(offer.supplier)});
      if (!instance_.policy.fair_spread.empty()) {
        const std::int64_t before = QuantaLeft(OnProbation(offer.supplier, offer.capacity_per_day), {});
        instance_.offers.back().whole =
            std::min(before, SupplierCapacity(offer.supplier, {}, /*on_probation=*/true));
        instance_.offers.back().given = before - capacity;
      }
    }
    SortByCommodity(instance_.offers, first);
  }

  // Those from `first` on, by counting; rows of one commodity keep their order.
  static void SortByCommodity(std::vector<OfferRow>& offers, std::ptrdiff_t first) {
    std::vector<std::ptrdiff_t> next;
    for (auto row = offers.begin() + first; row != offers.end(); ++row) {
      const auto commodity = static_cast<std::size_t>(row->commodity);
      if (next.size() <= commodity + 1) next.resize(commodity + 2);
      ++next[commodity + 1];
    }
    std::partial_sum(next.begin(), next.end(), next.begin());
    const std::vector<OfferRow> unsorted(offers.begin() + first, offers.end());
    for (const OfferRow& row : unsorted) offers[first + next[row.commodity]++] = row;
  }

  void CloseSpans() {
    for (std::int32_t o = 0; o < std::ssize(instance_.offers); ++o) {
      ++instance_.commodities[instance_.offers[o].commodity].end_offer;
    }
    for (std::int32_t r = 0; r < std::ssize(instance_.requirements); ++r) {
      ++instance_.commodities[instance_.requirements[r].commodity].end_requirement;
    }
    for (std::size_t k = 1; k < instance_.commodities.size(); ++k) {
      CommoditySpan& span = instance_.commodities[k];
      span.first_offer = instance_.commodities[k - 1].end_offer;
      span.end_offer += span.first_offer;
      span.first_requirement = instance_.commodities[k - 1].end_requirement;
      span.end_requirement += span.first_requirement;
    }
  }

  void AddPlaces() {
    ticket_of_supplier_.assign(dataset_.suppliers.size(), kUnasked);
    for (const OfferRow& row : instance_.offers) {
      const Supplier& supplier = SupplierOf(row.dataset_offer);
      if (!places_.Find(supplier.region, supplier.point))
        ReportPointless("suppliers.csv", "supplier_id", supplier.id);
      else if (SupplierTicket(row.dataset_offer) == kNone)
        ReportPointless("suppliers.csv", "supplier_id", dataset_.suppliers[supplier.via].id);
    }
    for (const ExcludedOffer& row : instance_.excluded) SupplierTicket(row.dataset_offer);
    std::vector<std::int32_t> ticket_of_requirement;
    for (const RequirementRow& row : instance_.requirements) {
      const std::optional<Place> place = DemandPlace(row.demand_point);
      ticket_of_requirement.push_back(place ? places_.Add(*place) : kNone);
      if (!place)
        ReportPointless("demand_points.csv", "demand_id", dataset_.demand_points[row.demand_point].id);
    }
    instance_.places = places_.Close();
    if (log_.errors() > 0) return;
    for (OfferRow& row : instance_.offers) row.place = places_.Index(SupplierTicket(row.dataset_offer));
    for (ExcludedOffer& row : instance_.excluded) {
      const std::int32_t ticket = SupplierTicket(row.dataset_offer);
      if (ticket != kNone) row.place = places_.Index(ticket);
    }
    for (std::size_t r = 0; r < ticket_of_requirement.size(); ++r)
      instance_.requirements[r].place = places_.Index(ticket_of_requirement[r]);
  }

  void AddForbiddenPairs() {
    std::vector<bool> needs(dataset_.demand_points.size());
    for (const RequirementRow& row : instance_.requirements) needs[row.demand_point] = true;
    std::unordered_map<std::string_view, std::vector<std::int32_t>> demand_points_of_owner;
    if (instance_.policy.related_party == RelatedParty::kForbid) {
      for (std::int32_t d = 0; d < std::ssize(needs); ++d) {
        const std::string& owner = dataset_.demand_points[d].owner_group;
        if (needs[d] && !owner.empty()) demand_points_of_owner[owner].push_back(d);
      }
    }
    for (std::int32_t s = 0; s < std::ssize(instance_.suppliers); ++s) {
      // What is forbidden to an aggregator is to all that sell through it.
      for (const std::int32_t supplier :
           {instance_.suppliers[s].dataset_supplier, ViaOf(instance_.suppliers[s].dataset_supplier)}) {
        if (supplier == kNone) continue;
        for (const Block& block : std::ranges::equal_range(dataset_.blocks, supplier, {}, &Block::supplier)) {
          if (needs[block.demand_point]) instance_.blocked.emplace_back(s, block.demand_point);
        }
        const auto related = demand_points_of_owner.find(dataset_.suppliers[supplier].owner_group);
        if (related == demand_points_of_owner.end()) continue;
        if (instance_.related.size() + related->second.size() > kMostPairs) return ReportTooManyRelated();
        for (std::int32_t d : related->second) instance_.related.emplace_back(s, d);
      }
    }
    for (auto* pairs : {&instance_.blocked, &instance_.related}) {
      std::ranges::sort(*pairs);
      pairs->erase(std::ranges::unique(*pairs).begin(), pairs->end());
    }
  }

  void AddTransfersBetween() { AddTransfers(instance_); }
  void AddContracts() { ApplyContracts(instance_); }

  // sum over groups of recipients * what a portion may cost * the calendar's factor, rounded down to the sen.
  void AddBudgets() {
    const Budget& rule = instance_.policy.budget;
    if (rule.mode == BudgetMode::kOff) return;
    std::vector<std::pair<std::int32_t, std::int32_t>> cooks;  // day, demand point
    for (const RequirementRow& row : instance_.requirements)
      cooks.emplace_back(instance_.commodities[row.commodity].day, row.demand_point);
    std::ranges::sort(cooks);
    const auto repeated = std::ranges::unique(cooks);
    cooks.erase(repeated.begin(), repeated.end());
    for (const auto& [day, demand_point] : cooks) {
      Int128 ordinary = 0;
      for (std::size_t group = 0; group < rule.per_portion.size(); ++group) {
        ordinary +=
            Int128{dataset_.demand_points[demand_point].recipients[group]} * rule.per_portion[group].value;
      }
      if (ordinary == 0) continue;
      const Milli factor = PortionsFactor(dataset_, instance_.days[day], demand_point);
      instance_.budgets.push_back({.day = day,
                                   .demand_point = demand_point,
                                   .sen = static_cast<std::int64_t>(ordinary * factor.value / 1000)});
    }
  }

  // Rows of an earlier plan that name what the dataset no longer has are of no use here.
  void AddFamiliar(const std::vector<Delivered>& previous) {
    for (const Delivered& row : previous) {
      const std::int32_t supplier = dataset_.FindSupplier(row.supplier_id);
      const std::int32_t demand_point = dataset_.FindDemandPoint(row.demand_id);
      if (supplier == kNone || demand_point == kNone) continue;
      instance_.familiar.push_back({.supplier = supplier, .demand_point = demand_point});
      if (const std::int32_t commodity = dataset_.FindCommodity(row.commodity); commodity != kNone)
        instance_.familiar.push_back(
            {.supplier = supplier, .demand_point = demand_point, .commodity = commodity});
    }
    std::ranges::sort(instance_.familiar);
    const auto repeated = std::ranges::unique(instance_.familiar);
    instance_.familiar.erase(repeated.begin(), repeated.end());
  }

  Instance Take() { return std::move(instance_); }
  const Instance& instance() const { return instance_; }

 private:
  std::int32_t last_day() const { return static_cast<std::int32_t>(instance_.days.size()) - 1; }
  const std::optional<Date>& date() const { return instance_.days.back(); }

  // Of several rows of one supplier and commodity the first available one holds, so that no capacity counts
  // twice: on the undated day that is the first in the dataset's order; on a dated one no two windows
  // overlap.
  std::vector<bool> AvailableOffers() const {
    std::vector<bool> available(dataset_.offers.size());
    const Offer* holds = nullptr;
    for (std::size_t i = 0; i < available.size(); ++i) {
      const Offer& offer = dataset_.offers[i];
      const bool repeated = holds && holds->supplier == offer.supplier && holds->commodity == offer.commodity;
      available[i] = !repeated && IsAvailable(offer, date());
      if (available[i]) holds = &offer;
    }
    return available;
  }

  std::int64_t QuantaLeft(Grams capacity, Grams gone) const {
    return WholeQuantaIn(std::max(capacity - gone, Grams{0}), instance_.policy.quantum).value;
  }

  std::int64_t SupplierCapacity(std::int32_t supplier, const TakenWeights& taken, bool on_probation) const {
    const std::optional<Grams>& whole = dataset_.suppliers[supplier].capacity_per_day;
    if (!whole) return SupplierRow::kUnlimited;
    return QuantaLeft(on_probation ? OnProbation(supplier, *whole) : *whole,
                      Grams{ValueOrZero(taken.by_supplier, supplier)});
  }

  // The aggregator that the supplier sells through; kNone: it sells by itself.
  std::int32_t ViaOf(std::int32_t supplier) const {
    return instance_.policy.aggregators ? dataset_.suppliers[supplier].via : kNone;
  }

  // What every aggregator can handle on the day, less what others have taken of those that sell through it.
  void FindHandling(const TakenWeights& taken) {
    handling_.clear();
    row_of_aggregator_.clear();
    if (!instance_.policy.aggregators) return;
    std::unordered_map<std::int32_t, std::int64_t> gone;
    for (const auto& [supplier, weight] : taken.by_supplier) {
      if (ViaOf(supplier) != kNone) gone[ViaOf(supplier)] += weight;
    }
    for (std::int32_t s = 0; s < std::ssize(dataset_.suppliers); ++s) {
      const std::int32_t via = ViaOf(s);
      if (via == kNone || !dataset_.suppliers[via].handling_per_day) continue;
      handling_[via] = QuantaLeft(*dataset_.suppliers[via].handling_per_day, Grams{ValueOrZero(gone, via)});
    }
  }
  std::int64_t HandledFor(std::int32_t supplier) const {
    const auto handling = handling_.find(ViaOf(supplier));
    return handling == handling_.end() ? SupplierRow::kUnlimited : handling->second;
  }
  std::int32_t AggregatorRowOf(std::int32_t supplier) {
    const std::int32_t via = ViaOf(supplier);
    if (via == kNone) return kNone;
    const auto [row, is_new] =
        row_of_aggregator_.emplace(via, static_cast<std::int32_t>(instance_.aggregators.size()));
    if (is_new) {
      instance_.aggregators.push_back(
          {.dataset_supplier = via, .day = last_day(), .capacity = HandledFor(supplier)});
    }
    return row->second;
  }
  std::int64_t FeeOf(std::int32_t supplier) const {
    const std::int32_t via = ViaOf(supplier);
    return via == kNone ? 0 : dataset_.suppliers[via].handling_fee.value_or(SenPerKg{}).value;
  }
  // From the supplier to its aggregator; nullopt where it has none, or one of the two has no point.
  std::optional<Metres> FirstLegOf(std::int32_t supplier) const {
    const std::int32_t via = ViaOf(supplier);
    if (via == kNone) return std::nullopt;
    const std::optional<Place> from = PlaceOfSupplier(supplier), to = PlaceOfSupplier(via);
    if (!from || !to) return std::nullopt;
    if (!roads_) roads_.emplace(instance_);
    return roads_->RoadBetween(*from, *to);
  }
  bool IsFirstLegSlow(std::int32_t supplier, const CommodityRule& rule) const {
    const std::int32_t via = ViaOf(supplier);
    if (via == kNone || !rule.max_travel_minutes) return false;
    if (!roads_) roads_.emplace(instance_);
    return roads_->ListedMinutes(dataset_.suppliers[supplier].region, dataset_.suppliers[via].region) >
           rule.max_travel_minutes;
  }
  std::optional<Place> PlaceOfSupplier(std::int32_t supplier) const {
    return places_.Find(dataset_.suppliers[supplier].region, dataset_.suppliers[supplier].point);
  }

  // What the supplier may sell of a capacity that day. On the undated day nobody is new.
  Grams OnProbation(std::int32_t supplier, Grams capacity) const {
    const std::optional<Date>& since = dataset_.suppliers[supplier].registered_on;
    const Probation& rule = instance_.policy.probation;
    const bool is_new = since && date() && date()->days - since->days < rule.days;
    if (!is_new) return capacity;
    return {static_cast<std::int64_t>(Int128{capacity.value} * rule.max_share.value / 1'000'000)};
  }

  // `whole`: what could be sold but for probation, with which it is `capacity`.
  std::optional<Excluded> WhyExcluded(const Offer& offer, bool available, std::int64_t whole,
                                      std::int64_t capacity) const {
    const Supplier& supplier = dataset_.suppliers[offer.supplier];
    const std::int32_t via = ViaOf(offer.supplier);
    const Supplier& licensed = via == kNone ? supplier : dataset_.suppliers[via];  // who sells to the kitchen
    const CommodityRule& rule = *instance_.commodities[instance_.SpanOf(last_day(), offer.commodity)].rule;
    if (!supplier.active) return Excluded::kInactive;
    if (!available) return Excluded::kNotAvailable;
    if (!std::ranges::includes(licensed.licences, rule.requires_licences, {}, &Licence::name))
      return Excluded::kLicence;
    if (instance_.policy.price_ceiling == CeilingMode::kHard && IsAboveCeiling(rule, offer))
      return Excluded::kPriceCeiling;
    if (const auto leg = FirstLegOf(offer.supplier); leg && rule.max_distance && *leg > *rule.max_distance)
      return Excluded::kFirstLegTooLong;
    if (whole == 0) return Excluded::kNoCapacity;
    if (HasEndedLicence(licensed, rule)) return Excluded::kLicenceEnded;
    if (IsFirstLegSlow(offer.supplier, rule)) return Excluded::kFirstLegTooSlow;
    if (capacity == 0) return Excluded::kProbation;
    if (IsTooSmall(offer, rule, capacity)) return Excluded::kTooSmall;
    return std::nullopt;
  }

  // Per commodity, of the day: what is left for whole deliveries to fit into.
  void FindSmallestNeeds() {
    smallest_need_.assign(dataset_.commodities.size(), 0);
    for (const RequirementRow& row : instance_.requirements) {
      const CommoditySpan& span = instance_.commodities[row.commodity];
      if (span.day != last_day()) continue;
      std::int64_t& smallest = smallest_need_[span.dataset_commodity];
      if (row.need == 0) continue;  // it only stands in for another
      smallest = smallest == 0 ? row.need : std::min(smallest, row.need);
    }
  }
  // Nobody's whole delivery. Not where a contract names the pair of supplier and commodity: what it promises
  // is delivered all the same.
  bool IsTooSmall(const Offer& offer, const CommodityRule& rule, std::int64_t capacity) const {
    const std::int64_t need = smallest_need_[offer.commodity];
    if (need == 0 || SizeOf(instance_.policy, rule, offer, need).least <= capacity) return false;
    return std::ranges::none_of(dataset_.contracts, [&](const Contract& contract) {
      return contract.supplier == offer.supplier && contract.commodity == offer.commodity;
    });
  }

  bool IsAboveCeiling(const CommodityRule& rule, const Offer& offer) const {
    const std::optional<SenPerKg> ceiling =
        rule.CeilingIn(dataset_.regions[dataset_.suppliers[offer.supplier].region].code);
    return ceiling && offer.price > *ceiling;
  }

  // Whether one of the licences that are required was held until before the day. On the undated day none has
  // ended.
  bool HasEndedLicence(const Supplier& supplier, const CommodityRule& rule) const {
    if (!date()) return false;
    return std::ranges::any_of(supplier.licences, [&](const Licence& licence) {
      return licence.until && *licence.until < *date() &&
             std::ranges::binary_search(rule.requires_licences, licence.name);
    });
  }

  const Supplier& SupplierOf(std::int32_t dataset_offer) const {
    return dataset_.suppliers[dataset_.offers[dataset_offer].supplier];
  }
  // The ticket of the offer's supplier's place, asked for where it wasn't yet; kNone: it has no point.
  std::int32_t SupplierTicket(std::int32_t dataset_offer) {
    std::int32_t& ticket = ticket_of_supplier_[dataset_.offers[dataset_offer].supplier];
    if (ticket == kUnasked) {
      const std::int32_t supplier = dataset_.offers[dataset_offer].supplier, via = ViaOf(supplier);
      std::optional<Place> place = PlaceOfSupplier(via == kNone ? supplier : via);
      if (place && via != kNone) place->tier_region = dataset_.suppliers[supplier].region;
      ticket = place ? places_.Add(*place) : kNone;
    }
    return ticket;
  }
  std::optional<Place> DemandPlace(std::int32_t demand_point) const {
    return places_.Find(dataset_.demand_points[demand_point].region,
                        dataset_.demand_points[demand_point].point);
  }

  void ReportPointless(const std::string& file, const std::string& field, const std::string& id) {
    log_.Add({.code = "no_point",
              .file = file,
              .field = field,
              .value = id,
              .expected = "coordinates of its own, of its region or of an enclosing region"});
  }

  void ReportTooManyRelated() {
    log_.Add({.code = "too_many_related_parties",
              .file = "suppliers.csv",
              .field = "owner_group",
              .expected = "at most " + std::to_string(kMostPairs) +
                          " pairs of supplier and demand point of one owner"});
  }

  const Dataset& dataset_;
  FindingLog& log_;
  PlaceBook places_;
  static constexpr std::int32_t kUnasked = -2;
  std::vector<std::int32_t> ticket_of_supplier_;                      // of places_
  std::vector<std::int64_t> smallest_need_;                           // of the day, quanta; 0: none is needed
  std::unordered_map<std::int32_t, std::int64_t> handling_;           // of the day, quanta, by aggregator
  std::unordered_map<std::int32_t, std::int32_t> row_of_aggregator_;  // likewise
  mutable std::optional<LaneRule> roads_;                             // once one is asked for
  Instance instance_;
};

std::optional<Instance> Build(const Dataset& dataset, const Policy& policy, const Question& question,
                              FindingLog& log) {
  const std::vector<bool> asked = DemandPointsAsked(dataset, question.regions, log);
  if (log.errors() > 0) return std::nullopt;
  const AskedDays asked_days = FindAskedDays(dataset, policy, asked, question.date, question.days, log);
  if (log.errors() > 0) return std::nullopt;

  Builder builder(dataset, policy, question, asked_days.first, asked_days.menu_overload, log);
  WarnOfUnknownSuppliers(dataset, question.taken, log);
  for (const AskedDay& day : asked_days.days) {
    builder.AddDay(day.date);
    builder.AddRequirements(day.needs);
    builder.AddMenu(day.menu);
    // Of several days an empty one stands here only where all are.
    if (question.days == 1 || !day.needs.empty())
      builder.AddOffers(SumTaken(dataset, question.taken, day.date));
  }
  builder.CloseSpans();
  builder.AddPlaces();
  builder.AddForbiddenPairs();
  builder.AddBudgets();
  builder.AddFamiliar(question.previous);
  builder.AddTransfersBetween();
  if (log.errors() > 0) return std::nullopt;
  if (std::optional<Finding> too_large = CheckTotals(builder.instance())) {
    log.Add(*std::move(too_large));
    return std::nullopt;
  }
  builder.AddContracts();
  return builder.Take();
}

}  // namespace

bool Instance::IsFamiliar(std::int32_t offer, std::int32_t demand_point,
                          std::int32_t dataset_commodity) const {
  return std::ranges::binary_search(familiar,
                                    Familiar{.supplier = suppliers[offers[offer].supplier].dataset_supplier,
                                             .demand_point = demand_point,
                                             .commodity = dataset_commodity});
}

const PairTerm* Instance::FindPairTerm(std::int32_t offer, std::int32_t requirement) const {
  if (pair_terms.empty()) return nullptr;
  const auto key = [](const PairTerm& term) { return std::pair(term.requirement, term.offer); };
  const auto found = std::ranges::lower_bound(pair_terms, std::pair(requirement, offer), {}, key);
  return found == pair_terms.end() || key(*found) != std::pair(requirement, offer) ? nullptr : &*found;
}

InstanceReading BuildInstance(const Dataset& dataset, const Policy& policy, const Question& question) {
  FindingLog log;
  for (const Finding& finding : CheckAgainst(dataset, policy).list) log.Add(finding);
  for (const std::string& code : MissingCommodities(dataset, policy)) {
    log.Add({.code = "unknown_commodity",
             .field = "menu",
             .value = code,
             .expected = "a commodity that the dataset knows, if only by the menu"});
  }
  std::optional<Instance> instance;
  if (log.errors() == 0) instance = Build(dataset, policy, question, log);
  return {.instance = std::move(instance), .findings = log.Take()};
}

}  // namespace pasok::match
