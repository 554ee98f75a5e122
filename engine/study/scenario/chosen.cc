#include "engine/study/scenario/chosen.h"

#include <algorithm>

#include "engine/register/codes.h"
#include "engine/register/nearest.h"
#include "engine/register/words.h"
#include "engine/study/scenario/codes.h"

namespace pasok::study {
namespace {

template <class Words>
std::int32_t IndexIn(const Words& words, std::string_view word) {
  return static_cast<std::int32_t>(std::ranges::find(words, word) - words.begin());
}

}  // namespace

Chosen::Chosen(Workbench& bench, const Choice& which, bool of_demand) : bench_(bench) {
  const auto open = [](const std::vector<Name>& names) {
    return List{.names = &names, .used = std::vector<bool>(names.size())};
  };
  ids_ = open(of_demand ? which.demand_points : which.suppliers);
  regions_ = open(which.regions);
  kinds_ = open(which.kinds);
  owners_ = open(which.owner_groups);
  commodities_ = open(which.commodities);
  FindIds(*ids_.names, of_demand);
  FindRegions(which.regions);
  name_of_kind_.fill(kNone);
  for (std::size_t i = 0; i < which.kinds.size(); ++i) {
    const std::string& word = which.kinds[i].text;
    const std::int32_t kind = of_demand ? IndexIn(kDemandKindWords, word) : IndexIn(kSupplierKindWords, word);
    name_of_kind_[static_cast<std::size_t>(kind)] = static_cast<std::int32_t>(i);
  }
  FindOwners(which.owner_groups, of_demand);
  FindCommodities(which.commodities);
}

void Chosen::FindIds(const std::vector<Name>& names, bool of_demand) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::int32_t row = of_demand ? bench_.DemandPointNamed(names[i]) : bench_.SupplierNamed(names[i]);
    ok_ = ok_ && row != kNone;
    name_of_row_[row] = static_cast<std::int32_t>(i);
  }
}

void Chosen::FindRegions(const std::vector<Name>& names) {
  if (names.empty()) return;
  const std::vector<Region>& regions = bench_.dataset_.regions;
  name_of_region_.assign(regions.size(), kNone);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::int32_t region = bench_.RegionNamed(names[i]);
    ok_ = ok_ && region != kNone;
    if (region != kNone) name_of_region_[region] = static_cast<std::int32_t>(i);
  }
  // What encloses stands before what it encloses.
  for (std::size_t i = 0; i < regions.size(); ++i) {
    if (name_of_region_[i] == kNone && regions[i].parent != kNone) {
      name_of_region_[i] = name_of_region_[regions[i].parent];
    }
  }
}

void Chosen::FindOwners(const std::vector<Name>& names, bool of_demand) {
  if (names.empty()) return;
  std::vector<std::string_view> known;
  if (of_demand) {
    for (const DemandPoint& row : bench_.dataset_.demand_points) known.push_back(row.owner_group);
  } else {
    for (const Supplier& row : bench_.dataset_.suppliers) known.push_back(row.owner_group);
  }
  std::ranges::sort(known);
  known.erase(std::ranges::unique(known).begin(), known.end());
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!std::ranges::binary_search(known, std::string_view(names[i].text))) {
      bench_.Fault(code::kUnknownOwnerGroup, names[i].at, names[i].text, "an owner_group of the register",
                   DidYouMean(NameGuesser(known).Guess(names[i].text)));
      ok_ = false;
    }
    name_of_owner_[names[i].text] = static_cast<std::int32_t>(i);
  }
}

void Chosen::FindCommodities(const std::vector<Name>& names) {
  if (names.empty()) return;
  const std::vector<std::string_view> known(bench_.dataset_.commodities.begin(),
                                            bench_.dataset_.commodities.end());
  name_of_commodity_.assign(bench_.dataset_.commodities.size(), kNone);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::int32_t commodity = bench_.FindCommodity(names[i].text);
    if (commodity == kNone) {
      bench_.Fault(pasok::code::kUnknownCommodity, names[i].at, names[i].text,
                   "a commodity that is offered or required", DidYouMean(Nearest(names[i].text, known)));
      ok_ = false;
    } else {
      name_of_commodity_[commodity] = static_cast<std::int32_t>(i);
    }
  }
}

bool Chosen::Take(List& list, std::int32_t name) {
  list.last = name;
  return list.names->empty() || name != kNone;
}

bool Chosen::FitsOwner(std::string_view owner) {
  const auto found = name_of_owner_.find(owner);
  return Take(owners_, found == name_of_owner_.end() ? kNone : found->second);
}

bool Chosen::Fits(const Supplier& row, std::int32_t index) {
  const auto id = name_of_row_.find(index);
  return Take(ids_, id == name_of_row_.end() ? kNone : id->second) &&
         Take(regions_, name_of_region_.empty() ? kNone : name_of_region_[row.region]) &&
         Take(kinds_, name_of_kind_[static_cast<std::size_t>(row.kind)]) && FitsOwner(row.owner_group);
}

bool Chosen::Fits(const DemandPoint& row, std::int32_t index) {
  const auto id = name_of_row_.find(index);
  return Take(ids_, id == name_of_row_.end() ? kNone : id->second) &&
         Take(regions_, name_of_region_.empty() ? kNone : name_of_region_[row.region]) &&
         Take(kinds_, name_of_kind_[static_cast<std::size_t>(row.kind)]) && FitsOwner(row.owner_group);
}

bool Chosen::FitsCommodity(std::int32_t commodity) {
  return Take(commodities_, name_of_commodity_.empty() ? kNone : name_of_commodity_[commodity]);
}

void Chosen::Credit() {
  for (List* list : {&ids_, &regions_, &kinds_, &owners_, &commodities_}) {
    if (list->last != kNone) list->used[list->last] = true;
  }
}

void Chosen::FaultTheIdle() {
  for (const List* list : {&ids_, &regions_, &kinds_, &owners_, &commodities_}) {
    for (std::size_t i = 0; i < list->names->size(); ++i) {
      if (list->used[i]) continue;
      const Name& name = (*list->names)[i];
      bench_.Fault(code::kTouchesNothing, name.at, name.text, "a name of something that this change changes",
                   "leave it out, or check the other keys of this change");
    }
  }
}

}  // namespace pasok::study
