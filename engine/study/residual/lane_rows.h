// The lanes of one node at a time, nearest reduced costs first, listed only as far as somebody asks.
//
// A row begins with the nearest few and knows how far it is complete; asked for more, it is listed anew, four
// times as long. A lower bound on every lane (matching.h's cost with the chord for the arc, and
// rounding given away) costs a few flops; only lanes whose bound is among the nearest have their exact cost
// worked out. So no lane within a row's known reach is missed, whatever the rounding.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "engine/study/residual/state.h"

namespace pasok::study {

struct ListedLane {
  std::int64_t reduced = 0;    // reduced cost at base prices, sen per quantum
  std::int32_t other = kNone;  // the offer, in a requirement's row; the requirement, in an offer's
};

struct LaneRow {
  std::vector<ListedLane> lanes;   // by reduced cost, then index; a longer listing begins with a shorter one
  std::int64_t reach = INT64_MIN;  // every eligible lane up to here is listed
  bool whole = false;              // every eligible lane is
  std::size_t asked = 0;           // how many were asked for
};

// Offers of the ground's instance only are in requirements' rows; offers added since have rows of their own.
// Not thread-safe.
class LaneRows {
 public:
  explicit LaneRows(const State& state);

  const LaneRow& IntoRequirement(std::int32_t requirement);
  const LaneRow& FromOffer(std::int32_t offer);
  // The same, longer. REQUIRES not whole yet. O(offers, or requirements, of the commodity). Earlier
  // references to the row hold the longer one.
  void LengthenInto(std::int32_t requirement);
  void LengthenFrom(std::int32_t offer);
  void ForgetAdded();  // of all added offers, before others take their indices

  // Calls visit(offer) for the ground's offers that may be near enough to the requirement to be eligible: all
  // those that are, and hardly any other. O(offers of the commodity), at a few flops each.
  template <class Visit>
  void ForEachWithinReach(std::int32_t requirement, const Visit& visit);
  // The same for requirements that a lane from there may be worth something to, at base prices, where an
  // offer has the whole price: all eligible ones of reduced cost < 0, and hardly any other.
  template <class Visit>
  void ForEachWorthwhile(const match::exact::Site& site, std::int64_t whole, std::int32_t commodity,
                         const Visit& visit);

 private:
  // One node and all its possible ends.
  struct Node {
    const Ends& ends;
    const match::exact::Site& site;
    bool is_offer = false;
    std::int32_t index = kNone;
    std::int32_t commodity = kNone;
    double key = 0;  // what it adds to its lanes' reduced costs
  };
  Node RequirementOf(std::int32_t requirement) const;
  void Bound(const Node& node);  // fills bound_
  template <class Exact>
  void List(const Node& node, std::size_t shortest, const Exact& exact, LaneRow& row);

  const State& state_;
  std::vector<double> tier_cost_;
  double most_circuity_ = 1;          // of the instance's places
  std::vector<LaneRow> into_, from_;  // per requirement; per offer, as far as asked for
  std::vector<std::int32_t> added_;   // offers of from_
  // Scratch: per end of a node, what a lane's reduced cost is at least; infinite where it is out of reach.
  std::vector<double> bound_, sorted_;
};

template <class Visit>
void LaneRows::ForEachWithinReach(std::int32_t requirement, const Visit& visit) {
  const Node node = RequirementOf(requirement);
  Bound(node);
  for (std::size_t i = 0; i < bound_.size(); ++i) {
    if (bound_[i] != std::numeric_limits<double>::infinity()) visit(node.ends.row[i]);
  }
}

template <class Visit>
void LaneRows::ForEachWorthwhile(const match::exact::Site& site, std::int64_t whole, std::int32_t commodity,
                                 const Visit& visit) {
  const Ends& ends = state_.ground().requirement_ends[commodity];
  Bound({.ends = ends,
         .site = site,
         .is_offer = true,
         .commodity = commodity,
         .key = static_cast<double>(whole)});
  for (std::size_t i = 0; i < bound_.size(); ++i) {
    if (bound_[i] < 0) visit(ends.row[i]);
  }
}

}  // namespace pasok::study
