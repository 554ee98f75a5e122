#include "engine/match/question/question_names.h"

#include <algorithm>

#include "engine/register/nearest.h"

namespace pasok::match {

std::vector<bool> DemandPointsAsked(const Dataset& dataset, const std::vector<std::string>& codes,
                                    FindingLog& log) {
  std::vector<std::int32_t> regions;
  for (const std::string& code : codes) {
    const std::int32_t region = dataset.FindRegion(code);
    if (region == kNone) {
      std::vector<std::string_view> known;
      for (const Region& each : dataset.regions) known.push_back(each.code);
      log.Add({.code = "unknown_region",
               .field = "regions",
               .value = code,
               .expected = "a code of regions.csv",
               .fix = DidYouMean(Nearest(code, known))});
    } else {
      regions.push_back(region);
    }
  }
  std::vector<bool> asked(dataset.demand_points.size(), codes.empty());
  for (std::size_t i = 0; i < asked.size() && !codes.empty(); ++i) {
    asked[i] = std::ranges::any_of(regions, [&](std::int32_t region) {
      return dataset.IsWithin(dataset.demand_points[i].region, region);
    });
  }
  if (log.errors() == 0 && !dataset.demand_points.empty() && std::ranges::find(asked, true) == asked.end()) {
    log.Add({.severity = Severity::kWarning,
             .code = "no_demand_in_regions",
             .field = "regions",
             .value = codes.front(),
             .expected = "regions with a demand point"});
  }
  return asked;
}

void WarnOfUnknownSuppliers(const Dataset& dataset, const std::vector<Taken>& taken, FindingLog& log) {
  for (const Taken& row : taken) {
    if (dataset.FindSupplier(row.supplier_id) != kNone) continue;
    log.Add({.severity = Severity::kWarning,
             .code = "taken_of_unknown_supplier",
             .field = "supplier_id",
             .value = row.supplier_id,
             .expected = "a supplier of this dataset; what others took of it has no effect"});
  }
}

TakenWeights SumTaken(const Dataset& dataset, const std::vector<Taken>& taken,
                      const std::optional<Date>& date) {
  TakenWeights sums;
  for (const Taken& row : taken) {
    const std::int32_t supplier = dataset.FindSupplier(row.supplier_id);
    if (supplier == kNone || (row.date && row.date != date)) continue;
    sums.by_supplier[supplier] += row.weight.value;
    sums.by_offer[{supplier, dataset.FindCommodity(row.commodity)}] += row.weight.value;
  }
  return sums;
}

}  // namespace pasok::match
