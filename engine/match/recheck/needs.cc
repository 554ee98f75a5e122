#include "engine/match/recheck/needs.h"

#include <cstdint>
#include <numeric>
#include <string>

#include "engine/match/report/shortage.h"

namespace pasok::match::recheck {
namespace {

// Whether the row says so as a plan that was stopped says it: of all that is missing.
bool WasNotLookedFor(const ShortageClaim& claim, const std::vector<Shortage>& rows) {
  const std::int64_t missing =
      std::accumulate(rows.begin(), rows.end(), std::int64_t{0},
                      [](std::int64_t sum, const Shortage& row) { return sum + row.quanta; });
  return claim.reason == ShortageReason::kNotLookedFor && claim.detail == kReasonNotLookedFor &&
         claim.quanta == missing;
}

}  // namespace

void CountNeeds(const Ground& ground, const Allocations& allocations,
                const std::vector<ShortageClaim>& shortages, DayCount& day, FindingLog& log) {
  const std::vector<Need>& needs = ground.rules.needs();
  std::vector<std::int64_t> missing(needs.size()), line(needs.size(), 1);
  for (const ShortageClaim& claim : shortages)
    missing[claim.need] += claim.quanta, line[claim.need] = claim.line;
  for (std::size_t n = 0; n < needs.size(); ++n) {
    day.demand += needs[n].quanta;
    day.shortage += missing[n];
    day.penalty += Int128{missing[n]} * needs[n].penalty;
    const std::int64_t unserved = needs[n].quanta - allocations.served[n];
    if (missing[n] == unserved) continue;
    if (unserved < 0) {
      log.Add({.code = "need_not_covered",
               .file = std::string(kAllocationsFile),
               .line = allocations.line[n],
               .field = "kg",
               .value = ground.Kg(allocations.served[n]) + " for " + ground.NameOf(needs[n]),
               .expected = "no more than the need of " + ground.Kg(needs[n].quanta)});
      continue;
    }
    log.Add({.code = "need_not_covered",
             .file = std::string(kShortagesFile),
             .line = line[n],
             .field = "kg",
             .value = ground.Kg(missing[n]) + " short of " + ground.NameOf(needs[n]),
             .expected = ground.Kg(unserved) + ", the need of " + ground.Kg(needs[n].quanta) +
                         " less the allocations"});
  }
}

void CheckReasons(const Ground& ground, const std::vector<ShortageClaim>& claims, const Bound& bound,
                  bool explained, FindingLog& log) {
  std::vector<std::size_t> seen(bound.reasons.size());  // rows of each need so far
  for (const ShortageClaim& claim : claims) {
    const std::vector<Shortage>& rows = bound.reasons[claim.need];
    if (!explained && WasNotLookedFor(claim, rows)) continue;
    const std::size_t at = seen[claim.need]++;
    const bool same_reason =
        at < rows.size() && rows[at].reason == claim.reason && rows[at].quanta == claim.quanta;
    if (same_reason && rows[at].detail == claim.detail) continue;
    if (same_reason) {
      log.Add({.code = "wrong_reason",
               .file = std::string(kShortagesFile),
               .line = claim.line,
               .field = "detail",
               .value = claim.detail.substr(0, 80),
               .expected = rows[at].detail});
      continue;
    }
    log.Add({.code = "wrong_reason",
             .file = std::string(kShortagesFile),
             .line = claim.line,
             .field = "reason",
             .value = std::string(ToWord(claim.reason)) + " with " + ground.Kg(claim.quanta),
             .expected = at < rows.size()
                             ? ground.Kg(rows[at].quanta) + " for " + std::string(ToWord(rows[at].reason)) +
                                   ": " + rows[at].detail
                             : "no further row for " + ground.NameOf(ground.rules.needs()[claim.need])});
  }
}

}  // namespace pasok::match::recheck
