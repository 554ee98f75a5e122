// The ideas that make the search quick. Each can be left out, alone or with others: the optimum and its proof
// stay what they are, and what is lost is time and memory. For benchmarks, which show what each is worth, and
// for tests; MatchExactly has them all.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

namespace pasok::match::exact {

struct Ideas {
  // network.h. Off: every offer is a group of its own.
  bool gathering = true;
  // levels.h. Off: the starting prices are the penalties, suppliers' totals are first shared out at those,
  // and transfers are first used from stocks only.
  bool levels = true;
  // lane_scanner.h, apart.h. Off: the basis holds every eligible lane from the start. Memory grows with the
  // pairs.
  bool search = true;
  // cover.h. Off: no requirement is ruled out for a whole region; each group bounds all of its commodity's.
  bool cover = true;
  // missing_lanes.h. Off: every search looks at all lanes anew.
  bool ceilings = true;
  // shares.h. Off: a supplier's total is shared out in proportion to its offers, whatever they are worth.
  bool shares = true;
  // coarse_start.h. Off: also where many are short the last coarse network has the totals shared out.
  bool totals = true;
  // start.h. Off: all that transfers don't bring is short at first, and no offer gives anything.
  bool start = true;
  // apart.h. Off: the full penalty from the beginning.
  bool soft_penalty = true;
  // apart.h, join.h. Off: commodities are joined as they start, and solved together only.
  bool apart = true;
  // apart.h. Off: commodities of several provinces are solved over all of them at once, not each by itself
  // first.
  bool provinces = true;
  // simplex.h. Off: pricing goes by nodes in their own order, neighbours side by side.
  bool mixing = true;
  // warm.h. So many pivots, > 0, a start from a base may take until it is settled; after these the solve
  // begins anew. nullopt: about as many as take as long as a solve from nothing, so that none takes over
  // twice that.
  std::optional<std::int64_t> base_pivots{};
};

// Each by name, for tables and messages.
struct NamedIdea {
  const char* name;
  bool Ideas::*idea;
};
inline constexpr std::array<NamedIdea, 12> kIdeas{{{"gathering", &Ideas::gathering},
                                                   {"levels", &Ideas::levels},
                                                   {"search", &Ideas::search},
                                                   {"cover", &Ideas::cover},
                                                   {"ceilings", &Ideas::ceilings},
                                                   {"shares", &Ideas::shares},
                                                   {"totals", &Ideas::totals},
                                                   {"start", &Ideas::start},
                                                   {"soft penalty", &Ideas::soft_penalty},
                                                   {"apart", &Ideas::apart},
                                                   {"provinces", &Ideas::provinces},
                                                   {"mixing", &Ideas::mixing}}};

}  // namespace pasok::match::exact
