// Requirements that transfers join: of one demand point what may be kept for another day, or stand in.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/match/question/instance.h"

namespace pasok::match::beyond {

// Of each such group the requirements, and as many of its transfers as form no circle, the first ones first;
// those from stock never do. Ascending.
struct TransferTree {
  std::vector<std::int32_t> requirements, transfers;
};

// O(requirements + transfers), nearly.
std::vector<TransferTree> TransferTreesOf(const Instance& instance);

}  // namespace pasok::match::beyond
