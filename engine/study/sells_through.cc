#include "engine/study/sells_through.h"

#include <algorithm>
#include <utility>

namespace pasok::study {

Sentence SayBlocked(const Dataset& dataset, const Policy& policy, std::int32_t supplier,
                    std::int32_t demand_point) {
  // Every supplier that got no order may be told of here, and each of them may be blocked.
  const auto block_of = [&](std::int32_t who) {
    const auto key = [](const Block& row) { return std::pair(row.supplier, row.demand_point); };
    const auto row = std::ranges::lower_bound(dataset.blocks, std::pair(who, demand_point), {}, key);
    return row != dataset.blocks.end() && key(*row) == std::pair(who, demand_point) ? &*row : nullptr;
  };
  const std::string& id = dataset.suppliers[supplier].id;
  Sentence who{id, id};
  const Block* block = block_of(supplier);
  if (block == nullptr && policy.aggregators && dataset.suppliers[supplier].via != kNone) {
    who = SellerInWords(dataset, policy, supplier);
    block = block_of(dataset.suppliers[supplier].via);
  }
  const std::string& demand = dataset.demand_points[demand_point].id;
  const std::string reason = block == nullptr || block->reason.empty() ? "" : " (" + block->reason + ")";
  return {who.english + " is blocked for " + demand + reason,
          who.indonesian + " diblokir untuk " + demand + reason};
}

Sentence SayRelated(const Dataset& dataset, const Policy& policy, std::int32_t supplier,
                    std::int32_t demand_point) {
  const DemandPoint& demand = dataset.demand_points[demand_point];
  const std::string& id = dataset.suppliers[supplier].id;
  const bool is_own = dataset.suppliers[supplier].owner_group == demand.owner_group;
  const Sentence who = is_own ? Sentence{id, id} : SellerInWords(dataset, policy, supplier);
  const std::string group = " (" + demand.owner_group + ")";
  return {who.english + " belongs to the owner of " + demand.id + group,
          who.indonesian + " satu pemilik dengan " + demand.id + group};
}

}  // namespace pasok::study
