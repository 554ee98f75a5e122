#include "engine/register/references.h"

#include <algorithm>

#include "engine/register/codes.h"
#include "engine/register/region_codes.h"

namespace pasok {
namespace {

template <class Rows, class Name>
std::vector<std::string_view> Names(const Rows& rows, Name name_of) {
  std::vector<std::string_view> names;
  names.reserve(rows.size());
  for (const auto& row : rows) names.push_back(name_of(row));
  return names;
}

// An empty required cell is a finding of its own.
bool Missing(Table& table, int column) { return table.RequiredText(column, limits::kIdBytes).empty(); }

}  // namespace

bool CheckRegionCode(Table& table, int column) {
  const std::string_view code = table.Text(column);
  if (RegionLevel(code)) return true;
  table.Error(LooksLikeBps(code) ? code::kBpsCode : code::kBadRegionCode, column,
              "a Kemendagri code with dots, such as 61, 61.01, 61.01.01 or 61.01.01.2001",
              MendRegionCode(code));
  return false;
}

References::References(const Registers& registers, const Policy* policy)
    : registers_(registers), policy_(policy) {}

std::int32_t References::RegionOf(Table& table, int column) {
  const std::string_view code = table.Text(column);
  const std::vector<Region>& regions = registers_.dataset.regions;
  if (region_of_.empty()) {
    for (std::size_t i = 0; i < regions.size(); ++i)
      region_of_.emplace(regions[i].code, static_cast<std::int32_t>(i));
  }
  if (const auto known = region_of_.find(code); known != region_of_.end()) return known->second;
  if (Missing(table, column) || !CheckRegionCode(table, column) || !registers_.regions.complete())
    return kNone;
  table.Error(code::kUnknownRegion, column, "a code of regions.csv", MendRegion(code));
  return kNone;
}

std::string References::MendRegion(std::string_view code) {
  std::string_view stranger;  // the highest of those that enclose it and aren't there
  for (std::string_view above = ParentCode(code); !above.empty(); above = ParentCode(above))
    if (!region_of_.contains(above)) stranger = above;
  if (!stranger.empty())
    return '\'' + std::string(stranger) + "', which encloses it, has no row there either";
  const std::vector<Region>& regions = registers_.dataset.regions;
  const std::string_view parent = ParentCode(code);
  const std::string prefix = std::string(parent) + '.';
  std::vector<std::string_view> siblings;
  for (auto at = std::ranges::lower_bound(regions, prefix, {}, &Region::code);
       at != regions.end() && at->code.starts_with(prefix) && sibling_looks_ < NameGuesser::kMostLooks;
       ++at, ++sibling_looks_) {
    if (ParentCode(at->code) == parent) siblings.push_back(at->code);
  }
  return DidYouMean(OnlyNearest(code, siblings));
}

std::int32_t References::SupplierOf(Table& table, int column) {
  const std::string_view id = SupplierIdOf(table, column);
  return id.empty() ? kNone : SupplierNamed(id, table, table.line(), column);
}

std::string_view References::SupplierIdOf(Table& table, int column) {
  return table.RequiredText(column, limits::kIdBytes);
}

std::int32_t References::SupplierNamed(std::string_view id, Table& table, std::int64_t line, int column) {
  const std::vector<Supplier>& suppliers = registers_.dataset.suppliers;
  for (std::int32_t near = std::max(last_supplier_, 0); near <= last_supplier_ + 1; ++near) {
    if (near < static_cast<std::int32_t>(suppliers.size()) && suppliers[near].id == id)
      return last_supplier_ = near;
  }
  const std::int32_t found = registers_.dataset.FindSupplier(id);
  if (found != kNone) return last_supplier_ = found;
  if (registers_.suppliers.complete()) {
    table.RemarkAt(line, Severity::kError, code::kUnknownSupplier, column, id,
                   "a supplier_id of suppliers.csv", MendSupplier(id));
  }
  return kNone;
}

std::string References::MendSupplier(std::string_view id) {
  if (!suppliers_) {
    suppliers_.emplace(
        Names(registers_.dataset.suppliers, [](const Supplier& row) { return std::string_view(row.id); }));
  }
  return DidYouMean(suppliers_->Guess(id));
}

std::int32_t References::DemandPointOf(Table& table, int column) {
  if (Missing(table, column)) return kNone;
  const std::string_view id = table.Text(column);
  const std::int32_t found = registers_.dataset.FindDemandPoint(id);
  if (found != kNone || !registers_.demand_points.complete()) return found;
  if (!demand_points_) {
    demand_points_.emplace(Names(registers_.dataset.demand_points,
                                 [](const DemandPoint& row) { return std::string_view(row.id); }));
  }
  table.Error(code::kUnknownDemandPoint, column, "a demand_id of demand_points.csv",
              DidYouMean(demand_points_->Guess(id)));
  return kNone;
}

std::int32_t References::CommodityOf(Table& table, int column) {
  if (Missing(table, column)) return kNone;
  const std::string_view code = table.Text(column);
  if (const auto known = commodities_.find(code); known != commodities_.end()) return known->second;
  if (policy_ != nullptr && policy_->FindCommodity(code) == nullptr) {
    if (!policy_commodities_) {
      policy_commodities_.emplace(
          Names(policy_->commodities, [](const CommodityRule& rule) { return std::string_view(rule.code); }));
    }
    const std::string_view guess = policy_commodities_->Guess(code);
    table.Error(code::kUnknownCommodity, column, "a commodity of the policy",
                guess.empty() ? "add the commodity to the policy, or correct its name" : DidYouMean(guess));
    return kNone;
  }
  return commodities_.emplace(code, static_cast<std::int32_t>(commodities_.size())).first->second;
}

void References::SettleCommodities(Dataset& dataset) const {
  std::vector<std::int32_t> settled(commodities_.size());
  for (const auto& [code, provisional] : commodities_) {
    settled[static_cast<std::size_t>(provisional)] = static_cast<std::int32_t>(dataset.commodities.size());
    dataset.commodities.push_back(code);
  }
  const auto settle = [&](std::int32_t& commodity) {
    if (commodity != kNone) commodity = settled[static_cast<std::size_t>(commodity)];
  };
  for (Offer& offer : dataset.offers) settle(offer.commodity);
  for (Requirement& requirement : dataset.requirements) settle(requirement.commodity);
  for (Contract& contract : dataset.contracts) settle(contract.commodity);
  for (Storage& storage : dataset.storage) settle(storage.commodity);
  for (Stock& stock : dataset.stock) settle(stock.commodity);
}

}  // namespace pasok
