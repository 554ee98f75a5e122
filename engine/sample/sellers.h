// The suppliers of a sample and what they offer.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/register/dataset.h"
#include "engine/sample/kitchens.h"
#include "engine/sample/places.h"
#include "engine/sample/sample.h"

namespace pasok::sample {

enum class Season : std::uint8_t { kAllYear, kEarlyHarvest, kMidYear, kLateHarvest };
enum class OwnerGroup : std::uint8_t { kNone, kFoundation, kFamily };

struct Sale {
  std::int32_t capacity_kg = 0;  // per day, at least 1
  std::int32_t price_idr = 0;    // per kg
  std::int16_t lot_kg = 0;       // 0: none
  std::int16_t min_kg = 0;       // 0: none
  std::int8_t food = 0;
  Season season = Season::kAllYear;
  std::int8_t last_weekday = 7;  // sells from Monday to this day
};

struct Seller {
  SupplierKind kind = SupplierKind::kUmkmMikro;
  bool active = true;
  bool has_spot = true;
  bool registered = false;  // holds a business number (NIB)
  bool licensed = false;    // holds the licence of its first food
  OwnerGroup owner = OwnerGroup::kNone;
  std::int8_t first_food = 0;  // what its name speaks of
  std::int32_t owner_number = 0;
  std::int32_t desa = 0;
  std::int32_t name = 0;         // number of its name, unlike others' of its desa
  std::int32_t via = kNone;      // the KDMP that it sells through
  std::int32_t capacity_kg = 0;  // over all foods; 0: no limit of its own
  std::int32_t first_sale = 0, end_sale = 0;
  Spot spot;
};

struct Market {
  std::vector<Seller> sellers;  // by kind in the order of SupplierCounts, KDMP by desa
  std::vector<Sale> sales;      // by seller, food
};

struct SupplierCounts {
  std::int64_t koperasi = 0, kdmp = 0, bumdes = 0, umkm = 0, perorangan = 0, lainnya = 0;
};

// Of the cooperatives 61.5 % are active; of the UMKM 91.2 % are micro and 7.6 % hold a business number: the
// shares of the province's registers of 2021 and 2022, to the row. Four in ten cooperatives sell food. The
// capacities of a kabupaten's active sellers add up to about what SupplyPercent says of its share of the
// kitchens' need. In crumbs every kind sells as little as the micro businesses, and total capacities are
// about half of what the offers add up to. With rules more hold a licence, sell by lots, and through a KDMP.
// REQUIRES counts.kdmp at most the number of desa.
Market BuildMarket(const Places& places, const std::vector<Kitchen>& kitchens, const SupplierCounts& counts,
                   Variant variant, std::uint64_t seed);

}  // namespace pasok::sample
