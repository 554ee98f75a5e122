// Suppliers that stop or start, and figures of rows that are there.
#include <algorithm>

#include "engine/match/question/asked_day.h"
#include "engine/register/codes.h"
#include "engine/register/table.h"
#include "engine/study/scenario/chosen.h"
#include "engine/study/scenario/codes.h"
#include "engine/study/scenario/offer_days.h"
#include "engine/study/scenario/words.h"

namespace pasok::study {

void Workbench::SwitchSupplier(std::int32_t supplier, bool active) {
  Supplier& row = dataset_.suppliers[supplier];
  std::int32_t& by = active_by_[supplier];
  if (by != kNone && by != change_) {
    Fault(code::kContradiction, scenario_.changes[change_].at, row.id,
          "suppliers that are stopped or activated, not both", LineOf(by) + " has it the other way");
  }
  row.active = active;
  by = change_;
  ++touched().suppliers;
}

void Workbench::Do(const SetActive& change) {
  Chosen chosen(*this, change.which, /*of_demand=*/false);
  if (!chosen.ok()) return;
  std::vector<Supplier>& suppliers = dataset_.suppliers;
  for (std::int32_t s = 0; s < std::ssize(suppliers); ++s) {
    if (!chosen.Fits(suppliers[s], s)) continue;
    if (suppliers[s].active == change.active && active_by_[s] != change_) continue;
    chosen.Credit();
    if (suppliers[s].active != change.active) SwitchSupplier(s, change.active);
    // Who sells through another can't be active without it.
    const std::int32_t via = suppliers[s].via;
    if (change.active && via != kNone && !suppliers[via].active) SwitchSupplier(via, true);
  }
  for (std::int32_t s = 0; s < std::ssize(suppliers) && !change.active; ++s) {
    const std::int32_t via = suppliers[s].via;
    if (suppliers[s].active && via != kNone && !suppliers[via].active) SwitchSupplier(s, false);
  }
  if (touched().all() > 0) chosen.FaultTheIdle();
}

void Workbench::Do(const Adjust& change) {
  Chosen chosen(*this, change.which, WordsOf(change.what).of_demand);
  if (!chosen.ok()) return;
  switch (change.what) {
    case Adjust::What::kCapacity:
    case Adjust::What::kPrice:
      AdjustOffers(change, chosen);
      break;
    case Adjust::What::kTotalCapacity:
      AdjustSuppliers(change, chosen);
      break;
    case Adjust::What::kNeed:
      AdjustNeeds(change, chosen);
      AdjustMenuNeeds(change, chosen);
      break;
  }
  if (touched().all() > 0) chosen.FaultTheIdle();
}

bool Workbench::SetTwice(const Adjust& change, std::int32_t set_by, std::string_view whose) {
  const bool sets = change.how.how == Adjustment::How::kSet || change.how.how == Adjustment::How::kUnlimited;
  if (!sets || set_by == kNone) return false;
  Fault(code::kContradiction, change.how.at, whose, "one figure for each row",
        LineOf(set_by) + " sets it to another");
  return true;
}

std::optional<std::int64_t> Workbench::Adjusted(const Adjust& change, std::int64_t figure,
                                                std::int32_t& set_by, std::string_view whose) {
  Int128 wide = 0;
  switch (change.how.how) {
    case Adjustment::How::kFactor:
      wide = RoundHalfUp(Int128{figure} * change.how.value, 1'000'000);
      break;
    case Adjustment::How::kAdd:
      wide = Int128{figure} + change.how.value;
      break;
    case Adjustment::How::kSet:
    case Adjustment::How::kUnlimited:
      wide = change.how.value;
      break;
  }
  const NumberRule& rule = WordsOf(change.what).set_rule;
  if (wide < rule.least || wide > rule.most) {
    Fault(pasok::code::kOutOfRange, change.how.at, whose, RangeText(rule, '.'),
          "this row would leave the range");
    return std::nullopt;
  }
  const auto result = static_cast<std::int64_t>(wide);
  if (result == figure) return std::nullopt;
  if (SetTwice(change, set_by, whose)) return std::nullopt;
  if (change.how.how == Adjustment::How::kSet) set_by = change_;
  return result;
}

void Workbench::AdjustSuppliers(const Adjust& change, Chosen& chosen) {
  for (std::int32_t s = 0; s < std::ssize(dataset_.suppliers); ++s) {
    Supplier& supplier = dataset_.suppliers[s];
    std::optional<Grams>& total = supplier.capacity_per_day;
    if (!chosen.Fits(supplier, s)) continue;
    if (change.how.how == Adjustment::How::kUnlimited) {
      if (!total || SetTwice(change, total_set_by_[s], supplier.id)) continue;
      total.reset();
      total_set_by_[s] = change_;
    } else {
      if (!total && change.how.how != Adjustment::How::kSet) continue;  // no figure to change
      constexpr std::int64_t kNoFigure = -1;
      const auto adjusted = Adjusted(change, total ? total->value : kNoFigure, total_set_by_[s], supplier.id);
      if (!adjusted) continue;
      total = Grams{*adjusted};
    }
    chosen.Credit();
    ++touched().suppliers;
  }
}

void Workbench::AdjustOffers(const Adjust& change, Chosen& chosen) {
  const bool of_price = change.what == Adjust::What::kPrice;
  const auto count = static_cast<std::int32_t>(dataset_.offers.size());  // parts of them come behind
  for (std::int32_t o = 0; o < count; ++o) {
    const Offer& offer = dataset_.offers[o];
    const Supplier& supplier = dataset_.suppliers[offer.supplier];
    if (!chosen.FitsCommodity(offer.commodity) || !chosen.Fits(supplier, offer.supplier)) continue;
    if (!HoldsBetween(offer, change.which.from, change.which.to)) continue;
    std::int32_t& set_by = of_price ? price_set_by_[o] : capacity_set_by_[o];
    const std::int64_t figure = of_price ? offer.price.value : offer.capacity_per_day.value;
    const std::int32_t set_before = set_by;
    const auto adjusted = Adjusted(change, figure, set_by, supplier.id);
    if (!adjusted) continue;
    const std::int32_t set_now = std::exchange(set_by, set_before);
    PartOffer(o, change.which);  // the other parts keep what was
    (of_price ? price_set_by_[o] : capacity_set_by_[o]) = set_now;
    if (of_price) {
      dataset_.offers[o].price = SenPerKg{*adjusted};
    } else {
      dataset_.offers[o].capacity_per_day = Grams{*adjusted};
    }
    chosen.Credit();
    ++touched().offers;
  }
}

void Workbench::PartOffer(std::int32_t index, const Choice& which) {
  const Offer whole = dataset_.offers[index];
  const auto keep = [&](const Offer& part) {
    if (!HoldsBetween(part, limits::kFirstDate, limits::kLastDate) || !MayAddRow()) return;
    dataset_.offers.push_back(part);
    capacity_set_by_.push_back(capacity_set_by_[index]);
    price_set_by_.push_back(price_set_by_[index]);
  };
  if (which.from && (!whole.available_from || *whole.available_from < *which.from)) {
    Offer before = whole;
    before.available_to = Date{which.from->days - 1};
    keep(before);
    dataset_.offers[index].available_from = which.from;
  }
  if (which.to && (!whole.available_to || *whole.available_to > *which.to)) {
    Offer after = whole;
    after.available_from = Date{which.to->days + 1};
    keep(after);
    dataset_.offers[index].available_to = which.to;
  }
}

void Workbench::AdjustNeeds(const Adjust& change, Chosen& chosen) {
  const std::optional<Date>&from = change.which.from, &to = change.which.to;
  const bool days = from || to;
  std::vector<std::int32_t> undated;  // that get a dated row
  const auto count = static_cast<std::int32_t>(dataset_.requirements.size());
  for (std::int32_t r = 0; r < count; ++r) {
    const Requirement row = dataset_.requirements[r];
    const DemandPoint& point = dataset_.demand_points[row.demand_point];
    if (!chosen.FitsCommodity(row.commodity) || !chosen.Fits(point, row.demand_point)) continue;
    if (row.date && ((from && *row.date < *from) || (to && *row.date > *to))) continue;
    if (!row.date && days && !(from && to)) {
      return Fault(code::kMissingKey, change.which.from_at, point.id, "both days, `from` and `to`",
                   "it has a need without a date, which gets one on each of the days");
    }
    if (!row.date && days) {
      undated.push_back(r);
      continue;
    }
    const auto adjusted = Adjusted(change, row.need.value, need_set_by_[r], point.id);
    if (!adjusted) continue;
    dataset_.requirements[r].need = Grams{*adjusted};
    ++touched().requirements;
    chosen.Credit();
  }
  AdjustNeedsOnDays(change, undated, chosen);
}

void Workbench::AdjustNeedsOnDays(const Adjust& change, const std::vector<std::int32_t>& undated,
                                  Chosen& chosen) {
  if (undated.empty()) return;
  const bool sets = change.how.how == Adjustment::How::kSet;
  for (Date day = *change.which.from; day <= *change.which.to; ++day.days) {
    const auto portions_of = match::PortionsOn(dataset_, policy_, day);
    for (const std::int32_t r : undated) {
      const Requirement row = dataset_.requirements[r];
      const DemandPoint& point = dataset_.demand_points[row.demand_point];
      const RequirementKey key(row.demand_point, row.commodity, day);
      if (RequirementKeys().contains(key)) continue;
      if (!MayAddRow()) return;  // counts days of no need too, so that no range takes long
      const std::optional<Milli> portions = portions_of(row.demand_point);
      if (!portions && !sets) continue;
      constexpr std::int64_t kNoFigure = -1;
      const std::int64_t in_force =
          portions ? RoundHalfUp(Int128{row.need.value} * portions->value, 1000) : kNoFigure;
      std::int32_t undated_stays = kNone;
      const auto adjusted = Adjusted(change, in_force, undated_stays, point.id);
      if (!adjusted) continue;
      RequirementKeys().insert(key);
      dataset_.requirements.push_back({row.demand_point, row.commodity, Grams{*adjusted}, day});
      need_set_by_.push_back(sets ? change_ : kNone);
      ++touched().requirements;
      // Other rows have been asked about since.
      if (chosen.FitsCommodity(row.commodity) && chosen.Fits(point, row.demand_point)) chosen.Credit();
    }
  }
}

}  // namespace pasok::study
