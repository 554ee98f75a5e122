#include "engine/sample/registers.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "engine/sample/agreements.h"
#include "engine/sample/foods.h"
#include "engine/sample/ids.h"
#include "engine/sample/names.h"
#include "engine/sample/random.h"

namespace pasok::sample {
namespace {

std::string SellerName(const Seller& seller, const Desa& desa) {
  switch (seller.kind) {
    case SupplierKind::kKoperasi:
      return (seller.name % 2 == 0 ? "Koperasi Produsen " : "Koperasi Konsumen ") + UnionName(seller.name);
    case SupplierKind::kKdmp:
      return "Koperasi Merah Putih " + desa.name;
    case SupplierKind::kBumdes:
      return "BUM Desa " + UnionName(seller.name) + " " + desa.name;
    case SupplierKind::kUmkmMikro:
    case SupplierKind::kUmkmKecil:
      return std::string(Foods()[seller.first_food].trades[seller.name % 3]) + " " + PersonName(seller.name);
    case SupplierKind::kUmkmMenengah:
      return "CV " + UnionName(seller.name) + " " + PersonName(seller.name);
    case SupplierKind::kPerorangan:
      return "PT " + PersonName(seller.name);
    case SupplierKind::kLainnya:
      return "PT " + UnionName(seller.name) + " Distribusi " + desa.name;
  }
  return "";
}

std::string OwnerGroupName(OwnerGroup owner, std::int32_t number) {
  switch (owner) {
    case OwnerGroup::kNone:
      return "";
    case OwnerGroup::kFoundation:
      return Id("YAYASAN", number);
    case OwnerGroup::kFamily:
      return Id("KELUARGA", number);
  }
  return "";
}

// `ends`: the food's licence has a last day, ":2027-01-31"; or empty.
std::string Licences(const Seller& seller, const std::string& ends = "") {
  std::string food_licence(seller.licensed ? Foods()[seller.first_food].licence : "");
  if (!food_licence.empty()) food_licence += ends;
  if (!seller.registered) return food_licence;
  return food_licence.empty() ? "nib" : food_licence + "|nib";
}

std::pair<std::string_view, std::string_view> Window(Season season) {
  switch (season) {
    case Season::kAllYear:
      return {"", ""};
    case Season::kEarlyHarvest:
      return {"2027-01-15", "2027-05-31"};
    case Season::kMidYear:
      return {"2026-05-01", "2026-09-30"};
    case Season::kLateHarvest:
      return {"2026-10-01", "2027-03-31"};
  }
  return {"", ""};
}

constexpr std::int64_t kBoatKmPerHour = 15;

std::string_view Weekdays(int last_weekday) {
  return last_weekday == 5 ? "1-5" : last_weekday == 6 ? "1-6" : "";
}

}  // namespace

void WriteRegions(const Places& places, RegisterWriter& out) {
  out.BeginFile("regions.csv", "code,name,lat,lng,circuity");
  std::size_t k = 0;
  for (const ProvinceFacts& province : places.provinces) {
    out.Text(province.code).Text(province.name).Degrees(province.centre).Text("").EndRow();
    for (; k < places.kabupaten.size() && places.kabupaten[k].code.starts_with(province.code); ++k) {
      const Kabupaten& kabupaten = places.kabupaten[k];
      out.Text(kabupaten.code).Text(kabupaten.name).Degrees(kabupaten.centroid);
      out.Thousandths(CircuityMilli(kabupaten.terrain)).EndRow();
      for (std::int32_t t = kabupaten.first_kecamatan; t < kabupaten.end_kecamatan; ++t) {
        const Kecamatan& town = places.kecamatan[t];
        out.Text(town.code).Text(town.name).Degrees(town.town).Text("").EndRow();
        for (std::int32_t d = town.first_desa; d < town.end_desa; ++d) {
          const Desa& desa = places.desa[d];
          out.Text(desa.code).Text(desa.name).Degrees(desa.centre).Text("").EndRow();
        }
      }
    }
    if (out.stopped()) return;
  }
  out.EndFile();
}

void WriteSuppliers(const Market& market, const Places& places, bool beyond_base, std::uint64_t seed,
                    RegisterWriter& out) {
  constexpr std::string_view kBase =
      "supplier_id,name,kind,region,lat,lng,status,owner_group,licences,capacity_kg_per_day,via";
  constexpr std::string_view kBeyond = ",registered_on,handling_kg_per_day,handling_fee_idr_per_kg";
  out.BeginFile("suppliers.csv", std::string(kBase) + std::string(beyond_base ? kBeyond : ""));
  Random random(seed, "suppliers beyond the base");
  for (std::int32_t s = 0; s < static_cast<std::int32_t>(market.sellers.size()) && !out.stopped(); ++s) {
    const Seller& seller = market.sellers[s];
    const Desa& desa = places.desa[seller.desa];
    out.Text(SellerId(market, s)).Text(SellerName(seller, desa)).Text(ToWord(seller.kind)).Text(desa.code);
    if (seller.has_spot) {
      out.Degrees(seller.spot);
    } else {
      out.Text("").Text("");
    }
    out.Text(seller.active ? "aktif" : "tidak_aktif").Text(OwnerGroupName(seller.owner, seller.owner_number));
    const bool ends = beyond_base && random.Chance(600);
    out.Text(Licences(seller, ends ? ":" + PlannedDay(random.Between(-240, 360)) : ""));
    out.NumberOrEmpty(seller.capacity_kg);
    out.Text(seller.via == kNone ? "" : SellerId(market, seller.via));
    if (beyond_base) {
      const bool gathers = seller.kind == SupplierKind::kKdmp;  // what others sell through it
      out.Text(random.Chance(200) ? PlannedDay(random.Between(-60, 0)) : "");
      out.NumberOrEmpty(gathers ? random.Between(10, 120) : 0);
      out.NumberOrEmpty(gathers ? random.Between(1, 8) * 50 : 0);
    }
    out.EndRow();
  }
  out.EndFile();
}

void WriteOffers(const Market& market, RegisterWriter& out) {
  out.BeginFile(
      "offers.csv",
      "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,lot_kg,min_delivery_kg,available_from,"
      "available_to,weekdays");
  for (std::int32_t s = 0; s < static_cast<std::int32_t>(market.sellers.size()) && !out.stopped(); ++s) {
    const Seller& seller = market.sellers[s];
    for (std::int32_t i = seller.first_sale; i < seller.end_sale; ++i) {
      const Sale& sale = market.sales[i];
      const auto [from, to] = Window(sale.season);
      out.Text(SellerId(market, s))
          .Text(Foods()[sale.food].code)
          .Number(sale.capacity_kg)
          .Number(sale.price_idr);
      out.NumberOrEmpty(sale.lot_kg)
          .NumberOrEmpty(sale.min_kg)
          .Text(from)
          .Text(to)
          .Text(Weekdays(sale.last_weekday));
      out.EndRow();
    }
  }
  out.EndFile();
}

void WriteDemandPoints(const std::vector<Kitchen>& kitchens, const Places& places, RegisterWriter& out) {
  out.BeginFile(
      "demand_points.csv",
      "demand_id,name,kind,region,lat,lng,owner_group,priority,paud,sd_1_3,sd_4_6,smp,sma,ibu,balita");
  for (std::size_t i = 0; i < kitchens.size() && !out.stopped(); ++i) {
    const Kitchen& kitchen = kitchens[i];
    const Desa& desa = places.desa[kitchen.desa];
    out.Text(KitchenId(static_cast<std::int64_t>(i)));
    out.Text("SPPG " + desa.name + " " + std::to_string(kitchen.number_in_desa)).Text("sppg").Text(desa.code);
    out.Degrees(kitchen.spot).Text(OwnerGroupName(OwnerGroup::kFoundation, kitchen.foundation));
    out.Number(kitchen.remote ? 2 : 1);
    for (const std::int32_t recipients : kitchen.recipients) out.Number(recipients);
    out.EndRow();
  }
  out.EndFile();
}

void WriteRequirements(const std::vector<Kitchen>& kitchens, std::int64_t percent, RegisterWriter& out) {
  out.BeginFile("requirements.csv", "demand_id,commodity,kg");
  for (std::size_t i = 0; i < kitchens.size() && !out.stopped(); ++i) {
    for (const Food& food : Foods()) {
      out.Text(KitchenId(static_cast<std::int64_t>(i)))
          .Text(food.code)
          .Number((NeedKg(kitchens[i], food) * percent + 99) / 100)
          .EndRow();
    }
  }
  out.EndFile();
}

void WriteDistances(const Places& places, bool with_minutes, RegisterWriter& out) {
  out.BeginFile("distances.csv", std::string("from_region,to_region,km") + (with_minutes ? ",minutes" : ""));
  for (const Kabupaten& kabupaten : places.kabupaten) {
    if (kabupaten.terrain != Terrain::kInland && kabupaten.terrain != Terrain::kUpriver) continue;
    const Kecamatan& seat = places.kecamatan[kabupaten.first_kecamatan];
    std::vector<std::pair<std::int64_t, std::int32_t>> by_metres;  // farthest first
    for (std::int32_t t = kabupaten.first_kecamatan + 1; t < kabupaten.end_kecamatan; ++t) {
      by_metres.emplace_back(-Apart(seat.town, places.kecamatan[t].town), t);
    }
    std::sort(by_metres.begin(), by_metres.end());
    for (std::size_t i = 0; i < std::min<std::size_t>(2, by_metres.size()); ++i) {
      const auto [metres, town] = by_metres[i];
      const std::int64_t km = 1 - metres * 23 / 10 / 1000;
      out.Text(seat.code).Text(places.kecamatan[town].code).Number(km);
      if (with_minutes) out.Number(km * 60 / kBoatKmPerHour);
      out.EndRow();
    }
  }
  out.EndFile();
}

void WriteBlocks(const Market& market, const std::vector<Kitchen>& kitchens, const Places& places,
                 std::uint64_t seed, RegisterWriter& out) {
  constexpr std::array<std::string_view, 3> kReasons = {"mutu ditolak dua kali", "kontrak diputus",
                                                        "menunggu hasil uji laboratorium"};
  out.BeginFile("blocks.csv", "supplier_id,demand_id,reason");
  Random random(seed, "blocks");
  const auto count = static_cast<std::int32_t>(market.sellers.size());
  for (std::size_t i = 0; i < kitchens.size(); i += 40) {
    const Kabupaten* home = &places.KabupatenOf(places.desa[kitchens[i].desa]);
    const auto start = static_cast<std::int32_t>(random.Below(count));
    const std::string_view reason = kReasons[random.Below(3)];
    for (std::int32_t step = 0; step < count; ++step) {
      const std::int32_t s = (start + step) % count;
      if (&places.KabupatenOf(places.desa[market.sellers[s].desa]) != home) continue;
      out.Text(SellerId(market, s)).Text(KitchenId(static_cast<std::int64_t>(i))).Text(reason).EndRow();
      break;
    }
  }
  out.EndFile();
}

}  // namespace pasok::sample
