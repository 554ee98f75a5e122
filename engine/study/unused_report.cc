#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "engine/match/report/carried.h"
#include "engine/study/days.h"
#include "engine/study/excluded_offers.h"
#include "engine/study/kept_split.h"
#include "engine/study/names.h"
#include "engine/study/sells_through.h"
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

struct Names {
  const Supplier& supplier;
  const std::string& commodity;
  std::string demand_point;
  std::int32_t aggregator = kNone;  // of the instance
  std::string via;                  // its id; empty: the supplier sells by itself
};

Names NamesOf(const UnusedOffer& unused, const Instance& instance) {
  const match::OfferRow& offer = instance.offers[unused.offer];
  Names names{.supplier = instance.dataset->suppliers[instance.suppliers[offer.supplier].dataset_supplier],
              .commodity = CodeOf(instance, offer.commodity),
              .demand_point = "",
              .aggregator = instance.suppliers[offer.supplier].aggregator,
              .via = ""};
  if (names.aggregator != kNone) names.via = AggregatorOf(instance, names.aggregator);
  if (unused.requirement != kNone) names.demand_point = DemandPointOf(instance, unused.requirement);
  return names;
}

// " on Monday", where several days were asked for.
Sentence OnItsDay(const UnusedOffer& unused, const Instance& instance) {
  return OnDays(instance, std::array{DayOfOffer(instance, unused.offer)});
}

bool MayStandIn(const Instance& instance, std::int32_t requirement) {
  const auto leads_on = [&](const match::Transfer& transfer) {
    return transfer.from == requirement &&
           match::WayOf(instance, transfer) == match::Carried::Way::kSubstitute;
  };
  return std::ranges::any_of(instance.transfers, leads_on) ||
         std::ranges::count(instance.stand_ins, requirement, &match::StandIn::from) > 0;
}

// The demand point, with its day; where it needs none of the commodity itself, that it would stand in for
// other food, or be kept.
Sentence PlaceOf(const UnusedOffer& unused, const Instance& instance, const std::string& demand) {
  const Sentence on = OnItsDay(unused, instance);
  if (unused.requirement == kNone || instance.requirements[unused.requirement].need > 0)
    return {demand + on.english, demand + on.indonesian};
  if (!MayStandIn(instance, unused.requirement)) {
    return {demand + on.english + ", where it would be kept for a later day",
            demand + on.indonesian + ", tempat ia disimpan untuk hari berikutnya"};
  }
  return {demand + on.english + ", where it would stand in for other food",
          demand + on.indonesian + ", tempat ia menggantikan bahan lain"};
}

bool HasLane(Unused reason) { return reason >= Unused::kSoldAsOther; }

std::vector<Cell> RowOf(const UnusedOffer& unused, const UnusedStudy& study, const Instance& instance) {
  const Names names = NamesOf(unused, instance);
  const match::OfferRow& offer = instance.offers[unused.offer];
  const Grams quantum = instance.policy.quantum;
  const std::optional<Metres>& limit = instance.commodities[offer.commodity].rule->max_distance;
  Cell demand, road, most_road, all_in, dearer, wins_at;
  if (unused.requirement != kNone) demand = names.demand_point, road = unused.road.value;
  if (limit) most_road = limit->value;
  if (HasLane(unused.reason)) all_in = SenPerKgOf(unused.unit, quantum);
  if (HasLane(unused.reason) && unused.reason != Unused::kMovedByRule)
    dearer = SenPerKgOf(unused.dearer, quantum);
  if (unused.wins_at) wins_at = *unused.wins_at;
  std::vector<Cell> row{names.supplier.id,
                        std::string(pasok::ToWord(names.supplier.kind)),
                        instance.dataset->regions[names.supplier.region].code,
                        names.commodity,
                        std::string(study::ToWord(unused.reason)),
                        demand,
                        road,
                        most_road,
                        offer.price_sen_per_kg,
                        all_in,
                        dearer,
                        wins_at,
                        study.sold_by_supplier[offer.supplier] * quantum.value};
  if (instance.policy.aggregators) {
    Cell via, handled;
    if (names.aggregator != kNone) via = names.via, handled = study.handled[names.aggregator] * quantum.value;
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

Sentence Say(const UnusedOffer& unused, const UnusedStudy& study, const match::Solved& solved) {
  const Instance& instance = solved.instance;
  const Names names = NamesOf(unused, instance);
  const match::OfferRow& offer = instance.offers[unused.offer];
  const Grams quantum = instance.policy.quantum;
  const std::string& id = names.supplier.id;
  const std::string& commodity = names.commodity;
  const std::string& demand = names.demand_point;
  const Sentence place = PlaceOf(unused, instance, demand);
  const Sentence on = OnItsDay(unused, instance);
  const std::string& via = names.via;
  const std::string all_in = RupiahPerKg(unused.unit, quantum);
  const std::int32_t dataset_supplier = instance.suppliers[offer.supplier].dataset_supplier;
  const Sentence seller = SellerInWords(*instance.dataset, instance.policy, dataset_supplier);
  switch (unused.reason) {
    case Unused::kNoRequirement:
      if (HasDays(instance)) {
        return {
            "nobody needs " + commodity + " on any day on which " + id + " could sell it",
            "tidak ada yang membutuhkan " + commodity + " pada hari-hari ketika " + id + " dapat menjualnya"};
      }
      return {"nobody needs " + commodity + " that day",
              "tidak ada yang membutuhkan " + commodity + " hari itu"};
    case Unused::kOutOfRange: {
      if (unused.road >= RegionDistance::kNoRoad) {
        return {
            "no road leads from " + seller.english + " to any kitchen that needs " + commodity,
            "tidak ada jalan dari " + seller.indonesian + " ke dapur mana pun yang membutuhkan " + commodity};
      }
      const std::string limit = Km(*instance.commodities[offer.commodity].rule->max_distance);
      return {seller.english + " is farther than " + limit + " from every kitchen that needs " + commodity +
                  "; the nearest is " + demand + ", " + Km(unused.road) + " away",
              seller.indonesian + " lebih jauh dari " + limit + " dari semua dapur yang membutuhkan " +
                  commodity + "; yang terdekat " + demand + ", " + Km(unused.road)};
    }
    case Unused::kTravelTime: {
      const std::int64_t limit = *instance.commodities[offer.commodity].rule->max_travel_minutes;
      return {seller.english + " is more than " + Counted(limit, "minute", "minutes") + " away from " +
                  demand + ", and too far from all others that need " + commodity +
                  " or too long on the road too",
              seller.indonesian + " lebih dari " + Number(limit) + " menit dari " + demand +
                  ", dan terlalu jauh atau terlalu lama di jalan untuk yang lain"};
    }
    case Unused::kBlocked:
    case Unused::kRelatedParty: {
      const auto say = unused.reason == Unused::kBlocked ? SayBlocked : SayRelated;
      const Sentence kept = say(*instance.dataset, instance.policy, dataset_supplier,
                                instance.requirements[unused.requirement].demand_point);
      return {
          kept.english + ", and is too far from all others that need " + commodity + " or kept from them too",
          kept.indonesian + ", dan terlalu jauh atau juga terlarang untuk yang lain"};
    }
    case Unused::kContract:
      if (instance.LaneCap(unused.offer, unused.requirement) > 0) {
        return {"contracts with others promise all the " + commodity + " that " + demand + " needs" +
                    on.english + ", and all others that need it are too far or kept from it too",
                "kontrak dengan pemasok lain menjanjikan seluruh " + commodity + " yang dibutuhkan " +
                    demand + on.indonesian + ", dan yang lain terlalu jauh atau juga terlarang"};
      }
      return {"the contract of " + id + " with " + demand + " allows no " + commodity + on.english +
                  ", and all others that need it are too far or kept from it too",
              "kontrak " + id + " dengan " + demand + " tidak mengizinkan " + commodity + on.indonesian +
                  ", dan yang lain terlalu jauh atau juga terlarang"};
    case Unused::kSoldAsOther: {
      const std::string sold = Kg(study.sold_by_supplier[offer.supplier], quantum);
      const bool says_day = !on.english.empty();
      return {id + " sells all of its " + sold + (says_day ? "" : " a day") + " as other goods" + on.english +
                  ", which saves more",
              id + " menjual seluruh " + sold + (says_day ? "" : " per hari") + " sebagai barang lain" +
                  on.indonesian + ", yang lebih menghemat"};
    }
    case Unused::kAggregatorFull: {
      const std::string handled = Kg(study.handled[names.aggregator], quantum);
      const std::string less = RupiahPerKg(-unused.dearer, quantum);
      const bool tie = unused.dearer == 0;
      return {via + ", through which " + id + " sells, handles " + handled +
                  " a day and can handle no more; its " + commodity + " would cost " + all_in +
                  " all in at " + demand + on.english + ", " + (tie ? "as much as" : less + " less than") +
                  " what was chosen instead",
              via + ", tempat " + id + " menjual, menangani " + handled +
                  " per hari dan tidak dapat lebih; " + commodity + " darinya akan berbiaya " + all_in +
                  " di " + demand + on.indonesian + ", " +
                  (tie ? "sama dengan" : less + " lebih murah daripada") + " yang dipilih"};
    }
    case Unused::kTie:
      return {id + "'s " + commodity + " would cost " + all_in + " all in at " + place.english +
                  ", as much as what was chosen instead",
              commodity + " dari " + id + " akan berbiaya " + all_in + " di " + place.indonesian +
                  ", sama dengan yang dipilih"};
    case Unused::kMovedByRule: {
      const std::string weight = Kg(unused.would_sell, quantum);
      const Sentence binds = SayBinding(unused.held_back);
      if (unused.would_sell == 0) {
        return {id + "'s " + commodity + " would cost " + all_in + " all in at " + place.english +
                    ", less than some that is bought there; but " + binds.english,
                commodity + " dari " + id + " akan berbiaya " + all_in + " di " + place.indonesian +
                    ", lebih murah daripada sebagian yang dibeli di sana; tetapi " + binds.indonesian};
      }
      if (!unused.held_back.empty()) {
        return {"the cheapest plan without the rules that moved this one would buy " + weight + " of " + id +
                    "'s " + commodity + "; but in this plan " + binds.english,
                "rencana termurah tanpa aturan yang menggeser rencana ini akan membeli " + weight + " " +
                    commodity + " dari " + id + "; tetapi dalam rencana ini " + binds.indonesian};
      }
      return {"the cheapest plan without the rules that moved this one would buy " + weight + " of " + id +
                  "'s " + commodity + "; to keep them the plan buys from others",
              "rencana termurah tanpa aturan yang menggeser rencana ini akan membeli " + weight + " " +
                  commodity + " dari " + id + "; demi aturan itu rencana membeli dari yang lain"};
    }
    case Unused::kDearer:
    case Unused::kAbovePenalty:
      break;
  }
  const std::string dearer = RupiahPerKg(unused.dearer, quantum);
  const bool penalty = unused.reason == Unused::kAbovePenalty;
  Sentence sentence{
      id + "'s " + commodity + " would cost " + all_in + " all in at " + place.english + ", " + dearer +
          (penalty ? " more than the penalty for going without" : " more than what was chosen instead"),
      commodity + " dari " + id + " akan berbiaya " + all_in + " di " + place.indonesian + ", " + dearer +
          (penalty ? " di atas denda kekurangan" : " lebih mahal daripada yang dipilih")};
  if (unused.wins_at) {
    const std::string price = RupiahPerKg(offer.price_sen_per_kg), win = RupiahPerKg(*unused.wins_at);
    sentence.english += "; it asks " + price + " and would sell at " + win;
    sentence.indonesian += "; harganya " + price + " dan akan terjual pada " + win;
  }
  return sentence;
}

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
