#include "engine/sample/kitchens.h"

#include "engine/sample/apportion.h"
#include "engine/sample/crowd.h"
#include "engine/sample/random.h"

namespace pasok::sample {
namespace {

// Recipients of the province's 233 kitchens at the end of September 2025, by RecipientGroup; those of no
// published group (senior schools and others) stand under sma.
constexpr std::array<std::int64_t, kRecipientGroups> kServed2025 = {10'130,  114'465, 112'901, 101'556,
                                                                    212'172, 770,     7'245};

std::int64_t RemotePermille(Terrain terrain) {
  switch (terrain) {
    case Terrain::kCity:
      return 0;
    case Terrain::kCoast:
    case Terrain::kPaddy:
      return 90;
    case Terrain::kInland:
      return 170;
    case Terrain::kUpriver:
      return 280;
  }
  return 0;
}

std::array<std::int32_t, kRecipientGroups> Recipients(Random& random, std::int64_t total) {
  std::vector<std::int64_t> weights;
  for (const std::int64_t served : kServed2025) weights.push_back(random.Spread(served, 2, 250));
  const std::vector<std::int64_t> shares = Apportion(total, weights);
  std::array<std::int32_t, kRecipientGroups> recipients{};
  for (int g = 0; g < kRecipientGroups; ++g) recipients[g] = static_cast<std::int32_t>(shares[g]);
  return recipients;
}

}  // namespace

std::vector<Kitchen> BuildKitchens(const Places& places, std::int64_t count, std::uint64_t seed) {
  Random random(seed, "kitchens");
  const Crowd crowd(places, &Kabupaten::eaters);
  const std::int64_t start = random.Below(crowd.size() / count);
  std::vector<Kitchen> kitchens;
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int32_t desa = crowd.DesaOf(crowd.size() * i / count + start);
    const Desa& place = places.desa[desa];
    const bool again = !kitchens.empty() && kitchens.back().desa == desa;
    const bool remote = random.Chance(RemotePermille(places.KabupatenOf(place).terrain));
    const std::int64_t total = remote ? random.Between(300, 999) : random.Between(1900, 2790);
    kitchens.push_back({.desa = desa,
                        .number_in_desa = again ? kitchens.back().number_in_desa + 1 : 1,
                        .foundation = static_cast<std::int32_t>(1 + i / 8 * 3 + random.Below(3)),
                        .remote = remote,
                        .spot = Around(random, place.centre, 1500),
                        .recipients = Recipients(random, total)});
  }
  return kitchens;
}

std::int64_t NeedKg(const Kitchen& kitchen, const Food& food) {
  std::int64_t grams = 0;
  for (int g = 0; g < kRecipientGroups; ++g) {
    const Appetite appetite = AppetiteOf(static_cast<RecipientGroup>(g));
    grams += std::int64_t{kitchen.recipients[g]} * food.portion_grams[static_cast<std::size_t>(appetite)];
  }
  return (grams * food.served_permille + 999'999) / 1'000'000;
}

}  // namespace pasok::sample
