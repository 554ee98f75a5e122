#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

#include "engine/study/broken_together.h"
#include "engine/study/evaluate.h"
#include "engine/study/evaluate_words.h"
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

// `of_best`: the best plan's, where there is one beside the table.
Table RulesTable(const Evaluation& evaluation, const std::vector<BrokenTogether>& together,
                 const std::vector<BrokenTogether>& of_best, const Base& base) {
  // Those that a row breaks by itself come first.
  std::map<std::pair<BrokenRule, std::string_view>, std::int64_t> alone;
  for (const Breach& breach : evaluation.fit.breaches) ++alone[{breach.rule, WordOf(breach, base)}];
  struct Counts {
    std::string_view rule;
    std::int64_t breaches = 0, best = 0;
  };
  std::vector<Counts> counts;
  for (const auto& [rule, count] : alone) counts.push_back({.rule = rule.second, .breaches = count});
  const auto of = [&](std::string_view rule) -> Counts& {
    const auto row = std::ranges::find(counts, rule, &Counts::rule);
    return row == counts.end() ? counts.emplace_back(Counts{.rule = rule}) : *row;
  };
  for (const BrokenTogether& broken : together) ++of(WordOf(broken)).breaches;
  for (const BrokenTogether& broken : of_best) ++of(WordOf(broken)).best;
  Table table{.key = "rules",
              .title = {"How often each rule is broken", "Berapa kali tiap aturan dilanggar"},
              .columns = {{"rule", {"Rule", "Aturan"}, Unit::kText},
                          {"breaches", {"Breaches", "Pelanggaran"}, Unit::kCount}},
              .rows = {}};
  if (evaluation.complete)
    table.columns.push_back({"best", {"By the best plan", "Oleh rencana terbaik"}, Unit::kCount});
  for (const Counts& row : counts) {
    table.rows.push_back({std::string(row.rule), row.breaches});
    if (evaluation.complete) table.rows.back().emplace_back(row.best);
  }
  return table;
}

}  // namespace

Report ToReport(const Evaluation& evaluation, const Base& base) {
  Report report;
  std::vector<BrokenTogether> together, of_best;
  if (evaluation.complete) {
    together = FindBrokenTogether(evaluation.plan, base);
    of_best = FindBrokenTogether(evaluation.best, base);
  }
  report.sentences = SentencesOf(evaluation, together, of_best, base);
  report.complete = evaluation.complete;
  if (evaluation.complete) report.tables = {TotalsTable(evaluation), CommoditiesTable(evaluation, base)};
  report.tables.push_back(RulesTable(evaluation, together, of_best, base));
  report.tables.push_back(BrokenRulesTable(evaluation, together, base));
  report.tables.push_back(RepeatedRowsTable(evaluation, base));
  return report;
}

}  // namespace pasok::study
