// The figures of both plans side by side.
#include <algorithm>
#include <array>
#include <set>

#include "client/diff/diff_report.h"

namespace pasok::client {
namespace {

using Wire = v1::Report;

struct Figure {
  std::string key;
  Wire::Unit unit;
  BeforeAfter<std::optional<std::int64_t>> whole{};
  BeforeAfter<std::optional<double>> share{};
};

// What a plan's own summary has of the compared days; sums of days where some are left out.
struct Needs {
  std::int64_t demand_grams = 0, shortage_grams = 0, penalty_sen = 0;
};

Needs NeedsOf(const v1::Plan& plan, const std::vector<std::string>& left_out) {
  const v1::PlanSummary& summary = plan.summary();
  if (left_out.empty()) return {summary.demand_grams(), summary.shortage_grams(), summary.penalty_sen()};
  Needs needs;
  for (const v1::PlanSummary::Day& day : summary.per_day()) {
    if (std::ranges::find(left_out, day.date()) != left_out.end()) continue;
    needs.demand_grams += day.demand_grams();
    needs.shortage_grams += day.shortage_grams();
    needs.penalty_sen += day.penalty_sen();
  }
  return needs;
}

// What is planned rank by rank has no sum that could lie beside one that weighs all aims.
bool IsByRank(const v1::Plan& plan) { return plan.summary().certificate().ranks_size() > 0; }

double ShareOf(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

class Figures {
 public:
  explicit Figures(const Compared& plans) : plans_(plans) {}

  std::vector<Figure> Take() && { return std::move(figures_); }

  // Of what was read row by row, and of the summaries' days.
  void AddOfDays() {
    const Needs before = NeedsOf(plans_.before, plans_.days.left_out_before),
                after = NeedsOf(plans_.after, plans_.days.left_out_after);
    const auto& [was, is] = plans_.diff.totals;
    Whole("demand", Wire::GRAMS, before.demand_grams, after.demand_grams);
    Whole("allocated", Wire::GRAMS, was.amounts.grams, is.amounts.grams);
    Whole("shortage", Wire::GRAMS, before.shortage_grams, after.shortage_grams);
    Whole("money", Wire::SEN, was.amounts.money_sen, is.amounts.money_sen);
    Whole("sales", Wire::SEN, was.amounts.sales_sen, is.amounts.sales_sen);
    Whole("penalty", Wire::SEN, before.penalty_sen, after.penalty_sen);
  }
  // Of the plan alone, and so only where it is compared whole.
  void AddOfWhole() {
    if (!plans_.days.are_all()) return;
    const auto add = [&](const char* key, const auto& of, bool is_sum) {
      Figure& figure = figures_.emplace_back(Figure{key, Wire::SEN});
      if (!is_sum || !IsByRank(plans_.before)) figure.whole.before = of(plans_.before.summary());
      if (!is_sum || !IsByRank(plans_.after)) figure.whole.after = of(plans_.after.summary());
      if (figure.key == "carried" && figure.whole.before == 0 && figure.whole.after == 0) figures_.pop_back();
    };
    using Summary = v1::PlanSummary;
    add(
        "preference", [](const Summary& summary) { return summary.preference_sen(); }, true);
    add(
        "carried", [](const Summary& summary) { return summary.carried_sen(); }, false);
    add(
        "objective", [](const Summary& summary) { return summary.objective_sen(); }, true);
    add(
        "gap", [](const Summary& summary) { return summary.certificate().gap_sen(); }, false);
  }
  void AddCounts() {
    const auto& [was, is] = plans_.diff.totals;
    Whole("suppliers_used", Wire::COUNT, was.suppliers, is.suppliers);
    Whole("deliveries", Wire::COUNT, was.deliveries, is.deliveries);
  }
  void AddTiers() {
    const auto& [was, is] = plans_.diff.totals;
    for (std::size_t tier = 0; tier < kTiers; ++tier) {
      Share("tier_" + std::string(kTierWords[tier]), ShareOf(was.grams_by_tier[tier], was.amounts.grams),
            ShareOf(is.grams_by_tier[tier], is.amounts.grams));
    }
  }
  // No row tells a supplier's kind.
  void AddKinds() {
    if (!plans_.days.are_all()) return;
    const auto &was = plans_.before.summary().share_by_kind(), &is = plans_.after.summary().share_by_kind();
    std::set<std::string> kinds;
    for (const auto* shares : {&was, &is}) {
      for (const auto& [kind, share] : *shares) {
        if (share > 0) kinds.insert(kind);
      }
    }
    const auto share_in = [](const auto& shares, const std::string& kind) {
      const auto found = shares.find(kind);
      return found == shares.end() ? 0 : found->second;
    };
    for (const std::string& kind : kinds) Share("kind_" + kind, share_in(was, kind), share_in(is, kind));
  }

 private:
  void Whole(const std::string& key, Wire::Unit unit, std::int64_t before, std::int64_t after) {
    figures_.push_back({.key = key, .unit = unit, .whole = {before, after}});
  }
  void Share(const std::string& key, double before, double after) {
    figures_.push_back({.key = key, .unit = Wire::SHARE, .share = {before, after}});
  }

  const Compared& plans_;
  std::vector<Figure> figures_;
};

template <typename Number>
std::optional<Number> Difference(const BeforeAfter<std::optional<Number>>& figure) {
  if (!figure.before || !figure.after) return std::nullopt;
  return *figure.after - *figure.before;
}

std::optional<double> OfBefore(const Figure& figure) {
  const auto difference = Difference(figure.whole);
  if (!difference || *figure.whole.before == 0) return std::nullopt;
  return static_cast<double>(*difference) / static_cast<double>(*figure.whole.before);
}

}  // namespace

StudyReport::Part FiguresTable(const Compared& plans) {
  StudyReport::Part table = MakeTable("figures", {"Figures side by side", "Angka berdampingan"},
                                      {{"figure", {"Figure", "Angka"}},
                                       {"before", {"Before", "Sebelumnya"}, Wire::ANY},
                                       {"after", {"After", "Sesudahnya"}, Wire::ANY},
                                       {"difference", {"Difference", "Selisih"}, Wire::ANY},
                                       {"difference_share", {"Of before", "Dari sebelumnya"}, Wire::SHARE}});
  Figures figures(plans);
  figures.AddOfDays();
  figures.AddOfWhole();
  figures.AddCounts();
  figures.AddTiers();
  figures.AddKinds();
  for (const Figure& figure : std::move(figures).Take()) {
    const auto cell = [&](const auto& whole, const auto& share) {
      return Measured{.unit = figure.unit, .whole = whole, .fraction = share};
    };
    AddRow(table, figure.key, cell(figure.whole.before, figure.share.before),
           cell(figure.whole.after, figure.share.after),
           cell(Difference(figure.whole), Difference(figure.share)), OfBefore(figure));
  }
  return table;
}

}  // namespace pasok::client
