#include <array>
#include <functional>
#include <map>
#include <string_view>
#include <utility>

#include "engine/register/nearest.h"
#include "engine/study/days.h"
#include "engine/study/evaluate.h"
#include "engine/study/missing_licences.h"
#include "engine/study/wording.h"

namespace pasok::study {
namespace {

using match::Breach;
using match::BrokenRule;

constexpr std::size_t kMostBreaches = 10'000;  // rows of broken_rules; the counts in `rules` are exact

struct Names {
  std::string demand_point, commodity, supplier;
};

Names NamesOf(const Breach& breach, const Dataset& dataset) {
  Names names;
  if (breach.demand_point != kNone) names.demand_point = dataset.demand_points[breach.demand_point].id;
  if (breach.commodity != kNone) names.commodity = dataset.commodities[breach.commodity];
  if (breach.supplier != kNone) names.supplier = dataset.suppliers[breach.supplier].id;
  return names;
}

// What the figures of a breach of the rule are measured in; kText: it has none.
Unit FigureOf(BrokenRule rule) {
  switch (rule) {
    case BrokenRule::kUnknownDemandPoint:
    case BrokenRule::kUnknownCommodity:
    case BrokenRule::kUnknownSupplier:
    case BrokenRule::kWrongDate:
    case BrokenRule::kNoRequirement:
    case BrokenRule::kNoOffer:
    case BrokenRule::kInactive:
    case BrokenRule::kNotAvailable:
    case BrokenRule::kLicence:
    case BrokenRule::kBlocked:
    case BrokenRule::kRelatedParty:
    case BrokenRule::kSoldBefore:
    case BrokenRule::kProbation:
    case BrokenRule::kFirstLeg:
      return Unit::kText;
    case BrokenRule::kTravelTime:
      return Unit::kCount;
    case BrokenRule::kPriceCeiling:
      return Unit::kSenPerKg;
    case BrokenRule::kOutOfRange:
      return Unit::kMetres;
    case BrokenRule::kNotWholeQuanta:
    case BrokenRule::kLaneCap:
    case BrokenRule::kOfferCapacity:
    case BrokenRule::kSupplierCapacity:
    case BrokenRule::kNeed:
    case BrokenRule::kContract:
    case BrokenRule::kHandling:
    case BrokenRule::kDelivery:
      return Unit::kGrams;
  }
  return Unit::kText;
}

// Grams are held as quanta in all breaches but one.
std::int64_t ScaleOf(BrokenRule rule, Grams quantum) {
  return FigureOf(rule) == Unit::kGrams && rule != BrokenRule::kNotWholeQuanta ? quantum.value : 1;
}

Cell Figure(BrokenRule rule, std::int64_t value, Grams quantum) {
  const Unit unit = FigureOf(rule);
  if (unit == Unit::kText) return {};
  return Measured{.unit = unit, .value = value * ScaleOf(rule, quantum)};
}

Sentence SayUnknown(const Breach& breach, const char* english, const char* indonesian) {
  Sentence sentence{.english = "there is no " + std::string(english) + " '" + breach.value + "'",
                    .indonesian = "tidak ada " + std::string(indonesian) + " '" + breach.value + "'"};
  if (!breach.nearest.empty()) {
    sentence.english.append("; did you mean '" + breach.nearest + "'?");
    sentence.indonesian.append("; mungkin maksudnya '" + breach.nearest + "'?");
  }
  return sentence;
}

Sentence SayExcess(const Breach& breach, Grams quantum, const std::string& english,
                   const std::string& indonesian) {
  const std::string planned = Kg(breach.planned, quantum), allowed = Kg(breach.allowed, quantum);
  const std::string excess = Kg(breach.planned - breach.allowed, quantum);
  return {.english = english + ": " + planned + " planned, " + allowed + " allowed, " + excess + " too much",
          .indonesian = indonesian + ": direncanakan " + planned + ", paling banyak " + allowed +
                        ", kelebihan " + excess};
}

MissingLicences MissingOf(const Breach& breach, const Base& base) {
  return TellApart(match::SellerOf(base.dataset, base.policy, breach.supplier), breach.value);
}

// Names who would hold the licences, which an aggregator does for all that sell through it.
Sentence SayLicence(const Breach& breach, const Base& base) {
  const MissingLicences missing = MissingOf(breach, base);
  const Names names = NamesOf(breach, base.dataset);
  const std::string& holder = match::SellerOf(base.dataset, base.policy, breach.supplier).id;
  Sentence sentence{holder, holder};
  if (holder != names.supplier) {
    sentence.english += ", through which " + names.supplier + " sells,";
    sentence.indonesian += ", tempat " + names.supplier + " menjual,";
  }
  const Sentence ended = WithLastDays(missing.ended);
  if (missing.never_held.empty()) {
    sentence.english += " no longer holds what " + names.commodity + " requires: " + ended.english;
    sentence.indonesian += " tidak lagi memiliki izin untuk " + names.commodity + ": " + ended.indonesian;
    return sentence;
  }
  sentence.english += " lacks what " + names.commodity + " requires:";
  sentence.indonesian += " belum memiliki izin untuk " + names.commodity + ":";
  for (std::size_t i = 0; i < missing.never_held.size(); ++i) {
    const std::string name = (i == 0 ? " " : ", ") + missing.never_held[i];
    sentence.english += name, sentence.indonesian += name;
  }
  if (missing.ended.empty()) return sentence;
  sentence.english += "; ended: " + ended.english;
  sentence.indonesian += "; yang sudah berakhir: " + ended.indonesian;
  return sentence;
}

Cell Text(std::string text) {
  if (text.empty()) return {};
  return text;
}

Table BrokenRulesTable(const Evaluation& evaluation, const Base& base) {
  Table table{.key = "broken_rules",
              .title = {"Broken rules", "Aturan yang dilanggar"},
              .columns = {{"line", {"Line", "Baris"}, Unit::kCount},
                          {"rule", {"Rule", "Aturan"}, Unit::kText},
                          {"demand_id", {"Demand point", "Titik permintaan"}, Unit::kText},
                          {"commodity", {"Commodity", "Komoditas"}, Unit::kText},
                          {"supplier_id", {"Supplier", "Pemasok"}, Unit::kText},
                          {"planned", {"Planned", "Direncanakan"}, Unit::kAny},
                          {"allowed", {"Allowed", "Paling banyak"}, Unit::kAny},
                          {"excess", {"Too much", "Kelebihan"}, Unit::kAny},
                          {"at_least", {"At least", "Paling sedikit"}, Unit::kAny},
                          {"value", {"Value", "Nilai"}, Unit::kText},
                          {"nearest", {"Did you mean", "Mungkin maksudnya"}, Unit::kText},
                          {"english", {"In words", "Dengan kata-kata"}, Unit::kText},
                          {"indonesian", {"In words", "Dengan kata-kata"}, Unit::kText}},
              .rows = {}};
  std::vector<Cell> dates;
  const Grams quantum = base.policy.quantum;
  for (const Breach& breach : evaluation.fit.breaches) {
    if (table.rows.size() == kMostBreaches) break;
    const Names names = NamesOf(breach, base.dataset);
    const Sentence sentence = Say(breach, base);
    Cell allowed = Figure(breach.rule, breach.allowed, quantum);
    Cell excess = Figure(breach.rule, breach.planned - breach.allowed, quantum), at_least;
    if (breach.rule == BrokenRule::kDelivery) std::swap(allowed, at_least), excess = {};
    table.rows.push_back({breach.line, std::string(WordOf(breach, base)), Text(names.demand_point),
                          Text(names.commodity), Text(names.supplier),
                          Figure(breach.rule, breach.planned, quantum), allowed, excess, at_least,
                          Text(breach.value), Text(breach.nearest), sentence.english, sentence.indonesian});
    dates.push_back(breach.date ? Text(ToIso(*breach.date)) : Cell());
  }
  if (base.question.days > 1)
    InsertColumn(1, {"date", {"Date", "Tanggal"}, Unit::kText}, std::move(dates), table);
  return table;
}

Table RepeatedRowsTable(const Evaluation& evaluation, const Base& base) {
  Table table{.key = "repeated_rows",
              .title = {"Rows that repeat an earlier one", "Baris yang mengulang baris sebelumnya"},
              .columns = {{"line", {"Line", "Baris"}, Unit::kCount},
                          {"first_line", {"Of line", "Dari baris"}, Unit::kCount},
                          {"demand_id", {"Demand point", "Titik permintaan"}, Unit::kText},
                          {"commodity", {"Commodity", "Komoditas"}, Unit::kText},
                          {"supplier_id", {"Supplier", "Pemasok"}, Unit::kText},
                          {"planned", {"Planned", "Direncanakan"}, Unit::kGrams}},
              .rows = {}};
  const Dataset& dataset = base.dataset;
  for (const match::Repeat& repeat : evaluation.fit.repeats) {
    if (table.rows.size() == kMostBreaches) break;
    const match::AllocationLine& row = repeat.row;
    table.rows.push_back({row.line, repeat.first_line, dataset.demand_points[row.demand_point].id,
                          dataset.commodities[row.commodity], dataset.suppliers[row.supplier].id,
                          row.weight.value});
  }
  return table;
}

void SayRepeats(const match::Fit& fit, Report& report) {
  if (fit.repeats.empty()) return;
  const match::Repeat& repeat = fit.repeats.front();
  const std::string line = Number(repeat.row.line), first_line = Number(repeat.first_line);
  const std::string count = Number(std::ssize(fit.repeats));
  const bool one = fit.repeats.size() == 1;
  report.sentences.push_back(
      {(one ? "Line " + line + " is for the same demand point, commodity, supplier and day as line " +
                  first_line + "; their kg are added up."
            : count + " rows are for the same demand point, commodity, supplier and day as an earlier one, " +
                  "such as line " + line + " as line " + first_line +
                  "; their kg are added up: see repeated_rows."),
       (one ? "Baris " + line +
                  " untuk titik permintaan, komoditas, pemasok dan hari yang sama dengan baris " +
                  first_line + "; kg-nya dijumlahkan."
            : count + " baris untuk titik permintaan, komoditas, pemasok dan hari yang sama dengan baris " +
                  "sebelumnya, misalnya baris " + line + " dengan baris " + first_line +
                  "; kg-nya dijumlahkan: lihat repeated_rows.")});
}

Table TotalsTable(const Evaluation& evaluation) {
  Table table{.key = "totals",
              .title = {"The table and the best plan", "Tabel ini dan rencana terbaik"},
              .columns = {{"figure", {"Figure", "Angka"}, Unit::kText},
                          {"by_hand", {"By hand", "Buatan sendiri"}, Unit::kAny},
                          {"best", {"Best", "Terbaik"}, Unit::kAny},
                          {"difference", {"Difference", "Selisih"}, Unit::kAny},
                          {"difference_share", {"Of the best", "Dari yang terbaik"}, Unit::kShare}},
              .rows = {}};
  const match::Totals& is = evaluation.plan.totals;
  const match::Totals& best = evaluation.best.totals;
  const auto add = [&](const char* figure, Unit unit, std::int64_t by_hand, std::int64_t could_be) {
    Cell share;
    if (could_be != 0) share = static_cast<double>(by_hand - could_be) / static_cast<double>(could_be);
    table.rows.push_back({std::string(figure), Measured{unit, by_hand}, Measured{unit, could_be},
                          Measured{unit, by_hand - could_be}, share});
  };
  const std::int64_t grams = evaluation.plan.quantum.value;
  add("demand", Unit::kGrams, is.demand * grams, best.demand * grams);
  add("allocated", Unit::kGrams, is.allocated * grams, best.allocated * grams);
  add("shortage", Unit::kGrams, is.shortage * grams, best.shortage * grams);
  add("money", Unit::kSen, is.money, best.money);
  add("preference", Unit::kSen, is.preference, best.preference);
  add("penalty", Unit::kSen, is.penalty, best.penalty);
  if (is.carried != 0 || best.carried != 0) add("carried", Unit::kSen, is.carried, best.carried);
  add("objective", Unit::kSen, is.money + is.preference + is.penalty + is.carried,
      best.money + best.preference + best.penalty + best.carried);
  for (int tier = 0; tier < kTiers; ++tier) {
    const std::string key = "tier_" + std::string(ToWord(static_cast<Tier>(tier)));
    add(key.c_str(), Unit::kGrams, is.by_tier[tier] * grams, best.by_tier[tier] * grams);
  }
  for (int kind = 0; kind < kSupplierKinds; ++kind) {
    const std::string key = "kind_" + std::string(ToWord(static_cast<SupplierKind>(kind)));
    add(key.c_str(), Unit::kGrams, is.by_kind[kind] * grams, best.by_kind[kind] * grams);
  }
  add("suppliers_used", Unit::kCount, is.suppliers_used, best.suppliers_used);
  add("deliveries", Unit::kCount, is.deliveries, best.deliveries);
  return table;
}

Table CommoditiesTable(const Evaluation& evaluation, const Base& base) {
  struct Sums {
    std::int64_t short_by_hand = 0, short_best = 0, money_by_hand = 0, money_best = 0;
  };
  std::vector<Sums> sums(base.dataset.commodities.size());
  for (const match::Shortage& row : evaluation.plan.shortages)
    sums[row.commodity].short_by_hand += row.quanta;
  for (const match::Shortage& row : evaluation.best.shortages) sums[row.commodity].short_best += row.quanta;
  for (const match::Allocation& row : evaluation.plan.allocations)
    sums[row.commodity].money_by_hand += row.quanta * row.unit_money;
  for (const match::Allocation& row : evaluation.best.allocations)
    sums[row.commodity].money_best += row.quanta * row.unit_money;
  Table table{.key = "commodities",
              .title = {"By commodity", "Menurut komoditas"},
              .columns = {{"commodity", {"Commodity", "Komoditas"}, Unit::kText},
                          {"shortage_by_hand", {"Short by hand", "Kekurangan buatan sendiri"}, Unit::kGrams},
                          {"shortage_best", {"Short at best", "Kekurangan terbaik"}, Unit::kGrams},
                          {"money_by_hand", {"Money by hand", "Uang buatan sendiri"}, Unit::kSen},
                          {"money_best", {"Money at best", "Uang terbaik"}, Unit::kSen}},
              .rows = {}};
  const std::int64_t grams = base.policy.quantum.value;
  for (std::size_t k = 0; k < sums.size(); ++k) {
    table.rows.push_back({base.dataset.commodities[k], sums[k].short_by_hand * grams,
                          sums[k].short_best * grams, sums[k].money_by_hand, sums[k].money_best});
  }
  return table;
}

Table RulesTable(const Evaluation& evaluation, const Base& base) {
  std::map<std::pair<BrokenRule, std::string_view>, std::int64_t> counts;
  for (const Breach& breach : evaluation.fit.breaches) ++counts[{breach.rule, WordOf(breach, base)}];
  Table table{.key = "rules",
              .title = {"How often each rule is broken", "Berapa kali tiap aturan dilanggar"},
              .columns = {{"rule", {"Rule", "Aturan"}, Unit::kText},
                          {"breaches", {"Breaches", "Pelanggaran"}, Unit::kCount}},
              .rows = {}};
  for (const auto& [rule, count] : counts) table.rows.push_back({std::string(rule.second), count});
  return table;
}

void SayDistance(const Evaluation& evaluation, Grams quantum, Report& report) {
  const std::string objective = Rupiah(evaluation.objective()), money = Rupiah(evaluation.money);
  const std::string preference = Rupiah(evaluation.preference), penalty = Rupiah(evaluation.penalty);
  if (evaluation.objective() == 0) {
    report.sentences.push_back({"No plan that keeps the rules is better than this one.",
                                "Tidak ada rencana yang mematuhi aturan dan lebih baik daripada ini."});
    return;
  }
  if (evaluation.objective() < 0) {  // only of a best plan that rules moved, which isn't proven
    const std::string better = Rupiah(-evaluation.objective());
    report.sentences.push_back(
        {"What is lawful of it lies " + better +
             " below the best plan found, which rules keep from being proven optimal.",
         "Bagian yang sah berada " + better +
             " di bawah rencana terbaik yang ditemukan, yang karena aturan tidak dapat dibuktikan terbaik."});
    return;
  }
  const std::string carried = Rupiah(evaluation.carried);
  const bool any_carried = evaluation.carried != 0;
  report.sentences.push_back(
      {"What is lawful of it lies " + objective + " above the best plan: " + money + " in money, " +
           preference + " in surcharges, " + penalty + " in penalties for shortages" +
           (any_carried ? ", " + carried + " for keeping food and letting it stand in for other food." : "."),
       "Bagian yang sah berada " + objective + " di atas rencana terbaik: " + money + " berupa uang, " +
           preference + " berupa tambahan preferensi, " + penalty + " berupa denda kekurangan" +
           (any_carried ? ", " + carried + " untuk menyimpan dan mengganti bahan." : ".")});
  if (evaluation.shortage == 0) return;
  const bool more = evaluation.shortage > 0;
  const std::string kg = Kg(more ? evaluation.shortage : -evaluation.shortage, quantum);
  report.sentences.push_back(
      {"It leaves " + kg + (more ? " more" : " less") + " unserved than the best plan.",
       "Kekurangannya " + kg + (more ? " lebih banyak" : " lebih sedikit") + " daripada rencana terbaik."});
}

}  // namespace

std::string_view WordOf(const Breach& breach, const Base& base) {
  const bool ended = breach.rule == BrokenRule::kLicence && MissingOf(breach, base).never_held.empty();
  return ended ? "licence_ended" : ToWord(breach.rule);
}

Sentence Say(const Breach& breach, const Base& base) {
  const Names names = NamesOf(breach, base.dataset);
  const std::string& demand = names.demand_point;
  const std::string& commodity = names.commodity;
  const std::string& supplier = names.supplier;
  const Grams quantum = base.policy.quantum;
  switch (breach.rule) {
    case BrokenRule::kUnknownDemandPoint:
      return SayUnknown(breach, "demand point", "titik permintaan");
    case BrokenRule::kUnknownCommodity:
      return SayUnknown(breach, "commodity", "komoditas");
    case BrokenRule::kUnknownSupplier:
      return SayUnknown(breach, "supplier", "pemasok");
    case BrokenRule::kWrongDate:
      if (breach.value.empty()) {
        return {"several days are planned, and no date says which is meant",
                "beberapa hari direncanakan, dan tidak ada tanggal yang menunjukkannya"};
      }
      if (base.question.days > 1) {
        return {breach.value + " isn't one of the planned days",
                breach.value + " bukan salah satu hari yang direncanakan"};
      }
      if (!base.question.date) {
        return {breach.value + " isn't the planned day; leave the date out, or plan that day (--date)",
                breach.value +
                    " bukan hari yang direncanakan; kosongkan tanggalnya, atau rencanakan hari itu "
                    "(--date)"};
      }
      return {breach.value + " isn't the planned day, which is " + ToIso(*base.question.date),
              breach.value + " bukan hari yang direncanakan, yaitu " + ToIso(*base.question.date)};
    case BrokenRule::kNoRequirement: {
      const bool days = base.question.days > 1 && breach.date;
      const std::string day = days ? ToIso(*breach.date) : "the planned day";
      const std::string hari = days ? "tanggal " + ToIso(*breach.date) : "hari itu";
      return {demand + " needs no " + commodity + " on " + day + ", or isn't asked about",
              demand + " tidak membutuhkan " + commodity + " pada " + hari +
                  ", atau di luar wilayah yang diminta"};
    }
    case BrokenRule::kNoOffer:
      return {supplier + " doesn't offer " + commodity, supplier + " tidak menawarkan " + commodity};
    case BrokenRule::kInactive:
      return {supplier + " is inactive", supplier + " tidak aktif"};
    case BrokenRule::kNotAvailable:
      return {supplier + "'s offer of " + commodity + " isn't available that day",
              "tawaran " + commodity + " dari " + supplier + " tidak tersedia pada hari itu"};
    case BrokenRule::kLicence:
      return SayLicence(breach, base);
    case BrokenRule::kPriceCeiling:
      return {supplier + " asks " + RupiahPerKg(breach.planned) + " for " + commodity + ", " +
                  Rupiah(breach.planned - breach.allowed) + " above the ceiling of " +
                  RupiahPerKg(breach.allowed),
              supplier + " meminta " + RupiahPerKg(breach.planned) + " untuk " + commodity + ", " +
                  Rupiah(breach.planned - breach.allowed) + " di atas harga tertinggi " +
                  RupiahPerKg(breach.allowed)};
    case BrokenRule::kBlocked:
      return {supplier + " is blocked for " + demand, supplier + " diblokir untuk " + demand};
    case BrokenRule::kRelatedParty:
      return {supplier + " belongs to the owner's group of " + demand,
              supplier + " satu kelompok pemilik dengan " + demand};
    case BrokenRule::kOutOfRange:
      return {supplier + " is " + Km({breach.planned}) + " away from " + demand + "; " + commodity +
                  " may come from " + Km({breach.allowed}) +
                  " at most: " + Km({breach.planned - breach.allowed}) + " too far",
              supplier + " berjarak " + Km({breach.planned}) + " dari " + demand + "; " + commodity +
                  " paling jauh dari " + Km({breach.allowed}) + ", kelebihan " +
                  Km({breach.planned - breach.allowed})};
    case BrokenRule::kTravelTime:
      return {supplier + " is " + Number(breach.planned) + " minutes away from " + demand + "; " + commodity +
                  " may take " + Number(breach.allowed) + " at most",
              supplier + " berjarak " + Number(breach.planned) + " menit dari " + demand + "; " + commodity +
                  " paling lama " + Number(breach.allowed) + " menit"};
    case BrokenRule::kProbation:
      return {supplier + " is new, and may sell no " + commodity + " or no more of it yet",
              supplier + " pemasok baru, dan belum boleh menjual " + commodity + " lagi"};
    case BrokenRule::kSoldBefore:
      return {supplier + " has nothing left of " + commodity + ": others have taken it, or it is less than " +
                  Kg(1, quantum),
              supplier + " tidak punya sisa " + commodity + ": sudah diambil pihak lain, atau kurang dari " +
                  Kg(1, quantum)};
    case BrokenRule::kNotWholeQuanta:
      return {Kg(breach.planned, {1}) + " isn't a multiple of " + Kg(1, quantum) + "; " +
                  Kg(breach.allowed, {1}) + " count",
              Kg(breach.planned, {1}) + " bukan kelipatan " + Kg(1, quantum) + "; yang dihitung " +
                  Kg(breach.allowed, {1})};
    case BrokenRule::kLaneCap:
      return SayExcess(breach, quantum, commodity + " of one supplier, " + supplier + ", at " + demand,
                       commodity + " dari satu pemasok, " + supplier + ", di " + demand);
    case BrokenRule::kOfferCapacity:
      return SayExcess(breach, quantum, commodity + " of " + supplier, commodity + " dari " + supplier);
    case BrokenRule::kSupplierCapacity:
      return SayExcess(breach, quantum, "everything of " + supplier, "semua dari " + supplier);
    case BrokenRule::kNeed:
      return SayExcess(breach, quantum, commodity + " for " + demand, commodity + " untuk " + demand);
    case BrokenRule::kFirstLeg:
      return {supplier + " is too far from the aggregator that it sells through",
              supplier + " terlalu jauh dari pengumpul tempat ia menjual"};
    case BrokenRule::kHandling:
      return SayExcess(breach, quantum, "everything through the aggregator of " + supplier,
                       "semua lewat pengumpul " + supplier);
    case BrokenRule::kContract:
      return SayExcess(breach, quantum,
                       commodity + " of " + supplier + " for " + demand + " by their contract",
                       commodity + " dari " + supplier + " untuk " + demand + " menurut kontraknya");
    case BrokenRule::kDelivery:
      return {Kg(breach.planned, quantum) + " of " + commodity + " of " + supplier + " for " + demand +
                  " is no whole delivery, which is " + Kg(breach.allowed, quantum) + " at least",
              Kg(breach.planned, quantum) + " " + commodity + " dari " + supplier + " untuk " + demand +
                  " bukan pengiriman utuh, yang paling sedikit " + Kg(breach.allowed, quantum)};
  }
  return {};
}

Report ToReport(const Evaluation& evaluation, const Base& base) {
  const match::Fit& fit = evaluation.fit;
  Report report;
  const std::string rows = Number(fit.rows), kg = Kg(fit.grams, {1}), lawful = Kg(fit.lawful_grams, {1});
  const std::int64_t broken = std::ssize(fit.breaches);
  report.sentences.push_back(
      {Counted(fit.rows, "row plans ", "rows plan ") + kg + "; " + lawful + " of it keep the rules.",
       rows + " baris merencanakan " + kg + "; " + lawful + " di antaranya mematuhi aturan."});
  report.sentences.push_back(broken == 0
                                 ? Sentence{"No rule is broken.", "Tidak ada aturan yang dilanggar."}
                                 : Sentence{Counted(broken, "time a rule is broken; see broken_rules.",
                                                    "times a rule is broken; see broken_rules."),
                                            Number(broken) + " kali aturan dilanggar; lihat broken_rules."});
  SayRepeats(fit, report);
  SayDistance(evaluation, base.policy.quantum, report);
  report.tables = {TotalsTable(evaluation), CommoditiesTable(evaluation, base), RulesTable(evaluation, base),
                   BrokenRulesTable(evaluation, base), RepeatedRowsTable(evaluation, base)};
  return report;
}

}  // namespace pasok::study
