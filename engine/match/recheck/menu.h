// The policy's menu as menu.h describes it, in the checker's own reading: every day is counted one by one,
// and every offset tried by what each dish that is capped would bring above its cap.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/flow/stop.h"
#include "engine/register/dataset.h"
#include "engine/register/policy.h"

namespace pasok::match::recheck {

class MenuReading {
 public:
  // Both outlive it. O(demand points * days * dishes of the cycle that are capped) per round where the menu
  // caps, less where an offset shows early that it is worse than another. Once `stop` is asked the demand
  // points begin anywhere, and nothing here is to be believed.
  MenuReading(const Dataset& dataset, const Policy& policy, const StopToken& stop);

  // Service weekdays since the cycle began. O(days in between).
  std::int64_t Passed(const std::optional<Date>& date) const;
  // The day of the cycle that the demand point cooks then, from 0. REQUIRES a menu.
  std::size_t DayOf(std::int32_t demand_point, std::int64_t passed) const;
  // What an item takes there in so many thousandths of the ordinary portions; and on that day, where a
  // scenario has changed the need.
  std::int64_t GramsOf(std::int32_t demand_point, const MenuItem& item, std::int64_t portions_milli) const;
  std::int64_t GramsOn(std::optional<Date> date, std::int32_t demand_point, const MenuItem& item,
                       std::int64_t portions_milli) const;

  std::int64_t over_cases() const { return over_cases_; }
  Int128 over_grams() const { return over_grams_; }

 private:
  struct Capped {
    std::int64_t most = 0;
    std::vector<const MenuItem*> on_day;  // nullptr: not on that day
    std::vector<Int128> load;
    Int128 OverWith(std::size_t passed, std::int64_t grams) const;
  };
  // What a demand point cooks of what is capped on a day of the cycle, in ordinary portions.
  struct Dish {
    std::size_t capped = 0, day = 0;
    std::int64_t grams = 0;
  };
  void ReadCaps();
  std::vector<Dish> DishesOf(std::int32_t demand_point) const;
  // Adds them to the loads, or takes them off.
  void Begin(const std::vector<Dish>& dishes, std::int64_t offset, int sign);
  // The load over that the dishes would add there; where that is `enough` or more, at least `enough`.
  Int128 MoreOver(const std::vector<Dish>& dishes, std::int64_t offset, Int128 enough) const;
  // The least offset with the least load over; `now` where none has less than it. REQUIRES the loads without
  // the dishes.
  std::int64_t BestOffset(const std::vector<Dish>& dishes, std::int64_t now) const;
  std::size_t PassedAt(const Dish& dish, std::int64_t offset) const;

  const Dataset& dataset_;
  const Policy& policy_;
  std::vector<std::int64_t> offsets_;
  // What scenarios have changed, by demand point and commodity.
  std::map<std::pair<std::int32_t, std::string>, std::vector<const MenuFactor*>> changes_;
  std::vector<Capped> capped_;
  std::int64_t over_cases_ = 0;
  Int128 over_grams_ = 0;
};

}  // namespace pasok::match::recheck
