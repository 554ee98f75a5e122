// The markets that the benchmarks call by name, in memory.
#pragma once

#include <string>
#include <vector>

#include "engine/register/dataset.h"
#include "engine/register/policy.h"

namespace pasok::benchmarks {

struct Market {
  Dataset dataset;
  Policy policy;
};

struct NamedMarket {
  const char* name;
  const char* what;   // for the reader of a table
  bool listed;        // small enough for peers that need every lane in memory
  bool on_the_curve;  // one of the sizes by which growth is measured
  Market (*make)();
};

// Of one day without contracts, which the engine plans over one network; by size, the nation last.
const std::vector<NamedMarket>& NamedMarkets();
// nullptr: unknown.
const NamedMarket* FindMarket(const std::string& name);

// The province with more to say to rules: contracts, stores, aggregators.
Market MarketOfRules();

}  // namespace pasok::benchmarks
