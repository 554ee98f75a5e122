#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/study/compare.h"
#include "engine/study/wording.h"

namespace pasok::study {
namespace {

struct Figure {
  std::string key;
  std::optional<Measured> value;  // nullopt: this answer hasn't got it
};

Figure Whole(std::string key, Unit unit, std::int64_t value) {
  return {.key = std::move(key), .value = Measured{.unit = unit, .value = value}};
}

Figure WholeOrNone(std::string key, Unit unit, const std::optional<std::int64_t>& value) {
  return value ? Whole(std::move(key), unit, *value) : Figure{.key = std::move(key), .value = std::nullopt};
}

Figure Share(std::string key, std::int64_t part, std::int64_t whole) {
  const double share = whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
  return {.key = std::move(key), .value = Measured{.unit = Unit::kShare, .value = share}};
}

// Whether it holds of any answer.
bool Any(const Comparison& comparison, const auto& holds) {
  return holds(comparison.base) || std::ranges::any_of(comparison.scenarios, [&](const Compared& compared) {
           return compared.outcome && holds(*compared.outcome);
         });
}

// The figures that stand in a report only where an answer has them: keeping food or letting it stand in for
// other food counts something, or the policy, which a scenario may change, has the rule.
struct Shown {
  bool carried = false, budgets = false, shares = false, few_suppliers = false;
};

Shown ShownIn(const Comparison& comparison) {
  return {.carried = Any(comparison, [](const Outcome& each) { return each.totals.carried != 0; }),
          .budgets = Any(comparison, [](const Outcome& each) { return each.budgets.has_value(); }),
          .shares = Any(comparison, [](const Outcome& each) { return each.shares_off_limit.has_value(); }),
          .few_suppliers = Any(comparison, [](const Outcome& each) {
            return each.kitchen_days_with_few_suppliers.has_value();
          })};
}

// The figures of an answer, in the order of the tables: of all answers the same ones. What is planned rank by
// rank has no sum that could lie beside one that weighs all aims.
std::vector<Figure> FiguresOf(const Outcome& outcome, const Shown& shown) {
  const match::Totals& totals = outcome.totals;
  const auto weighted = [&](std::int64_t sen) {
    return outcome.is_by_rank ? std::nullopt : std::optional(sen);
  };
  std::vector<Figure> figures{
      Whole("demand", Unit::kGrams, outcome.InGrams(totals.demand)),
      Whole("allocated", Unit::kGrams, outcome.InGrams(totals.allocated)),
      Whole("shortage", Unit::kGrams, outcome.InGrams(totals.shortage)),
      Whole("money", Unit::kSen, totals.money),
      WholeOrNone("preference", Unit::kSen, weighted(totals.preference)),
      Whole("penalty", Unit::kSen, totals.penalty),
      WholeOrNone("objective", Unit::kSen, weighted(outcome.objective)),
      Whole("gap", Unit::kSen, outcome.objective - outcome.bound),
  };
  for (std::size_t tier = 0; tier < totals.by_tier.size(); ++tier) {
    figures.push_back(Share("tier_" + std::string(ToWord(static_cast<Tier>(tier))), totals.by_tier[tier],
                            totals.allocated));
  }
  for (std::size_t kind = 0; kind < totals.by_kind.size(); ++kind) {
    figures.push_back(Share("kind_" + std::string(ToWord(static_cast<SupplierKind>(kind))),
                            totals.by_kind[kind], totals.allocated));
  }
  const auto& spread = totals.suppliers_per_demand_point;
  figures.push_back(Whole("suppliers_used", Unit::kCount, totals.suppliers_used));
  figures.push_back(Whole("deliveries", Unit::kCount, totals.deliveries));
  figures.push_back(Whole("suppliers_per_demand_point_min", Unit::kCount, spread.min));
  figures.push_back({"suppliers_per_demand_point_median", Measured{Unit::kNumber, spread.median}});
  figures.push_back(Whole("suppliers_per_demand_point_max", Unit::kCount, spread.max));
  figures.push_back(Whole("above_ceiling", Unit::kGrams, outcome.InGrams(totals.above_ceiling_quanta)));
  if (shown.carried) figures.push_back(Whole("carried", Unit::kSen, totals.carried));
  if (shown.budgets) {
    std::optional<std::int64_t> over, over_by;
    if (outcome.budgets) over = outcome.budgets->over, over_by = outcome.budgets->over_by;
    figures.push_back(WholeOrNone("kitchen_days_over_budget", Unit::kCount, over));
    figures.push_back(WholeOrNone("over_budget", Unit::kSen, over_by));
  }
  if (shown.shares)
    figures.push_back(WholeOrNone("shares_off_limit", Unit::kCount, outcome.shares_off_limit));
  if (shown.few_suppliers) {
    figures.push_back(WholeOrNone("kitchen_days_with_few_suppliers", Unit::kCount,
                                  outcome.kitchen_days_with_few_suppliers));
  }
  return figures;
}

Cell ToCell(const std::optional<Measured>& figure) { return figure ? Cell(*figure) : Cell(); }

double NumberOf(const Measured& measured) {
  return std::visit([](auto value) { return static_cast<double>(value); }, measured.value);
}

Measured Less(const Measured& value, const Measured& base) {
  if (const auto* whole = std::get_if<std::int64_t>(&value.value)) {
    return {.unit = value.unit, .value = *whole - std::get<std::int64_t>(base.value)};
  }
  return {.unit = value.unit, .value = std::get<double>(value.value) - std::get<double>(base.value)};
}

Cell ShareOf(const Measured& difference, const Measured& base) {
  if (NumberOf(base) == 0) return {};
  return NumberOf(difference) / NumberOf(base);
}

Table InputsTable(const Comparison& comparison) {
  Table table{.key = "inputs",
              .title = {"What each scenario changes", "Yang diubah tiap skenario"},
              .columns = {{"scenario", {"Scenario", "Skenario"}, Unit::kText},
                          {"change", {"Change", "Perubahan"}, Unit::kText},
                          {"suppliers", {"Suppliers", "Pemasok"}, Unit::kCount},
                          {"offers", {"Offers", "Tawaran"}, Unit::kCount},
                          {"demand_points", {"Demand points", "Titik permintaan"}, Unit::kCount},
                          {"requirements", {"Requirements", "Kebutuhan"}, Unit::kCount},
                          {"regions", {"Regions", "Wilayah"}, Unit::kCount},
                          {"distances", {"Listed roads", "Jarak yang terdaftar"}, Unit::kCount},
                          {"blocks", {"Blocked pairs", "Pasangan yang diblokir"}, Unit::kCount},
                          {"policy_keys", {"Policy keys", "Kunci kebijakan"}, Unit::kCount}},
              .rows = {}};
  for (const Compared& compared : comparison.scenarios) {
    for (std::size_t i = 0; i < compared.touched.size(); ++i) {
      const Touched& touched = compared.touched[i];
      table.rows.push_back({compared.name, compared.changes[i], touched.suppliers, touched.offers,
                            touched.demand_points, touched.requirements, touched.regions, touched.distances,
                            touched.blocks, touched.policy_keys});
    }
  }
  return table;
}

// One column for each scenario that has an outcome.
Table SideBySideTable(const Comparison& comparison, const ComparisonView& view) {
  Table table{.key = "side_by_side",
              .title = {"Side by side", "Berdampingan"},
              .columns = {{"figure", {"Figure", "Angka"}, Unit::kText},
                          {"base", {"Base", "Rencana dasar"}, Unit::kAny}},
              .rows = {}};
  const Shown shown = ShownIn(comparison);
  std::vector<std::vector<Figure>> answers{FiguresOf(comparison.base, shown)};
  for (std::size_t i = 0; i < comparison.scenarios.size(); ++i) {
    const Compared& compared = comparison.scenarios[i];
    if (!compared.outcome) continue;
    table.columns.push_back(
        {"scenario_" + std::to_string(i + 1), {compared.name, compared.name}, Unit::kAny});
    answers.push_back(FiguresOf(*compared.outcome, shown));
  }
  const std::vector<Figure>& base = answers.front();
  for (std::size_t f = 0; f < base.size(); ++f) {
    const bool differs = std::ranges::any_of(
        answers, [&](const std::vector<Figure>& figures) { return figures[f].value != base[f].value; });
    if (view.only_differences && !differs) continue;
    std::vector<Cell> row{base[f].key};
    for (const std::vector<Figure>& figures : answers) row.push_back(ToCell(figures[f].value));
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table OutcomesTable(const Comparison& comparison, const ComparisonView& view) {
  Table table{.key = "outcomes",
              .title = {"Each scenario and the base", "Tiap skenario dan rencana dasar"},
              .columns = {{"scenario", {"Scenario", "Skenario"}, Unit::kText},
                          {"figure", {"Figure", "Angka"}, Unit::kText},
                          {"base", {"Base", "Rencana dasar"}, Unit::kAny},
                          {"value", {"Value", "Nilai"}, Unit::kAny},
                          {"difference", {"Difference", "Selisih"}, Unit::kAny},
                          {"difference_share", {"Of the base", "Dari rencana dasar"}, Unit::kShare}},
              .rows = {}};
  const Shown shown = ShownIn(comparison);
  const std::vector<Figure> base = FiguresOf(comparison.base, shown);
  for (const Compared& compared : comparison.scenarios) {
    if (!compared.outcome) continue;
    const std::vector<Figure> figures = FiguresOf(*compared.outcome, shown);
    for (std::size_t f = 0; f < base.size(); ++f) {
      const std::optional<Measured>&before = base[f].value, &now = figures[f].value;
      if (!before && !now) continue;  // of another scenario
      if (view.only_differences && before == now) continue;
      Cell difference, share;
      if (before && now) difference = Less(*now, *before), share = ShareOf(Less(*now, *before), *before);
      table.rows.push_back({compared.name, base[f].key, ToCell(before), ToCell(now), difference, share});
    }
  }
  return table;
}

Table KabupatenTable(const Comparison& comparison, const Base& base, const ComparisonView& view) {
  Table table{.key = "by_kabupaten",
              .title = {"Sales of suppliers and costs of kitchens by kabupaten",
                        "Penjualan pemasok dan biaya dapur menurut kabupaten"},
              .columns = {{"scenario", {"Scenario", "Skenario"}, Unit::kText},
                          {"kabupaten", {"Code", "Kode"}, Unit::kText},
                          {"name", {"Kabupaten", "Kabupaten"}, Unit::kText},
                          {"sales_base", {"Sales before", "Penjualan sebelumnya"}, Unit::kSen},
                          {"sales", {"Sales", "Penjualan"}, Unit::kSen},
                          {"sales_difference", {"Difference", "Selisih"}, Unit::kSen},
                          {"costs_base", {"Costs before", "Biaya sebelumnya"}, Unit::kSen},
                          {"costs", {"Costs", "Biaya"}, Unit::kSen},
                          {"costs_difference", {"Difference", "Selisih"}, Unit::kSen},
                          {"received_base", {"Delivered before", "Diterima sebelumnya"}, Unit::kGrams},
                          {"received", {"Delivered", "Diterima"}, Unit::kGrams}},
              .rows = {}};
  for (const Compared& compared : comparison.scenarios) {
    for (const KabupatenShift& row : compared.shifts.kabupaten) {
      const bool same = row.sales.difference() == 0 && row.costs.difference() == 0;
      if (view.only_differences && same) continue;
      const Region& region = base.dataset.regions[row.kabupaten];
      table.rows.push_back({compared.name, region.code, region.name, row.sales.sen_before, row.sales.sen,
                            row.sales.difference(), row.costs.sen_before, row.costs.sen,
                            row.costs.difference(), row.costs.grams_before, row.costs.grams});
    }
  }
  return table;
}

// Who stands in the table, in the list's order: who is shorter, or less short, by most, and whose money rises
// or falls most.
std::vector<const Shift*> MostMoved(const std::vector<Shift>& shifts, std::size_t most) {
  const auto choose = [&](auto by, std::set<const Shift*>& chosen) {
    std::vector<const Shift*> falling;
    for (const Shift& shift : shifts) falling.push_back(&shift);
    std::ranges::stable_sort(falling, std::greater<>(), [&](const Shift* shift) { return (shift->*by)(); });
    for (std::size_t i = 0; i < falling.size(); ++i) {
      const std::int64_t moved = (falling[i]->*by)();
      if ((moved > 0 && i < most) || (moved < 0 && i + most >= falling.size())) chosen.insert(falling[i]);
    }
  };
  std::set<const Shift*> chosen;  // of one vector, so in its order
  choose(&Shift::shorter_by, chosen);
  choose(&Shift::difference, chosen);
  return {chosen.begin(), chosen.end()};
}

Table WinnersTable(const Comparison& comparison, const Base& base, const ComparisonView& view) {
  Table table{
      .key = "winners_and_losers",
      .title = {"Who goes short, who earns more or less, and who pays more or less",
                "Kekurangan siapa yang bertambah, pendapatan siapa yang naik atau turun, dan siapa membayar "
                "lebih banyak atau lebih sedikit"},
      .columns = {{"scenario", {"Scenario", "Skenario"}, Unit::kText},
                  {"side", {"Side", "Pihak"}, Unit::kText},
                  {"id", {"Id", "Id"}, Unit::kText},
                  {"name", {"Name", "Nama"}, Unit::kText},
                  {"kabupaten", {"Kabupaten", "Kabupaten"}, Unit::kText},
                  {"base", {"Before", "Sebelumnya"}, Unit::kSen},
                  {"value", {"Value", "Nilai"}, Unit::kSen},
                  {"difference", {"Difference", "Selisih"}, Unit::kSen},
                  {"kg_base", {"Weight before", "Berat sebelumnya"}, Unit::kGrams},
                  {"kg", {"Weight", "Berat"}, Unit::kGrams},
                  {"short_base", {"Short before", "Kekurangan sebelumnya"}, Unit::kGrams},
                  {"short", {"Short", "Kekurangan"}, Unit::kGrams}},
      .rows = {}};
  const auto add = [&](const std::string& scenario, const char* side, const Shift& row) {
    const bool is_supplier = std::string_view(side) == "supplier";
    table.rows.push_back({scenario, std::string(side), row.id, row.name,
                          base.dataset.regions[row.kabupaten].name, row.sen_before, row.sen, row.difference(),
                          row.grams_before, row.grams, is_supplier ? Cell() : Cell(row.short_before),
                          is_supplier ? Cell() : Cell(row.short_grams)});
  };
  for (const Compared& compared : comparison.scenarios) {
    const std::vector<const Shift*> kitchens = MostMoved(compared.shifts.demand_points, view.most_winners);
    const auto others =
        std::ranges::find_if(kitchens, [](const Shift* row) { return row->shorter_by() <= 0; });
    for (auto row = kitchens.begin(); row != others; ++row) add(compared.name, "demand_point", **row);
    for (const Shift* row : MostMoved(compared.shifts.suppliers, view.most_winners))
      add(compared.name, "supplier", *row);
    for (auto row = others; row != kitchens.end(); ++row) add(compared.name, "demand_point", **row);
  }
  return table;
}

// "more" and how much, or "less", or nothing.
std::string Moved(std::int64_t difference, const std::string& amount, const char* more, const char* less,
                  const char* same) {
  if (difference == 0) return same;
  return amount + ' ' + (difference > 0 ? more : less);
}

Sentence Say(const Compared& compared, const Outcome& base) {
  if (!compared.findings.ok()) {
    const std::string first = ToLine(compared.findings.list.front());
    return {.english = compared.name + ": can't be applied: " + first,
            .indonesian = compared.name + ": tidak dapat diterapkan: " + first};
  }
  if (!compared.outcome) {
    const std::string why = compared.refusal.empty() ? "" : ": " + compared.refusal;
    return {.english = compared.name + ": not solved" + why,
            .indonesian = compared.name + ": belum dihitung" + why};
  }
  const match::Totals& totals = compared.outcome->totals;
  const std::int64_t money = totals.money - base.totals.money;
  const std::int64_t grams = compared.outcome->InGrams(totals.shortage) - base.InGrams(base.totals.shortage);
  const std::string amount = Rupiah(money < 0 ? -money : money);
  const std::string weight = Kg(grams < 0 ? -grams : grams, Grams{1});
  const auto count = [](const std::vector<Shift>& shifts, bool up) {
    return Number(std::ranges::count_if(
        shifts, [&](const Shift& shift) { return up ? shift.difference() > 0 : shift.difference() < 0; }));
  };
  const std::string up = count(compared.shifts.suppliers, true),
                    down = count(compared.shifts.suppliers, false);
  const std::string earns = up == "1" ? " supplier earns more, " : " suppliers earn more, ";
  return {.english = compared.name + ": money: " + Moved(money, amount, "more", "less", "the same") +
                     "; shortage: " + Moved(grams, weight, "more", "less", "the same") + "; " + up + earns +
                     down + " less.",
          .indonesian = compared.name +
                        ": uang: " + Moved(money, amount, "lebih banyak", "lebih sedikit", "tetap") +
                        "; kekurangan: " + Moved(grams, weight, "lebih banyak", "lebih sedikit", "tetap") +
                        "; pendapatan " + up + " pemasok naik, " + down + " turun."};
}

// Who pays for it with food: "Dry season: 12 demand points are shorter of food: K1 by 69 kg, K2 by 5 kg, K3
// by 4 kg and 9 more." nullopt: nobody does.
std::optional<Sentence> SayWhoIsShorter(const Compared& compared) {
  constexpr std::int64_t kNamed = 3;
  const std::vector<Shift>& kitchens = compared.shifts.demand_points;
  const std::int64_t count =
      std::ranges::count_if(kitchens, [](const Shift& shift) { return shift.shorter_by() > 0; });
  if (count == 0) return std::nullopt;
  Sentence names;
  for (std::int64_t i = 0; i < std::min(kNamed, count); ++i) {
    const std::string kg = Kg(kitchens[i].shorter_by(), Grams{1});
    const bool last = i + 1 == count;
    names.english += (i == 0 ? "" : last ? " and " : ", ") + kitchens[i].id + " by " + kg;
    names.indonesian += (i == 0 ? "" : last ? " dan " : ", ") + kitchens[i].id + " " + kg;
  }
  if (count > kNamed) {
    const std::string more = Number(count - kNamed);
    names.english += " and " + more + " more", names.indonesian += " dan " + more + " lainnya";
  }
  return Sentence{.english = compared.name + ": " + Counted(count, "demand point is", "demand points are") +
                             " shorter of food: " + names.english + ".",
                  .indonesian = compared.name + ": kekurangan " + Number(count) +
                                " titik permintaan bertambah: " + names.indonesian + "."};
}

}  // namespace

Report ToReport(const Comparison& comparison, const Base& base, const ComparisonView& view) {
  Report report;
  for (const Compared& compared : comparison.scenarios) {
    report.sentences.push_back(Say(compared, comparison.base));
    if (std::optional<Sentence> shorter = SayWhoIsShorter(compared))
      report.sentences.push_back(*std::move(shorter));
  }
  report.tables = {InputsTable(comparison), SideBySideTable(comparison, view),
                   OutcomesTable(comparison, view), KabupatenTable(comparison, base, view),
                   WinnersTable(comparison, base, view)};
  report.complete = comparison.complete;
  return report;
}

}  // namespace pasok::study
