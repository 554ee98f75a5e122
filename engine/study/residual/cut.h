// What requirements are cut off by: everything that could pass something on to them.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/study/residual/residual.h"
#include "engine/study/residual/search.h"

namespace pasok::study {

// Contract: Residual::FindCut, without its way, which is the backward search's to find where `reached`.
struct FoundCut {
  bool reached = false;  // something is left somewhere
  Cut cut;
};

// Cuts of the flow that stands now. What a node is fed by is looked up once as long as nothing changes,
// however many cuts it is behind: of a requirement that is all offers of its commodity, at a few flops each.
// A cut is then a walk from node to node, and O(nodes + offers) to tell. Memory: of each node looked up a bit
// for every offer of its commodity, and the nodes that feed it; some 50 MB for a province over three days.
// Beyond kMostBytes all is forgotten before the next cut.
class Cuts {
 public:
  Cuts(const State& state, LaneRows& rows);

  FoundCut Find(std::int32_t requirement);

 private:
  static constexpr std::size_t kMostBytes = std::size_t{1} << 30;
  using Word = std::uint64_t;
  // What could pass something on to a requirement, a supplier or an aggregator, from the next such node on.
  struct Feed {
    bool has_left = false;              // the source itself could; the rest may then be missing
    std::vector<std::int32_t> nodes;    // requirements, suppliers and aggregators, numbered by NumberOf
    std::vector<Word> offers_of_lanes;  // of the ground, as bits from the commodity's first word on
    std::vector<std::int32_t> other_offers;
  };
  class Lookup;

  std::int32_t NumberOf(Node node) const;
  Node NodeOf(std::int32_t number) const;
  const Feed& FeedOf(std::int32_t number);
  Cut CutOf(const std::vector<char>& is_behind) const;

  const State& state_;
  LaneRows& rows_;
  std::vector<std::int32_t> first_word_;  // per commodity, and one more: of bits for all offers of the ground
  std::uint64_t version_ = 0;             // of the state that what follows was looked up in
  std::vector<std::unique_ptr<const Feed>> feeds_;  // per node
  std::size_t bytes_ = 0;                           // of them
  std::vector<std::int32_t> seen_by_;               // per node: the last that was found to be fed by it
};

}  // namespace pasok::study
