#include "engine/match/question/transfers.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/flow/gains.h"
#include "engine/match/question/ahead.h"
#include "engine/match/question/contracts.h"
#include "engine/match/question/nights.h"
#include "engine/match/question/reliefs.h"

namespace pasok::match {
namespace {

// What a demand point needs of a commodity, day by day.
struct Series {
  std::int32_t demand_point = kNone, commodity = kNone;  // dataset indices
  std::vector<std::int32_t> rows;                        // requirements of some need, by day; at least one
  std::vector<std::int32_t> taking;  // likewise, with those of none that may take what is kept
  bool is_relieved = false;          // has reliefs, of all its needs
};

// So many quanta more may leave the requirement.
void LetSend(std::int32_t requirement, std::int64_t quanta, Instance& instance) {
  RequirementRow& row = instance.requirements[requirement];
  row.sends += quanta;
  row.lane_cap = LaneCapOf(instance.policy, row.most_in());
}

class Builder {
 public:
  explicit Builder(Instance& instance)
      : instance_(instance), dataset_(*instance.dataset), policy_(instance.policy) {
    std::vector<std::int32_t> rows(instance.requirements.size());
    std::iota(rows.begin(), rows.end(), 0);
    std::erase_if(rows, [&](std::int32_t r) { return instance.IsRelief(r); });
    relief_of_.assign(instance.requirements.size(), kNone);
    const auto key = [&](std::int32_t r) {
      const RequirementRow& row = instance_.requirements[r];
      return std::tuple(row.demand_point, CommodityInDataset(instance_, r), instance_.DayOf(r));
    };
    std::ranges::sort(rows, {}, key);
    for (const std::int32_t r : rows) {
      const std::int32_t demand_point = instance.requirements[r].demand_point;
      const bool is_new = series_.empty() || series_.back().demand_point != demand_point ||
                          series_.back().commodity != CommodityInDataset(instance_, r);
      if (is_new) {
        series_.push_back({.demand_point = demand_point,
                           .commodity = CommodityInDataset(instance_, r),
                           .rows = {},
                           .taking = {}});
      }
      Series& series = series_.back();
      if (instance.requirements[r].need > 0) series.rows.push_back(r);
      series.taking.push_back(r);
      relief_of_[r] = ReliefOf(instance, demand_point, CommodityInDataset(instance_, r), instance_.DayOf(r));
      series.is_relieved |= relief_of_[r] != kNone;
    }
    std::erase_if(series_, [](const Series& series) { return series.rows.empty(); });
  }

  void Build() {
    if (policy_.storage.on && instance_.date) AddStorage();
    AddReliefTransfers();
    if (!policy_.substitutes.empty()) AddSubstitutes();
    if (!instance_.stock.empty()) AddStock();
    std::ranges::sort(instance_.transfers, {},
                      [](const Transfer& transfer) { return std::pair(transfer.to, transfer.from); });
    std::ranges::sort(instance_.stand_ins, {},
                      [](const StandIn& stand_in) { return std::pair(stand_in.to, stand_in.from); });
    for (const Transfer& transfer : instance_.transfers) {
      if (transfer.from != kNone) LetSend(transfer.from, transfer.limit(), instance_);
    }
    for (const StandIn& stand_in : instance_.stand_ins)
      LetSend(stand_in.from, flow::ArrivingOf(stand_in.capacity, stand_in.milli), instance_);
    for (std::int32_t r = 0; r < std::ssize(instance_.requirements); ++r) {
      RequirementRow& row = instance_.requirements[r];
      row.takes = row.need == 0 && !instance_.IsRelief(r) ? row.sends : 0;
    }
  }

 private:
  std::int64_t Quanta(Grams weight) const { return WholeQuantaIn(weight, policy_.quantum).value; }

  void AddStorage() {
    for (std::size_t first = 0, end = 0; first < series_.size(); first = end) {
      while (end < series_.size() && series_[end].demand_point == series_[first].demand_point) ++end;
      const auto rooms =
          std::ranges::equal_range(dataset_.storage, series_[first].demand_point, {}, &Storage::demand_point);
      if (!rooms.empty()) AddStorageOf(std::span(series_).subspan(first, end - first), rooms);
    }
  }

  // Of one demand point.
  void AddStorageOf(std::span<const Series> all, std::span<const Storage> rooms) {
    const auto room_of = [&](std::int32_t commodity) -> const Storage* {
      const auto found = std::ranges::find(rooms, commodity, &Storage::commodity);
      return found == rooms.end() ? nullptr : &*found;
    };
    std::vector<std::vector<Keeping>> kept;
    std::vector<Fullest> fullest;
    Int128 wanted_of_shared = 0;
    for (const Series& series : all) {
      kept.push_back(series.is_relieved ? KeptStraight(instance_, series.taking, relief_of_)
                                        : KeptInTurn(instance_, series.taking));
      fullest.push_back(FullestNight(instance_, kept.back()));
      if (!room_of(series.commodity)) wanted_of_shared += fullest.back().quanta;
    }
    const Storage* const shared = room_of(kNone);
    const std::int64_t shared_quanta = shared ? Quanta(shared->capacity) : 0;
    const bool too_small = shared_quanta > 0 && wanted_of_shared > shared_quanta;
    if (too_small) instance_.stores.push_back(shared_quanta);
    const auto store_of_all = static_cast<std::int32_t>(instance_.stores.size()) - 1;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::int64_t quanta = fullest[i].quanta;
      if (const Storage* const own = room_of(all[i].commodity)) {
        const std::int64_t room = Quanta(own->capacity);
        const bool splits = room > 0 && fullest[i].overlap && quanta > room;
        if (splits) instance_.stores.push_back(room);
        const auto last = static_cast<std::int32_t>(instance_.stores.size()) - 1;
        AddKept(kept[i], fullest[i], {.room = room, .part = room, .store = splits ? last : kNone});
      } else if (too_small) {
        const auto part = static_cast<std::int64_t>(Int128{shared_quanta} * quanta / wanted_of_shared);
        AddKept(kept[i], fullest[i], {.room = shared_quanta, .part = part, .store = store_of_all});
      } else {
        AddKept(kept[i], fullest[i], {.room = shared_quanta, .part = shared_quanta});
      }
    }
  }

  // What a series may use of a store: all of it where it shares it with nothing, on other days too; else a
  // part beforehand.
  struct Room {
    std::int64_t room = 0, part = 0;
    std::int32_t store = kNone;
  };
  void AddKept(std::span<const Keeping> kept, const Fullest& fullest, const Room& room) {
    const Int128 holding = Int128{policy_.quantum.value} * policy_.storage.holding_per_day.value;
    for (const Keeping& each : kept) {
      std::int64_t part = room.part;
      if (room.store != kNone && fullest.overlap)
        part = static_cast<std::int64_t>(Int128{room.part} * each.wanted / fullest.quanta);
      Add({.from = each.from,
           .to = each.to,
           .cost = RoundHalfUp(
               holding * (DayNumberOf(instance_, each.to) - DayNumberOf(instance_, each.from)), 1000),
           .capacity = std::min(part, each.wanted),
           .store = room.store,
           .most = room.store == kNone ? 0 : std::min(room.room, each.wanted)});
    }
  }

  void AddReliefTransfers() {
    for (std::int32_t r = 0; r < std::ssize(relief_of_); ++r) {
      if (relief_of_[r] != kNone)
        Add({.from = relief_of_[r], .to = r, .cost = 0, .capacity = instance_.requirements[r].need});
    }
  }

  void AddStock() {
    std::vector<bool> keeps(instance_.requirements.size());  // whether something of it may be kept overnight
    for (const Transfer& transfer : instance_.transfers) {
      const bool is_storage =
          CommodityInDataset(instance_, transfer.from) == CommodityInDataset(instance_, transfer.to);
      if (is_storage) keeps[transfer.from] = true;
    }
    const auto key = [](const auto& row) { return std::pair(row.demand_point, row.commodity); };
    const std::vector<Stock>& stock = instance_.stock;
    for (auto first = stock.begin(), end = first; first != stock.end(); first = end) {
      while (end != stock.end() && key(*end) == key(*first)) ++end;
      const auto found = std::ranges::lower_bound(series_, key(*first), {}, key);
      const bool is_needed = found != series_.end() && key(*found) == key(*first);
      const std::int32_t to =
          is_needed ? found->rows.front() : FirstStandIn(first->demand_point, first->commodity);
      if (to == kNone) continue;
      // By use_by, those of none last.
      std::vector<Stock> oldest_first(first, end);
      std::ranges::stable_sort(oldest_first, {},
                               [](const Stock& row) { return std::pair(!row.use_by, row.use_by); });
      if (is_needed && found->is_relieved) {
        AddStockOfRelieved(*found, oldest_first);
        continue;
      }
      // What stands in on the first day needs only be good on it, unless some of it may be kept for later.
      const auto lasts = [&](const Stock& row) {
        if (!row.use_by || !instance_.date) return true;
        const std::int32_t nights = NightsKept(policy_, dataset_.commodities[first->commodity]);
        const std::int32_t last = keeps[to] ? std::min(DayNumberOf(instance_, to) + nights,
                                                       DayNumberOf(instance_, found->rows.back()))
                                            : DayNumberOf(instance_, to);
        return last <= row.use_by->days;
      };
      std::int64_t in = 0, left = 0;
      for (const Stock& row : oldest_first) {
        const std::int64_t quanta = Quanta(row.weight);
        const std::int64_t needed =
            is_needed ? std::min(quanta, NeedUntil(*found, row.use_by) - in) : std::int64_t{0};
        in += needed;
        if (lasts(row)) left += quanta - needed;
      }
      const auto stands_in = stands_in_for_.find(to);
      if (stands_in != stands_in_for_.end()) in += std::min(left, stands_in->second);
      Add({.from = kNone, .to = to, .cost = 0, .capacity = in});
    }
  }

  // What doesn't last for all days to which it may be sent on is cooked on the first.
  void AddStockOfRelieved(const Series& series, std::span<const Stock> stock) {
    const std::int32_t r = series.rows.front();
    const Date first{DayNumberOf(instance_, r)};
    const std::int32_t nights = NightsKept(policy_, dataset_.commodities[series.commodity]);
    const Date last{std::min(first.days + nights, DayNumberOf(instance_, series.rows.back()))};
    std::int64_t lasting = 0, first_day_only = 0;
    for (const Stock& row : stock) {
      if (!row.use_by || *row.use_by >= last) {
        lasting += Quanta(row.weight);
      } else if (*row.use_by >= first) {
        first_day_only += Quanta(row.weight);
      }
    }
    Add({.from = kNone, .to = r, .cost = 0, .capacity = std::min(lasting, NeedUntil(series, last))});
    Add({.from = kNone,
         .to = relief_of_[r],
         .cost = 0,
         .capacity = std::min(first_day_only, instance_.requirements[r].need)});
  }

  // The first row on which it may stand in for something; kNone: on no day.
  std::int32_t FirstStandIn(std::int32_t demand_point, std::int32_t commodity) const {
    for (std::int32_t day = 0; day < std::ssize(instance_.days); ++day) {
      const std::int32_t row = RowOf(instance_, demand_point, commodity, day);
      if (row != kNone && stands_in_for_.contains(row)) return row;
    }
    return kNone;
  }

  // What is needed on the days up to `last`; all where there is none, or the plan has no date.
  std::int64_t NeedUntil(const Series& series, const std::optional<Date>& last) const {
    std::int64_t need = 0;
    for (const std::int32_t r : series.rows) {
      if (last && instance_.date && DayNumberOf(instance_, r) > last->days) break;
      need += instance_.requirements[r].need;
    }
    return need;
  }

  void AddSubstitutes() {
    for (const Series& series : series_) {
      const SubstituteRule* const rule = policy_.FindSubstitutes(dataset_.commodities[series.commodity]);
      if (!rule) continue;
      const std::int64_t cost = RoundHalfUp(Int128{policy_.quantum.value} * rule->surcharge.value, 1000);
      for (std::size_t i = 0; i < rule->by.size(); ++i) {
        const std::int32_t commodity = dataset_.FindCommodity(rule->by[i]);
        if (commodity == kNone) continue;
        const std::int64_t milli = rule->RatioOf(i).value;
        for (const std::int32_t r : series.rows) {
          const std::int32_t from = RowOf(instance_, series.demand_point, commodity, instance_.DayOf(r));
          if (from == kNone) continue;  // the need isn't the plan's own: see CapacitiesWith
          const std::int64_t need = instance_.requirements[r].need;
          stands_in_for_[from] += flow::ArrivingOf(need, milli);
          if (milli == 1'000) {
            Add({.from = from,
                 .to = relief_of_[r] == kNone ? r : relief_of_[r],
                 .cost = cost,
                 .capacity = need});
          } else {
            instance_.stand_ins.push_back(
                {.from = from, .to = r, .cost = cost, .capacity = need, .milli = milli});
          }
        }
      }
    }
  }

  void Add(const Transfer& transfer) {
    if (transfer.limit() > 0) instance_.transfers.push_back(transfer);
  }

  Instance& instance_;
  const Dataset& dataset_;
  const Policy& policy_;
  std::vector<Series> series_;                          // by demand point, commodity
  std::vector<std::int32_t> relief_of_;                 // per requirement; kNone: it has none
  std::map<std::int32_t, std::int64_t> stands_in_for_;  // what may stand in for others on that row, quanta
};

}  // namespace

std::int32_t RowOf(const Instance& instance, std::int32_t demand_point, std::int32_t commodity,
                   std::int32_t day) {
  return RowIn(instance, instance.SpanOf(day, commodity), demand_point);
}

std::int32_t CommodityInDataset(const Instance& instance, std::int32_t requirement) {
  return instance.commodities[instance.requirements[requirement].commodity].dataset_commodity;
}

std::int32_t RowIn(const Instance& instance, std::int32_t commodity, std::int32_t demand_point) {
  const CommoditySpan& span = instance.commodities[commodity];
  const auto rows = std::span(instance.requirements)
                        .subspan(span.first_requirement, span.end_requirement - span.first_requirement);
  const auto found = std::ranges::lower_bound(rows, demand_point, {}, &RequirementRow::demand_point);
  if (found == rows.end() || found->demand_point != demand_point) return kNone;
  return span.first_requirement + static_cast<std::int32_t>(found - rows.begin());
}

std::int64_t LaneCapOf(const Policy& policy, std::int64_t most_in) {
  const Int128 share = Int128{most_in} * policy.max_share_per_supplier.value / 1'000'000;
  return std::max<std::int64_t>(1, static_cast<std::int64_t>(share));
}

void AddStandIns(std::int32_t first_row, Instance& instance) {
  const Policy& policy = instance.policy;
  const Dataset& dataset = *instance.dataset;
  if (policy.substitutes.empty()) return;
  const auto key = [](const RequirementRow& row) { return std::pair(row.commodity, row.demand_point); };
  const auto needing = static_cast<std::int32_t>(instance.requirements.size());
  std::set<std::pair<std::int32_t, std::int32_t>> present;
  for (std::int32_t r = first_row; r < needing; ++r) present.insert(key(instance.requirements[r]));
  for (std::int32_t r = first_row; r < needing; ++r) {
    const RequirementRow row = instance.requirements[r];
    const CommoditySpan& span = instance.commodities[row.commodity];
    const SubstituteRule* const rule = policy.FindSubstitutes(dataset.commodities[span.dataset_commodity]);
    if (!rule) continue;
    for (const std::string& code : rule->by) {
      const std::int32_t commodity = dataset.FindCommodity(code);
      if (commodity == kNone) continue;  // nobody offers it
      const RequirementRow stand_in{.demand_point = row.demand_point,
                                    .commodity = instance.SpanOf(span.day, commodity),
                                    .need = 0,
                                    .penalty = row.penalty,
                                    .lane_cap = 1};
      if (present.insert(key(stand_in)).second) instance.requirements.push_back(stand_in);
    }
  }
}

void AddTransfers(Instance& instance) { Builder(instance).Build(); }

Instance WithoutStandIns(const Instance& instance) {
  Instance without = instance;
  for (const StandIn& stand_in : instance.stand_ins)
    LetSend(stand_in.from, -flow::ArrivingOf(stand_in.capacity, stand_in.milli), without);
  if (!instance.stand_ins.empty()) without.pair_terms = TermsWith(without, without.requirements);
  without.stand_ins.clear();
  return without;
}

std::vector<std::int64_t> CapacitiesWith(const Instance& instance, std::int32_t requirement,
                                         std::int64_t need) {
  Instance other;  // what transfers follow from
  other.dataset = instance.dataset;
  other.policy = instance.policy;
  other.date = instance.date;
  other.days = instance.days;
  other.commodities = instance.commodities;
  other.requirements = instance.requirements;
  other.stock = instance.stock;
  for (RequirementRow& row : other.requirements) row.sends = 0;
  other.requirements[requirement].need = need;
  AddTransfers(other);
  std::vector<std::int64_t> capacities;
  const auto key = [](const Transfer& transfer) { return std::pair(transfer.to, transfer.from); };
  for (const Transfer& transfer : instance.transfers) {
    const auto found = std::ranges::lower_bound(other.transfers, key(transfer), {}, key);
    const bool is_same = found != other.transfers.end() && key(*found) == key(transfer);
    capacities.push_back(is_same && transfer.store == kNone ? found->limit() : transfer.capacity);
  }
  return capacities;
}

void MoveShortages(std::span<const Transfer> transfers, Matching& matching) {
  for (bool moved = true; moved;) {
    moved = false;
    for (std::size_t i = 0; i < transfers.size(); ++i) {
      const std::int32_t from = transfers[i].from, to = transfers[i].to;
      if (from == kNone) continue;
      const std::int64_t quanta = std::min(matching.shortage[from], matching.transfers[i]);
      if (quanta == 0) continue;
      matching.shortage[from] -= quanta;
      matching.shortage[to] += quanta;
      matching.transfers[i] -= quanta;
      moved = true;
    }
  }
}

}  // namespace pasok::match
