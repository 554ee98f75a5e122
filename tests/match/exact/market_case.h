// Instances with every step of the engine in them: hundreds of suppliers and more, all commodities.
#pragma once

#include <cstdint>

#include "benchmarks/families/market.h"
#include "engine/register/policy.h"
#include "tests/match/exact/random_instance.h"

namespace pasok::match::exact {

// A dataset's requirements of one day. REQUIRES some.
Case CaseOf(Dataset dataset, const Policy& policy = BuiltInPolicy());

// A market of the benchmarks' family under the built-in policy.
Case MarketCase(const families::MarketShape& shape, std::uint64_t seed);

// `pasok sample kalbar --scale small` under the built-in policy.
Case SmallSample(std::uint64_t seed);

// 500 suppliers and 40 kitchens at places of their own in one desa and its neighbour.
Case CrowdedCase(std::uint64_t seed);

}  // namespace pasok::match::exact
