// Random markets whose datasets could have been read from files, and random scenarios for them.
#pragma once

#include <random>

#include "engine/study/scenario/apply.h"
#include "tests/match/random_market.h"

namespace pasok::study {

// A random market with the names that registers require, roads spelled one way, and some aggregators.
match::Market RandomRegisteredMarket(std::mt19937_64& random, const match::MarketShape& shape);

// A scenario of one to `most_changes` changes of all kinds. Most can be applied; some touch nothing, or
// contradict themselves.
Scenario RandomScenario(std::mt19937_64& random, const match::Market& market, int most_changes);

// One that can be applied, and what it makes; draws until there is one. REQUIRES a market with an offer or a
// requirement.
struct AppliedScenario {
  Scenario scenario;
  Applied applied;
};
AppliedScenario RandomAppliedScenario(std::mt19937_64& random, const match::Market& market, int most_changes);

}  // namespace pasok::study
