#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "engine/study/days.h"
#include "engine/study/excluded_offers.h"
#include "engine/study/kept_split.h"
#include "engine/study/names.h"
#include "engine/study/unused.h"
#include "engine/study/wording.h"

namespace pasok::study {
namespace {

using match::Instance;

std::vector<Column> ColumnsOfOffers() {
  return {{"supplier_id", {"Supplier", "Pemasok"}, Unit::kText},
          {"kind", {"Kind", "Jenis"}, Unit::kText},
          {"region", {"Region", "Wilayah"}, Unit::kText},
          {"commodity", {"Commodity", "Komoditas"}, Unit::kText},
          {"reason", {"Reason", "Sebab"}, Unit::kText},
          {"demand_id", {"Nearest to winning", "Paling dekat untuk terpilih"}, Unit::kText},
          {"road", {"Road", "Jarak"}, Unit::kMetres},
          {"most_road", {"Road at most", "Jarak paling jauh"}, Unit::kMetres},
          {"price", {"Price", "Harga"}, Unit::kSenPerKg},
          {"all_in", {"All in", "Biaya seluruhnya"}, Unit::kSenPerKg},
          {"dearer", {"Dearer by", "Lebih mahal"}, Unit::kSenPerKg},
          {"wins_at", {"Would win at", "Akan terjual pada"}, Unit::kSenPerKg},
          {"sold", {"Sold of other goods", "Terjual sebagai barang lain"}, Unit::kGrams}};
}

constexpr std::size_t kDateColumn = 4;  // after the commodity

bool HasLane(Unused reason) { return reason >= Unused::kSoldAsOther; }

std::vector<Cell> RowOf(const UnusedOffer& unused, const UnusedStudy& study, const Instance& instance) {
  const match::OfferRow& offer = instance.offers[unused.offer];
  const match::SupplierRow& seller = instance.suppliers[offer.supplier];
  const Supplier& supplier = instance.dataset->suppliers[seller.dataset_supplier];
  const Grams quantum = instance.policy.quantum;
  const std::optional<Metres>& limit = instance.commodities[offer.commodity].rule->max_distance;
  Cell demand, road, most_road, all_in, dearer, wins_at;
  if (unused.requirement != kNone)
    demand = DemandPointOf(instance, unused.requirement), road = unused.road.value;
  if (limit) most_road = limit->value;
  if (HasLane(unused.reason)) all_in = SenPerKgOf(unused.unit, quantum);
  if (HasLane(unused.reason) && unused.reason != Unused::kMovedByRule)
    dearer = SenPerKgOf(unused.dearer, quantum);
  if (unused.wins_at) wins_at = *unused.wins_at;
  std::vector<Cell> row{supplier.id,
                        std::string(pasok::ToWord(supplier.kind)),
                        instance.dataset->regions[supplier.region].code,
                        CodeOf(instance, offer.commodity),
                        std::string(study::ToWord(unused.reason)),
                        demand,
                        road,
                        most_road,
                        offer.price_sen_per_kg,
                        all_in,
                        dearer,
                        wins_at,
                        study.sold.of_supplier[offer.supplier] * quantum.value};
  if (instance.policy.aggregators) {
    Cell via, handled;
    if (const std::int32_t a = seller.aggregator; a != kNone)
      via = AggregatorOf(instance, a), handled = study.sold.of_aggregator[a] * quantum.value;
    row.push_back(via);
    row.push_back(handled);
  }
  if (study.moved) {
    Cell rule;
    if (!unused.held_back.empty()) rule = unused.held_back.front().rule;
    row.emplace_back(unused.would_sell * quantum.value);
    row.push_back(rule);
  }
  return row;
}

enum class Words : std::uint8_t { kNo, kYes };

Table TableOf(const char* key, Title title, const std::vector<UnusedOffer>& offers, const UnusedStudy& study,
              const match::Solved& solved, Words words) {
  Table table{.key = key, .title = std::move(title), .columns = ColumnsOfOffers(), .rows = {}};
  table.rows.reserve(offers.size());
  for (const UnusedOffer& unused : offers) table.rows.push_back(RowOf(unused, study, solved.instance));
  if (solved.instance.policy.aggregators) {
    table.columns.push_back({"via", {"Via", "Melalui"}, Unit::kText});
    table.columns.push_back({"handled", {"Handled by the aggregator", "Ditangani pengumpul"}, Unit::kGrams});
  }
  if (study.moved) {
    table.columns.push_back(
        {"would_sell", {"Would sell in the cheapest plan", "Terjual dalam rencana termurah"}, Unit::kGrams});
    table.columns.push_back({"rule", {"Rule", "Aturan"}, Unit::kText});
  }
  std::vector<std::int32_t> days;
  for (const UnusedOffer& unused : offers) days.push_back(DayOfOffer(solved.instance, unused.offer));
  AddDates(solved.instance, kDateColumn, days, table);
  if (words == Words::kNo) return table;
  table.columns.push_back({"english", {"In words", "Dengan kata-kata"}, Unit::kText});
  table.columns.push_back({"indonesian", {"In words", "Dengan kata-kata"}, Unit::kText});
  for (std::size_t i = 0; i < offers.size(); ++i) {
    Sentence sentence = Say(offers[i], study, solved);
    table.rows[i].emplace_back(std::move(sentence.english));
    table.rows[i].emplace_back(std::move(sentence.indonesian));
  }
  return table;
}

struct Counts {
  std::array<std::int64_t, kUnusedReasons> offers{}, suppliers{};
};

Counts CountReasons(const UnusedStudy& study) {
  Counts counts;
  for (const UnusedOffer& unused : study.offers) ++counts.offers[static_cast<std::size_t>(unused.reason)];
  for (const UnusedOffer& unused : study.suppliers)
    ++counts.suppliers[static_cast<std::size_t>(unused.reason)];
  return counts;
}

Table ReasonsTable(const UnusedStudy& study, const Counts& counts) {
  Table table{
      .key = "reasons",
      .title = {"Why offers got no order", "Mengapa tawaran tidak mendapat pesanan"},
      .columns = {{"reason", {"Reason", "Sebab"}, Unit::kText},
                  {"suppliers", {"Suppliers without any order", "Pemasok tanpa pesanan"}, Unit::kCount},
                  {"offers", {"Offers", "Tawaran"}, Unit::kCount}},
      .rows = {}};
  for (int i = 0; i < kUnusedReasons; ++i) {
    if (static_cast<Unused>(i) == Unused::kMovedByRule && !study.moved) continue;
    table.rows.push_back(
        {std::string(study::ToWord(static_cast<Unused>(i))), counts.suppliers[i], counts.offers[i]});
  }
  return table;
}

// How many of the suppliers without any order have each reason, as far as any have it.
void SayWhy(const Counts& counts, Report& report) {
  struct Saying {
    Unused reason;
    const char *english, *indonesian;
  };
  static constexpr std::array<Saying, kUnusedReasons> kSayings{{
      {Unused::kDearer, "dearer than those chosen", "lebih mahal daripada yang dipilih"},
      {Unused::kTie, "as cheap", "sama murahnya"},
      {Unused::kAbovePenalty, "dearer than the penalty for a shortage",
       "lebih mahal daripada denda kekurangan"},
      {Unused::kMovedByRule, "kept out by the rules that moved this plan off the cheapest one",
       "tidak terpilih karena aturan yang menggeser rencana ini dari yang termurah"},
      {Unused::kAggregatorFull, "cheap enough, but sell through an aggregator that can handle no more",
       "cukup murah, tetapi pengumpulnya tidak dapat menangani lebih banyak lagi"},
      {Unused::kSoldAsOther, "sold out of their total", "habis terjual seluruh kapasitasnya"},
      {Unused::kOutOfRange, "too far from every kitchen", "terlalu jauh dari semua dapur"},
      {Unused::kTravelTime, "too long on the road to every kitchen", "terlalu lama di jalan ke semua dapur"},
      {Unused::kBlocked, "blocked", "diblokir"},
      {Unused::kRelatedParty, "of the kitchen's owner", "satu pemilik dengan dapurnya"},
      {Unused::kContract, "kept out by contracts", "terhalang kontrak"},
      {Unused::kNoRequirement, "not needed by anybody", "tidak dibutuhkan siapa pun"},
  }};
  Sentence all;
  for (const auto& [reason, english, indonesian] : kSayings) {
    const std::int64_t count = counts.suppliers[static_cast<std::size_t>(reason)];
    if (count == 0) continue;
    const bool first = all.english.empty();
    all.english +=
        (first ? "Of these suppliers " : "; ") + Number(count) + (count == 1 ? " is " : " are ") + english;
    all.indonesian += (first ? "Dari pemasok itu " : "; ") + Number(count) + " " + indonesian;
  }
  if (all.english.empty()) return;
  report.sentences.push_back({all.english + ".", all.indonesian + "."});
}

void SaySums(const UnusedStudy& study, const Instance& instance, std::int64_t not_lawful,
             const Counts& counts, Report& report) {
  if (!study.complete) {
    report.sentences.push_back({"It was stopped before the reasons of those that could sell were known; " +
                                    Counted(not_lawful, "offer", "offers") + " could not sell.",
                                "Dihentikan sebelum sebab bagi yang dapat menjual diketahui; " +
                                    Number(not_lawful) + " tawaran tidak dapat menjual."});
    return;
  }
  const std::string offers = Number(study.offers.size());
  const std::string suppliers = Number(study.suppliers.size());
  const std::string excluded = Number(not_lawful);
  const bool days = HasDays(instance);
  const std::string day = days ? "on one of the days" : "that day";
  const std::string hari = days ? "salah satu hari itu" : "hari itu";
  if (study.offers.empty()) {
    report.sentences.push_back({"Every offer that could be sold " + day + " has an order; " +
                                    Counted(not_lawful, "offer", "offers") + " could not be sold.",
                                "Semua tawaran yang dapat dijual pada " + hari + " mendapat pesanan; " +
                                    excluded + " tawaran tidak dapat dijual."});
    return;
  }
  report.sentences.push_back(
      {Counted(std::ssize(study.suppliers), "supplier", "suppliers") + " that could sell " + day +
           " got no order, and " + Counted(std::ssize(study.offers), "offer", "offers") + " in all; " +
           Counted(not_lawful, "offer", "offers") + " could not sell.",
       suppliers + " pemasok yang dapat menjual pada " + hari + " tidak mendapat pesanan, dan " + offers +
           " tawaran seluruhnya; " + excluded + " tawaran tidak dapat menjual."});
  SayWhy(counts, report);
}

}  // namespace

Report ToReport(const UnusedStudy& study, const match::Solved& solved) {
  const Instance& instance = solved.instance;
  const Counts counts = CountReasons(study);
  Report report;
  const std::vector<match::ExcludedOffer> excluded = ExcludedOn(instance);
  SaySums(study, instance, std::ssize(excluded), counts, report);
  if (study.complete) SaySplitIsKept(instance, report);
  report.complete = study.complete;
  if (study.complete) {
    report.tables = {ReasonsTable(study, counts),
                     TableOf("unused_suppliers", {"Suppliers without any order", "Pemasok tanpa pesanan"},
                             study.suppliers, study, solved, Words::kYes),
                     TableOf("unused_offers", {"Offers without an order", "Tawaran tanpa pesanan"},
                             study.offers, study, solved, Words::kNo)};
  }
  report.tables.push_back(ExcludedTable(instance, excluded));
  return report;
}

}  // namespace pasok::study
