#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

#include "engine/study/broken_together.h"
#include "engine/study/evaluate.h"
#include "engine/study/wording.h"

namespace pasok::study {
namespace {

using match::Breach;
using match::BrokenRule;

constexpr std::size_t kMostBreaches = 10'000;  // rows of broken_rules; the counts in `rules` are exact

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

Cell Text(std::string text) {
  if (text.empty()) return {};
  return text;
}

Cell IdOf(const auto& rows, std::int32_t index) { return index == kNone ? Cell() : Cell(rows[index].id); }

Cell CommodityOf(const Dataset& dataset, std::int32_t index) {
  return index == kNone ? Cell() : Cell(dataset.commodities[index]);
}

Cell DateOf(const std::optional<Date>& date) { return date ? Cell(ToIso(*date)) : Cell(); }

std::vector<Cell> RowOf(const Breach& breach, const Base& base) {
  const Dataset& dataset = base.dataset;
  const Grams quantum = base.policy.quantum;
  const Sentence sentence = Say(breach, base);
  Cell allowed = Figure(breach.rule, breach.allowed, quantum);
  Cell excess = Figure(breach.rule, breach.planned - breach.allowed, quantum), at_least;
  if (breach.rule == BrokenRule::kDelivery) std::swap(allowed, at_least), excess = {};
  return {breach.line,
          std::string(WordOf(breach, base)),
          IdOf(dataset.demand_points, breach.demand_point),
          CommodityOf(dataset, breach.commodity),
          IdOf(dataset.suppliers, breach.supplier),
          Figure(breach.rule, breach.planned, quantum),
          allowed,
          excess,
          at_least,
          Text(breach.value),
          Text(breach.nearest),
          sentence.english,
          sentence.indonesian};
}

// No one line breaks it.
std::vector<Cell> RowOf(const BrokenTogether& broken, const Base& base) {
  const Dataset& dataset = base.dataset;
  const Sentence sentence = Say(broken, base);
  Cell allowed = broken.limit, at_least;
  Cell excess = Measured{
      .unit = broken.limit.unit,
      .value = std::get<std::int64_t>(broken.planned.value) - std::get<std::int64_t>(broken.limit.value)};
  if (IsAFloor(broken.rule)) std::swap(allowed, at_least), excess = {};
  return {Cell(),
          std::string(WordOf(broken)),
          IdOf(dataset.demand_points, broken.demand_point),
          CommodityOf(dataset, broken.commodity),
          IdOf(dataset.suppliers, broken.supplier),
          broken.planned,
          allowed,
          excess,
          at_least,
          broken.region == kNone ? Cell() : Cell(dataset.regions[broken.region].code),
          Cell(),
          sentence.english,
          sentence.indonesian};
}

Table BrokenRulesTable(const Evaluation& evaluation, const std::vector<BrokenTogether>& together,
                       const Base& base) {
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
  const auto add = [&](const auto& broken) {
    if (table.rows.size() == kMostBreaches) return;
    table.rows.push_back(RowOf(broken, base));
    dates.push_back(DateOf(broken.date));
  };
  std::ranges::for_each(evaluation.fit.breaches, add);
  std::ranges::for_each(together, add);
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

// Quanta that serve out of what kitchens have at the beginning.
std::int64_t FromStock(const match::Plan& plan) {
  std::int64_t quanta = 0;
  for (const match::Carried& row : plan.carried) {
    if (row.way == match::Carried::Way::kStock) quanta += row.quanta;
  }
  return quanta;
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
  const std::int64_t from_stock = FromStock(evaluation.plan), best_from_stock = FromStock(evaluation.best);
  if (from_stock != 0 || best_from_stock != 0)
    add("from_stock", Unit::kGrams, from_stock * grams, best_from_stock * grams);
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

Table RulesTable(const Evaluation& evaluation, const std::vector<BrokenTogether>& together,
                 const Base& base) {
  // Those that a row breaks by itself come first.
  std::map<std::pair<BrokenRule, std::string_view>, std::int64_t> alone;
  for (const Breach& breach : evaluation.fit.breaches) ++alone[{breach.rule, WordOf(breach, base)}];
  Table table{.key = "rules",
              .title = {"How often each rule is broken", "Berapa kali tiap aturan dilanggar"},
              .columns = {{"rule", {"Rule", "Aturan"}, Unit::kText},
                          {"breaches", {"Breaches", "Pelanggaran"}, Unit::kCount}},
              .rows = {}};
  for (const auto& [rule, count] : alone) table.rows.push_back({std::string(rule.second), count});
  for (const BrokenTogether& broken : together) {
    const Cell word = std::string(WordOf(broken));
    const auto row = std::ranges::find(table.rows, word, [](const auto& cells) { return cells[0]; });
    if (row == table.rows.end()) {
      table.rows.push_back({word, std::int64_t{1}});
    } else {
      ++std::get<std::int64_t>((*row)[1]);
    }
  }
  return table;
}

// Whether it breaks a rule that the best plan keeps, or breaks less.
bool BreaksMore(const std::vector<BrokenTogether>& together, const std::vector<BrokenTogether>& of_best) {
  const auto key = [](const BrokenTogether& broken) {
    return std::tie(broken.rule, broken.date, broken.demand_point, broken.commodity, broken.supplier,
                    broken.region);
  };
  return std::ranges::any_of(together, [&](const BrokenTogether& broken) {
    const auto same =
        std::ranges::find_if(of_best, [&](const BrokenTogether& other) { return key(other) == key(broken); });
    if (same == of_best.end()) return true;
    return IsAFloor(broken.rule) ? broken.planned.value < same->planned.value
                                 : same->planned.value < broken.planned.value;
  });
}

void SayDistance(const Evaluation& evaluation, const std::vector<BrokenTogether>& together, const Base& base,
                 Report& report) {
  const bool any_together = !together.empty();
  const Grams quantum = base.policy.quantum;
  const std::string objective = Rupiah(evaluation.objective()), money = Rupiah(evaluation.money);
  const std::string preference = Rupiah(evaluation.preference), penalty = Rupiah(evaluation.penalty);
  if (evaluation.objective() == 0 && any_together) {
    report.sentences.push_back(
        {"What is lawful of it costs as much as the best plan, apart from the rules that its rows break "
         "together.",
         "Bagian yang sah sama biayanya dengan rencana terbaik, di luar aturan yang dilanggar baris-barisnya "
         "bersama-sama."});
    return;
  }
  const bool proven = evaluation.best.certificate.primal == evaluation.best.certificate.dual;
  if (evaluation.objective() == 0 && (!proven || !evaluation.fit.breaches.empty())) {
    const bool whole = evaluation.fit.breaches.empty();
    report.sentences.push_back(
        {std::string(whole ? "It" : "What is lawful of it") + " is as good as the best plan" +
             (proven ? "." : " found, which isn't proven optimal."),
         std::string(whole ? "Rencana ini" : "Bagian yang sah") + " sama baiknya dengan rencana terbaik" +
             (proven ? "." : " yang ditemukan, yang tidak terbukti terbaik.")});
    return;
  }
  if (evaluation.objective() == 0) {
    report.sentences.push_back({"No plan that keeps the rules is better than this one.",
                                "Tidak ada rencana yang mematuhi aturan dan lebih baik daripada ini."});
    return;
  }
  if (evaluation.objective() < 0) {  // only where rules moved the best plan, or it keeps contracts
    const std::string better = Rupiah(-evaluation.objective());
    if (BreaksMore(together, FindBrokenTogether(evaluation.best, base))) {
      report.sentences.push_back(
          {"What is lawful of it lies " + better +
               " below the best plan, which keeps to rules that this one breaks, as far as it can.",
           "Bagian yang sah berada " + better +
               " di bawah rencana terbaik, yang sedapat mungkin mematuhi aturan yang dilanggar di sini."});
      return;
    }
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

Report ToReport(const Evaluation& evaluation, const Base& base) {
  const match::Fit& fit = evaluation.fit;
  Report report;
  const std::string rows = Number(fit.rows), kg = Kg(fit.grams, {1}), lawful = Kg(fit.lawful_grams, {1});
  std::vector<BrokenTogether> together;
  if (evaluation.complete) together = FindBrokenTogether(evaluation.plan, base);
  const std::int64_t broken = std::ssize(fit.breaches) + std::ssize(together);
  const bool by_row = !evaluation.complete || !together.empty();
  report.sentences.push_back({Counted(fit.rows, "row plans ", "rows plan ") + kg + "; " + lawful +
                                  " of it keep the rules" + (by_row ? " row by row." : "."),
                              rows + " baris merencanakan " + kg + "; " + lawful +
                                  " di antaranya mematuhi aturan" + (by_row ? " baris demi baris." : ".")});
  report.sentences.push_back(
      broken == 0
          ? (evaluation.complete ? Sentence{"No rule is broken.", "Tidak ada aturan yang dilanggar."}
                                 : Sentence{"No row by itself breaks a rule.",
                                            "Tidak ada baris yang dengan sendirinya melanggar aturan."})
          : Sentence{
                (broken == 1 ? "A rule is broken once" : "Rules are broken " + Number(broken) + " times") +
                    std::string("; see broken_rules."),
                Number(broken) + " kali aturan dilanggar; lihat broken_rules."});
  SayRepeats(fit, report);
  report.complete = evaluation.complete;
  if (evaluation.complete) {
    SayDistance(evaluation, together, base, report);
    report.tables = {TotalsTable(evaluation), CommoditiesTable(evaluation, base)};
  } else {
    report.sentences.push_back(
        {"It was stopped before the table could be held against the best plan: this is what its rows break "
         "one "
         "by one.",
         "Dihentikan sebelum tabel ini dapat dibandingkan dengan rencana terbaik: inilah yang dilanggar "
         "baris-barisnya satu per satu."});
  }
  report.tables.push_back(RulesTable(evaluation, together, base));
  report.tables.push_back(BrokenRulesTable(evaluation, together, base));
  report.tables.push_back(RepeatedRowsTable(evaluation, base));
  return report;
}

}  // namespace pasok::study
