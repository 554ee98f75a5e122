#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "engine/study/missing_licences.h"
#include "engine/study/recruits.h"
#include "engine/study/wording.h"

namespace pasok::study {
namespace {

constexpr std::size_t kMostRows = 1'000;  // of each table
constexpr std::size_t kNamed = 3;         // of each list of suppliers, in sentences
constexpr std::size_t kNamedPlaces = 10;  // each of another commodity

std::string Joined(const std::vector<std::string>& parts) {
  std::string joined;
  for (const std::string& part : parts) joined.append(joined.empty() ? "" : "|").append(part);
  return joined;
}

std::string Commodities(const Recruit& recruit, const Base& base) {
  std::vector<std::string> names;
  for (const std::int32_t commodity : recruit.commodities)
    names.push_back(base.dataset.commodities[commodity]);
  return Joined(names);
}

// The dates on which it may sell.
std::string Dates(const Recruit& recruit, const Recruits& all) {
  const std::set<std::int32_t> days(recruit.days.begin(), recruit.days.end());
  std::vector<std::string> dates;
  for (const std::int32_t day : days) {
    if (all.days[day]) dates.push_back(ToIso(*all.days[day]));
  }
  return Joined(dates);
}

// Puts a column `dates` at an index, where several days were asked for.
void AddDates(const RecruitList& list, const Recruits& all, const Base& base, std::size_t at, Table& table) {
  if (base.question.days <= 1) return;
  std::vector<Cell> dates;
  for (std::size_t i = 0; i < table.rows.size(); ++i) dates.push_back(Dates(list.recruits[i], all));
  InsertColumn(at, {"dates", {"Sells on", "Menjual pada"}, Unit::kText}, std::move(dates), table);
}

// What it could sell in a day, of several on that with the most.
std::int64_t Capacity(const Recruit& recruit) {
  std::map<std::int32_t, std::int64_t> capacity;  // by day
  for (std::size_t i = 0; i < recruit.adds.size(); ++i) {
    std::int64_t of_offers = 0;
    for (const AddedOffer& offer : recruit.adds[i].offers) of_offers += offer.capacity;
    capacity[recruit.days[i]] += std::min(of_offers, recruit.adds[i].capacity);
  }
  std::int64_t most = 0;
  for (const auto& [day, quanta] : capacity) most = std::max(most, quanta);
  return most;
}

void AddColumns(Table& table) {
  const std::vector<Column> figures{
      {"capacity", {"Capacity", "Kapasitas"}, Unit::kGrams},
      {"at_most", {"Saves at most", "Menghemat paling banyak"}, Unit::kSen},
      {"exact", {"Known exactly", "Dihitung tepat"}, Unit::kYesNo},
      {"saves", {"Saves", "Menghemat"}, Unit::kSen},
      {"money", {"Less money", "Penghematan uang"}, Unit::kSen},
      {"preference", {"Less preference", "Pengurangan preferensi"}, Unit::kSen},
      {"penalty", {"Less penalty", "Pengurangan denda"}, Unit::kSen},
      {"carried", {"Less for keeping and stand-ins", "Pengurangan biaya simpan dan pengganti"}, Unit::kSen},
      {"served", {"Served of what was short", "Kekurangan yang terpenuhi"}, Unit::kGrams},
      {"sells", {"Sells", "Menjual"}, Unit::kGrams}};
  table.columns.insert(table.columns.end(), figures.begin(), figures.end());
}

void AddFigures(const Recruit& recruit, Grams quantum, std::vector<Cell>& row) {
  row.insert(row.end(), {Capacity(recruit) * quantum.value, recruit.at_most, recruit.exact.has_value()});
  if (!recruit.exact) return row.resize(row.size() + 7);
  const Effect& change = *recruit.exact;
  row.insert(row.end(), {-change.objective, -change.money, -change.preference, -change.penalty,
                         -change.carried, -change.shortage * quantum.value, recruit.sells * quantum.value});
}

bool IsRevivedWithAnother(const Recruit& recruit) { return recruit.revived_with != kNone; }

Table SupplierTable(const RecruitList& list, const char* key, Title title, const Recruits& all,
                    const Base& base) {
  Table table{.key = key,
              .title = std::move(title),
              .columns = {{"supplier_id", {"Supplier", "Pemasok"}, Unit::kText},
                          {"name", {"Name", "Nama"}, Unit::kText},
                          {"kind", {"Kind", "Jenis"}, Unit::kText},
                          {"region", {"Region", "Wilayah"}, Unit::kText},
                          {"commodities", {"Commodities", "Komoditas"}, Unit::kText},
                          {"licences", {"Missing licences", "Izin yang belum ada"}, Unit::kText}},
              .rows = {}};
  AddColumns(table);
  for (const Recruit& recruit : list.recruits) {
    if (table.rows.size() == kMostRows) break;
    const Supplier& supplier = base.dataset.suppliers[recruit.supplier];
    std::vector<Cell> row{supplier.id,
                          supplier.name,
                          std::string(ToWord(supplier.kind)),
                          base.dataset.regions[recruit.region].code,
                          Commodities(recruit, base),
                          Joined(recruit.licences)};
    AddFigures(recruit, base.policy.quantum, row);
    table.rows.push_back(std::move(row));
  }
  AddDates(list, all, base, 5, table);
  if (std::ranges::none_of(list.recruits, IsRevivedWithAnother)) return table;
  std::vector<Cell> with;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const Recruit& recruit = list.recruits[i];
    with.push_back(IsRevivedWithAnother(recruit) ? Cell(base.dataset.suppliers[recruit.revived_with].id)
                                                 : Cell());
  }
  InsertColumn(1, {"revived_with", {"Revived with", "Diaktifkan bersama"}, Unit::kText}, std::move(with),
               table);
  return table;
}

Table PlacesTable(const Recruits& all, const Base& base) {
  const RecruitList& list = all.places;
  Table table{
      .key = "places",
      .title = {"A typical new supplier in each kecamatan", "Pemasok baru yang khas di tiap kecamatan"},
      .columns = {{"region", {"Kecamatan", "Kecamatan"}, Unit::kText},
                  {"name", {"Name", "Nama"}, Unit::kText},
                  {"commodity", {"Commodity", "Komoditas"}, Unit::kText},
                  {"offers_there", {"Offers there", "Tawaran di sana"}, Unit::kCount},
                  {"price", {"Typical price", "Harga khas"}, Unit::kSenPerKg}},
      .rows = {}};
  AddColumns(table);
  for (const Recruit& recruit : list.recruits) {
    if (table.rows.size() == kMostRows) break;
    const Region& region = base.dataset.regions[recruit.region];
    std::vector<Cell> row{region.code, region.name, Commodities(recruit, base), recruit.offers_there,
                          recruit.adds.front().offers.front().price_sen_per_kg};
    AddFigures(recruit, base.policy.quantum, row);
    table.rows.push_back(std::move(row));
  }
  AddDates(list, all, base, 3, table);
  return table;
}

// "would serve 12 kg that are short, for Rp 1 250 more in all; it would sell 20 kg."
Sentence Gain(const Recruit& recruit, Grams quantum) {
  const Effect& change = *recruit.exact;
  Sentence sentence;
  if (change.shortage < 0) {
    const std::string kg = Kg(-change.shortage, quantum);
    sentence.english = "would serve " + kg + " that are short";
    sentence.indonesian = "memenuhi kekurangan " + kg;
    if (change.money > 0) {
      sentence.english += ", for " + Rupiah(change.money) + " more in all";
      sentence.indonesian += ", dengan tambahan biaya " + Rupiah(change.money);
    } else {
      sentence.english += " and save " + Rupiah(-change.money);
      sentence.indonesian += " dan menghemat " + Rupiah(-change.money);
    }
  } else {
    sentence.english = "would save " + Rupiah(-change.objective);
    sentence.indonesian = "menghemat " + Rupiah(-change.objective);
    if (change.money != change.objective) {
      const std::string money = Rupiah(-change.money), preference = Rupiah(-change.preference);
      const std::string carried = Rupiah(-change.carried);
      const bool any_carried = change.carried != 0;
      sentence.english += " (money " + money + ", preference " + preference +
                          (any_carried ? ", keeping and stand-ins " + carried + ")" : ")");
      sentence.indonesian += " (uang " + money + ", preferensi " + preference +
                             (any_carried ? ", simpan dan pengganti " + carried + ")" : ")");
    }
  }
  const std::string sells = Kg(recruit.sells, quantum);
  sentence.english +=
      (IsRevivedWithAnother(recruit) ? "; they would sell " : "; it would sell ") + sells + ".";
  sentence.indonesian += "; penjualannya " + sells + ".";
  return sentence;
}

// How many sell through it, of several days on that with the most.
std::int64_t MostThrough(const Recruit& recruit) {
  std::map<std::int32_t, std::int64_t> through;  // by day
  for (std::size_t i = 0; i < recruit.adds.size(); ++i) {
    if (recruit.adds[i].through) ++through[recruit.days[i]];
  }
  std::int64_t most = 0;
  for (const auto& [day, count] : through) most = std::max(most, count);
  return most;
}

// "Had S1 the licences nkv and renewed halal (to 2026-05-31)": what would have to be.
Sentence Licensed(const MissingLicences& missing, const std::string& name) {
  Sentence sentence{"Had " + name, "Jika " + name};
  if (!missing.never_held.empty()) {
    const std::string licences = Joined(missing.never_held);
    const bool several = missing.never_held.size() > 1;
    sentence.english += (several ? " the licences " : " the licence ") + licences;
    sentence.indonesian += " memiliki izin " + licences;
  }
  if (missing.ended.empty()) return sentence;
  const bool both = !missing.never_held.empty();
  const Sentence ended = WithLastDays(missing.ended);
  sentence.english += (both ? " and renewed " : " renewed ") + ended.english;
  sentence.indonesian += (both ? " dan memperbarui izin " : " memperbarui izin ") + ended.indonesian;
  return sentence;
}

Sentence Say(const Recruit& recruit, const Base& base) {
  const Grams quantum = base.policy.quantum;
  Sentence who;
  if (recruit.supplier == kNone) {
    const AddedOffer& offer = recruit.adds.front().offers.front();
    const Region& region = base.dataset.regions[recruit.region];
    const std::string& code = base.dataset.commodities[recruit.commodities.front()];
    const Sentence commodity = NameWithCode(*base.policy.FindCommodity(code));
    const std::string kg = Kg(offer.capacity, quantum), price = RupiahPerKg(offer.price_sen_per_kg);
    const bool days = base.question.days > 1;
    who.english = "A new supplier of " + commodity.english + " in " + region.name + " (" + region.code +
                  "), " + kg + (days ? " a day" : "") + " at " + price + ", ";
    who.indonesian = "Pemasok baru " + commodity.indonesian + " di " + region.name + " (" + region.code +
                     "), " + kg + (days ? " per hari" : "") + " dengan harga " + price + ", ";
  } else {
    const Supplier& supplier = base.dataset.suppliers[recruit.supplier];
    const std::string name = supplier.name + " (" + supplier.id + ")";
    if (IsRevivedWithAnother(recruit)) {
      const Supplier& via = base.dataset.suppliers[recruit.revived_with];
      const std::string both = via.name + " (" + via.id + ")";
      who.english = "Were " + name + " and " + both + ", through which it sells, active, they ";
      who.indonesian = "Jika " + name + " dan " + both + ", tempat ia menjual, aktif, keduanya ";
    } else if (recruit.licences.empty()) {
      who.english = "Were " + name + " active, it ";
      who.indonesian = "Jika " + name + " aktif, pemasok ini ";
    } else {
      const std::int64_t through = MostThrough(recruit);
      who = Licensed(TellApart(supplier, recruit.licences), name);
      const std::string them = Counted(through, "that sells through it ", "that sell through it ");
      who.english += ", it " + (through == 0 ? "" : "and " + them);
      who.indonesian +=
          ", pemasok ini " + (through == 0 ? "" : "dan " + Number(through) + " yang menjual melaluinya ");
    }
  }
  const Sentence gain = Gain(recruit, quantum);
  return {.english = who.english + gain.english, .indonesian = who.indonesian + gain.indonesian};
}

Sentence SayNone(const Recruits& recruits) {
  const bool any = !recruits.inactive.recruits.empty() || !recruits.unlicensed.recruits.empty() ||
                   !recruits.places.recruits.empty();
  std::int64_t unknown = 0;  // what one may save that wasn't worked out
  for (const RecruitList* list : {&recruits.inactive, &recruits.unlicensed, &recruits.places}) {
    for (const Recruit& recruit : list->recruits) {
      if (!recruit.exact) unknown = std::max(unknown, recruit.at_most);
    }
  }
  if (any && unknown > 0)
    return {"None of those whose saving was worked out would make this plan better; another may save up to " +
                Rupiah(unknown) + ".",
            "Tidak ada calon yang penghematannya dihitung tepat yang membuat rencana ini lebih baik; calon "
            "lain mungkin menghemat sampai " +
                Rupiah(unknown) + "."};
  if (any)
    return {"None of those listed would make this plan better.",
            "Tidak ada yang tercantum yang membuat rencana ini lebih baik."};
  return {
      "Nobody could be recruited: no inactive supplier may sell anything once it is active, nobody lacks "
      "nothing but a licence, and in no kecamatan could a new supplier stand with the usual capacity and "
      "price of something that is needed.",
      "Tidak ada calon pemasok: tidak ada pemasok tidak aktif yang boleh menjual sesuatu setelah diaktifkan, "
      "tidak ada yang hanya belum memiliki izin, dan tidak ada kecamatan tempat pemasok baru dapat hadir "
      "dengan kapasitas dan harga umum dari sesuatu yang dibutuhkan."};
}

// Of each commodity the place that saves most: one place after the other of the same would hide the rest.
std::vector<const Recruit*> BestPlaces(const RecruitList& places) {
  std::set<std::int32_t> seen;  // commodities
  std::vector<const Recruit*> best;
  for (const Recruit& place : places.recruits) {
    if (best.size() == kNamedPlaces) break;
    if (!place.exact || place.saves() <= 0 || !seen.insert(place.commodities.front()).second) continue;
    best.push_back(&place);
  }
  return best;
}

}  // namespace

Report ToReport(const Recruits& recruits, const Base& base) {
  Report report{
      .sentences = {},
      .tables = {SupplierTable(recruits.inactive, "inactive",
                               {"Inactive suppliers", "Pemasok yang tidak aktif"}, recruits, base),
                 SupplierTable(recruits.unlicensed, "unlicensed",
                               {"Suppliers that lack a licence", "Pemasok yang belum memiliki izin"},
                               recruits, base),
                 PlacesTable(recruits, base)},
      .complete = recruits.complete};
  for (const RecruitList* list : {&recruits.inactive, &recruits.unlicensed}) {
    for (std::size_t i = 0; i < std::min(kNamed, list->recruits.size()); ++i) {
      const Recruit& recruit = list->recruits[i];
      if (recruit.exact && recruit.saves() > 0) report.sentences.push_back(Say(recruit, base));
    }
  }
  for (const Recruit* place : BestPlaces(recruits.places)) report.sentences.push_back(Say(*place, base));
  if (report.sentences.empty() && recruits.complete) report.sentences.push_back(SayNone(recruits));
  return report;
}

}  // namespace pasok::study
