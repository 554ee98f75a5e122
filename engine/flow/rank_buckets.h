// Nodes in buckets by rank, for searches that take them in order of rank (Dial 1969).
#pragma once

#include <cstdint>
#include <vector>

namespace pasok::flow {

// A node is in one bucket or in none. Every call is O(1), Clear O(nodes + ranks). Not thread-safe.
class RankBuckets {
 public:
  static constexpr std::int32_t kNoNode = -1;

  // Ranks are 0 <= rank < ranks.
  RankBuckets(std::int32_t nodes, std::int32_t ranks)
      : first_(ranks, kNoNode), next_(nodes), back_(nodes), rank_(nodes) {}

  // Empties the buckets; Rank is `rank` for all nodes, which need not be one of the buckets'.
  void Clear(std::int32_t rank) {
    first_.assign(first_.size(), kNoNode);
    rank_.assign(rank_.size(), rank);
  }

  std::int32_t ranks() const { return static_cast<std::int32_t>(first_.size()); }
  std::int32_t Rank(std::int32_t v) const { return rank_[v]; }          // also after Take
  void SetRank(std::int32_t v, std::int32_t rank) { rank_[v] = rank; }  // REQUIRES: v is in no bucket

  // REQUIRES: v is in no bucket.
  void Insert(std::int32_t v, std::int32_t rank) {
    rank_[v] = rank;
    next_[v] = first_[rank];
    back_[v] = kNoNode;
    if (next_[v] != kNoNode) back_[next_[v]] = v;
    first_[rank] = v;
  }

  // REQUIRES: v is in the bucket of its rank.
  void Remove(std::int32_t v) {
    (back_[v] == kNoNode ? first_[rank_[v]] : next_[back_[v]]) = next_[v];
    if (next_[v] != kNoNode) back_[next_[v]] = back_[v];
  }

  // Removes and returns the last that was inserted, or kNoNode.
  std::int32_t Take(std::int32_t rank) {
    const std::int32_t v = first_[rank];
    if (v != kNoNode) Remove(v);
    return v;
  }

 private:
  std::vector<std::int32_t> first_;               // per rank
  std::vector<std::int32_t> next_, back_, rank_;  // per node
};

}  // namespace pasok::flow
