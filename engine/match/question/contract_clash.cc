#include "engine/match/question/contract_clash.h"

#include <algorithm>
#include <utility>

#include "engine/match/figures_in_words.h"

namespace pasok::match {
namespace {

constexpr std::size_t kMostNamed = 5;

// The fewest promises that add up to more than there is: the largest, of equal ones the first.
std::vector<ContractClash::Promise> LeastSet(const ContractClash& clash) {
  std::vector<ContractClash::Promise> set = clash.promises;
  std::ranges::sort(set, [](const ContractClash::Promise& a, const ContractClash::Promise& b) {
    return a.quanta != b.quanta ? a.quanta > b.quanta : a.contract < b.contract;
  });
  std::size_t size = 0;
  for (Int128 sum = 0; sum <= clash.able && size < set.size(); ++size) sum += set[size].quanta;
  set.resize(size);
  std::ranges::sort(set, {}, &ContractClash::Promise::contract);
  return set;
}

// "A", "A and B", "A, B and C", "A, B, C, D, E and 3 more".
std::string Listed(const std::vector<std::string>& names) {
  const std::size_t named = names.size() <= kMostNamed + 1 ? names.size() : kMostNamed;
  std::string text;
  for (std::size_t i = 0; i < named; ++i) {
    const bool is_last = i + 1 == names.size();
    text.append(i == 0 ? "" : is_last ? " and " : ", ").append(names[i]);
  }
  if (named < names.size())
    text.append(" and ").append(Number(std::ssize(names) - static_cast<std::int64_t>(named))).append(" more");
  return text;
}

// Of the reason why there is no lane.
std::string_view InWords(std::string_view reason) {
  if (reason == "no_offer") return "it doesn't offer it";
  if (reason == "inactive") return "it is inactive";
  if (reason == "not_available") return "its offer isn't available that day";
  if (reason == "licence") return "a licence that it takes is missing";
  if (reason == "licence_ended") return "a licence that it takes has ended";
  if (reason == "price_ceiling") return "its price is above the ceiling";
  if (reason == "capacity_exhausted") return "nothing of its offer is left, or less than one quantum";
  if (reason == "probation") return "it is new, and may sell nothing of it yet, or no more";
  if (reason == "out_of_range") return "it is too far away";
  if (reason == "travel_time") return "the road takes too long";
  if (reason == "whole_deliveries") return "its offer is less than a whole delivery";
  if (reason == "blocked") return "the two are blocked for each other";
  if (reason == "related_party") return "the two have one owner";
  return reason;
}

// Whether it is the supplier's aggregator that is blocked, or of the demand point's owner.
bool IsAggregators(const Contract& contract, std::string_view reason, const Dataset& dataset) {
  const Supplier& supplier = dataset.suppliers[contract.supplier];
  if (supplier.via == kNone) return false;
  if (reason == "related_party")
    return supplier.owner_group != dataset.demand_points[contract.demand_point].owner_group;
  const auto key = [](const Block& row) { return std::pair(row.supplier, row.demand_point); };
  return reason == "blocked" &&
         !std::ranges::binary_search(dataset.blocks, std::pair(contract.supplier, contract.demand_point), {},
                                     key);
}

// What may go from one to the other: what is needed, the largest share of it, or, in whole quanta, the most
// that the contract allows itself.
std::string LaneCapInWords(const ContractClash& clash, const Contract& contract, const Dataset& dataset,
                           Grams quantum) {
  const auto kg = [&](Int128 quanta) { return Kg(quanta, quantum); };
  const std::string& demand_point = dataset.demand_points[contract.demand_point].id;
  if (contract.most && contract.most->value / quantum.value == clash.able)
    return "and allows " + kg(clash.able) + " in whole quanta";
  if (clash.able >= clash.need) return demand_point + " needs " + kg(clash.need);
  return "one supplier may bring " + kg(clash.able) + " of the " + kg(clash.need) + " that " + demand_point +
         " needs (max_share_per_supplier)";
}

}  // namespace

std::string_view ToWord(BrokenBy by) {
  switch (by) {
    case BrokenBy::kNothing:
    case BrokenBy::kNoLane:
      return "";
    case BrokenBy::kNotNeeded:
      return "not_needed";
    case BrokenBy::kLaneCap:
      return "lane_cap";
    case BrokenBy::kOffer:
      return "offer_capacity";
    case BrokenBy::kSupplier:
      return "supplier_capacity";
    case BrokenBy::kNeed:
      return "need";
    case BrokenBy::kAggregator:
      return "handling_capacity";
  }
  return "";
}

std::string Describe(const ContractClash& clash, const Dataset& dataset, Grams quantum) {
  const std::vector<ContractClash::Promise> set = LeastSet(clash);
  const auto kg = [&](Int128 quanta) { return Kg(quanta, quantum); };
  const bool of_supplier = clash.by != BrokenBy::kNeed && clash.by != BrokenBy::kAggregator;
  const Contract& first = dataset.contracts[set.front().contract];
  Int128 promised = 0;
  std::vector<std::string> partners;
  for (const ContractClash::Promise& promise : set) {
    const Contract& contract = dataset.contracts[promise.contract];
    promised += promise.quanta;
    partners.push_back(of_supplier ? dataset.demand_points[contract.demand_point].id
                                   : dataset.suppliers[contract.supplier].id);
  }
  // Of several commodities one demand point may have several contracts.
  partners.erase(std::ranges::unique(partners).begin(), partners.end());
  std::string text = set.size() == 1 ? "the contract of " : "contracts of ";
  if (clash.by == BrokenBy::kAggregator) {
    text.append(Listed(partners))
        .append(partners.size() == 1 ? ", which sells through " : ", which sell through ");
    text.append(dataset.suppliers[dataset.suppliers[first.supplier].via].id).append(",");
  } else {
    text.append(of_supplier ? dataset.suppliers[first.supplier].id
                            : dataset.demand_points[first.demand_point].id);
    text.append(" with ").append(Listed(partners));
  }
  text.append(set.size() == 1 ? " promises " : " promise ").append(kg(promised));
  if (clash.by != BrokenBy::kSupplier && clash.by != BrokenBy::kAggregator)
    text.append(" of ").append(dataset.commodities[first.commodity]);
  text.append(" a day, ");
  switch (clash.by) {
    case BrokenBy::kLaneCap:
      text.append(LaneCapInWords(clash, first, dataset, quantum));
      break;
    case BrokenBy::kNeed:
      text.append("it needs ").append(kg(clash.able));
      break;
    case BrokenBy::kSupplier:
      text.append("it can deliver ").append(kg(clash.able)).append(" of all commodities together");
      break;
    case BrokenBy::kAggregator:
      text.append("it can handle ").append(kg(clash.able));
      break;
    case BrokenBy::kNothing:
    case BrokenBy::kNoLane:
    case BrokenBy::kNotNeeded:
    case BrokenBy::kOffer:
      text.append("it can deliver ").append(kg(clash.able));
      if (clash.held_back > 0)
        text.append(", since probation holds back ").append(kg(clash.held_back)).append(" more");
      break;
  }
  return text.append(": ").append(kg(promised - clash.able)).append(" broken");
}

std::string DescribeForLaterDays(std::int64_t quanta, Grams quantum) {
  return "; " + Kg(quanta, quantum) + " of them came for later days";
}

std::string DescribeNoLane(const Contract& contract, std::string_view reason, const Dataset& dataset) {
  const bool of_aggregator = IsAggregators(contract, reason, dataset);
  const std::string what = of_aggregator ? dataset.suppliers[dataset.suppliers[contract.supplier].via].id +
                                               ", through which it sells, is " +
                                               (reason == "blocked" ? "blocked for it" : "of its owner")
                                         : std::string(InWords(reason));
  return dataset.suppliers[contract.supplier].id + " may not deliver " +
         dataset.commodities[contract.commodity] + " to " + dataset.demand_points[contract.demand_point].id +
         ": " + what;
}

std::string DescribeNotNeeded(const Contract& contract, const Dataset& dataset) {
  return dataset.demand_points[contract.demand_point].id + " needs no " +
         dataset.commodities[contract.commodity];
}

void DeliveryClashes::AddCrowded(const std::vector<std::int32_t>& suppliers, std::int64_t limit,
                                 std::int32_t demand_point, std::int32_t commodity, const Dataset& dataset) {
  too_many += std::ssize(suppliers) - limit;
  if (crowded++ > 0) return;
  std::vector<std::string> names;
  for (std::int64_t i = 0; i <= limit; ++i) names.push_back(dataset.suppliers[suppliers[i]].id);
  first_crowded = "contracts of " + dataset.demand_points[demand_point].id + " with " + Listed(names) +
                  " promise " + dataset.commodities[commodity] + " of " + Number(std::ssize(names)) +
                  " suppliers, at most " + Number(limit) + " may bring it";
}

void DeliveryClashes::AddTooLittle(const Contract& contract, std::int64_t most, std::int64_t least,
                                   const Dataset& dataset, Grams quantum) {
  if (too_little++ > 0) return;
  const auto kg = [&](std::int64_t quanta) { return Kg(quanta, quantum); };
  first_too_little = "the contract of " + dataset.suppliers[contract.supplier].id + " with " +
                     dataset.demand_points[contract.demand_point].id + " allows " + kg(most) + " of " +
                     dataset.commodities[contract.commodity] + " a day, a whole delivery takes " + kg(least);
}

std::string DeliveryClashes::InWords() const {
  std::string text;
  if (crowded > 0)
    text = "contracts make " + Counted(too_many, "supplier", "suppliers") + " too many at " +
           Counted(crowded, "requirement", "requirements") + ", for example: " + first_crowded;
  if (too_little > 0)
    text += (text.empty() ? "" : "; ") + Counted(too_little, "contract allows", "contracts allow") +
            " less than a whole delivery, so that nothing comes, for example: " + first_too_little;
  return text;
}

}  // namespace pasok::match
