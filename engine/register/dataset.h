// A dataset: the registers of one place and time, validated, immutable, and named by the hash of their
// content.
//
// Rows stand in canonical order (by their keys, bytewise), whatever the files' order was, so an index is as
// stable as the content and every later step is deterministic. Cross references are indices into the vectors
// here. A Dataset is a plain value: copy it to change it (a scenario does). Safe to read from many threads.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/register/units.h"

namespace pasok {

inline constexpr std::int32_t kNone = -1;  // an index that points nowhere

// Days since 1970-01-01.
struct Date {
  std::int32_t days = 0;
  auto operator<=>(const Date&) const = default;
};
std::optional<Date> ParseDate(
    std::string_view iso);  // "2026-11-23"; nullopt where it is no such calendar day
std::string ToIso(Date date);
int Weekday(Date date);  // Monday is 1, Sunday 7

struct Point {
  double lat = 0;  // degrees, -90 to 90
  double lng = 0;  // degrees, -180 to 180
  bool operator==(const Point&) const = default;
};

// How near two regions are: the deepest level that they share.
enum class Tier : std::uint8_t { kDesa, kKecamatan, kKabupaten, kProvinsi, kLuar };
inline constexpr int kTiers = 5;

enum class SupplierKind : std::uint8_t {
  kKoperasi,
  kKdmp,
  kBumdes,
  kUmkmMikro,
  kUmkmKecil,
  kUmkmMenengah,
  kPerorangan,
  kLainnya
};
inline constexpr int kSupplierKinds = 8;

enum class DemandKind : std::uint8_t { kSppg, kSekolah };

// Recipient groups in the order of demand_points.csv.
enum class RecipientGroup : std::uint8_t { kPaud, kSd13, kSd46, kSmp, kSma, kIbu, kBalita };
inline constexpr int kRecipientGroups = 7;

// The words of the files for the enumerations: "desa", "umkm_mikro", "sppg", "sd_1_3".
std::string_view ToWord(Tier tier);
std::string_view ToWord(SupplierKind kind);
std::string_view ToWord(DemandKind kind);
std::string_view ToWord(RecipientGroup group);
std::optional<Tier> TierFromWord(std::string_view word);
std::optional<SupplierKind> SupplierKindFromWord(std::string_view word);
std::optional<DemandKind> DemandKindFromWord(std::string_view word);
std::optional<RecipientGroup> RecipientGroupFromWord(std::string_view word);

// A node of the code tree. `level`: 0 province, 1 kabupaten/kota, 2 kecamatan, 3 desa/kelurahan.
struct Region {
  std::string code;  // "61.01.01.2001"
  std::string name;
  std::int8_t level = 0;
  std::int32_t parent = kNone;  // the enclosing region's index; kNone for a province
  std::optional<Point> point;
  std::optional<Milli> circuity;
};

struct Supplier {
  std::string id;
  std::string name;
  SupplierKind kind = SupplierKind::kLainnya;
  std::int32_t region = kNone;
  std::optional<Point> point;
  bool active = true;
  std::string owner_group;                // empty: none
  std::vector<std::string> licences;      // sorted, unique
  std::optional<Grams> capacity_per_day;  // over all commodities; nullopt: unlimited
  std::int32_t via = kNone;               // the aggregator's index
};

struct Offer {
  std::int32_t supplier = kNone;
  std::int32_t commodity = kNone;
  Grams capacity_per_day;
  SenPerKg price;
  std::optional<Grams> lot;
  std::optional<Grams> min_delivery;
  std::optional<Date> available_from;
  std::optional<Date> available_to;  // inclusive
  std::uint8_t weekdays = 0x7f;      // bit 0 is Monday
};

struct DemandPoint {
  std::string id;
  std::string name;
  DemandKind kind = DemandKind::kSppg;
  std::int32_t region = kNone;
  std::optional<Point> point;
  std::string owner_group;
  std::int32_t priority = 1;  // 1 to 100
  std::array<std::int32_t, kRecipientGroups> recipients{};
};

struct Requirement {
  std::int32_t demand_point = kNone;
  std::int32_t commodity = kNone;
  Grams need;
  std::optional<Date> date;  // nullopt: every service day
};

struct RegionDistance {
  std::int32_t from_region = kNone;
  std::int32_t to_region = kNone;
  Metres road;
};

struct Block {
  std::int32_t supplier = kNone;
  std::int32_t demand_point = kNone;
  std::string reason;
};

struct Dataset {
  std::vector<Region> regions;             // by code
  std::vector<Supplier> suppliers;         // by id
  std::vector<std::string> commodities;    // every commodity that an offer or requirement names, sorted
  std::vector<Offer> offers;               // by supplier, commodity, available_from (none first), weekdays
  std::vector<DemandPoint> demand_points;  // by id
  std::vector<Requirement> requirements;   // by demand point, commodity, date (none first)
  std::vector<RegionDistance> distances;   // by from, to
  std::vector<Block> blocks;               // by supplier, demand point

  // The index of the row with that key, or kNone. O(log n).
  std::int32_t FindRegion(std::string_view code) const;
  std::int32_t FindSupplier(std::string_view id) const;
  std::int32_t FindCommodity(std::string_view code) const;
  std::int32_t FindDemandPoint(std::string_view id) const;

  // The deepest level that both regions share, as a tier. O(1).
  Tier TierBetween(std::int32_t region_a, std::int32_t region_b) const;
  // Whether `region` is `ancestor` or lies within it.
  bool IsWithin(std::int32_t region, std::int32_t ancestor) const;
};

// The canonical name of the content: 32 lower-case hexadecimal digits of the SHA-256 over a versioned,
// length-prefixed record of every row in canonical order. Row order, column order, line ends, separators,
// number spellings
// ("1.0" or "1") don't change it.
std::string ContentId(const Dataset& dataset);

}  // namespace pasok
