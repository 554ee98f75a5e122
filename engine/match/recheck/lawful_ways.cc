// Which ways may carry anything: the half of ways.h that works them out from the registers and the policy.
#include <algorithm>
#include <map>
#include <utility>

#include "engine/match/recheck/ways.h"

namespace pasok::match::recheck {

Ways::Ways(const Dataset& dataset, const Policy& policy, const std::vector<std::string>& dates,
           std::vector<std::vector<Need>> needs, std::vector<Stock> stock)
    : Ways(dataset, policy) {
  stock_ = std::move(stock);
  needs_ = std::move(needs);
  for (const std::string& date : dates) dates_.push_back(ParseDate(date));
  if (policy.storage.on && dated()) TakeAhead();
  delivered_.resize(needs_.size());
  price_.resize(needs_.size());
  courses_ = CoursesOfNeed();
  if (policy.storage.on && dated()) AddStorage();
  AddSubstitutes();
  AddStock();
}

// On a day on which the kitchen cooks something else, for later ones within the shelf life that need it
// beyond the stock that must be used by then.
void Ways::TakeAhead() {
  std::vector<std::vector<Need>> more(needs_.size());
  for (const Course& course : CoursesOfNeed()) {
    if (Kept(course.commodity) == 0 || RoomFor(course.demand_point, course.commodity).value_or(0) == 0)
      continue;
    for (std::size_t day = 0; day < needs_.size(); ++day) {
      const Need* of_any = nullptr;
      bool is_there = false;
      for (const Need& need :
           std::ranges::equal_range(needs_[day], course.demand_point, {}, &Need::demand_point)) {
        is_there = is_there || need.commodity == course.commodity;
        if (need.quanta > 0) of_any = &need;
      }
      if (!of_any || is_there || LaterFor(course, day) == 0) continue;
      more[day].push_back({.demand_point = course.demand_point,
                           .commodity = course.commodity,
                           .penalty = of_any->penalty,
                           .lane_cap = 1});
    }
  }
  for (std::size_t day = 0; day < more.size(); ++day) {
    needs_[day].insert(needs_[day].end(), more[day].begin(), more[day].end());
    std::ranges::sort(needs_[day], {},
                      [](const Need& need) { return std::pair(need.demand_point, need.commodity); });
  }
}

// What of the day's food later days could use while it is fresh. What comes before the first day of need
// leaves the stock its last days.
std::int64_t Ways::LaterFor(const Course& course, std::size_t day) const {
  const std::int64_t last = DayNumber(day) + Kept(course.commodity);
  std::int64_t sum = 0;
  for (const End& use : course.ends) {
    if (use.day > day && DayNumber(use.day) <= last) sum += NeedAt(use).quanta;
  }
  if (course.ends[course.first].day <= day) return sum;
  Rows stock = StockOf(course.demand_point, course.commodity);
  return sum - std::min(sum, Cook(course, last, stock));
}

std::optional<std::int64_t> Ways::RoomFor(std::int32_t demand_point, std::int32_t commodity) const {
  if (!policy_->storage.on || !dated()) return std::nullopt;
  const Storage* holds = nullptr;
  for (const Storage& row :
       std::ranges::equal_range(dataset_->storage, demand_point, {}, &Storage::demand_point)) {
    if (row.commodity == commodity || (row.commodity == kNone && !holds)) holds = &row;
  }
  return holds ? std::optional(InQuanta(holds->capacity)) : std::nullopt;
}

// With the days on which nothing is needed.
std::vector<Ways::Course> Ways::CoursesOfNeed() const {
  std::map<std::pair<std::int32_t, std::int32_t>, std::vector<End>> ends_of;
  for (std::size_t day = 0; day < needs_.size(); ++day) {
    for (std::int32_t n = 0; n < std::ssize(needs_[day]); ++n) {
      const Need& need = needs_[day][n];
      ends_of[{need.demand_point, need.commodity}].push_back({day, n});
    }
  }
  std::vector<Course> courses;
  for (const auto& [key, ends] : ends_of) {
    const auto needs_any = [&](const End& end) { return NeedAt(end).quanta > 0; };
    const auto first = std::ranges::find_if(ends, needs_any);
    if (first == ends.end()) continue;
    const auto last = std::ranges::find_if(ends.rbegin(), ends.rend(), needs_any);
    courses.push_back({.demand_point = key.first,
                       .commodity = key.second,
                       .ends = ends,
                       .first = static_cast<std::size_t>(first - ends.begin()),
                       .last = static_cast<std::size_t>(last.base() - ends.begin()) - 1});
  }
  return courses;
}

std::int64_t Ways::Kept(std::int32_t commodity) const {
  for (const SubstituteRule& rule : policy_->substitutes) {
    if (rule.commodity == dataset_->commodities[commodity]) return 0;
  }
  const CommodityRule* rule = policy_->FindCommodity(dataset_->commodities[commodity]);
  const std::int64_t life = rule ? rule->shelf_life_days.value_or(1) : 1;
  return std::max<std::int64_t>(0, life - 1 - policy_->storage.min_shelf_left_days);
}

std::int64_t Ways::HoldingFor(std::int64_t nights) const {
  return RoundHalfUp(Int128{nights} * policy_->storage.holding_per_day.value * policy_->quantum.value, 1000);
}

void Ways::AddStorage() {
  // What can be stored, by demand point and commodity; kNone: shared by the others.
  std::map<std::pair<std::int32_t, std::int32_t>, std::int64_t> room;
  for (const Storage& row : dataset_->storage)
    room[{row.demand_point, row.commodity}] = InQuanta(row.capacity);
  // The most that any night of a course could use, and for each demand point of those that share, in all.
  std::vector<std::vector<std::int64_t>> later(courses_.size());
  std::vector<std::int64_t> most(courses_.size());
  std::map<std::int32_t, Int128> sharing;
  for (std::size_t c = 0; c < courses_.size(); ++c) {
    const Course& course = courses_[c];
    for (const End& end : course.ends) {
      later[c].push_back(LaterFor(course, end.day));
      most[c] = std::max(most[c], later[c].back());
    }
    if (!room.contains({course.demand_point, course.commodity})) sharing[course.demand_point] += most[c];
  }
  for (std::size_t c = 0; c < courses_.size(); ++c) {
    const Course& course = courses_[c];
    std::int64_t space = 0, part = 0;
    bool shares = false;
    if (const auto own = room.find({course.demand_point, course.commodity}); own != room.end()) {
      space = part = own->second;
    } else if (const auto shared = room.find({course.demand_point, kNone}); shared != room.end()) {
      const Int128 all = sharing[course.demand_point];
      space = part = shared->second;
      shares = all > space;
      if (shares) {
        part = static_cast<std::int64_t>(Int128{space} * most[c] / all);
        shared_[course.demand_point] = space;
      }
    }
    for (std::size_t i = 0; i + 1 < course.ends.size(); ++i) {
      const End &from = course.ends[i], &to = course.ends[i + 1];
      const std::int64_t nights = DayNumber(to.day) - DayNumber(from.day);
      Add({.kind = Carried::Way::kStorage,
           .from = from,
           .to = to,
           .capacity = std::min(space, later[c][i]),
           .cost = HoldingFor(nights),
           .part = std::min(part, later[c][i]),
           .shares = shares});
    }
  }
}

Ways::Rows Ways::StockOf(std::int32_t demand_point, std::int32_t commodity) const {
  Rows rows;
  for (const Stock& row : std::ranges::equal_range(stock_, demand_point, {}, &Stock::demand_point)) {
    if (row.commodity == commodity)
      rows.emplace_back(row.use_by && dated() ? row.use_by->days : INT64_MAX, InQuanta(row.weight));
  }
  std::ranges::sort(rows);
  return rows;
}

std::int64_t Ways::Cook(const Course& course, std::int64_t last_of_all, Rows& stock) const {
  std::int64_t cooked = 0;
  for (const End& end : course.ends) {
    std::int64_t wanted = NeedAt(end).quanta;
    for (auto& [last, quanta] : stock) {
      if (last < DayNumber(end.day)) continue;
      const std::int64_t taken = std::min(wanted, quanta);
      quanta -= taken, wanted -= taken;
      if (last <= last_of_all) cooked += taken;
    }
  }
  return cooked;
}

// To the first day on which it is needed, or may stand in where it isn't.
void Ways::AddStock() {
  struct Entry {
    std::size_t day = SIZE_MAX;
    std::int32_t need = kNone;
    std::int64_t standing_in = 0;    // the most of it that may stand in for others that day
    std::int64_t keeps_until = 0;    // the last day for which some of it may be kept from there
    const Course* course = nullptr;  // unless it isn't needed
  };
  std::map<std::pair<std::int32_t, std::int32_t>, Entry> entries;  // by demand point, commodity
  for (const Course& course : courses_) {
    const End& end = course.ends[course.first];
    entries[{course.demand_point, course.commodity}] = {
        .day = end.day, .need = end.need, .keeps_until = DayNumber(end.day), .course = &course};
  }
  for (const Way& way : ways_) {
    const Need& from = NeedAt(*way.from);
    Entry& entry = entries[{from.demand_point, from.commodity}];
    if (!entry.course && way.from->day < entry.day) {
      entry = {.day = way.from->day, .need = way.from->need, .keeps_until = DayNumber(way.from->day)};
    }
    if (way.from->day != entry.day) continue;
    if (way.kind == Carried::Way::kSubstitute) entry.standing_in += Taken(way, way.capacity);
    if (way.kind == Carried::Way::kStorage)
      entry.keeps_until = std::min(DayNumber(entry.day) + Kept(from.commodity),
                                   DayNumber(entry.course->ends[entry.course->last].day));
  }
  for (const auto& [key, entry] : entries) {
    Rows rows = StockOf(key.first, key.second);
    const std::int64_t cooked = entry.course ? Cook(*entry.course, INT64_MAX, rows) : 0;
    std::int64_t over = 0;  // of what can't be kept too long
    for (const auto& [last, quanta] : rows) over += last < entry.keeps_until ? 0 : quanta;
    Add({.kind = Carried::Way::kStock,
         .from = {},
         .to = {entry.day, entry.need},
         .capacity = cooked + std::min(over, entry.standing_in)});
  }
}

void Ways::AddSubstitutes() {
  for (const SubstituteRule& rule : policy_->substitutes) {
    for (std::size_t day = 0; day < needs_.size(); ++day) {
      for (std::int32_t n = 0; n < std::ssize(needs_[day]); ++n) {
        const Need& need = needs_[day][n];
        if (need.quanta == 0 || dataset_->commodities[need.commodity] != rule.commodity) continue;
        std::int32_t m = n;  // the first of the demand point's
        while (m > 0 && needs_[day][m - 1].demand_point == need.demand_point) --m;
        for (; m < std::ssize(needs_[day]) && needs_[day][m].demand_point == need.demand_point; ++m) {
          const Need& other = needs_[day][m];
          const auto by = std::ranges::find(rule.by, dataset_->commodities[other.commodity]);
          if (by == rule.by.end()) continue;
          Add({.kind = Carried::Way::kSubstitute,
               .from = End{day, m},
               .to = End{day, n},
               .capacity = need.quanta,
               .cost = RoundHalfUp(Int128{rule.surcharge.value} * policy_->quantum.value, 1000),
               .milli = rule.ratio.empty() ? 1'000 : rule.ratio[by - rule.by.begin()].value});
        }
      }
    }
  }
}

void Ways::Add(Way way) {
  if (way.capacity <= 0) return;
  if (!way.shares) way.part = way.capacity;
  way_of_[KeyOf(way)] = ways_.size();
  ways_.push_back(way);
}

}  // namespace pasok::match::recheck
