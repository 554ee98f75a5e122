#include "tests/match/exact/market_case.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/register/read.h"
#include "engine/sample/sample.h"

namespace pasok::match::exact {
Case CaseOf(Dataset dataset, const Policy& policy) {
  Case made{.dataset = std::make_unique<Dataset>(std::move(dataset)), .instance = nullptr, .rule = nullptr};
  InstanceReading reading = BuildInstance(*made.dataset, policy, Question{});
  if (!reading.instance) throw std::logic_error("a market makes no instance");
  made.instance = std::make_unique<Instance>(*std::move(reading.instance));
  made.rule = std::make_unique<LaneRule>(*made.instance);
  return made;
}

Case MarketCase(const families::MarketShape& shape, std::uint64_t seed) {
  return CaseOf(families::MakeMarket(shape, seed));
}

Case CrowdedCase(std::uint64_t seed) {
  Dataset dataset = families::MakeMarket({.suppliers = 500, .kitchens = 40}, seed);
  const auto desa = [&](std::size_t nth) {
    auto at = std::ranges::find(dataset.regions, 3, &Region::level) + static_cast<std::ptrdiff_t>(nth);
    return static_cast<std::int32_t>(at - dataset.regions.begin());
  };
  for (std::size_t i = 0; i < dataset.suppliers.size(); ++i) dataset.suppliers[i].region = desa(i % 10 == 0);
  for (std::size_t i = 0; i < dataset.demand_points.size(); ++i)
    dataset.demand_points[i].region = desa(i % 2);
  return CaseOf(std::move(dataset));
}

Case SmallSample(std::uint64_t seed) {
  std::vector<RegisterFile> files;
  sample::GenerateKalbar(sample::Scale::kSmall, sample::Variant::kPlain, seed,
                         [&](std::string_view name, std::string_view content) {
                           if (files.empty() || files.back().name != name)
                             files.push_back({.name = std::string(name), .content = {}});
                           files.back().content += content;
                           return true;
                         });
  DatasetReading reading = ReadDataset(files, nullptr);
  if (!reading.dataset) throw std::logic_error("the small sample has errors");
  return CaseOf(*std::move(reading.dataset));
}

}  // namespace pasok::match::exact
