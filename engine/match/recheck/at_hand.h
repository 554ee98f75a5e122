// What a plan says it has at hand (at_hand.csv), and with stock.csv what counts as a stock.
#pragma once

#include <string_view>
#include <vector>

#include "engine/match/question/instance.h"
#include "engine/match/recheck/table.h"

namespace pasok::match::recheck {

inline constexpr std::string_view kAtHandFile = "at_hand.csv";
inline constexpr std::string_view kAtHandHeader = "demand_id,commodity,kg,use_by";

// The rows as they are: what was delivered before isn't for the checker to know.
std::vector<AtHand> ReadAtHand(const std::vector<Row>& rows, FindingLog& log);

// What counts as a stock: stock.csv, where the policy has it, and what is at hand, of demand points and
// commodities that there are. By demand point.
std::vector<Stock> StockRows(const Dataset& dataset, const Policy& policy,
                             const std::vector<AtHand>& at_hand);

}  // namespace pasok::match::recheck
