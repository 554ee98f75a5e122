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
  relief_price_.resize(needs_.size());
  courses_ = CoursesOfNeed();
  FindStraight();
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
    const bool has_ratio = std::ranges::any_of(rule.ratio, [](Milli each) { return each.value != 1'000; });
    if (has_ratio && rule.commodity == dataset_->commodities[commodity]) return 0;
  }
  const CommodityRule* rule = policy_->FindCommodity(dataset_->commodities[commodity]);
  const std::int64_t life = rule ? rule->shelf_life_days.value_or(1) : 1;
  return std::max<std::int64_t>(0, life - 1 - policy_->storage.min_shelf_left_days);
}

std::int64_t Ways::HoldingFor(std::int64_t nights) const {
  return RoundHalfUp(Int128{nights} * policy_->storage.holding_per_day.value * policy_->quantum.value, 1000);
}

void Ways::FindStraight() {
  for (Course& course : courses_) {
    const std::string& code = dataset_->commodities[course.commodity];
    const bool has_room = RoomFor(course.demand_point, course.commodity).value_or(0) > 0;
    if (!has_room || std::ranges::find(policy_->substitutes, code, &SubstituteRule::commodity) ==
                         policy_->substitutes.end())
      continue;
    course.straight = true;
    course.straight = !LaterOf(course).empty();
    for (const End& end : course.ends) {
      Need& need = needs_[end.day][end.need];
      need.relieved = course.straight && need.quanta > 0;
    }
  }
}

// From each day to the next; or straight to each later one within the shelf life.
std::vector<Ways::Later> Ways::LaterOf(const Course& course) const {
  std::vector<Later> later;
  for (std::size_t i = 0; i + 1 < course.ends.size(); ++i) {
    const End& from = course.ends[i];
    if (!course.straight) {
      later.push_back({.from = from, .to = course.ends[i + 1], .quanta = LaterFor(course, from.day)});
      continue;
    }
    for (std::size_t j = i + 1; j < course.ends.size(); ++j) {
      const End& to = course.ends[j];
      const std::int64_t nights = DayNumber(to.day) - DayNumber(from.day);
      if (nights <= Kept(course.commodity) && NeedAt(to).quanta > 0)
        later.push_back({.from = from, .to = to, .quanta = NeedAt(to).quanta});
    }
  }
  return later;
}

void Ways::AddStorage() {
  // What can be stored, by demand point and commodity; kNone: shared by the others.
  std::map<std::pair<std::int32_t, std::int32_t>, std::int64_t> room;
  for (const Storage& row : dataset_->storage)
    room[{row.demand_point, row.commodity}] = InQuanta(row.capacity);
  // The most that any night of a course could use, whether several of its ways lie there on any, and for each
  // demand point of those that share, in all.
  std::vector<std::vector<Later>> later;
  std::vector<std::int64_t> most(courses_.size());
  std::vector<bool> overlap(courses_.size());
  std::map<std::int32_t, Int128> sharing;
  for (std::size_t c = 0; c < courses_.size(); ++c) {
    const Course& course = courses_[c];
    later.push_back(LaterOf(course));
    std::map<std::int64_t, std::pair<std::int64_t, int>> nights;  // quanta, ways
    for (const Later& way : later.back()) {
      for (std::int64_t night = DayNumber(way.from.day); night < DayNumber(way.to.day); ++night)
        nights[night].first += way.quanta, ++nights[night].second;
    }
    for (const auto& [night, lying] : nights) {
      most[c] = std::max(most[c], lying.first);
      overlap[c] = overlap[c] || lying.second > 1;
    }
    if (!room.contains({course.demand_point, course.commodity})) sharing[course.demand_point] += most[c];
  }
  for (std::size_t c = 0; c < courses_.size(); ++c) {
    const Course& course = courses_[c];
    std::int64_t space = 0, part = 0;
    bool shares = false;
    std::int32_t whose = kNone;
    if (const auto own = room.find({course.demand_point, course.commodity}); own != room.end()) {
      space = part = own->second;
      shares = space > 0 && overlap[c] && most[c] > space;
      whose = course.commodity;
    } else if (const auto common = room.find({course.demand_point, kNone}); common != room.end()) {
      const Int128 all = sharing[course.demand_point];
      space = part = common->second;
      shares = all > space;
      if (shares) part = static_cast<std::int64_t>(Int128{space} * most[c] / all);
    }
    if (shares && space > 0) shared_[{course.demand_point, whose}] = space;
    for (const Later& way : later[c]) {
      const std::int64_t nights = DayNumber(way.to.day) - DayNumber(way.from.day);
      const std::int64_t of_part =
          shares && overlap[c] ? static_cast<std::int64_t>(Int128{part} * way.quanta / most[c]) : part;
      Add({.kind = Carried::Way::kStorage,
           .from = way.from,
           .to = way.to,
           .capacity = std::min(space, way.quanta),
           .cost = HoldingFor(nights),
           .part = std::min(of_part, way.quanta),
           .shares = shares,
           .own = shares ? whose : kNone,
           .to_relief = course.straight});
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
    if (entry.course && entry.course->straight) {
      AddStockOfStraight(*entry.course);
      continue;
    }
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

// What doesn't last for every day to which some of it may be kept on is cooked on the first.
void Ways::AddStockOfStraight(const Course& course) {
  const End& first = course.ends[course.first];
  const std::int64_t today = DayNumber(first.day);
  const std::int64_t until =
      std::min(today + Kept(course.commodity), DayNumber(course.ends[course.last].day));
  std::int64_t lasting = 0, soon = 0, needed = 0;
  for (const auto& [last, quanta] : StockOf(course.demand_point, course.commodity)) {
    if (last >= until) lasting += quanta;
    if (last >= today && last < until) soon += quanta;
  }
  for (const End& end : course.ends) needed += DayNumber(end.day) <= until ? NeedAt(end).quanta : 0;
  Way way{.kind = Carried::Way::kStock, .from = {}, .to = first, .capacity = std::min(lasting, needed)};
  Way rest = way;
  rest.capacity = std::min(soon, NeedAt(first).quanta);
  rest.to_relief = true;
  if (way.capacity > 0 && rest.capacity > 0) {
    rest.is_rest = true;
    way.rest = ways_.size() + 1;
  }
  Add(way);
  Add(rest);
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
               .to_relief = need.relieved,
               .milli = rule.ratio.empty() ? 1'000 : rule.ratio[by - rule.by.begin()].value});
        }
      }
    }
  }
}

void Ways::Add(Way way) {
  if (way.capacity <= 0) return;
  if (!way.shares) way.part = way.capacity;
  if (!way.is_rest) way_of_[KeyOf(way)] = ways_.size();
  ways_.push_back(way);
}

}  // namespace pasok::match::recheck
