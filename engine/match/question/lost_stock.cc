#include "engine/match/question/lost_stock.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/flow/gains.h"
#include "engine/match/plain_numbers.h"
#include "engine/match/question/ahead.h"
#include "engine/match/question/nights.h"
#include "engine/match/question/reliefs.h"
#include "engine/match/question/transfers.h"

namespace pasok::match {
namespace {

// By demand point, commodity: the requirements of some need, by day; of what isn't needed itself, the first
// that may stand in for something.
using RowsOf = std::map<std::pair<std::int32_t, std::int32_t>, std::vector<std::int32_t>>;

RowsOf FindRows(const Instance& instance) {
  RowsOf needing, standing_in;
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {  // by day
    const RequirementRow& row = instance.requirements[r];
    const std::pair key(row.demand_point, instance.commodities[row.commodity].dataset_commodity);
    if (row.need > 0) {
      needing[key].push_back(r);
    } else if (row.sends > 0) {
      standing_in.try_emplace(key, std::vector{r});
    }
  }
  needing.merge(standing_in);
  return needing;
}

class WhatIsKept {
 public:
  explicit WhatIsKept(const Instance& instance) : instance_(instance) {
    for (const Transfer& transfer : instance.transfers) {
      if (transfer.from == kNone) {
        from_stock_[transfer.to] = transfer.capacity;
      } else if (instance.IsRelief(transfer.from)) {
        continue;
      } else if (CommodityInDataset(instance, transfer.from) == CommodityInDataset(instance, transfer.to)) {
        kept_[transfer.from] += transfer.limit();
      } else {
        stands_in_[transfer.from] += transfer.capacity;
      }
    }
    for (const StandIn& row : instance.stand_ins)
      stands_in_[row.from] += flow::ArrivingOf(row.capacity, row.milli);
  }

  // Quanta that could be cooked in time for these needs, but can't be kept for them.
  std::int64_t Lost(const std::vector<std::int32_t>& rows) const {
    const RequirementRow& first = instance_.requirements[rows.front()];
    const CommoditySpan& span = instance_.commodities[first.commodity];
    const std::int32_t relief = ReliefOf(instance_, first.demand_point, span.dataset_commodity, span.day);
    if (relief != kNone) {
      // What may be sent on comes to the need, what is for the first day alone to its relief.
      const std::int64_t sent_on =
          std::min(Of(from_stock_, rows.front()), first.need + Of(kept_, rows.front()));
      return CookedInTime(rows, first.demand_point, span.dataset_commodity) -
             std::min(sent_on + Of(from_stock_, relief), first.need + Of(kept_, rows.front()));
    }
    std::int64_t left = Of(from_stock_, rows.front()), lost = 0;
    for (const std::int32_t r : rows) {
      left -= std::min(left, instance_.requirements[r].need);
      if (r == rows.front()) left -= std::min(left, Of(stands_in_, r));
      if (r == rows.back()) break;
      const std::int64_t kept = std::min(left, Of(kept_, r));
      lost += left - kept;
      left = kept;
    }
    return lost;
  }

 private:
  static std::int64_t Of(const std::map<std::int32_t, std::int64_t>& quanta, std::int32_t row) {
    const auto found = quanta.find(row);
    return found == quanta.end() ? 0 : found->second;
  }
  // Of the demand point's stock of it, were there room for all.
  std::int64_t CookedInTime(const std::vector<std::int32_t>& rows, std::int32_t demand_point,
                            std::int32_t commodity) const {
    const std::span<const Stock> stock = StockOf(instance_.stock, demand_point, commodity);
    std::vector<DatedNeed> needs;
    std::int64_t all = 0, of_none = 0;
    for (const std::int32_t r : rows) {
      needs.push_back({.date = DayNumberOf(instance_, r), .quanta = instance_.requirements[r].need});
      all += needs.back().quanta;
    }
    const std::int64_t in_time = ToBeUsedBy(INT32_MAX, stock, needs, instance_.policy.quantum);
    for (const Stock& row : stock)
      of_none += row.use_by ? 0 : WholeQuantaIn(row.weight, instance_.policy.quantum).value;
    return std::min(all, in_time + of_none);
  }

  const Instance& instance_;
  std::map<std::int32_t, std::int64_t> from_stock_, kept_, stands_in_;  // quanta, by requirement
};

// What is at hand from earlier deliveries is in no register.
std::string FileOf(const Instance& instance, std::int32_t demand_point, std::int32_t commodity) {
  const bool is_counted =
      instance.policy.stock && !StockOf(instance.dataset->stock, demand_point, commodity).empty();
  return is_counted ? "stock.csv" : "at_hand.csv";
}

// Why no more of it is kept overnight, and what would help.
std::pair<std::string, std::string> WhyNotKept(const Instance& instance, std::int32_t demand_point,
                                               std::int32_t commodity) {
  const Policy& policy = instance.policy;
  const std::string& code = instance.dataset->commodities[commodity];
  if (!policy.storage.on) {
    return {"no more than its first day needs, since the policy keeps nothing overnight",
            "switch `storage` on, with the demand point's room in storage.csv, or plan day by day"};
  }
  const CommodityRule* const rule = policy.FindCommodity(code);
  if (!rule || rule->shelf_life_days.value_or(1) - policy.storage.min_shelf_left_days <= 1) {
    return {"no more than its first day needs, since by its shelf_life_days it isn't kept overnight",
            "give " + code + " its shelf_life_days, or plan day by day"};
  }
  const auto stores = [&](const Storage& row) {
    return row.demand_point == demand_point && (row.commodity == commodity || row.commodity == kNone);
  };
  if (std::ranges::none_of(instance.dataset->storage, stores)) {
    return {"no more than its first day needs, since storage.csv has no room for it",
            "add the demand point's room to storage.csv, or plan day by day"};
  }
  const SubstituteRule* const substitutes = policy.FindSubstitutes(code);
  if (substitutes != nullptr && substitutes->HasRatio()) {
    return {
        "no more than its first day needs, since what has substitutes at other ratios than kg for kg isn't "
        "kept",
        "leave " + code + " out of `substitutes`, or plan day by day"};
  }
  return {"no more than its first day needs and storage.csv and its shelf life allow to be kept",
          "check what storage.csv says of it, or plan day by day"};
}

void WarnOfWhatIsNotKept(const Instance& instance, const std::vector<bool>& asked, const RowsOf& rows,
                         FindingLog& log) {
  const Dataset& dataset = *instance.dataset;
  std::map<std::pair<std::int32_t, std::int32_t>, std::int64_t> stocked;  // grams
  for (const Stock& row : instance.stock) {
    if (asked[row.demand_point]) stocked[{row.demand_point, row.commodity}] += row.weight.value;
  }
  const WhatIsKept kept(instance);
  for (const auto& [key, grams] : stocked) {
    const auto found = rows.find(key);
    const std::int64_t lost = found == rows.end() ? 0 : kept.Lost(found->second);
    if (lost == 0) continue;
    auto [expected, fix] = WhyNotKept(instance, key.first, key.second);
    log.Add({.severity = Severity::kWarning,
             .code = "stock_not_kept",
             .file = FileOf(instance, key.first, key.second),
             .field = "kg",
             .value = KgText(grams) + " of " + dataset.commodities[key.second] + " at " +
                      dataset.demand_points[key.first].id,
             .expected = std::move(expected) + "; " + KgText(Int128{lost} * instance.policy.quantum.value) +
                         " kg that later days need aren't cooked",
             .fix = std::move(fix)});
  }
}

}  // namespace

void WarnOfLostStock(const Instance& instance, const std::vector<bool>& asked, FindingLog& log) {
  const Dataset& dataset = *instance.dataset;
  if (!instance.date || instance.stock.empty()) return;
  const RowsOf rows = FindRows(instance);
  WarnOfWhatIsNotKept(instance, asked, rows, log);
  const std::int32_t last_day = instance.date->days + instance.asked_days - 1;
  for (const Stock& row : instance.stock) {
    if (!row.use_by || !asked[row.demand_point] || row.use_by->days > last_day) continue;
    const auto found = rows.find({row.demand_point, row.commodity});
    if (found != rows.end() && DayNumberOf(instance, found->second.front()) <= row.use_by->days) continue;
    const bool is_past = row.use_by->days < instance.date->days;
    log.Add({.severity = Severity::kWarning,
             .code = is_past ? "stock_past_use_by" : "stock_not_needed_in_time",
             .file = FileOf(instance, row.demand_point, row.commodity),
             .field = "use_by",
             .value = dataset.demand_points[row.demand_point].id + " " + dataset.commodities[row.commodity] +
                      " " + ToIso(*row.use_by),
             .expected = (is_past ? "a day from " + ToIso(*instance.date) + " on"
                                  : "a day on which the demand point needs some of it") +
                         "; its " + KgText(row.weight.value) + " kg aren't cooked"});
  }
}

}  // namespace pasok::match
