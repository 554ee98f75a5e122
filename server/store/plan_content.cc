#include "server/store/plan_content.h"

#include <algorithm>
#include <utility>

#include "server/names.h"
#include "server/store/chunks.h"
#include "server/store/parsed.h"

namespace pasok::server {

void AllocationBlocks::Add(v1::Allocation allocation) {
  *open_.add_allocations() = std::move(allocation);
  if (open_.allocations_size() == kAllocationsPerBlock) CutBlock();
}

std::vector<AllocationBlock> AllocationBlocks::Finish() && {
  if (open_.allocations_size() > 0) CutBlock();
  return std::move(blocks_);
}

void AllocationBlocks::CutBlock() {
  const auto [least, greatest] = std::ranges::minmax_element(
      open_.allocations(), {}, [](const auto& a) -> const std::string& { return a.demand_id(); });
  blocks_.push_back({.least_demand_id = least->demand_id(),
                     .greatest_demand_id = greatest->demand_id(),
                     .allocations = open_.SerializeAsString()});
  open_.Clear();
}

void ReplaceContent(Connection& connection, const std::string& plan_id, const PlanContent& content) {
  for (const char* table : {"plan_allocations", "plan_files"})
    Statement(connection, std::string("DELETE FROM ") + table + " WHERE plan_id = ?1", plan_id).Step();
  Statement insert(
      connection,
      "INSERT INTO plan_allocations (plan_id, block, least_demand_id, greatest_demand_id, allocations) "
      "VALUES (?1, ?2, ?3, ?4, ?5)");
  std::int64_t number = 0;
  for (const AllocationBlock& block : content.blocks) {
    insert.Run(plan_id, number++, block.least_demand_id, block.greatest_demand_id, Blob{block.allocations});
  }
  InsertFiles(connection, kPlanFiles, plan_id, content.files);
}

bool Matches(const v1::AllocationFilter& filter, const v1::Allocation& allocation) {
  const auto fits = [](const std::string& asked, const std::string& has) {
    return asked.empty() || asked == has;
  };
  return fits(filter.demand_id(), allocation.demand_id()) &&
         fits(filter.supplier_id(), allocation.supplier_id()) &&
         fits(filter.commodity(), allocation.commodity()) && fits(filter.date(), allocation.date()) &&
         fits(filter.tier(), allocation.tier());
}

void VisitAllocations(Connection& connection, const std::string& plan_id, const v1::AllocationFilter& filter,
                      std::int64_t position,
                      const std::function<bool(std::int64_t, v1::Allocation&)>& visit) {
  Statement select(connection,
                   "SELECT block, allocations FROM plan_allocations WHERE plan_id = ?1 AND block >= ?2 AND "
                   "(?3 = '' OR (least_demand_id <= ?3 AND greatest_demand_id >= ?3)) ORDER BY block",
                   plan_id, position / kAllocationsPerBlock, filter.demand_id());
  while (select.Step()) {
    auto block = ParsedFrom<v1::DownloadAllocationsResponse>(select.Bytes(1), PlanName(plan_id));
    std::int64_t at = select.Int(0) * kAllocationsPerBlock;
    for (v1::Allocation& allocation : *block.mutable_allocations()) {
      if (at >= position && Matches(filter, allocation) && !visit(at, allocation)) return;
      ++at;
    }
  }
}

}  // namespace pasok::server
