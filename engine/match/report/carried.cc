#include "engine/match/report/carried.h"

#include <algorithm>
#include <tuple>

#include "engine/match/question/transfers.h"

namespace pasok::match {

std::vector<Carried> ToCarried(const Instance& instance, const Matching& matching) {
  std::vector<Carried> carried;
  const auto add = [&](Carried::Way way, std::int32_t from_row, std::int32_t to_row, StoodIn quanta,
                       std::int64_t cost) {
    const RequirementRow& to = instance.requirements[to_row];
    const RequirementRow& from = from_row == kNone ? to : instance.requirements[from_row];
    if (quanta.used == 0) return;
    Carried& row = carried.emplace_back(
        Carried{.way = way,
                .date = std::nullopt,
                .to_date = instance.DateOf(to.commodity),
                .demand_point = to.demand_point,
                .commodity = CommodityInDataset(instance, from_row == kNone ? to_row : from_row),
                .to_commodity = CommodityInDataset(instance, to_row),
                .quanta = quanta.used,
                .served = quanta.served,
                .unit_cost = cost});
    if (from_row != kNone) row.date = instance.DateOf(from.commodity);
  };
  for (std::size_t i = 0; i < instance.transfers.size(); ++i) {
    const Transfer& transfer = instance.transfers[i];
    if (LeavesRelief(instance, transfer)) continue;
    const StoodIn quanta{.used = matching.transfers[i], .served = matching.transfers[i]};
    add(WayOf(instance, transfer), transfer.from, transfer.to, quanta, transfer.cost);
  }
  for (std::size_t i = 0; i < matching.stood_in.size(); ++i) {
    const StandIn& row = instance.stand_ins[i];
    add(Carried::Way::kSubstitute, row.from, row.to, matching.stood_in[i], row.cost);
  }
  const auto key = [](const Carried& row) {
    return std::tuple(row.date, row.demand_point, row.commodity, row.to_date, row.to_commodity, row.way);
  };
  std::ranges::sort(carried, {}, key);
  // A stock may come to a need and to its relief.
  std::vector<Carried> merged;
  for (const Carried& row : carried) {
    if (merged.empty() || key(merged.back()) != key(row)) {
      merged.push_back(row);
    } else {
      merged.back().quanta += row.quanta, merged.back().served += row.served;
    }
  }
  return merged;
}

bool LeavesRelief(const Instance& instance, const Transfer& transfer) {
  return transfer.from != kNone && instance.IsRelief(transfer.from);
}

Carried::Way WayOf(const Instance& instance, const Transfer& transfer) {
  if (transfer.from == kNone) return Carried::Way::kStock;
  const bool same = CommodityInDataset(instance, transfer.from) == CommodityInDataset(instance, transfer.to);
  return same ? Carried::Way::kStorage : Carried::Way::kSubstitute;
}

std::string_view ToWord(Carried::Way way) {
  switch (way) {
    case Carried::Way::kStock:
      return "stock";
    case Carried::Way::kStorage:
      return "storage";
    case Carried::Way::kSubstitute:
      return "substitute";
  }
  return "";
}

}  // namespace pasok::match
