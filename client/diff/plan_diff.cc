#include "client/diff/plan_diff.h"

#include <algorithm>
#include <cstdlib>
#include <tuple>
#include <utility>

namespace pasok::client {
namespace {

auto KeyOf(const AllocationRow& row) { return std::tie(row.day, row.demand, row.commodity, row.supplier); }
auto KeyOf(const ShortageRow& row) { return std::tie(row.day, row.demand, row.commodity); }

AllocationRow NothingOf(const AllocationRow& row) {
  return {.day = row.day, .demand = row.demand, .commodity = row.commodity, .supplier = row.supplier};
}
ShortageRow NothingOf(const ShortageRow& row) {
  return {.day = row.day, .demand = row.demand, .commodity = row.commodity};
}

// Calls `visit(before, after)` for each key of either, with the row or nothing of it.
template <typename Row, typename Visit>
void Merge(std::vector<Row>& before, std::vector<Row>& after, Visit visit) {
  const auto by_key = [](const Row& a, const Row& b) { return KeyOf(a) < KeyOf(b); };
  std::ranges::sort(before, by_key);
  std::ranges::sort(after, by_key);
  auto former = before.begin(), latter = after.begin();
  while (former != before.end() || latter != after.end()) {
    if (latter == after.end() || (former != before.end() && by_key(*former, *latter))) {
      visit(*former, NothingOf(*former));
      ++former;
    } else if (former == before.end() || by_key(*latter, *former)) {
      visit(NothingOf(*latter), *latter);
      ++latter;
    } else {
      visit(*former++, *latter++);
    }
  }
}

// Of figures of which one is there, or both; `otherwise` where the kg are the same.
Change ChangeOf(std::int64_t grams_before, std::int64_t grams_after, Change otherwise) {
  if (grams_before == grams_after) return otherwise;
  if (grams_before == 0) return Change::kAdded;
  if (grams_after == 0) return Change::kRemoved;
  return grams_after > grams_before ? Change::kMore : Change::kLess;
}

Change ChangeOf(const AllocationRow& before, const AllocationRow& after) {
  const auto money = [](const AllocationRow& row) {
    return std::tie(row.price_sen_per_kg, row.sales_sen, row.money_sen);
  };
  return ChangeOf(before.grams, after.grams,
                  money(before) == money(after) ? Change::kNone : Change::kRepriced);
}

// What is told of suppliers, or of kitchens, by id.
class Parties {
 public:
  PartyChange& Of(std::int32_t id) {
    if (static_cast<std::size_t>(id) >= parties_.size()) parties_.resize(id + 1);
    return parties_[id].party;
  }
  // Returns whether it was the plan's first row of the party.
  bool Add(std::int32_t id, const AllocationRow& row, Amounts BeforeAfter<Amounts>::*side) {
    Amounts& amounts = Of(id).amounts.*side;
    amounts.Add(row);
    return amounts.rows == 1;
  }
  // An allocation of the party changes so.
  void Touch(std::int32_t id, Change change) {
    Of(id);
    parties_[id].is_touched = true;
    parties_[id].is_repriced_only &= change == Change::kRepriced;
  }
  std::vector<PartyChange> Touched() const {
    std::vector<PartyChange> touched;
    for (std::size_t id = 0; id < parties_.size(); ++id) {
      if (!parties_[id].is_touched) continue;
      PartyChange& party = touched.emplace_back(parties_[id].party);
      party.id = static_cast<std::int32_t>(id);
      party.change = ChangeOf(party.amounts.before.grams, party.amounts.after.grams,
                              parties_[id].is_repriced_only ? Change::kRepriced : Change::kMoved);
    }
    return touched;
  }

 private:
  struct Party {
    PartyChange party;
    bool is_touched = false, is_repriced_only = true;
  };
  std::vector<Party> parties_;
};

using Link = std::pair<std::int32_t, std::int32_t>;  // demand, supplier

std::vector<Link> LinksOf(const std::vector<AllocationRow>& rows) {
  std::vector<Link> links;
  for (const AllocationRow& row : rows) links.emplace_back(row.demand, row.supplier);
  std::ranges::sort(links);
  links.erase(std::unique(links.begin(), links.end()), links.end());
  return links;
}

std::int64_t CountDeliveries(const std::vector<AllocationRow>& rows) {
  std::vector<std::tuple<std::int32_t, std::int32_t, std::int32_t>> deliveries;
  for (const AllocationRow& row : rows) deliveries.emplace_back(row.day, row.demand, row.supplier);
  std::ranges::sort(deliveries);
  return std::unique(deliveries.begin(), deliveries.end()) - deliveries.begin();
}

// Who delivers to whom, before and after.
void CountPartners(const std::vector<Link>& before, const std::vector<Link>& after, Parties& kitchens,
                   Parties& suppliers) {
  const auto count = [&](const Link& link, bool was, bool is) {
    for (PartyChange* party : {&kitchens.Of(link.first), &suppliers.Of(link.second)}) {
      party->partners.before += was;
      party->partners.after += is;
      party->partners_gained += !was;
      party->partners_lost += !is;
    }
  };
  auto former = before.begin(), latter = after.begin();
  while (former != before.end() || latter != after.end()) {
    const bool was = former != before.end() && (latter == after.end() || *former <= *latter);
    const bool is = latter != after.end() && (former == before.end() || *latter <= *former);
    count(was ? *former : *latter, was, is);
    former += was;
    latter += is;
  }
}

// Larger is told of first.
auto SizeOf(const AllocationChange& change) {
  return std::pair(std::abs(change.after.grams - change.before.grams),
                   std::abs(change.after.money_sen - change.before.money_sen));
}
auto SizeOf(const PartyChange& change) {
  const auto& [before, after] = change.amounts;
  return std::pair(std::abs(after.grams - before.grams), std::abs(after.money_sen - before.money_sen));
}
auto SizeOf(const ShortageChange& change) { return std::abs(change.after.grams - change.before.grams); }

// REQUIRES: by their ids.
template <typename Changes>
void PutLargestFirst(Changes& changes) {
  std::ranges::stable_sort(changes, std::ranges::greater(),
                           [](const auto& change) { return SizeOf(change); });
}

}  // namespace

void Amounts::Add(const AllocationRow& row) {
  ++rows;
  grams += row.grams;
  sales_sen += row.sales_sen;
  money_sen += row.money_sen;
}

PlanDiff Diff(PlanRows before, PlanRows after) {
  PlanDiff diff;
  Parties suppliers, kitchens;
  std::vector<CommodityChange> commodities;
  const auto commodity = [&](std::int32_t id) -> CommodityChange& {
    if (static_cast<std::size_t>(id) >= commodities.size()) commodities.resize(id + 1);
    return commodities[id];
  };
  const auto add = [&](const AllocationRow& row, auto side, auto amounts) {
    PlanTotals& totals = diff.totals.*side;
    totals.amounts.Add(row);
    totals.grams_by_tier[row.tier] += row.grams;
    totals.suppliers += suppliers.Add(row.supplier, row, amounts);
    kitchens.Add(row.demand, row, amounts);
    (commodity(row.commodity).amounts.*amounts).Add(row);
  };
  for (const AllocationRow& row : before.allocations)
    add(row, &BeforeAfter<PlanTotals>::before, &BeforeAfter<Amounts>::before);
  for (const AllocationRow& row : after.allocations)
    add(row, &BeforeAfter<PlanTotals>::after, &BeforeAfter<Amounts>::after);
  diff.totals.before.deliveries = CountDeliveries(before.allocations);
  diff.totals.after.deliveries = CountDeliveries(after.allocations);
  CountPartners(LinksOf(before.allocations), LinksOf(after.allocations), kitchens, suppliers);

  Merge(before.allocations, after.allocations, [&](const AllocationRow& was, const AllocationRow& is) {
    const Change change = ChangeOf(was, is);
    if (change == Change::kNone) {
      ++diff.unchanged_allocations;
      return;
    }
    diff.allocations.push_back({change, was, is});
    suppliers.Touch(is.supplier, change);
    kitchens.Touch(is.demand, change);
  });
  Merge(before.shortages, after.shortages, [&](const ShortageRow& was, const ShortageRow& is) {
    commodity(is.commodity).short_grams.before += was.grams;
    commodity(is.commodity).short_grams.after += is.grams;
    const Change change =
        ChangeOf(was.grams, is.grams, was.reason == is.reason ? Change::kNone : Change::kOtherReason);
    if (change != Change::kNone) diff.shortages.push_back({change, was, is});
  });

  for (std::size_t id = 0; id < commodities.size(); ++id) {
    if (commodities[id] == CommodityChange{}) continue;
    diff.commodities.push_back(commodities[id]);
    diff.commodities.back().id = static_cast<std::int32_t>(id);
  }
  diff.suppliers = suppliers.Touched();
  diff.kitchens = kitchens.Touched();
  PutLargestFirst(diff.allocations);
  PutLargestFirst(diff.shortages);
  PutLargestFirst(diff.suppliers);
  PutLargestFirst(diff.kitchens);
  std::ranges::stable_sort(diff.kitchens, std::ranges::greater(), [](const PartyChange& kitchen) {
    return kitchen.partners_gained + kitchen.partners_lost;
  });
  return diff;
}

}  // namespace pasok::client
