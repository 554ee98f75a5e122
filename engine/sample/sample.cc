#include "engine/sample/sample.h"

#include "engine/sample/agreements.h"
#include "engine/sample/kitchens.h"
#include "engine/sample/places.h"
#include "engine/sample/register_writer.h"
#include "engine/sample/registers.h"
#include "engine/sample/sellers.h"

namespace pasok::sample {
namespace {

struct Size {
  SupplierCounts suppliers;
  std::int64_t kitchens;
};

// Province: the registers' counts of 2022 (cooperatives), 2024 (UMKM) and 2025 (KDMP, kitchens aimed at). BUM
// Desa, sole companies and distributors are estimates. The nation keeps about these proportions.
Size SizeOf(Scale scale) {
  switch (scale) {
    case Scale::kSmall:
      return {{.koperasi = 70, .kdmp = 150, .bumdes = 20, .umkm = 930, .perorangan = 20, .lainnya = 10}, 45};
    case Scale::kProvince:
      return {
          {.koperasi = 5400, .kdmp = 2143, .bumdes = 260, .umkm = 164'000, .perorangan = 150, .lainnya = 100},
          586};
    case Scale::kNation:
      return {{.koperasi = 31'500,
               .kdmp = 12'500,
               .bumdes = 1500,
               .umkm = 953'000,
               .perorangan = 900,
               .lainnya = 600},
              35'000};
  }
  return {};
}

constexpr std::int64_t kScarceNeedPercent = 160;

}  // namespace

void GenerateKalbar(Scale scale, Variant variant, std::uint64_t seed,
                    const std::function<bool(std::string_view name, std::string_view content)>& emit) {
  const Size size = SizeOf(scale);
  const Places places = BuildPlaces(scale);
  const std::vector<Kitchen> kitchens = BuildKitchens(places, size.kitchens, seed);
  const Market market = BuildMarket(places, kitchens, size.suppliers, variant, seed);
  RegisterWriter out(emit);
  WriteRegions(places, out);
  const bool beyond_base = variant == Variant::kRules;
  WriteSuppliers(market, places, beyond_base, seed, out);
  WriteOffers(market, out);
  WriteDemandPoints(kitchens, places, out);
  WriteRequirements(kitchens, variant == Variant::kScarce ? kScarceNeedPercent : 100, out);
  WriteDistances(places, beyond_base, out);
  WriteBlocks(market, kitchens, places, seed, out);
  if (!beyond_base) return;
  WriteCalendar(kitchens, places, out);
  WriteContracts(market, kitchens, places, seed, out);
  WriteStorage(kitchens, out);
  WriteStock(kitchens, seed, out);
}

}  // namespace pasok::sample
