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

inline constexpr int kKabupatenLevel = 1, kKecamatanLevel = 2;  // of Region::level

// What a supplier is allowed; `until` is its last day, nullopt: it doesn't end.
struct Licence {
  std::string name;
  std::optional<Date> until;
  bool operator==(const Licence&) const = default;
};

struct Supplier {
  std::string id;
  std::string name;
  SupplierKind kind = SupplierKind::kLainnya;
  std::int32_t region = kNone;
  std::optional<Point> point;
  bool active = true;
  std::string owner_group;                           // empty: none
  std::vector<Licence> licences;                     // by name, each once
  std::optional<Grams> capacity_per_day;             // over all commodities; nullopt: unlimited
  std::int32_t via = kNone;                          // the aggregator's index
  std::optional<Date> registered_on = std::nullopt;  // the first day in the register; nullopt: long ago
  std::optional<Grams> handling_per_day =
      std::nullopt;  // of an aggregator, for all that sell through it; nullopt: unlimited
  std::optional<SenPerKg> handling_fee = std::nullopt;  // what it takes for that; nullopt: nothing
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

// What becomes of a need that follows from the policy's menu: times a factor, on some days. Scenarios make
// them (study/scenario); no register holds any.
struct MenuFactor {
  std::int32_t demand_point = kNone;
  std::int32_t commodity = kNone;
  std::int64_t millionths = 1'000'000;
  std::optional<Date> from, to;  // both inclusive; with any, it doesn't hold on the undated day

  bool HoldsOn(const std::optional<Date>& date) const {
    if (!date) return !from && !to;
    return (!from || *from <= *date) && (!to || *date <= *to);
  }
};

struct RegionDistance {
  // What is listed where no road leads, or one that a scenario cuts: the most that distances.csv may say.
  static constexpr Metres kNoRoad{20'000'000};

  std::int32_t from_region = kNone;
  std::int32_t to_region = kNone;
  Metres road;
  std::optional<std::int32_t> minutes = std::nullopt;  // what a truck takes for it
};

struct Block {
  std::int32_t supplier = kNone;
  std::int32_t demand_point = kNone;
  std::string reason;
};

// What differs from the ordinary service days, for one demand point, for all of a region, or for all.
struct CalendarDay {
  Date date;
  std::int32_t demand_point = kNone;  // at most one of the two is given
  std::int32_t region = kNone;
  bool serves = true;
  Milli portions_factor{1000};  // of the portions of an ordinary day
};

// An agreed delivery of each day from `from` to `to`, both inclusive; an absent end is open.
struct Contract {
  std::int32_t supplier = kNone;
  std::int32_t demand_point = kNone;
  std::int32_t commodity = kNone;
  std::optional<Date> from;
  std::optional<Date> to;
  std::optional<Grams> least;  // at least one of the two is given
  std::optional<Grams> most;
};

// What a demand point can keep overnight.
struct Storage {
  std::int32_t demand_point = kNone;
  std::int32_t commodity = kNone;  // kNone: of all commodities that have no row of their own, together
  Grams capacity;
};

// What a demand point has in store when the plan begins.
struct Stock {
  std::int32_t demand_point = kNone;
  std::int32_t commodity = kNone;
  Grams weight;
  std::optional<Date>
      use_by;  // the last day on which it may be cooked; nullopt: none of the plan's is too late
};

struct Dataset {
  std::vector<Region> regions;             // by code
  std::vector<Supplier> suppliers;         // by id
  std::vector<std::string> commodities;    // every commodity that a register names, sorted
  std::vector<Offer> offers;               // by supplier, commodity, available_from (none first), weekdays
  std::vector<DemandPoint> demand_points;  // by id
  std::vector<Requirement> requirements;   // by demand point, commodity, date (none first)
  std::vector<RegionDistance> distances;   // by from, to
  std::vector<Block> blocks;               // by supplier, demand point
  std::vector<CalendarDay> calendar;       // by date, demand point (none first), region (none first)
  std::vector<Contract> contracts;         // by supplier, demand point, commodity, from (none first)
  std::vector<Storage> storage;            // by demand point, commodity (none first)
  std::vector<Stock> stock;                // by demand point, commodity, use_by (none first)
  std::vector<MenuFactor> menu_factors;    // by demand point, commodity; of one in the order of the changes

  // The index of the row with that key, or kNone. O(log n).
  std::int32_t FindRegion(std::string_view code) const;
  std::int32_t FindSupplier(std::string_view id) const;
  std::int32_t FindCommodity(std::string_view code) const;
  std::int32_t FindDemandPoint(std::string_view id) const;

  // The deepest level that both regions share, as a tier. O(1).
  Tier TierBetween(std::int32_t region_a, std::int32_t region_b) const;
  // Whether `region` is `ancestor` or lies within it.
  bool IsWithin(std::int32_t region, std::int32_t ancestor) const;
  // The region of that level that `region` lies within; itself where it is of that level or above it. kNone
  // of kNone, and where a parent on the way is missing.
  std::int32_t Enclosing(std::int32_t region, int level) const;
};

// The canonical name of the content: 32 lower-case hexadecimal digits of the SHA-256 over a versioned,
// length-prefixed record of every row in canonical order. Row order, column order, line ends, separators,
// number spellings ("1.0" or "1") don't change it; nor does a column or file that no row makes use of.
std::string ContentId(const Dataset& dataset);

}  // namespace pasok
