// What the costs of lanes are reckoned from, to tell which are what they were in an earlier solve.
//
// The lanes of a group cost what those of its ancestor did where it stands at the same place with the same
// rest, its commodity's terms, the tiers' surcharges, the regions and the listed roads are the same, and the
// requirement stands where it did. A group with forbidden lanes, then or now, counts as changed.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/match/exact/work.h"

namespace pasok::match::exact {

struct LaneGrounds {
  std::vector<Site> requirement_sites;
  std::vector<LaneTerms> terms;  // per commodity
  std::string others;            // a name of all else
};

// O(requirements + regions + listed roads).
LaneGrounds GroundsOf(const Work& work);

struct Kept;
struct Heritage;

// A lane costs what it did, and is eligible where it was, if both its ends say so.
struct SameCosts {
  std::vector<char> group, requirement;
};

// `ancestor`: per group here the one in the base, or kNone. O(the same + groups).
SameCosts FindSameCosts(const Work& work, const Network& network, const Kept& kept, const Heritage& rows,
                        std::span<const std::int32_t> ancestor);

}  // namespace pasok::match::exact
