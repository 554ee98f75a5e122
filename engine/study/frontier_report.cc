#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>

#include "engine/study/frontier.h"
#include "engine/study/wording.h"

namespace pasok::study {
namespace {

constexpr std::size_t kMostSentences = 8;

std::int64_t LocalQuanta(const match::Totals& totals) {
  return totals.by_tier[static_cast<std::size_t>(Tier::kDesa)] +
         totals.by_tier[static_cast<std::size_t>(Tier::kKecamatan)] +
         totals.by_tier[static_cast<std::size_t>(Tier::kKabupaten)];
}

double Ratio(Int128 part, Int128 whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

// Sums within 64 bits by the check of the question.
std::int64_t Sen(Int128 sen) { return static_cast<std::int64_t>(sen); }

// What the axis reads: the share of the need from the same kabupaten, the share that is short, or the
// surcharges at the policy's own rates.
Cell AimCell(const Frontier& frontier, Int128 aim) {
  switch (frontier.axis) {
    case Axis::kLocalShare:
      return 1 - Ratio(aim, frontier.demand);
    case Axis::kShortage:
      return Ratio(aim, frontier.demand);
    case Axis::kTierSurcharge:
      return Sen(aim * frontier.unit_surcharge * frontier.quantum.value / 1000);
  }
  return {};
}

// What counts as cost beside the axis's own aim: "money and penalties".
Sentence CostWords(const Frontier& frontier) {
  const bool carries =
      std::ranges::any_of(frontier.plans, [](const SupportPlan& plan) { return plan.totals.carried != 0; });
  const Sentence kept{", keeping and stand-ins", ", penyimpanan dan pengganti"};
  switch (frontier.axis) {
    case Axis::kLocalShare:
      if (carries) return {"money, penalties" + kept.english, "uang, denda" + kept.indonesian};
      return {"money and penalties", "uang dan denda"};
    case Axis::kTierSurcharge:
      if (carries)
        return {"money, other surcharges, penalties" + kept.english,
                "uang, biaya tambahan lain, denda" + kept.indonesian};
      return {"money, other surcharges and penalties", "uang, biaya tambahan lain, dan denda"};
    case Axis::kShortage:
      if (carries) return {"money, surcharges" + kept.english, "uang, biaya tambahan" + kept.indonesian};
      return {"money and surcharges", "uang dan biaya tambahan"};
  }
  return {};
}

Title CostTitle(const Frontier& frontier) {
  const Sentence words = Capitalised(CostWords(frontier));
  return {words.english, words.indonesian};
}

// Stock comes from nobody, and so from nowhere else.
bool UsesStock(const Frontier& frontier) {
  return std::ranges::any_of(frontier.plans, [&](const SupportPlan& plan) {
    return plan.totals.allocated + plan.totals.shortage < frontier.demand;
  });
}

Sentence FromTheSameKabupaten(const Frontier& frontier) {
  const bool stock = UsesStock(frontier);
  return {stock ? "from the same kabupaten or stock" : "from the same kabupaten",
          stock ? "dari kabupaten yang sama atau persediaan" : "dari kabupaten yang sama"};
}

Column AimColumn(const Frontier& frontier) {
  switch (frontier.axis) {
    case Axis::kLocalShare: {
      Sentence from = FromTheSameKabupaten(frontier);
      from.english.front() = 'F', from.indonesian.front() = 'D';
      return {"aim", {from.english, from.indonesian}, Unit::kShare};
    }
    case Axis::kShortage:
      return {"aim", {"Share short", "Bagian yang kurang"}, Unit::kShare};
    case Axis::kTierSurcharge:
      break;
  }
  return {"aim", {"Tier surcharges", "Biaya tambahan jarak"}, Unit::kSen};
}

// What one percent of the need less in the aim costs on the way to the next plan; of the surcharges: what a
// rupiah less of them costs.
Cell PriceToNext(const Frontier& frontier, std::size_t i) {
  if (i + 1 >= frontier.plans.size()) return {};
  const SupportPlan& from = frontier.plans[i];
  const SupportPlan& to = frontier.plans[i + 1];
  const double cost = static_cast<double>(to.cost - from.cost);
  const double aim = static_cast<double>(from.aim - to.aim);
  if (frontier.axis == Axis::kTierSurcharge) {
    return cost / (aim * static_cast<double>(frontier.unit_surcharge) *
                   static_cast<double>(frontier.quantum.value) / 1000);
  }
  return static_cast<std::int64_t>(cost / aim * static_cast<double>(frontier.demand) / 100 + 0.5);
}

Table PlansTable(const Frontier& frontier) {
  const bool by_factor = frontier.axis == Axis::kTierSurcharge;
  Table table{
      .key = "plans",
      .title = {"Plans on the curve: no plan with the same aim costs less",
                "Rencana pada kurva: tidak ada rencana dengan capaian sama yang lebih murah"},
      .columns =
          {by_factor ? Column{"factor", {"Times the surcharges", "Kelipatan biaya tambahan"}, Unit::kNumber}
                     : Column{"weight", {"Found at a weight of", "Ditemukan pada bobot"}, Unit::kSenPerKg},
           AimColumn(frontier),
           {"cost", CostTitle(frontier), Unit::kSen},
           {"money", {"Money", "Uang"}, Unit::kSen},
           {"allocated", {"Allocated", "Teralokasi"}, Unit::kGrams},
           {"shortage", {"Shortage", "Kekurangan"}, Unit::kGrams},
           {"local", {"Weight from the same kabupaten", "Berat dari kabupaten yang sama"}, Unit::kGrams},
           {"suppliers_used", {"Suppliers used", "Pemasok terpakai"}, Unit::kCount},
           by_factor
               ? Column{"price_to_next",
                        {"A rupiah less of surcharges costs on average",
                         "Tiap rupiah yang dihindari rata-rata berbiaya"},
                        Unit::kNumber}
               : Column{"price_to_next",
                        {"A further percent costs on average", "Tiap persen tambahan rata-rata berbiaya"},
                        Unit::kSen},
           {"next_is_neighbour",
            {"The next plan is its neighbour", "Rencana berikut bersebelahan"},
            Unit::kYesNo}},
      .rows = {}};
  const auto grams = [&](std::int64_t quanta) { return quanta * frontier.quantum.value; };
  for (std::size_t i = 0; i < frontier.plans.size(); ++i) {
    const SupportPlan& plan = frontier.plans[i];
    std::vector<Cell>& row = table.rows.emplace_back();
    if (by_factor) {
      row.emplace_back(plan.factor);
    } else {
      row.emplace_back(plan.weight);
    }
    row.push_back(AimCell(frontier, plan.aim));
    row.emplace_back(Sen(plan.cost));
    row.emplace_back(plan.totals.money);
    row.emplace_back(grams(plan.totals.allocated));
    row.emplace_back(grams(plan.totals.shortage));
    row.emplace_back(grams(LocalQuanta(plan.totals)));
    row.emplace_back(plan.totals.suppliers_used);
    row.push_back(PriceToNext(frontier, i));
    row.push_back(i + 1 < frontier.plans.size() ? Cell(plan.next_is_neighbour) : Cell());
  }
  return table;
}

// Evenly along the aim: the bound, and the cheapest of the plans found that do at least as well.
Table CurveTable(const Frontier& frontier, int steps) {
  Table table{
      .key = "curve",
      .title = {"The curve: no plan lies below the bound, and the plan named is one that can be had",
                "Kurva: tidak ada rencana di bawah batas, dan rencana yang disebut dapat dijalankan"},
      .columns = {AimColumn(frontier),
                  {"bound", {"No plan costs less than", "Tidak ada rencana di bawah"}, Unit::kSen},
                  {"plan_aim",
                   {"The nearest plan found has", "Rencana terdekat mencapai"},
                   AimColumn(frontier).unit},
                  {"plan_cost", {"The nearest plan found costs", "Rencana terdekat berbiaya"}, Unit::kSen},
                  {"exact", {"The plan lies on the bound", "Rencana tepat di batas"}, Unit::kYesNo}},
      .rows = {}};
  const Int128 most = frontier.plans.front().aim, least = frontier.plans.back().aim;
  for (int i = 0; i < steps; ++i) {
    const Int128 aim = steps == 1 ? most : most - (most - least) * i / (steps - 1);
    const auto plan =
        std::ranges::find_if(frontier.plans, [&](const SupportPlan& each) { return each.aim <= aim; });
    const Int128 bound = frontier.BoundAt(aim);
    std::vector<Cell>& row = table.rows.emplace_back();
    row.push_back(AimCell(frontier, aim));
    row.emplace_back(Sen(bound));
    row.push_back(AimCell(frontier, plan->aim));
    row.emplace_back(Sen(plan->cost));
    row.emplace_back(plan->aim == aim && plan->cost == bound);
  }
  return table;
}

// For who draws it: joining the curve's points would pass above it, where it bends between two of them.
Table BoundTable(const Frontier& frontier) {
  Table table{.key = "bound",
              .title = {"The bound below which no plan lies: straight between these",
                        "Batas yang di bawahnya tidak ada rencana: lurus di antara titik-titik ini"},
              .columns = {AimColumn(frontier),
                          {"bound", {"No plan costs less than", "Tidak ada rencana di bawah"}, Unit::kSen}},
              .rows = {}};
  for (const Int128 aim : frontier.Corners())
    table.rows.push_back({AimCell(frontier, aim), Sen(frontier.BoundAt(aim))});
  return table;
}

std::string Percent(double share, int decimals) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f %%", decimals, share * 100);
  return text;
}

// Of the axis's shares: so many, and at least two, that no two neighbours look the same.
int DecimalsOf(const Frontier& frontier) {
  constexpr int kMostDecimals = 8;
  int decimals = 2;
  if (frontier.axis == Axis::kTierSurcharge) return decimals;
  for (std::size_t i = 1; i < frontier.plans.size(); ++i) {
    const auto text = [&](std::size_t plan) {
      return Percent(std::get<double>(AimCell(frontier, frontier.plans[plan].aim)), decimals);
    };
    while (decimals < kMostDecimals && text(i) == text(i - 1)) ++decimals;
  }
  return decimals;
}

std::string Number(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", number);
  return text;
}

Sentence SayFor(const Frontier& frontier) {
  if (frontier.days > 1) return {" for all days together", " untuk semua hari"};
  return {" a day", " per hari"};
}

// What stands where a stop came before a second plan.
Sentence SayFirst(const Frontier& frontier) {
  const SupportPlan& plan = frontier.plans.front();
  const std::string cost = Rupiah(plan.cost);
  return {"So far there is one plan, the one that leaves the aim aside: it costs " + cost +
              SayFor(frontier).english + ". The rest of the curve wasn't reached.",
          "Sejauh ini ada satu rencana, yaitu yang mengabaikan capaian: biayanya " + cost +
              SayFor(frontier).indonesian + ". Sisa kurva belum dihitung."};
}

Sentence SayEnds(const Frontier& frontier) {
  const SupportPlan& first = frontier.plans.front();
  const SupportPlan& last = frontier.plans.back();
  const std::string from = Rupiah(first.cost), to = Rupiah(last.cost);
  const Sentence words = CostWords(frontier);
  const auto share = [&](const SupportPlan& plan) {
    return Percent(std::get<double>(AimCell(frontier, plan.aim)), DecimalsOf(frontier));
  };
  const auto sen = [&](const SupportPlan& plan) {
    return Rupiah(std::get<std::int64_t>(AimCell(frontier, plan.aim)));
  };
  switch (frontier.axis) {
    case Axis::kLocalShare:
      return {.english = "The cheapest plan takes " + share(first) + " of the need " +
                         FromTheSameKabupaten(frontier).english + " and costs " + from +
                         SayFor(frontier).english + "; the most" +
                         (last.aim > 0 ? ", at up to a tenth of the penalty for a kg," : "") + " is " +
                         share(last) + ", for " + to + " (" + words.english + ").",
              .indonesian = "Rencana termurah mengambil " + share(first) + " kebutuhan " +
                            FromTheSameKabupaten(frontier).indonesian + " dengan biaya " + from +
                            SayFor(frontier).indonesian + "; paling banyak" +
                            (last.aim > 0 ? ", dengan sampai sepersepuluh denda per kg," : "") + " " +
                            share(last) + ", dengan biaya " + to + " (" + words.indonesian + ")."};
    case Axis::kTierSurcharge:
      return {.english = "Without tier surcharges the plan costs " + from + " and would have " + sen(first) +
                         " of them; at " + Number(last.factor) + " times the policy's it costs " + to +
                         " and has " + sen(last) + ".",
              .indonesian = "Tanpa biaya tambahan jarak rencana berbiaya " + from + " dan akan memuat " +
                            sen(first) + "; pada " + Number(last.factor) + " kali kebijakan biayanya " + to +
                            " dan memuat " + sen(last) + "."};
    case Axis::kShortage:
      return {.english = std::string("The least shortage") +
                         (last.aim > 0 ? ", at up to the largest penalty for a kg," : "") + " is " +
                         share(last) + " of the need, for " + to + " (" + words.english + ").",
              .indonesian = std::string("Kekurangan paling sedikit") +
                            (last.aim > 0 ? ", dengan sampai denda terbesar per kg," : "") + " " +
                            share(last) + " dari kebutuhan, dengan biaya " + to + " (" + words.indonesian +
                            ")."};
  }
  return {};
}

Sentence SayStep(const Frontier& frontier, std::size_t i) {
  const Cell price = PriceToNext(frontier, i);
  const auto ends = [&](const char* to) {
    const auto at = [&](std::size_t plan) {
      const Cell cell = AimCell(frontier, frontier.plans[plan].aim);
      return frontier.axis == Axis::kTierSurcharge ? Rupiah(std::get<std::int64_t>(cell))
                                                   : Percent(std::get<double>(cell), DecimalsOf(frontier));
    };
    return at(i) + ' ' + to + ' ' + at(i + 1);
  };
  const std::string english = ends("to"), indonesian = ends("ke");
  switch (frontier.axis) {
    case Axis::kLocalShare: {
      const std::string rupiah = Rupiah(std::get<std::int64_t>(price));
      return {.english = "From " + english + ", each further percent of local food costs " + rupiah +
                         SayFor(frontier).english + " on average, penalties included.",
              .indonesian = "Dari " + indonesian + ", tiap persen tambahan pangan lokal rata-rata berbiaya " +
                            rupiah + SayFor(frontier).indonesian + ", termasuk denda."};
    }
    case Axis::kShortage: {
      const std::string rupiah = Rupiah(std::get<std::int64_t>(price));
      return {.english = "From " + english + " short, each further percent that is served costs " + rupiah +
                         " on average, surcharges included.",
              .indonesian = "Dari kekurangan " + indonesian +
                            ", tiap persen tambahan yang dilayani rata-rata berbiaya " + rupiah +
                            ", termasuk biaya tambahan."};
    }
    case Axis::kTierSurcharge: {
      const std::string number = Number(std::get<double>(price));
      return {.english = "From " + english + " of surcharges, each rupiah less of them costs Rp " + number +
                         " on average.",
              .indonesian = "Dari biaya tambahan " + indonesian +
                            ", tiap rupiah yang dihindari rata-rata berbiaya Rp " + number + "."};
    }
  }
  return {};
}

}  // namespace

Report ToReport(const Frontier& frontier, int steps) {
  Report report;
  if (frontier.without) {
    report.sentences.push_back({"The policy asks for " + frontier.without->english +
                                    ", which no network can say: the plans below are those without.",
                                "Kebijakan ini meminta " + frontier.without->indonesian +
                                    ", yang tidak dapat dinyatakan oleh jaringan: rencana di bawah ini tanpa "
                                    "aturan itu."});
  }
  const bool is_first_alone = frontier.plans.size() == 1 && !frontier.complete;
  report.sentences.push_back(is_first_alone ? SayFirst(frontier) : SayEnds(frontier));
  // Some of the steps, evenly; the table has all.
  const std::size_t gaps = frontier.plans.size() - 1;
  const std::size_t said = std::min(gaps, kMostSentences);
  for (std::size_t i = 0; i < said; ++i) {
    report.sentences.push_back(SayStep(frontier, said == 1 ? 0 : i * (gaps - 1) / (said - 1)));
  }
  report.tables = {PlansTable(frontier), CurveTable(frontier, is_first_alone ? 1 : steps),
                   BoundTable(frontier)};
  report.complete = frontier.complete;
  return report;
}

}  // namespace pasok::study
