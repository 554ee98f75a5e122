// What a policy and the registers say past each other.
#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <string>

#include "engine/register/codes.h"
#include "engine/register/decimal.h"
#include "engine/register/file_names.h"
#include "engine/register/limits.h"
#include "engine/register/nearest.h"
#include "engine/register/registers.h"

namespace pasok {
namespace {

std::string InSmallLetters(std::string_view text) {
  std::string small(text);
  for (char& c : small)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return small;
}

std::set<std::string_view> RequiredLicences(const Policy& policy) {
  std::set<std::string_view> required;
  for (const CommodityRule& rule : policy.commodities)
    required.insert(rule.requires_licences.begin(), rule.requires_licences.end());
  return required;
}

// What it requires of food that is offered, and no supplier has.
void WarnOfLicencesOfNobody(const Registers& registers, const Policy& policy, std::string_view file) {
  if (!registers.suppliers.complete() || !registers.offers.complete()) return;
  const Dataset& dataset = registers.dataset;
  std::set<std::string_view> held, offered;
  for (const Supplier& supplier : dataset.suppliers)
    for (const Licence& licence : supplier.licences) held.insert(licence.name);
  for (const Offer& offer : dataset.offers) offered.insert(dataset.commodities[offer.commodity]);
  NameGuesser guesser({held.begin(), held.end()});
  for (const CommodityRule& rule : policy.commodities) {
    for (const std::string& licence : rule.requires_licences) {
      if (held.contains(licence) || !offered.contains(rule.code)) continue;
      const std::string guess = DidYouMean(guesser.Guess(licence));
      registers.log.Add({.severity = Severity::kWarning,
                         .code = std::string(code::kLicenceOfNobody),
                         .file = std::string(file),
                         .field = "commodities." + rule.code + ".requires",
                         .value = licence,
                         .expected = "a licence that a supplier has",
                         .fix = guess.empty() ? "nobody may sell it" : guess});
    }
  }
}

// What was filled in, and the policy makes no use of.
void WarnOfWhatIsLeftAside(const Registers& registers, const Policy& policy) {
  const auto warn = [&](std::string_view file, std::size_t rows, const std::string& key) {
    if (rows == 0) return;
    registers.log.Add({.severity = Severity::kWarning,
                       .code = std::string(code::kLeftAside),
                       .file = std::string(file),
                       .value = std::to_string(rows) + (rows == 1 ? " row" : " rows"),
                       .expected = "`" + key + "` in the policy",
                       .fix = "without it the register counts for nothing"});
  };
  if (!policy.storage.on) warn("storage.csv", registers.dataset.storage.size(), "storage: {mode: on}");
  if (!policy.stock) warn("stock.csv", registers.dataset.stock.size(), "stock: on");
  const auto sell_through = std::ranges::count_if(registers.dataset.suppliers,
                                                  [](const Supplier& each) { return each.via != kNone; });
  if (policy.aggregators || sell_through == 0) return;
  registers.log.Add({.severity = Severity::kWarning,
                     .code = std::string(code::kLeftAside),
                     .file = "suppliers.csv",
                     .field = "via",
                     .value = std::to_string(sell_through) + (sell_through == 1 ? " supplier" : " suppliers"),
                     .expected = "`aggregators: on` in the policy",
                     .fix = "without it they sell by themselves"});
}

// Rooms of commodities that are kept in none.
void WarnOfRoomsForNothing(const Registers& registers, const Policy& policy) {
  const Dataset& dataset = registers.dataset;
  std::map<std::int32_t, std::int64_t> rows_of;  // by commodity
  for (const Storage& row : dataset.storage) {
    if (row.commodity != kNone && row.capacity.value > 0) ++rows_of[row.commodity];
  }
  for (const auto& [commodity, rows] : rows_of) {
    const std::string& code = dataset.commodities[commodity];
    const CommodityRule* const rule = policy.FindCommodity(code);
    if (!policy.storage.on || rule == nullptr) continue;
    const SubstituteRule* const substitutes = policy.FindSubstitutes(code);
    const bool has_ratio = substitutes != nullptr && substitutes->HasRatio();
    if (!has_ratio && rule->shelf_life_days.value_or(1) - policy.storage.min_shelf_left_days > 1) continue;
    registers.log.Add({.severity = Severity::kWarning,
                       .code = std::string(code::kRoomForNothing),
                       .file = "storage.csv",
                       .field = "commodity",
                       .value = code,
                       .expected = "a commodity that is kept overnight",
                       .fix = std::to_string(rows) + (rows == 1 ? " row has it; " : " rows have it; ") +
                              (has_ratio ? "what has substitutes at other ratios than kg for kg isn't kept"
                               : rule->shelf_life_days ? "its shelf_life_days are too few"
                                                       : "the policy doesn't say its shelf_life_days")});
  }
}

void WarnOfAMenuThatStartsOnADayOff(const Registers& registers, const Policy& policy, std::string_view file) {
  const std::optional<Date>& start = policy.menu.cycle_starts_on;
  if (policy.menu.days.empty() || !start) return;
  if ((policy.service_weekdays >> (Weekday(*start) - 1) & 1) != 0) return;
  registers.log.Add({.severity = Severity::kWarning,
                     .code = std::string(code::kMenuStartsOnDayOff),
                     .file = std::string(file),
                     .field = "menu.cycle_starts_on",
                     .value = ToIso(*start),
                     .expected = "one of the service_weekdays",
                     .fix = "the next of them cooks the second day of the menu already"});
}

bool IsOverruled(const Menu& menu, const Dataset& dataset) {
  std::set<std::pair<std::int32_t, std::string_view>> always;  // needed on each day, whatever the menu says
  for (const Requirement& row : dataset.requirements) {
    if (!row.date) always.emplace(row.demand_point, dataset.commodities[row.commodity]);
  }
  for (std::int32_t p = 0; p < std::ssize(dataset.demand_points); ++p) {
    const auto& recipients = dataset.demand_points[p].recipients;
    for (const std::vector<MenuItem>& day : menu.days) {
      for (const MenuItem& item : day) {
        bool asks = false;
        for (std::size_t group = 0; group < recipients.size(); ++group)
          asks = asks || (recipients[group] > 0 && item.portion_grams[group].value > 0);
        if (asks && !always.contains({p, item.commodity})) return false;
      }
    }
  }
  return true;
}

// It would be taken for what decides the needs.
void WarnOfAMenuThatIsOverruled(const Registers& registers, const Policy& policy, std::string_view file) {
  const Dataset& dataset = registers.dataset;
  if (policy.menu.days.empty() || dataset.demand_points.empty() || !registers.demand_points.complete())
    return;
  if (registers.requirements.table && !registers.requirements.complete()) return;
  if (!IsOverruled(policy.menu, dataset)) return;
  registers.log.Add(
      {.severity = Severity::kWarning,
       .code = std::string(code::kMenuOverruled),
       .file = std::string(file),
       .field = "menu",
       .expected = "a menu by which some demand point cooks",
       .fix = dataset.requirements.empty()
                  ? "none has recipients for whom a portion takes anything"
                  : "rows without a date in requirements.csv say all that it would ask for; take "
                    "them out, or the menu"});
}

// Lots are of whole quanta too, so that they may be larger than what is written.
void WarnOfLotsAboveCapacities(const Registers& registers, const Policy& policy, std::string_view file) {
  if (!policy.deliveries.whole) return;
  const Dataset& dataset = registers.dataset;
  for (const CommodityRule& rule : policy.commodities) {
    const std::int32_t commodity = dataset.FindCommodity(rule.code);
    if (!rule.lot || commodity == kNone) continue;
    const std::int64_t whole_lot = std::lcm(rule.lot->value, policy.quantum.value);
    const auto offers = std::ranges::count_if(dataset.offers, [&](const Offer& offer) {
      return offer.commodity == commodity && !offer.lot && offer.capacity_per_day.value < whole_lot;
    });
    if (offers == 0) continue;
    registers.log.Add({.severity = Severity::kWarning,
                       .code = std::string(code::kLotAboveCapacity),
                       .file = std::string(file),
                       .field = "commodities." + rule.code + ".lot_kg",
                       .value = DecimalText(rule.lot->value, limits::kLotKg.decimals),
                       .expected = "no more than the capacities of the offers that name no lot",
                       .fix = std::to_string(offers) + (offers == 1 ? " offer" : " offers") +
                              " can't deliver even one: check both figures"});
  }
}

}  // namespace

// Each spelling once, where the supplier hasn't got the licence itself too.
void WarnOfLicencesThatLookAlike(const Registers& registers, const Policy& policy) {
  const std::set<std::string_view> required = RequiredLicences(policy);
  NameGuesser guesser({required.begin(), required.end()});
  std::set<std::string_view> told;
  for (const Supplier& supplier : registers.dataset.suppliers) {
    for (const Licence& licence : supplier.licences) {
      if (required.contains(licence.name)) continue;
      const std::string_view before_colon =
          Trim(std::string_view(licence.name).substr(0, licence.name.find(':')));
      const bool has_remark = required.contains(before_colon);  // "halal:tidak ada"
      const std::string_view alike = has_remark ? before_colon : guesser.Guess(licence.name);
      if (alike.empty() || std::ranges::binary_search(supplier.licences, alike, {}, &Licence::name)) continue;
      if (!told.insert(licence.name).second) continue;
      const bool by_capitals = InSmallLetters(alike) == InSmallLetters(licence.name);
      registers.log.Add({.severity = Severity::kWarning,
                         .code = std::string(code::kLicenceLooksAlike),
                         .file = "suppliers.csv",
                         .field = "licences",
                         .value = licence.name,
                         .expected = "'" + std::string(alike) + "', which the policy requires",
                         .fix = supplier.id + " has it, for one; " +
                                (has_remark    ? "write nothing but its last day after the name"
                                 : by_capitals ? "capital letters count"
                                               : "if that was meant, correct it")});
    }
  }
}

void WarnOfPolicy(const Registers& registers, const Policy& policy, std::string_view file) {
  WarnOfLicencesOfNobody(registers, policy, file);
  WarnOfWhatIsLeftAside(registers, policy);
  WarnOfRoomsForNothing(registers, policy);
  WarnOfAMenuThatStartsOnADayOff(registers, policy, file);
  WarnOfAMenuThatIsOverruled(registers, policy, file);
  WarnOfLotsAboveCapacities(registers, policy, file);
}

// A policy for many datasets may speak of regions that others have.
void WarnOfCeilingsWithoutRegion(const Registers& registers, const Policy& policy) {
  if (!registers.regions.complete()) return;
  std::set<std::string_view> codes;
  for (const Region& region : registers.dataset.regions) codes.insert(region.code);
  for (const CommodityRule& rule : policy.commodities) {
    for (const RegionCeiling& ceiling : rule.region_ceilings) {
      if (codes.contains(ceiling.region)) continue;
      registers.log.Add({.severity = Severity::kWarning,
                         .code = std::string(code::kCeilingWithoutRegion),
                         .file = std::string(kPolicyFile),
                         .field = "commodities." + rule.code + ".price_ceiling_idr_per_kg",
                         .value = ceiling.region,
                         .expected = "a region of regions.csv",
                         .fix = "the ceiling holds for nobody here"});
    }
  }
}

}  // namespace pasok
