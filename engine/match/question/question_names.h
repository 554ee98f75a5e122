// What a question names, looked up in the dataset.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/match/question/instance.h"
#include "engine/register/finding_log.h"

namespace pasok::match {

// Per demand point of the dataset whether it stands in one of these regions; all where there are none. An
// unknown code is an error, regions without a demand point a warning.
std::vector<bool> DemandPointsAsked(const Dataset& dataset, const std::vector<std::string>& codes,
                                    FindingLog& log);

// Weights that plans published apart have taken, per dataset supplier and per supplier and commodity.
struct TakenWeights {
  std::unordered_map<std::int32_t, std::int64_t> by_supplier;
  std::map<std::pair<std::int32_t, std::int32_t>, std::int64_t> by_offer;
};

// What was taken of the day; of suppliers that the dataset doesn't know nothing.
TakenWeights SumTaken(const Dataset& dataset, const std::vector<Taken>& taken,
                      const std::optional<Date>& date);

// A warning for each row of a supplier that the dataset doesn't know.
void WarnOfUnknownSuppliers(const Dataset& dataset, const std::vector<Taken>& taken, FindingLog& log);

}  // namespace pasok::match
