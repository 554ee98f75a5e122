// What keeps a plan that rules beyond the network moved off its optimum (moved.h) from buying more of an
// offer: the rule that binds, with its figures.
//
// A change brings a requirement one delivery more of the offer, in place of as much of another seller there
// that is dearer, surcharges included, or of what is short there. A delivery is a quantum, or, where
// deliveries are whole, the least that leaves the lane with a whole one. An offer is held back where there is
// such a change and each of them breaks a rule that the plan aims at; what binds is then the rule that the
// change breaks which would save most, and those that the others break. Where a change breaks nothing that is
// known here, or there is none, nothing is said.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "engine/match/plan.h"
#include "engine/match/sold.h"
#include "engine/study/planned_shares.h"
#include "engine/study/report.h"

namespace pasok::study {

// "… (max_share_per_owner_group); …"
Sentence SayBinding(const std::vector<BindingRule>& rules);

class HeldBack {
 public:
  // The plan outlives it. O(flows log flows).
  explicit HeldBack(const match::Solved& plan);

  // What a quantum costs at most of those that are bought for the requirement, or of going short of it: below
  // that a change would save. 0 where nothing is needed.
  std::int64_t Dearest(std::int32_t requirement) const { return dearest_[requirement]; }

  // Each rule once, see above; empty: nothing is known that holds it back there.
  std::vector<BindingRule> Of(std::int32_t offer, std::int32_t requirement) const;

 private:
  struct Change {
    std::int32_t offer = kNone, requirement = kNone;
    std::int32_t instead = kNone;  // index into the plan's flows; kNone: of what is short
    std::int64_t quanta = 0;
    std::int64_t saves = 0;  // sen per quantum
  };
  using Buyer = std::pair<std::int32_t, std::int32_t>;  // day, demand point

  Buyer BuyerOf(std::int32_t requirement) const;
  std::int32_t Seller(std::int32_t offer) const;           // of the dataset
  std::int64_t CostOf(const match::LaneFlow& flow) const;  // of its last quantum
  std::int64_t Left(const Change& change) const;
  std::int64_t NextDelivery(std::int32_t offer, std::int32_t requirement) const;
  const match::LaneFlow* FlowOf(std::int32_t offer, std::int32_t requirement) const;

  std::optional<BindingRule> Broken(const Change& change) const;
  std::optional<BindingRule> BrokenShare(const Change& change) const;
  std::optional<BindingRule> BrokenDelivery(const Change& change) const;
  std::optional<BindingRule> BrokenCount(const Change& change) const;
  std::optional<BindingRule> BrokenMinimum(const Change& change) const;
  std::optional<BindingRule> BrokenBudget(const Change& change) const;
  std::optional<BindingRule> BrokenSteadiness(const Change& change) const;

  const match::Solved& plan_;
  const match::Instance& instance_;
  const std::vector<match::LaneFlow>& flows_;  // by requirement, offer
  std::vector<std::int32_t> owners_;
  std::vector<std::int64_t> dearest_, first_flow_;  // per requirement
  const match::Sold sold_;
  const PlannedShares shares_;
  std::map<Buyer, std::map<std::int32_t, std::int64_t>> brought_by_owner_;  // quanta
  std::map<Buyer, std::int64_t> paid_;                                      // sen
  std::set<std::int32_t> changed_, had_;  // demand points, of risky commodities (match/report/steady.h)
};

}  // namespace pasok::study
