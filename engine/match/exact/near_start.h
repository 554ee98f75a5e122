// The lanes of a plan that can't wait: each group serves what stands near it and isn't served yet.
//
// Where a stop is asked for before any price is known, no search of all lanes is over in time. Groups go in
// order of their cheapest offers, and look for kitchens first within their own kecamatan, then their
// kabupaten, their province, and anywhere; what is served leaves the lists. So most of what can be served is,
// at haulages that are not far from the least, in a few hundredths of the time of a solve.
#pragma once

#include <cstdint>
#include <span>

#include "engine/match/exact/apart.h"
#include "engine/match/exact/work.h"

namespace pasok::match::exact {

// A shortlist of every commodity for StartApart, in which regrets keep the order above. `wanted` as in
// start.h; `shares`: what each capped offer may give. Lanes cost less than the penalty. REQUIRES no cover,
// and looks at no stop token. O(offers log offers), and 16 lanes a group at most.
Shortlists ShortlistNear(const Work& work, const Network& network, std::span<const std::int64_t> wanted,
                         std::span<const std::int64_t> shares);

}  // namespace pasok::match::exact
