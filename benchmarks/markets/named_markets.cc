#include "benchmarks/markets/named_markets.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "benchmarks/families/market.h"
#include "engine/register/read.h"
#include "engine/sample/sample.h"

namespace pasok::benchmarks {
namespace {

constexpr std::uint64_t kSeed = 1;

template <std::int32_t suppliers, std::int32_t kitchens>
Market ByRadius() {
  return {families::MakeMarket({.suppliers = suppliers, .kitchens = kitchens}, kSeed), BuiltInPolicy()};
}

Market WithoutRadius() {
  Market market = ByRadius<3'000, 150>();
  for (CommodityRule& rule : market.policy.commodities) rule.max_distance = std::nullopt;
  return market;
}

template <sample::Scale scale, sample::Variant variant>
Market Sample() {
  std::vector<RegisterFile> files;
  sample::GenerateKalbar(scale, variant, kSeed, [&](std::string_view name, std::string_view content) {
    if (files.empty() || files.back().name != name)
      files.push_back({.name = std::string(name), .content = {}});
    files.back().content += content;
    return true;
  });
  DatasetReading reading = ReadDataset(files, nullptr);
  if (!reading.dataset) throw std::logic_error("a sample has errors");
  return {*std::move(reading.dataset), BuiltInPolicy()};
}

}  // namespace

const std::vector<NamedMarket>& NamedMarkets() {
  using sample::Scale;
  using sample::Variant;
  static const std::vector<NamedMarket> markets = {
      {"S", "3,000 suppliers, 150 kitchens", true, true, ByRadius<3'000, 150>},
      {"S-all", "S without radii", true, false, WithoutRadius},
      {"M", "20,000 suppliers, 600 kitchens", true, true, ByRadius<20'000, 600>},
      {"M1", "36,000 suppliers, 600 kitchens", false, true, ByRadius<36'000, 600>},
      {"M2", "64,000 suppliers, 600 kitchens", false, true, ByRadius<64'000, 600>},
      {"province", "the sample of that scale", false, true, Sample<Scale::kProvince, Variant::kPlain>},
      {"crumbs", "the province in small offers", false, false, Sample<Scale::kProvince, Variant::kCrumbs>},
      {"scarce", "the province, needs 60 % higher", false, false, Sample<Scale::kProvince, Variant::kScarce>},
      {"nation", "the sample of that scale", false, false, Sample<Scale::kNation, Variant::kPlain>},
  };
  return markets;
}

Market MarketOfRules() { return Sample<sample::Scale::kProvince, sample::Variant::kRules>(); }

const NamedMarket* FindMarket(const std::string& name) {
  const auto found = std::ranges::find(NamedMarkets(), name, &NamedMarket::name);
  return found == NamedMarkets().end() ? nullptr : &*found;
}

}  // namespace pasok::benchmarks
