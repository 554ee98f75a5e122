// Random plans' rows, from few ids so that many meet.
#pragma once

#include <rapidcheck.h>

#include <cstdint>
#include <map>
#include <tuple>

#include "client/diff/plan_diff.h"

namespace rc {

template <>
struct Arbitrary<pasok::client::PlanRows> {
  static Gen<pasok::client::PlanRows> arbitrary() {
    return gen::exec([] {
      using namespace pasok::client;
      const auto up_to = [](std::int64_t most) { return *gen::inRange<std::int64_t>(0, most + 1); };
      const auto id = [&](std::int64_t most) { return static_cast<std::int32_t>(up_to(most)); };
      std::map<std::tuple<int, int, int, int>, AllocationRow> allocations;
      std::map<std::tuple<int, int, int>, ShortageRow> shortages;
      for (std::int64_t left = up_to(30); left > 0; --left) {
        const AllocationRow row{.day = id(1),
                                .demand = id(3),
                                .commodity = id(2),
                                .supplier = id(4),
                                .grams = 500 * (1 + up_to(2)),
                                .price_sen_per_kg = 100 * up_to(2),
                                .sales_sen = up_to(2),
                                .money_sen = up_to(3),
                                .tier = static_cast<std::uint8_t>(up_to(kTiers - 1))};
        allocations[{row.day, row.demand, row.commodity, row.supplier}] = row;
      }
      for (std::int64_t left = up_to(6); left > 0; --left) {
        const ShortageRow row{.day = id(1),
                              .demand = id(3),
                              .commodity = id(2),
                              .grams = 1000 * (1 + up_to(2)),
                              .reason = id(1)};
        shortages[{row.day, row.demand, row.commodity}] = row;
      }
      PlanRows rows;
      for (const auto& [key, row] : allocations) rows.allocations.push_back(row);
      for (const auto& [key, row] : shortages) rows.shortages.push_back(row);
      // Their order is of no matter.
      if (*gen::arbitrary<bool>()) std::reverse(rows.allocations.begin(), rows.allocations.end());
      return rows;
    });
  }
};

}  // namespace rc
