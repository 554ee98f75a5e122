#include "engine/match/beyond/transfer_trees.h"

#include <numeric>

namespace pasok::match::beyond {

std::vector<TransferTree> TransferTreesOf(const Instance& instance) {
  std::vector<std::int32_t> parent(instance.requirements.size());
  std::iota(parent.begin(), parent.end(), 0);
  const auto root_of = [&](std::int32_t r) {
    while (parent[r] != r) r = parent[r] = parent[parent[r]];
    return r;
  };
  std::vector<std::int32_t> joining;
  for (std::int32_t t = 0; t < std::ssize(instance.transfers); ++t) {
    const Transfer& row = instance.transfers[t];
    if (row.from != kNone) {
      const std::int32_t from = root_of(row.from), to = root_of(row.to);
      if (from == to) continue;
      parent[from] = to;
    }
    joining.push_back(t);
  }
  std::vector<TransferTree> trees;
  std::vector<std::size_t> tree_of(instance.requirements.size());
  std::vector<bool> has_tree(instance.requirements.size());
  for (const std::int32_t t : joining) {
    const std::int32_t root = root_of(instance.transfers[t].to);
    if (!has_tree[root]) has_tree[root] = true, tree_of[root] = trees.size(), trees.emplace_back();
    trees[tree_of[root]].transfers.push_back(t);
  }
  for (std::int32_t r = 0; r < std::ssize(parent); ++r) {
    const std::int32_t root = root_of(r);
    if (has_tree[root]) trees[tree_of[root]].requirements.push_back(r);
  }
  return trees;
}

}  // namespace pasok::match::beyond
