// The region tree of a sample and where its people live: the same for every seed, as the land is.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/sample/atlas.h"
#include "engine/sample/sample.h"
#include "engine/sample/spot.h"

namespace pasok::sample {

struct Desa {
  std::string code;
  std::string name;
  std::int32_t kecamatan = 0;
  std::int32_t population = 0;
  Spot centre;
};

struct Kecamatan {
  std::string code;
  std::string name;
  std::int32_t kabupaten = 0;
  std::int32_t first_desa = 0, end_desa = 0;
  Spot town;
};

struct Kabupaten {
  std::string code;
  std::string name;
  Terrain terrain = Terrain::kCoast;
  std::int32_t first_kecamatan = 0, end_kecamatan = 0;
  Spot centroid;
  std::int64_t eaters = 0;  // population that the kitchens' numbers go by; 0 where the sample has no kitchens
  std::int64_t sellers = 0;  // population that the suppliers' numbers and capacities go by
};

struct Places {
  std::vector<ProvinceFacts> provinces;
  std::vector<Kabupaten> kabupaten;  // by code, like all of these
  std::vector<Kecamatan> kecamatan;
  std::vector<Desa> desa;

  const Kabupaten& KabupatenOf(const Desa& place) const {
    return kabupaten[kecamatan[place.kecamatan].kabupaten];
  }
};

// `small` is Landak with its kitchens, and beside it some suppliers of Pontianak and Mempawah. In a nation
// the places outside West Kalimantan are invented, as many and as populous as the real ones.
Places BuildPlaces(Scale scale);

}  // namespace pasok::sample
