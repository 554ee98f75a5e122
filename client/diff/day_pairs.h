// Which day of one plan is laid beside which of another.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pasok/v1/plan.pb.h"

namespace pasok::client {

// The days that both plans have, each beside itself. Where they share none the first beside the first, the
// second beside the second: so Tuesday's plan may be held against Monday's, and an undated one against any.
struct DayPairs {
  struct Pair {
    std::string before, after;  // ISO 8601; empty: undated
  };
  static constexpr std::int32_t kNoPair = -1;

  std::vector<Pair> pairs;  // in order, never empty
  bool are_shared = true;   // false: laid side by side in their order
  // The days that are beside none.
  std::vector<std::string> left_out_before, left_out_after;

  // Each plan is compared whole.
  bool are_all() const { return left_out_before.empty() && left_out_after.empty(); }
  // Each plan is compared whole, with the same days.
  bool are_same() const { return are_shared && are_all(); }
  // The pair in which the day stands, or kNoPair.
  std::int32_t OfBefore(std::string_view date) const;
  std::int32_t OfAfter(std::string_view date) const;
};

DayPairs PairDays(const v1::Plan& before, const v1::Plan& after);

}  // namespace pasok::client
