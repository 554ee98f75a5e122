#include "engine/study/planned_shares.h"

#include <algorithm>
#include <limits>

#include "engine/study/days.h"
#include "engine/study/wording.h"

namespace pasok::study {
namespace {

template <typename Sums, typename Key>
std::int64_t At(const Sums& sums, const Key& key) {
  const auto found = sums.find(key);
  return found == sums.end() ? 0 : found->second;
}

}  // namespace

PlannedShares::PlannedShares(const match::Solved& plan)
    : plan_(plan), instance_(plan.instance), owners_(match::OwnersOf(*plan.instance.dataset)) {
  for (int i = 0; i < kShareLimits; ++i) {
    const auto limit = static_cast<ShareLimit>(i);
    if (!IsAimedAt(limit)) continue;
    for (const match::LaneFlow& flow : plan.matching.flows) {
      const Whole whole = WholeAt(limit, flow.requirement);
      const std::int64_t amount = AmountOf(limit, flow.offer, flow.requirement, flow.quanta);
      if (const auto who = PartOf(limit, flow.offer, flow.requirement))
        sums_[i].parts[{whole, *who}] += amount;
      sums_[i].delivered[whole] += amount;
    }
    for (std::int32_t r = 0; r < std::ssize(instance_.requirements); ++r)
      sums_[i].needed[WholeAt(limit, r)] += instance_.requirements[r].need;
  }
}

bool PlannedShares::IsAimedAt(ShareLimit limit) const {
  const Sharing& sharing = instance_.policy.sharing;
  return sharing.mode == SharingMode::kAim && sharing.Limits(limit);
}

PlannedShares::Whole PlannedShares::WholeAt(ShareLimit limit, std::int32_t requirement) const {
  const match::RequirementRow& row = instance_.requirements[requirement];
  const match::CommoditySpan& span = instance_.commodities[row.commodity];
  return {span.day, match::FindWhole(limit, *instance_.dataset, row.demand_point, span.dataset_commodity)};
}

std::int64_t PlannedShares::AmountOf(ShareLimit limit, std::int32_t offer, std::int32_t requirement,
                                     std::int64_t quanta) const {
  const bool is_money = match::IsOfMoney(match::RuleOf(limit));
  return is_money ? quanta * plan_.lanes.Cost(offer, requirement).money : quanta;
}

std::optional<std::int32_t> PlannedShares::PartOf(ShareLimit limit, std::int32_t offer,
                                                  std::int32_t requirement) const {
  const std::int32_t seller = instance_.suppliers[instance_.offers[offer].supplier].dataset_supplier;
  return match::FindPart(limit, *instance_.dataset, owners_, seller,
                         plan_.lanes.Cost(offer, requirement).tier);
}

std::int64_t PlannedShares::MostOf(ShareLimit limit, const Whole& whole, std::int64_t delivered) const {
  const std::int64_t needed = At(sums_[static_cast<std::size_t>(limit)].needed, whole);
  return match::MostOf(limit, instance_.policy.sharing,
                       match::IsOfNeed(limit) ? std::max(delivered, needed) : delivered);
}

std::optional<std::int32_t> PlannedShares::WhoPasses(ShareLimit limit, const Exchange& exchange) const {
  const Sums& sums = sums_[static_cast<std::size_t>(limit)];
  const auto& [offer, r, instead, quanta] = exchange;
  const Whole whole = WholeAt(limit, r);
  const std::int64_t gained = AmountOf(limit, offer, r, quanta);
  const std::int64_t lost = instead == kNone ? 0 : AmountOf(limit, instead, r, quanta);
  const std::optional<std::int32_t> gains = PartOf(limit, offer, r);
  const std::optional<std::int32_t> loses = instead == kNone ? std::nullopt : PartOf(limit, instead, r);
  const std::int64_t delivered = At(sums.delivered, whole);
  const std::int64_t most = MostOf(limit, whole, delivered);
  const std::int64_t then = MostOf(limit, whole, delivered + gained - lost);
  const auto passes = [&](std::int32_t who, std::int64_t part) {
    const std::int64_t new_part = part + (gains == who ? gained : 0) - (loses == who ? lost : 0);
    return new_part > then && new_part - then > std::max<std::int64_t>(part - most, 0);
  };
  if (gains && passes(*gains, At(sums.parts, std::pair(whole, *gains)))) return gains;
  const auto first = std::pair(whole, std::numeric_limits<std::int32_t>::min());
  for (auto each = sums.parts.lower_bound(first); each != sums.parts.end() && each->first.first == whole;
       ++each) {
    if (each->second <= most && passes(each->first.second, each->second)) return each->first.second;
  }
  return std::nullopt;
}

std::optional<BindingRule> PlannedShares::Broken(const Exchange& exchange) const {
  for (int i = 0; i < kShareLimits; ++i) {
    const auto limit = static_cast<ShareLimit>(i);
    if (!IsAimedAt(limit)) continue;
    if (const std::optional<std::int32_t> who = WhoPasses(limit, exchange)) {
      return BindingRule{.rule = std::string(match::ToWord(match::RuleOf(limit))),
                         .why = Say(limit, WholeAt(limit, exchange.requirement), *who)};
    }
  }
  return std::nullopt;
}

Sentence PlannedShares::Say(ShareLimit limit, const Whole& whole, std::int32_t who) const {
  const Dataset& dataset = *instance_.dataset;
  const Sums& sums = sums_[static_cast<std::size_t>(limit)];
  const std::string commodity =
      whole.second.commodity == kNone ? "" : dataset.commodities[whole.second.commodity];
  const auto amount = [&](std::int64_t value) {
    return match::IsOfMoney(match::RuleOf(limit)) ? Rupiah(value) : Kg(value, instance_.policy.quantum);
  };
  const std::string is = amount(At(sums.parts, std::pair(whole, who)));
  const std::string may = amount(MostOf(limit, whole, At(sums.delivered, whole)));
  const bool of_owner = limit == ShareLimit::kOwnerOfRequirement || limit == ShareLimit::kOwnerOfSpend ||
                        limit == ShareLimit::kOwnerOfRegion;
  Sentence seller;
  if (who != kNone) {
    const Supplier& supplier = dataset.suppliers[who];
    seller = {supplier.id, supplier.id};
    if (of_owner && !supplier.owner_group.empty()) {
      seller = {"the owner group " + supplier.owner_group, "kelompok pemilik " + supplier.owner_group};
    }
  }
  switch (limit) {
    case ShareLimit::kOwnerOfRequirement: {
      const std::string& demand = dataset.demand_points[whole.second.where].id;
      return {seller.english + " brings " + is + " of the " + commodity + " that " + demand +
                  " needs, at most " + may,
              seller.indonesian + " mengirim " + is + " dari " + commodity + " yang dibutuhkan " + demand +
                  ", paling banyak " + may};
    }
    case ShareLimit::kSupplierOfSpend:
    case ShareLimit::kOwnerOfSpend: {
      const std::string& demand = dataset.demand_points[whole.second.where].id;
      return {seller.english + " is paid " + is + " of what " + demand + " pays that day, at most " + may,
              seller.indonesian + " dibayar " + is + " dari yang dibayar " + demand +
                  " hari itu, paling banyak " + may};
    }
    case ShareLimit::kSupplierOfRegion:
    case ShareLimit::kOwnerOfRegion: {
      const std::string& region = dataset.regions[whole.second.where].code;
      return {seller.english + " brings " + is + " of what the kitchens of " + region +
                  " need that day, at most " + may,
              seller.indonesian + " mengirim " + is + " dari kebutuhan dapur di " + region +
                  " hari itu, paling banyak " + may};
    }
    case ShareLimit::kNotLocal:
    case ShareLimit::kNotSmall: {
      const std::string& region = dataset.regions[whole.second.where].code;
      const bool local = limit == ShareLimit::kNotLocal;
      return {
          "the kitchens of " + region + " get " + is +
              (local ? " from elsewhere" : " from suppliers that aren't small") + " that day, at most " + may,
          "dapur di " + region + " menerima " + is +
              (local ? " dari luar" : " dari pemasok yang tidak kecil") + " hari itu, paling banyak " + may};
    }
  }
  return {};
}

}  // namespace pasok::study
