#include "engine/match/files/left_over.h"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "engine/match/question/nights.h"

namespace pasok::match {
namespace {

constexpr std::int32_t kForEver = std::numeric_limits<std::int32_t>::max();
constexpr std::int32_t kAtOnce = std::numeric_limits<std::int32_t>::min();

struct Lot {
  std::int32_t use_by = kForEver;
  std::int64_t grams = 0;
  bool of_stock = false;  // of stock.csv
};

// What one demand point has of one commodity.
class Store {
 public:
  void Put(const Lot& lot) {
    lots_.insert(std::ranges::upper_bound(lots_, lot.use_by, {}, &Lot::use_by), lot);
  }

  // What must be used first, and is still good, goes first; only where rules have changed since, what isn't.
  void Cook(std::int32_t day, std::int64_t grams) {
    for (const bool good : {true, false}) {
      for (Lot& lot : lots_) {
        const bool counts = lot.use_by >= day || lot.of_stock;
        if (counts != good) continue;
        const std::int64_t taken = std::clamp<std::int64_t>(grams, 0, lot.grams);
        lot.grams -= taken, grams -= taken;
      }
    }
  }

  const std::vector<Lot>& lots() const { return lots_; }

 private:
  std::vector<Lot> lots_;  // by use_by
};

struct Day {
  std::int64_t delivered = 0, of_stock = 0, cooked = 0;  // grams
};

struct Course {
  Store store;
  bool has_at_hand = false;
  std::map<std::int32_t, Day> days;  // before the morning
};

}  // namespace

std::vector<AtHand> LeftOver(const LastingRows& plan, const Policy& policy, Date morning) {
  std::map<std::pair<std::string, std::string>, Course> courses;  // demand point, commodity
  for (const AtHand& row : plan.at_hand) {
    Course& course = courses[{row.demand_id, row.commodity}];
    course.has_at_hand = true;
    course.store.Put({.use_by = row.use_by ? row.use_by->days : kForEver, .grams = row.weight.value});
  }
  for (const DeliveredOn& row : plan.delivered) {
    if (row.date >= morning) continue;
    Day& day = courses[{row.demand_id, row.commodity}].days[row.date.days];
    day.delivered += row.weight.value;
    day.cooked += row.weight.value;
  }
  for (const CarriedLine& row : plan.carried) {
    if (row.way == Carried::Way::kSubstitute) continue;  // what stands in is cooked too
    Course& course = courses[{row.demand_id, row.commodity}];
    if (row.date && *row.date < morning) course.days[row.date->days].cooked -= row.weight.value;
    if (!row.to_date || *row.to_date >= morning) continue;
    Day& day = course.days[row.to_date->days];
    day.cooked += row.weight.value;
    if (row.way == Carried::Way::kStock && !course.has_at_hand) day.of_stock += row.weight.value;
  }
  std::vector<AtHand> left;
  for (auto& [key, course] : courses) {
    const std::int32_t nights = NightsKept(policy, key.second);
    for (const auto& [date, day] : course.days) {
      course.store.Put({.use_by = kAtOnce, .grams = day.of_stock, .of_stock = true});
      course.store.Put({.use_by = date + nights, .grams = day.delivered});
      course.store.Cook(date, day.cooked);
    }
    for (const Lot& lot : course.store.lots()) {
      if (lot.grams == 0 || lot.of_stock || lot.use_by < morning.days) continue;
      const auto use_by = lot.use_by == kForEver ? std::nullopt : std::optional(Date{lot.use_by});
      const bool same = !left.empty() && left.back().demand_id == key.first &&
                        left.back().commodity == key.second && left.back().use_by == use_by;
      if (same) {
        left.back().weight = left.back().weight + Grams{lot.grams};
      } else {
        left.push_back(
            {.demand_id = key.first, .commodity = key.second, .weight = {lot.grams}, .use_by = use_by});
      }
    }
  }
  return left;
}

}  // namespace pasok::match
