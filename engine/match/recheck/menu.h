// The policy's menu as menu.h describes it, in the checker's own reading: every day is counted one by one,
// and every offset tried by adding up the whole load again.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/register/dataset.h"
#include "engine/register/policy.h"

namespace pasok::match::recheck {

class MenuReading {
 public:
  // Both outlive it. O(demand points * capped commodities * days^2) per round where the menu caps.
  MenuReading(const Dataset& dataset, const Policy& policy);

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
  };
  void ReadCaps();
  void Begin(std::int32_t demand_point, std::int64_t offset, int sign);
  Int128 Over() const;
  // The least offset with the least load over; `now` where none has less than it. Leaves the load without it.
  std::int64_t BestOffset(std::int32_t demand_point, std::int64_t now);

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
