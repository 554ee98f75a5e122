// What due contracts keep of their promises (contracts.h), and what they would were something else so.
//
// What is enough for all that share it is in nobody's way: so contracts are weighed against each other only
// where scarce rows hold them together, and a change is felt only as far as they do.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/match/lanes/lane.h"
#include "engine/match/question/contract_clash.h"
#include "engine/match/question/instance.h"

namespace pasok::match {

// Of the instance's due contracts, of which offer, requirement, least and most are given. The instance
// outlives it. Not thread-safe. Deterministic.
class Promises {
 public:
  // With so much needed, and so much to be sent on: of rows that are the instance's but for their need, sends
  // and lane_cap. O(n log n), and for each set that is held together a minimum-cost flow over it.
  Promises(const Instance& instance, std::span<const RequirementRow> requirements);

  // By index into Instance::contracts, of those with a lane.
  const std::map<std::int32_t, std::int64_t>& kept() const { return kept_; }
  // By requirement, offer. Those that leave a lane as it is are none.
  std::vector<PairTerm> Terms() const;
  // `due`: Instance::contracts.
  void TellWhy(std::vector<DueContract>& due) const;

  struct Change {
    std::vector<std::pair<std::int32_t, RequirementRow>> requirements;  // index, and how it is then
    std::span<const std::int32_t> lost = {};                            // suppliers, distinct
  };
  // What those contracts come to then that may come to something else, by requirement, offer: all of a
  // requirement that is changed itself, of others those that do; none of the lost. kNoOwnCap: the lane's cap
  // is the requirement's. What it weighs anew is as much as is held together with what
  // changes: that much work, times log n; nothing stays changed.
  static constexpr std::int64_t kNoOwnCap = INT64_MAX;
  std::vector<PairTerm> TermsThen(const Change& change);
  // How many contracts were weighed anew so far, for each time that they were: the work done.
  std::int64_t weighed() const { return weighed_; }

 private:
  struct Share {
    std::vector<std::int32_t> members;  // indices into Instance::contracts
    Int128 wanted = 0;
    std::int64_t kept = 0;
  };
  using SharedRow = std::pair<BrokenBy, std::int32_t>;
  // What a change sets, and then what was so before.
  struct Undo {
    std::vector<std::pair<std::int32_t, RequirementRow>> requirements;
    std::map<std::int32_t, std::int64_t> wanted, kept;  // by contract
    void Swap(Promises& promises);                      // what is kept apart
  };

  void TellWhy(std::int32_t contract, DueContract& due, std::map<SharedRow, std::string>& told) const;
  bool IsUsedUp(const SharedRow& row) const;
  ContractClash ClashOver(const SharedRow& row) const;
  std::string InWords(const ContractClash& clash) const;
  std::int64_t WantedOf(std::int32_t contract, const RequirementRow& row) const;
  std::int64_t CapOfNeed(const RequirementRow& row) const;
  std::array<SharedRow, 4> SharedBy(const DueContract& due) const;
  std::int64_t Able(BrokenBy kind, std::int32_t row) const;
  bool IsScarce(const SharedRow& row) const;
  std::set<SharedRow> Apply(const Change& change, Undo& undo);
  void KeepAnew(const std::set<SharedRow>& scarce, Undo& undo);
  void SetWanted(std::int32_t contract, std::int64_t wanted);
  void SetKept(std::int32_t contract, std::int64_t kept);
  void Keep(std::span<const SharedRow> rows);
  std::set<std::int32_t> HeldTogether(const SharedRow& first, std::set<SharedRow>& seen) const;
  void KeepMost(const std::set<std::int32_t>& together);
  PairTerm TermOf(std::int32_t contract) const;
  std::int64_t CapOf(std::int32_t contract) const;

  const Instance& instance_;
  std::vector<RequirementRow> requirements_;
  std::map<std::int32_t, std::int64_t> wanted_, kept_;
  std::map<SharedRow, Share> shares_;
  std::set<std::int32_t> gone_;                                    // of lost suppliers
  std::map<std::int32_t, std::vector<std::int32_t>> of_supplier_;  // contracts
  std::optional<LaneRule> lanes_;                                  // costly to make, and seldom needed
  std::int64_t weighed_ = 0;
};

}  // namespace pasok::match
