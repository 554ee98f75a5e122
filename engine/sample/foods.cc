#include "engine/sample/foods.h"

namespace pasok::sample {
namespace {

// clang-format off
// An egg is 62.5 g (16 to the kilo); a litre of milk about a kilo. Meat, fish and eggs take turns through the week, and so do
// tempe and tofu, the vegetables, the fruit; milk comes once a week.
constexpr Food kTable[] = {
    //                toddler 1-3 4-6 SMP  SMA  served price spread sellers  city coast paddy inland upriver
    {"ayam",           {60,  80, 100, 115, 120}, 400, 33'000, 60,  80, {130, 230, 150,  63,  62}, {"Ayam Potong", "Peternakan", "Kios Ayam"},       "nkv",  true,  false},
    {"beras",          {40,  60,  75,  80,  85}, 1000, 14'600, 25, 160, { 90, 200, 380, 190, 120}, {"Kilang Padi", "Toko Beras", "UD"},              "",     false, true},
    {"ikan",           {60,  80, 100, 115, 120}, 200, 30'000, 90,  90, {140, 330, 240, 110, 190}, {"Ikan Segar", "Keramba", "Nelayan"},             "",     true,  false},
    {"jeruk",          {50,  60,  75,  80, 100}, 400, 10'500, 90,  50, {110,  60, 900,  78,  60}, {"Kebun Jeruk", "Jeruk", "Lapak Buah"},           "",     false, true},
    {"kacang_panjang", {40,  60,  75,  90, 100}, 250,  9'000, 100, 70, {170, 190, 210,  84,  64}, {"Kebun Sayur", "Sayur", "Lapak Sayur"},          "",     true,  false},
    {"kangkung",       {40,  60,  75,  90, 100}, 300,  7'000, 100, 80, {170, 180, 200,  84,  60}, {"Kebun Kangkung", "Sayur", "Lapak Sayur"},       "",     true,  false},
    {"mentimun",       {40,  60,  75,  90, 100}, 250,  6'000, 100, 60, {160, 200, 220,  95,  82}, {"Kebun", "Sayur", "Lapak Sayur"},                "",     true,  false},
    {"pisang",         {50,  60,  75,  80, 100}, 600,  7'000, 90, 100, { 90, 230, 270, 260, 220}, {"Kebun Pisang", "Pisang", "Lapak Buah"},         "",     false, false},
    {"susu",           {125, 125, 150, 200, 200}, 200, 19'400, 30, 20, {480, 120, 110,  70,  66}, {"Toko", "Grosir", "Agen Susu"},                  "halal", false, false},
    {"tahu",           {25,  30,  40,  50,  50}, 450, 11'000, 50,  70, {250, 200, 180, 140, 115}, {"Tahu", "Pabrik Tahu", "Dapur Tahu"},            "pirt", true,  false},
    {"telur",          {63,  63,  63,  63,  63}, 400, 29'500, 40, 110, {200, 230, 120,  74,  68}, {"Telur Ayam", "Peternakan", "Kios Telur"},       "nkv",  false, false},
    {"tempe",          {25,  30,  40,  50,  50}, 550, 14'000, 50,  90, {250, 200, 180, 150, 125}, {"Tempe", "Rumah Tempe", "Dapur Tempe"},          "pirt", true,  false},
    {"wortel",         {40,  60,  75,  90, 100}, 200, 14'000, 70,  40, {430, 110,  70,  66,  48}, {"Toko Sayur", "Sayur", "Grosir Sayur"},          "",     false, false},
};

// Where the harvest or the lack of it is published: Sambas grows 73 % of the province's oranges and 22 % of its paddy,
// Bengkayang 16 % and 10 %; Melawi and the cities grow least rice; Kubu Raya was short of vegetables in November 2025 and
// Ketapang of chicken.
struct Known {
  std::string_view kabupaten, food;
  std::int32_t supply_percent;
};
constexpr Known kKnown[] = {
    {"61.02", "beras", 160},         {"61.04", "ayam", 78},      {"61.07", "jeruk", 500},
    {"61.08", "beras", 330},         {"61.10", "beras", 60},     {"61.12", "kacang_panjang", 95},
    {"61.12", "kangkung", 90},       {"61.12", "mentimun", 98},  {"61.72", "beras", 60},
    {"61.71", "beras", 45},
};
// clang-format on

}  // namespace

Appetite AppetiteOf(RecipientGroup group) {
  switch (group) {
    case RecipientGroup::kPaud:
    case RecipientGroup::kBalita:
      return Appetite::kToddler;
    case RecipientGroup::kSd13:
      return Appetite::kSd13;
    case RecipientGroup::kSd46:
      return Appetite::kSd46;
    case RecipientGroup::kSmp:
      return Appetite::kSmp;
    case RecipientGroup::kSma:
    case RecipientGroup::kIbu:
      return Appetite::kSma;
  }
  return Appetite::kSma;
}

std::span<const Food, kFoods> Foods() { return kTable; }

std::int32_t SupplyPercent(std::string_view kabupaten, Terrain terrain, int food) {
  for (const Known& known : kKnown) {
    if (known.kabupaten == kabupaten && known.food == kTable[food].code) return known.supply_percent;
  }
  return kTable[food].supply_percent[static_cast<std::size_t>(terrain)];
}

std::int32_t PricePercent(Terrain terrain) {
  switch (terrain) {
    case Terrain::kCity:
      return 104;
    case Terrain::kCoast:
      return 100;
    case Terrain::kPaddy:
      return 96;
    case Terrain::kInland:
      return 108;
    case Terrain::kUpriver:
      return 117;
  }
  return 100;
}

}  // namespace pasok::sample
