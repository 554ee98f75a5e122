// What a succeeded plan holds in bulk: its files, and its allocations again in blocks that can be paged and
// filtered.
//
// Content never changes once it is stored, so a position in it stays good for as long as the plan exists.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "engine/register/read.h"
#include "pasok/v1/plan.pb.h"
#include "server/store/sqlite.h"

namespace pasok::server {

// Allocations as serialised pasok.v1.DownloadAllocationsResponse, kAllocationsPerBlock in each block but the
// last.
inline constexpr std::int64_t kAllocationsPerBlock = 1000;

struct AllocationBlock {
  std::string least_demand_id;
  std::string greatest_demand_id;
  std::string allocations;
};

// Takes allocations in their order and cuts them into blocks.
class AllocationBlocks {
 public:
  void Add(v1::Allocation allocation);
  std::vector<AllocationBlock> Finish() &&;

 private:
  void CutBlock();
  std::vector<AllocationBlock> blocks_;
  v1::DownloadAllocationsResponse open_;
};

struct PlanContent {
  std::vector<AllocationBlock> blocks;
  std::vector<RegisterFile> files;
};
void ReplaceContent(Connection& connection, const std::string& plan_id, const PlanContent& content);

bool Matches(const v1::AllocationFilter& filter, const v1::Allocation& allocation);

// Calls `visit(position, allocation)` for the matching allocations from `position` on, until it returns
// false. The order is the plan's. O(blocks that may match): a demand point costs a block or two, another
// filter the whole plan.
void VisitAllocations(Connection& connection, const std::string& plan_id, const v1::AllocationFilter& filter,
                      std::int64_t position,
                      const std::function<bool(std::int64_t position, v1::Allocation& allocation)>& visit);

}  // namespace pasok::server
