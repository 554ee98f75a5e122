#include "client/code_words.h"

#include <algorithm>
#include <array>
#include <utility>

namespace pasok::client {
namespace {

using Word = std::pair<std::string_view, std::string_view>;

constexpr std::array<std::string_view, 6> kColumnsOfCodes{"arc",  "figure", "reason",
                                                          "rule", "side",   "standing"};

// By code.
constexpr std::array kWords{
    Word{"above_ceiling", "di atas harga tertinggi"},
    Word{"above_penalty", "lebih mahal dari denda"},
    Word{"aggregator_full", "pengumpul penuh"},
    Word{"allocated", "teralokasi"},
    Word{"blocked", "diblokir"},
    Word{"budget", "anggaran"},
    Word{"by_contract", "menurut kontrak"},
    Word{"capacity_exhausted", "kapasitas habis"},
    Word{"carried", "penyimpanan dan pengganti"},
    Word{"concentration_limit", "batas bagian satu pemasok"},
    Word{"contract", "kontrak"},
    Word{"dearer", "lebih mahal"},
    Word{"dearer_than_chosen", "lebih mahal dari yang dipilih"},
    Word{"deliveries", "pengiriman"},
    Word{"demand", "kebutuhan"},
    Word{"demand_point", "titik permintaan"},
    Word{"first_leg", "jalan ke pengumpul"},
    Word{"from_stock", "dari persediaan"},
    Word{"gap", "selisih dari batas"},
    Word{"handling", "penanganan"},
    Word{"handling_capacity", "kapasitas pengumpul"},
    Word{"inactive", "tidak aktif"},
    Word{"kitchen_days_over_budget", "hari dapur di atas anggaran"},
    Word{"kitchen_days_with_few_suppliers", "hari dapur dengan terlalu sedikit pemasok"},
    Word{"lane", "pengiriman"},
    Word{"lane_cap", "bagian satu pemasok"},
    Word{"licence", "izin"},
    Word{"licence_ended", "izin berakhir"},
    Word{"local_share_min", "bagian bahan lokal"},
    Word{"max_region_share_per_owner_group", "bagian satu pemilik di kabupaten"},
    Word{"max_region_share_per_supplier", "bagian satu pemasok di kabupaten"},
    Word{"max_share_per_owner_group", "bagian satu pemilik"},
    Word{"max_spend_share_per_owner_group", "bagian belanja satu pemilik"},
    Word{"max_spend_share_per_supplier", "bagian belanja satu pemasok"},
    Word{"max_suppliers_per_requirement", "jumlah pemasok tiap kebutuhan"},
    Word{"min_suppliers_per_demand_point", "jumlah pemasok tiap titik"},
    Word{"money", "uang"},
    Word{"moved_by_rule", "digeser aturan"},
    Word{"need", "kebutuhan"},
    Word{"no_offer", "tidak ada tawaran"},
    Word{"no_requirement", "tidak ada kebutuhan"},
    Word{"not_available", "tidak tersedia"},
    Word{"not_eligible", "tidak memenuhi aturan"},
    Word{"not_looked_for", "belum dicari"},
    Word{"not_whole_quanta", "bukan kelipatan"},
    Word{"objective", "jumlah seluruhnya"},
    Word{"offer", "tawaran"},
    Word{"offer_capacity", "kapasitas tawaran"},
    Word{"out_of_range", "terlalu jauh"},
    Word{"over_budget", "di atas anggaran"},
    Word{"penalty", "denda"},
    Word{"preference", "preferensi"},
    Word{"price_ceiling", "harga tertinggi"},
    Word{"probation", "masa percobaan"},
    Word{"promised", "sudah dijanjikan"},
    Word{"related_party", "satu pemilik"},
    Word{"sales", "penjualan"},
    Word{"serves", "melayani"},
    Word{"shares_off_limit", "bagian di atas batas"},
    Word{"shortage", "kekurangan"},
    Word{"small_share_min", "bagian usaha kecil"},
    Word{"sold_as_other", "terjual sebagai barang lain"},
    Word{"sold_before", "terjual lebih dulu"},
    Word{"sold_out", "habis terjual"},
    Word{"steady", "pemasok tetap"},
    Word{"stock", "persediaan"},
    Word{"storage", "penyimpanan"},
    Word{"store_full", "penyimpanan penuh"},
    Word{"substitute", "pengganti"},
    Word{"supplier", "pemasok"},
    Word{"supplier_capacity", "kapasitas pemasok"},
    Word{"suppliers_per_demand_point_max", "pemasok tiap titik, paling banyak"},
    Word{"suppliers_per_demand_point_median", "pemasok tiap titik, median"},
    Word{"suppliers_per_demand_point_min", "pemasok tiap titik, paling sedikit"},
    Word{"suppliers_used", "pemasok terpakai"},
    Word{"supply", "pasokan"},
    Word{"tie", "sama murahnya"},
    Word{"too_small", "terlalu kecil"},
    Word{"travel_time", "terlalu lama di jalan"},
    Word{"unknown_commodity", "komoditas tidak dikenal"},
    Word{"unknown_demand_point", "titik permintaan tidak dikenal"},
    Word{"unknown_supplier", "pemasok tidak dikenal"},
    Word{"whole_deliveries", "pengiriman utuh"},
    Word{"wrong_date", "tanggal salah"},
};
static_assert(std::ranges::is_sorted(kWords, {}, &Word::first));

}  // namespace

std::string InIndonesian(std::string_view column, std::string_view text) {
  if (std::ranges::find(kColumnsOfCodes, column) == kColumnsOfCodes.end()) return std::string(text);
  // The words of tiers and kinds of suppliers are Indonesian already.
  for (const Word& prefix : {Word{"tier_", "dari "}, Word{"kind_", "jenis "}}) {
    if (text.starts_with(prefix.first))
      return std::string(prefix.second).append(text.substr(prefix.first.size()));
  }
  const auto found = std::ranges::lower_bound(kWords, text, {}, &Word::first);
  return std::string(found != kWords.end() && found->first == text ? found->second : text);
}

}  // namespace pasok::client
