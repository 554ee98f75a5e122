#include "engine/study/sells_through.h"

#include <algorithm>

namespace pasok::study {

Sentence SayBlocked(const Dataset& dataset, const Policy& policy, std::int32_t supplier,
                    std::int32_t demand_point) {
  const auto block_of = [&](std::int32_t who) {
    return std::ranges::find_if(dataset.blocks, [&](const Block& row) {
      return row.supplier == who && row.demand_point == demand_point;
    });
  };
  const std::string& id = dataset.suppliers[supplier].id;
  Sentence who{id, id};
  auto block = block_of(supplier);
  if (block == dataset.blocks.end() && policy.aggregators && dataset.suppliers[supplier].via != kNone) {
    who = SellerInWords(dataset, policy, supplier);
    block = block_of(dataset.suppliers[supplier].via);
  }
  const std::string& demand = dataset.demand_points[demand_point].id;
  const std::string reason =
      block == dataset.blocks.end() || block->reason.empty() ? "" : " (" + block->reason + ")";
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
