// Points against the regions that they are said to lie in.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <numbers>

#include "engine/register/codes.h"
#include "engine/register/registers.h"

namespace pasok {
namespace {

// How far from its region's point a place may lie before it looks wrong, by the level of the region whose
// point that is. Generous: the largest kabupaten of Kalimantan and Papua are some 300 km across.
constexpr std::array<double, 4> kFarKm{1000, 300, 100, 50};
constexpr double kNowhereNearKm = 1500;  // no province reaches that far from its middle

double HaversineKm(const Point& a, const Point& b) {
  constexpr double kRadiusKm = 6371.0088;
  constexpr double kRadians = std::numbers::pi / 180;
  const double dlat = std::sin((b.lat - a.lat) * kRadians / 2);
  const double dlng = std::sin((b.lng - a.lng) * kRadians / 2);
  const double h = dlat * dlat + std::cos(a.lat * kRadians) * std::cos(b.lat * kRadians) * dlng * dlng;
  return 2 * kRadiusKm * std::asin(std::min(1.0, std::sqrt(h)));
}

std::string Coordinates(const Point& point) {
  char text[64];
  std::snprintf(text, sizeof text, "%.5f, %.5f", point.lat, point.lng);
  return text;
}

class Places {
 public:
  explicit Places(Registers& registers) : registers_(registers), regions_(registers.dataset.regions) {
    // Parents come before their children in the order of codes.
    pointed_.resize(regions_.size(), kNone);
    is_faulty_.resize(regions_.size());
    for (std::size_t i = 0; i < regions_.size(); ++i) {
      is_faulty_[i] = !registers_.regions.KnowsPointOf(static_cast<std::int32_t>(i)) ||
                      (regions_[i].parent != kNone && is_faulty_[regions_[i].parent]);
      if (regions_[i].point) {
        pointed_[i] = static_cast<std::int32_t>(i);
      } else if (regions_[i].parent != kNone) {
        pointed_[i] = pointed_[regions_[i].parent];
      }
    }
  }

  void CheckRegions() {
    for (std::size_t i = 0; i < regions_.size(); ++i) {
      const std::int32_t parent = regions_[i].parent;
      if (!regions_[i].point || parent == kNone || pointed_[parent] == kNone) continue;
      CheckDistance(registers_.regions, i, kRegionLatColumn, *regions_[i].point, pointed_[parent]);
    }
  }

  // Answers how many of the rows take their point from their region.
  template <class Row>
  std::int64_t CheckRows(const std::vector<Row>& rows, const Register& source, int lat_column,
                         std::string_view what) {
    std::int64_t inherited = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      inherited += !rows[i].point;
      if (rows[i].region == kNone) continue;
      const std::int32_t pointed = pointed_[rows[i].region];
      if (pointed != kNone && rows[i].point) CheckDistance(source, i, lat_column, *rows[i].point, pointed);
      if (pointed == kNone && !rows[i].point && !is_faulty_[rows[i].region] &&
          source.KnowsPointOf(static_cast<std::int32_t>(i)))
        pointless_.emplace(rows[i].region, 0).first->second += 1;
      const Point* point = rows[i].point      ? &*rows[i].point
                           : pointed == kNone ? nullptr
                                              : &*regions_[pointed].point;
      if (point != nullptr) NoteForKabupaten(rows[i].region, *point);
    }
    // Where points are faulty, how many were meant to be given can't be said.
    if (inherited > 0 && registers_.log.errors() == 0) {
      registers_.log.Add({.severity = Severity::kWarning,
                          .code = std::string(code::kInheritedPoints),
                          .file = std::string(source.table->file()),
                          .value = std::to_string(inherited) + " of " + std::to_string(rows.size()),
                          .expected = "coordinates for every " + std::string(what),
                          .fix = "those without take their region's point, which blurs distances"});
    }
    return inherited;
  }

  void ReportPointless() {
    for (const auto& [region, rows] : pointless_) {
      registers_.regions.table->RemarkAt(
          registers_.regions.lines[region], Severity::kError, code::kNoPoint, kRegionLatColumn, "",
          "a point for this region or one that encloses it",
          (rows == 1 ? "1 supplier or demand point here has none of its own"
                     : std::to_string(rows) + " suppliers and demand points here have none of "
                                              "their own") +
              ": add lat and lng to " + regions_[region].code);
    }
  }

  void ReportSharedPoints() {
    for (const auto& [kabupaten, seen] : kabupaten_) {
      if (!seen.all_alike || !seen.several_regions) continue;
      registers_.regions.table->RemarkAt(
          registers_.regions.lines[kabupaten], Severity::kWarning, code::kOnePointForKabupaten,
          kRegionCodeColumn, regions_[kabupaten].code, "different points for different places",
          "all " + std::to_string(seen.places) + " suppliers and demand points of " +
              regions_[kabupaten].name + " share the point " + Coordinates(seen.point) +
              ": add the points of its kecamatan or desa");
    }
  }

 private:
  struct Seen {
    Point point;
    std::int32_t region = kNone;
    std::int64_t places = 0;
    bool all_alike = true;
    bool several_regions = false;
  };

  void NoteForKabupaten(std::int32_t region, const Point& point) {
    const std::int32_t kabupaten = registers_.dataset.Enclosing(region, kKabupatenLevel);
    if (kabupaten == kNone || regions_[kabupaten].level != kKabupatenLevel) return;
    Seen& seen = kabupaten_.try_emplace(kabupaten, Seen{.point = point, .region = region}).first->second;
    ++seen.places;
    seen.all_alike = seen.all_alike && seen.point == point;
    seen.several_regions = seen.several_regions || seen.region != region;
  }

  void CheckDistance(const Register& source, std::size_t row, int lat_column, const Point& point,
                     std::int32_t pointed) {
    const Region& region = regions_[pointed];
    const double far = kFarKm[static_cast<std::size_t>(region.level)];
    const double km = HaversineKm(point, *region.point);
    if (km <= far) return;
    const bool nowhere_near = km > kNowhereNearKm;
    const Point mirrored{.lat = -point.lat, .lng = point.lng};
    const bool sign_slip = HaversineKm(mirrored, *region.point) <= far / 2;
    source.table->RemarkAt(
        source.lines[row], nowhere_near ? Severity::kError : Severity::kWarning,
        nowhere_near ? code::kWrongPlace : code::kFarFromRegion, lat_column, Coordinates(point),
        "a point within " + std::to_string(std::lround(far)) + " km of " + region.code + ' ' + region.name +
            " (" + Coordinates(*region.point) + ")",
        "it is " + std::to_string(std::lround(km)) + " km away: " +
            (sign_slip ? "is the latitude's minus sign wrong?" : "check the point and the region"));
  }

  Registers& registers_;
  const std::vector<Region>& regions_;
  std::vector<std::int32_t> pointed_;  // by region: itself or the nearest that encloses it and has a point
  std::vector<bool> is_faulty_;        // by region: the point of it, or of one that encloses it
  std::map<std::int32_t, std::int64_t> pointless_;  // by region: rows that have no point at all
  std::map<std::int32_t, Seen> kabupaten_;
};

}  // namespace

InheritedPoints CheckPlaces(Registers& registers) {
  if (!registers.regions.table) return {};
  Places places(registers);
  places.CheckRegions();
  InheritedPoints inherited;
  inherited.suppliers =
      places.CheckRows(registers.dataset.suppliers, registers.suppliers, kSupplierLatColumn, "supplier");
  inherited.demand_points = places.CheckRows(registers.dataset.demand_points, registers.demand_points,
                                             kDemandLatColumn, "demand point");
  places.ReportPointless();
  places.ReportSharedPoints();
  return inherited;
}

}  // namespace pasok
