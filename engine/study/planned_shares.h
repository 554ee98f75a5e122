// What the shares of a plan come to (match/report/sharing.h), and which limit a change of it would break.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/match/plan.h"
#include "engine/match/report/sharing.h"
#include "engine/study/report.h"

namespace pasok::study {

// A rule that keeps a plan from something.
struct BindingRule {
  std::string rule;  // the policy's key: "max_share_per_owner_group", …
  Sentence why;      // "the owner group G brings 30 kg of the beras that K needs, at most 30 kg"
};

// So many quanta more of an offer for a requirement, in place of as many of another offer there; kNone: of
// what is short there.
struct Exchange {
  std::int32_t offer = kNone, requirement = kNone;
  std::int32_t instead = kNone;
  std::int64_t quanta = 0;
};

class PlannedShares {
 public:
  // Of the limits that the policy aims at. The plan outlives it. O(flows log flows).
  explicit PlannedShares(const match::Solved& plan);

  // The first limit that would be passed: by the offer's own part, also where it is passed by more than it is
  // already, before others, which may be too large of a whole that the change makes smaller.
  std::optional<BindingRule> Broken(const Exchange& exchange) const;

 private:
  using Whole = std::pair<std::int32_t, match::WholeOf>;  // of a day
  struct Sums {
    std::map<std::pair<Whole, std::int32_t>, std::int64_t> parts;  // by whose they are
    std::map<Whole, std::int64_t> delivered, needed;
  };

  bool IsAimedAt(ShareLimit limit) const;
  Whole WholeAt(ShareLimit limit, std::int32_t requirement) const;
  // Of so many quanta on a lane.
  std::int64_t AmountOf(ShareLimit limit, std::int32_t offer, std::int32_t requirement,
                        std::int64_t quanta) const;
  std::optional<std::int32_t> PartOf(ShareLimit limit, std::int32_t offer, std::int32_t requirement) const;
  // Whose part is then too large, if anybody's.
  std::optional<std::int32_t> WhoPasses(ShareLimit limit, const Exchange& exchange) const;
  std::int64_t MostOf(ShareLimit limit, const Whole& whole, std::int64_t delivered) const;
  Sentence Say(ShareLimit limit, const Whole& whole, std::int32_t who) const;

  const match::Solved& plan_;
  const match::Instance& instance_;
  const std::vector<std::int32_t> owners_;
  std::array<Sums, kShareLimits> sums_;
};

}  // namespace pasok::study
