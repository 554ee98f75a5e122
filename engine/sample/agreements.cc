#include "engine/sample/agreements.h"

#include <algorithm>
#include <string>

#include "engine/sample/foods.h"
#include "engine/sample/ids.h"
#include "engine/sample/random.h"

namespace pasok::sample {
namespace {

constexpr Date kFirstDay{20'780};  // 2026-11-23

// The first seller from `start` on, around the end of the list, that a kitchen of that kabupaten can agree
// with on a delivery of its first food; kNone where there is none.
std::int32_t FindSeller(const Market& market, const Places& places, const Kitchen& kitchen,
                        std::int32_t start) {
  constexpr std::int32_t kLeastCapacityKg = 10;
  const Kabupaten* home = &places.KabupatenOf(places.desa[kitchen.desa]);
  const auto count = static_cast<std::int32_t>(market.sellers.size());
  for (std::int32_t step = 0; step < count; ++step) {
    const std::int32_t s = (start + step) % count;
    const Seller& seller = market.sellers[s];
    const bool sells = seller.active && seller.first_sale < seller.end_sale &&
                       market.sales[seller.first_sale].season == Season::kAllYear &&
                       market.sales[seller.first_sale].capacity_kg >= kLeastCapacityKg;
    const bool is_near = &places.KabupatenOf(places.desa[seller.desa]) == home;
    if (sells && is_near && seller.owner != OwnerGroup::kFoundation) return s;
  }
  return kNone;
}

}  // namespace

std::string PlannedDay(std::int64_t days_after) {
  return ToIso(Date{kFirstDay.days + static_cast<std::int32_t>(days_after)});
}

void WriteCalendar(const std::vector<Kitchen>& kitchens, const Places& places, RegisterWriter& out) {
  out.BeginFile("calendar.csv", "date,demand_id,region,serves,portions_factor");
  for (std::size_t i = 0; i < kitchens.size() && !out.stopped(); ++i) {
    if (!kitchens[i].remote) continue;
    out.Text(PlannedDay(5))
        .Text(KitchenId(static_cast<std::int64_t>(i)))
        .Text("")
        .Text("yes")
        .Text("")
        .EndRow();
  }
  const std::string& home = places.KabupatenOf(places.desa[kitchens.front().desa]).code;
  out.Text("2026-12-24").Text("").Text(home).Text("yes").Text("0.5").EndRow();
  out.Text("2026-12-25").Text("").Text("").Text("no").Text("").EndRow();
  out.EndFile();
}

void WriteContracts(const Market& market, const std::vector<Kitchen>& kitchens, const Places& places,
                    std::uint64_t seed, RegisterWriter& out) {
  out.BeginFile("contracts.csv", "supplier_id,demand_id,commodity,from,to,min_kg,max_kg");
  Random random(seed, "contracts");
  for (std::size_t i = 0; i < kitchens.size() && !out.stopped(); i += 2) {
    const auto start =
        static_cast<std::int32_t>(random.Below(static_cast<std::int64_t>(market.sellers.size())));
    const std::int64_t kind = random.Below(3);
    const std::int64_t percent = random.Between(10, 50);
    const std::int32_t s = FindSeller(market, places, kitchens[i], start);
    if (s == kNone) continue;
    const Sale& sale = market.sales[market.sellers[s].first_sale];
    const std::int64_t most =
        std::min(sale.capacity_kg * percent / 100, NeedKg(kitchens[i], Foods()[sale.food]));
    const std::int64_t least = (most + 1) / 2;
    out.Text(SellerId(market, s)).Text(KitchenId(static_cast<std::int64_t>(i))).Text(Foods()[sale.food].code);
    out.Text(PlannedDay(-60)).Text(random.Chance(500) ? PlannedDay(180) : "");
    out.NumberOrEmpty(kind == 1 ? 0 : least)
        .NumberOrEmpty(kind == 0 ? 0 : std::max<std::int64_t>(most, 1))
        .EndRow();
  }
  out.EndFile();
}

void WriteStorage(const std::vector<Kitchen>& kitchens, RegisterWriter& out) {
  out.BeginFile("storage.csv", "demand_id,commodity,kg");
  for (std::size_t i = 0; i < kitchens.size() && !out.stopped(); ++i) {
    if (kitchens[i].remote) continue;
    const std::string id = KitchenId(static_cast<std::int64_t>(i));
    out.Text(id).Text("").Number(300).EndRow();
    out.Text(id).Text("beras").Number(1500).EndRow();
  }
  out.EndFile();
}

void WriteStock(const std::vector<Kitchen>& kitchens, std::uint64_t seed, RegisterWriter& out) {
  out.BeginFile("stock.csv", "demand_id,commodity,kg,use_by");
  Random random(seed, "stock");
  for (std::size_t i = 0; i < kitchens.size() && !out.stopped(); i += 3) {
    const std::string id = KitchenId(static_cast<std::int64_t>(i));
    out.Text(id).Text("beras").Number(random.Between(20, 400)).Text("").EndRow();
    out.Text(id).Text("telur").Number(random.Between(5, 60)).Text(PlannedDay(random.Between(1, 5))).EndRow();
  }
  out.EndFile();
}

}  // namespace pasok::sample
