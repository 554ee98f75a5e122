// What a study's figures are measured against: the market's plan with other registers, made anew.
#pragma once

#include <cstdint>
#include <optional>

#include "tests/match/random_market.h"

namespace pasok::study {

struct Cold {
  std::int64_t objective = 0, bound = 0, shortage = 0;
  std::int64_t sellers = 0;
  bool shares_stores = false, breaks_contracts = false;
};

// nullopt: it is refused.
std::optional<Cold> SolveCold(const Dataset& dataset, const match::Market& market);

}  // namespace pasok::study
