#include "engine/match/recheck/ways.h"

#include <algorithm>
#include <deque>
#include <functional>

#include "engine/match/files/plan_figures.h"
#include "engine/match/recheck/cell.h"

namespace pasok::match::recheck {

bool MayCarry(const Dataset& dataset, const Policy& policy, bool dated, bool any_stock) {
  return (dated && policy.storage.on && !dataset.storage.empty()) || any_stock || !policy.substitutes.empty();
}

Ways::Ways(const Dataset& dataset, const Policy& policy) : dataset_(&dataset), policy_(&policy) {
  for (const SubstituteRule& rule : policy.substitutes) {
    for (const Milli ratio : rule.ratio) by_ratios_ |= ratio.value != 1'000;
  }
}

// Of the way's kind, and its columns in the file's order; a stock's day is none.
Ways::Key Ways::KeyOf(const Way& way) const {
  const Need& to = NeedAt(way.to);
  return {static_cast<int>(way.kind),
          way.from ? static_cast<std::int64_t>(way.from->day) : -1,
          to.demand_point,
          way.from ? NeedAt(*way.from).commodity : to.commodity,
          static_cast<std::int64_t>(way.to.day),
          to.commodity};
}

void Ways::Open(std::size_t day, DayRules& rules) const {
  if (!needs_.empty()) rules.SetNeeds(needs_[day]);
  for (const Way& way : ways_) {
    if (way.from && way.from->day == day) rules.LetSend(way.from->need, Taken(way, way.capacity));
  }
}

std::string Ways::Kg(std::int64_t quanta) const {
  return KgText(Int128{quanta} * policy_->quantum.value) + " kg";
}

// At least what the ratio asks for, and less than what a quantum more would take.
void Ways::CheckRatio(const Cells& cells, int column, std::int64_t taken, std::int64_t served,
                      const Way& way) const {
  const std::int64_t least = Taken(way, served), most = std::max(least, Taken(way, served + 1) - 1);
  if (taken >= least && taken <= most) return;
  cells.Fault(column, "wrong_ratio",
              least == most ? Kg(least) + ", as much as stands in for that"
                            : "from " + Kg(least) + " to " + Kg(most) + ", as much as stands in for that");
}

void Ways::Read(const std::vector<Row>& rows, FindingLog& log) {
  enum Column : int { kDate, kDemandId, kCommodity, kKg, kWay, kToDate, kToCommodity, kCost, kToKg };
  constexpr Carried::Way kKinds[] = {Carried::Way::kStock, Carried::Way::kStorage, Carried::Way::kSubstitute};
  const auto day_of = [&](const Cells& cells, int column) -> std::int64_t {
    for (std::size_t day = 0; day < dates_.size(); ++day) {
      if ((dates_[day] ? ToIso(*dates_[day]) : "") == cells.Text(column))
        return static_cast<std::int64_t>(day);
    }
    cells.Fault(column, "wrong_value", "one of the planned days");
    return kNone;
  };
  std::optional<Key> last;
  for (const Row& row : rows) {
    const Cells cells(kCarriedFile, header(), row, log);
    const auto kind =
        std::ranges::find(kKinds, cells.Text(kWay), [](Carried::Way way) { return ToWord(way); });
    if (kind == std::end(kKinds)) {
      cells.Fault(kWay, "unknown_way", "stock, storage or substitute");
      continue;
    }
    const bool is_stock = *kind == Carried::Way::kStock;
    if (is_stock) cells.ExpectText(kDate, "");
    const std::int64_t from = is_stock ? -1 : day_of(cells, kDate), to = day_of(cells, kToDate);
    const std::int32_t demand = cells.Known(kDemandId, dataset_->FindDemandPoint(cells.Text(kDemandId)));
    const std::int32_t commodity = cells.Known(kCommodity, dataset_->FindCommodity(cells.Text(kCommodity)));
    const std::int32_t to_commodity =
        cells.Known(kToCommodity, dataset_->FindCommodity(cells.Text(kToCommodity)));
    const std::optional<std::int64_t> quanta = cells.Quanta(kKg, policy_->quantum);
    const std::optional<std::int64_t> served = by_ratios_ ? cells.Quanta(kToKg, policy_->quantum) : quanta;
    if ((!is_stock && from == kNone) || to == kNone || demand == kNone || commodity == kNone ||
        to_commodity == kNone || !quanta || !served)
      continue;
    const Key key(static_cast<int>(*kind), from, demand, commodity, to, to_commodity);
    Key order = key;  // by the columns alone: on an undated plan a stock's date is the day's
    std::get<0>(order) = 0;
    if (!dated()) std::get<1>(order) = 0;
    if (last && *last >= order) {
      cells.RowFault(*last == order ? "duplicate_row" : "not_sorted",
                     "each date, demand_id, commodity, to_date and to_commodity once, in this order");
    }
    last = order;
    const auto found = way_of_.find(key);
    if (found == way_of_.end()) {
      cells.RowFault("no_such_way", "what the policy, the shelf life, storage.csv and stock.csv allow");
      continue;
    }
    Way& way = ways_[found->second];
    Way* const rest = way.rest == SIZE_MAX ? nullptr : &ways_[way.rest];
    const std::int64_t most = way.capacity + (rest ? rest->capacity : 0);
    if (*served > most) cells.Fault(by_ratios_ ? kToKg : kKg, "carried_too_much", "at most " + Kg(most));
    CheckRatio(cells, kKg, *quanta, *served, way);
    const int places = RupiahPlaces(policy_->quantum);
    cells.ExpectDecimal(kCost, places, Int128{*served} * way.cost * (places == 2 ? 1 : 100));
    way.quanta = *quanta;
    way.served = *served;
    way.line = row.line;
    if (rest && way.quanta > way.capacity) {
      rest->quanta = rest->served = way.quanta - way.capacity;
      rest->line = row.line;
      way.quanta = way.served = way.capacity;
    }
  }
}

std::int64_t Ways::Serve(std::size_t day, Allocations& allocations, const Prices& prices) {
  if (ways_.empty()) return 0;
  delivered_[day] = allocations.served;
  price_[day] = prices.need;
  relief_price_[day] = prices.relief;
  std::int64_t more = 0;
  for (const Way& way : ways_) {
    if (way.to.day == day) allocations.served[way.to.need] += way.served, more += way.served;
    if (way.from && way.from->day == day)
      allocations.served[way.from->need] -= way.quanta, more -= way.quanta;
  }
  return more;
}

void Ways::CheckKept(FindingLog& log) const {
  CheckNights(log);
  std::map<std::pair<std::int32_t, std::int32_t>, std::vector<const Way*>> to;
  for (const Way& way : ways_) {
    const Need& need = NeedAt(way.to);
    if (way.quanta > 0) to[{need.demand_point, need.commodity}].push_back(&way);
  }
  for (const Course& course : courses_) {
    const auto found = to.find({course.demand_point, course.commodity});
    if (found != to.end() && !course.straight) Follow(course, found->second, log);
  }
  FollowStraight(log);
}

// What is kept on was delivered on the day, or is of the stock that lasts.
void Ways::FollowStraight(FindingLog& log) const {
  using At = std::pair<std::size_t, std::int32_t>;  // day, need
  std::map<At, std::int64_t> here, gone;
  for (const Way& way : ways_) {
    if (way.kind == Carried::Way::kStock && !way.to_relief) here[At(way.to.day, way.to.need)] = way.quanta;
  }
  for (const Way& way : ways_) {
    if (way.kind != Carried::Way::kStorage || !way.to_relief || way.quanta == 0) continue;
    const At from(way.from->day, way.from->need);
    gone[from] += way.quanta;
    if (gone[from] > here[from] + delivered_[from.first][from.second])
      Fault(way, "kept_undelivered", "no more than came on the day, without what stood in or was kept", log);
  }
}

// What lies in each kitchen's store each night.
void Ways::CheckNights(FindingLog& log) const {
  std::map<std::pair<std::int32_t, std::int32_t>, Grams> room;
  for (const Storage& row : dataset_->storage) room[{row.demand_point, row.commodity}] = row.capacity;
  std::map<std::tuple<std::int32_t, std::int32_t, std::int64_t>, Int128>
      stored;  // grams, by whose room, night
  for (const Way& way : ways_) {
    if (way.kind != Carried::Way::kStorage || way.quanta == 0) continue;
    const Need& need = NeedAt(way.to);
    const bool own = room.contains({need.demand_point, need.commodity});
    const std::int32_t whose = own ? need.commodity : kNone;
    for (std::int64_t night = DayNumber(way.from->day); night < DayNumber(way.to.day); ++night) {
      Int128& grams = stored[{need.demand_point, whose, night}];
      grams += Int128{way.quanta} * policy_->quantum.value;
      if (grams > room[{need.demand_point, whose}].value)
        Fault(way, "storage_exceeded", "at most what storage.csv says can be stored overnight", log);
    }
  }
}

// What must be used first is cooked first. The stock comes on the first day that needs any.
void Ways::Follow(const Course& course, const std::vector<const Way*>& to_it, FindingLog& log) const {
  struct Lot {
    std::int64_t last = 0, quanta = 0;
  };
  std::map<std::size_t, const Way*> into, out_of;  // by day
  const Way* from_stock = nullptr;
  for (const Way* way : to_it) {
    if (way->kind == Carried::Way::kStorage) into[way->to.day] = out_of[way->from->day] = way;
    if (way->kind == Carried::Way::kStock) from_stock = way;
  }
  if (into.empty() && !from_stock) return;
  std::vector<Lot> stock;
  for (const auto& [last, quanta] : StockOf(course.demand_point, course.commodity))
    stock.push_back({last, quanta});
  std::int64_t stock_left = 0;  // of what is taken from it
  std::deque<Lot> kept;
  for (std::size_t i = 0; i < course.ends.size(); ++i) {
    const End& end = course.ends[i];
    const std::int64_t today = DayNumber(end.day);
    const auto came = into.find(end.day), goes = out_of.find(end.day);
    if (i == course.first && from_stock) stock_left = from_stock->quanta;
    std::int64_t here = delivered_[end.day][end.need] + stock_left;
    for (const Lot& lot : kept) here += lot.quanta;
    kept.push_back({today + Kept(course.commodity), delivered_[end.day][end.need]});
    std::int64_t used = here - (goes == out_of.end() ? 0 : goes->second->quanta);
    while (used > 0) {
      while (!kept.empty() && kept.front().quanta == 0) kept.pop_front();
      const auto good =
          std::ranges::find_if(stock, [&](const Lot& lot) { return lot.last >= today && lot.quanta > 0; });
      Lot* first = good == stock.end() || stock_left == 0 ? nullptr : &*good;
      const bool is_kept = !kept.empty() && (!first || kept.front().last < first->last);
      if (is_kept) first = &kept.front();
      if (!first || first->last < today) {
        const Way* way = came != into.end() ? came->second : from_stock;
        if (way) Fault(*way, "not_fresh", "nothing that is cooked after its shelf life or use_by", log);
        return;
      }
      const std::int64_t taken = std::min({used, first->quanta, is_kept ? used : stock_left});
      first->quanta -= taken, used -= taken;
      if (!is_kept) stock_left -= taken;
    }
  }
}

void Ways::Fault(const Way& way, std::string code, std::string expected, FindingLog& log) const {
  log.Add({.code = std::move(code),
           .file = std::string(kCarriedFile),
           .line = way.line,
           .field = "kg",
           .value = Kg(way.quanta) + " of " + NameOf(way),
           .expected = std::move(expected)});
}

std::string Ways::NameOf(const End& end) const {
  const Need& need = NeedAt(end);
  return dataset_->demand_points[need.demand_point].id + " " + dataset_->commodities[need.commodity];
}

std::vector<Carried> Ways::carried() const {
  std::vector<Carried> rows;
  for (const Way& way : ways_) {
    const std::int64_t rest = way.rest == SIZE_MAX ? 0 : ways_[way.rest].quanta;
    if (way.is_rest || way.quanta + rest == 0) continue;
    const Need& to = NeedAt(way.to);
    rows.push_back({.way = way.kind,
                    .date = way.from ? dates_[way.from->day] : std::nullopt,
                    .to_date = dates_[way.to.day],
                    .demand_point = to.demand_point,
                    .commodity = way.from ? NeedAt(*way.from).commodity : to.commodity,
                    .to_commodity = to.commodity,
                    .quanta = way.quanta + rest,
                    .served = way.served + rest,
                    .unit_cost = way.cost});
  }
  return rows;
}

Int128 Ways::cost() const {
  Int128 cost = 0;
  for (const Way& way : ways_) cost += Int128{way.served} * way.cost;
  return cost;
}

std::vector<Ways::Relief> Ways::Reliefs() const {
  std::map<std::pair<std::size_t, std::int32_t>, std::int64_t> into;  // by day, need
  for (const Way& way : ways_) {
    if (way.to_relief) into[{way.to.day, way.to.need}] += way.served;
  }
  std::vector<Relief> reliefs;
  for (std::size_t day = 0; day < needs_.size(); ++day) {
    for (std::int32_t n = 0; n < std::ssize(needs_[day]); ++n) {
      if (needs_[day][n].relieved) reliefs.push_back({.need = {day, n}, .quanta = into[{day, n}]});
    }
  }
  return reliefs;
}

std::vector<Ways::Night> Ways::NightsOf(const Way& way) const {
  std::vector<Night> nights;
  for (std::int64_t night = DayNumber(way.from->day); night < DayNumber(way.to.day); ++night)
    nights.emplace_back(NeedAt(way.to).demand_point, way.own, night);
  return nights;
}

std::set<Ways::Night> Ways::FullNights() const {
  std::map<Night, std::int64_t> lying;
  std::set<Night> full;
  for (const Way& way : ways_) {
    if (!way.shares) continue;
    for (const Night& night : NightsOf(way)) {
      if ((lying[night] += way.quanta) >= SharedStoreOf(way)) full.insert(night);
    }
  }
  return full;
}

std::int64_t Ways::PriceAt(const Way& way) const {
  return (way.to_relief ? relief_price_ : price_)[way.to.day][way.to.need];
}

Int128 Ways::GainOf(const Way& way) const {
  const Int128 from = way.from ? price_[way.from->day][way.from->need] : 0;
  return PriceAt(way) - Int128{way.cost} - from;
}

Int128 Ways::DualPartOfShared() const {
  // By demand point, whose store it is, day.
  std::map<std::tuple<std::int32_t, std::int32_t, std::size_t>, std::vector<const Way*>> by_evening;
  for (const Way& way : ways_) {
    if (way.shares) by_evening[{NeedAt(way.to).demand_point, way.own, way.from->day}].push_back(&way);
  }
  Int128 sum = 0;
  for (auto& [evening, ways] : by_evening) {
    std::ranges::stable_sort(ways, std::greater(), [&](const Way* way) { return GainOf(*way); });
    std::int64_t left = SharedStoreOf(*ways.front());
    for (const Way* way : ways) {
      if (GainOf(*way) <= 0) break;
      const std::int64_t quanta = std::min(left, way->capacity);
      sum += GainOf(*way) * quanta;
      left -= quanta;
    }
  }
  return sum;
}

Int128 Ways::DualPart() const {
  Int128 sum = DualPartOfShared();
  for (const Way& way : ways_) {
    if (way.shares) continue;
    const Int128 from = way.from ? price_[way.from->day][way.from->need] : 0;
    const Int128 to = PriceAt(way) - Int128{way.cost};
    if (way.milli == 1'000) {
      sum += std::max<Int128>(0, GainOf(way)) * way.capacity;
      continue;
    }
    const Int128 gain = to * 1'000 - std::max<Int128>(0, from) * way.milli;  // in thousandths of sen
    if (gain > 0) sum += (gain * way.capacity + 999) / 1'000;
  }
  for (std::size_t day = 0; day < needs_.size(); ++day) {
    for (std::size_t n = 0; n < needs_[day].size(); ++n) {
      const Need& need = needs_[day][n];
      if (need.relieved)
        sum += Int128{need.quanta} * std::max<std::int64_t>(0, price_[day][n] - relief_price_[day][n]);
    }
  }
  return sum;
}

}  // namespace pasok::match::recheck
