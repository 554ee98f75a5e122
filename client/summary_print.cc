#include "client/summary_print.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>
#include <utility>
#include <vector>

#include "client/figures.h"
#include "client/table.h"
#include "client/text.h"

namespace pasok::client {
namespace {

constexpr std::size_t kLabelWidth = 18;
constexpr std::size_t kFigureWidth = 20;
constexpr std::size_t kBarWidth = 30;
constexpr std::size_t kMostReasons = 6;
constexpr std::string_view kNotLookedFor = "not_looked_for";  // its example says no more

std::string ReasonInWords(const std::string& reason) {
  static constexpr std::pair<std::string_view, std::string_view> kWords[] = {
      {"no_offer", "nobody offers it"},
      {"inactive", "only inactive suppliers offer it"},
      {"not_available", "not offered on that day"},
      {"licence", "no supplier holds the licence"},
      {"blocked", "every supplier is blocked"},
      {"related_party", "only related parties offer it"},
      {"price_ceiling", "every offer is above the ceiling"},
      {"out_of_range", "every offer is too far away"},
      {"capacity_exhausted", "all who may sell are sold out"},
      {"concentration_limit", "a supplier's share is limited"},
      {"above_penalty", "dearer than the penalty"},
      {"licence_ended", "suppliers' licences have ended"},
      {"travel_time", "every offer is too many minutes away"},
      {"probation", "new suppliers sell only a share"},
      {"contract", "contracts allow no more"},
      {"whole_deliveries", "too little for whole deliveries"},
      {"aggregator_full", "aggregators can handle no more"},
      {"store_full", "kitchens can store no more"},
      {kNotLookedFor, "not looked for: stopped early"},
  };
  for (const auto& [word, sentence] : kWords) {
    if (reason == word) return std::string(sentence);
  }
  return Printable(reason);
}

// "Money             Rp 198 123   Rp 16 509 per kg"
std::string Line(const std::string& label, const std::string& figure, const std::string& note) {
  std::string line = PadRight(label, kLabelWidth) + PadLeft(figure, kFigureWidth);
  if (!note.empty()) line += "   " + note;
  return line + '\n';
}

std::string ShareLine(const std::string& label, double share) {
  std::string line =
      "  " + PadRight(label, kLabelWidth - 2) + PadLeft(Percent(share), 8) + "  " + Bar(share, kBarWidth);
  line.erase(line.find_last_not_of(' ') + 1);
  return line + '\n';
}

using Shares = google::protobuf::Map<std::string, double>;

std::string TierShares(const Shares& shares) {
  std::string text = "From how near (share of kg)\n";
  for (const std::string tier : {"desa", "kecamatan", "kabupaten", "provinsi", "luar"}) {
    const auto share = shares.find(tier);
    text += ShareLine(tier, share == shares.end() ? 0 : share->second);
  }
  return text;
}

std::string KindShares(const Shares& shares) {
  std::vector<std::pair<double, std::string>> falling;
  for (const auto& [kind, share] : shares) {
    if (share > 0) falling.emplace_back(-share, kind);
  }
  std::ranges::sort(falling);
  std::string text = "From whom (share of kg)\n";
  for (const auto& [share, kind] : falling) text += ShareLine(kind, -share);
  return text;
}

std::string ShortageReasons(const v1::PlanSummary& summary) {
  std::string text = "Why it is short\n";
  std::size_t printed = 0;
  for (const auto& reason : summary.shortage_reasons()) {
    if (printed++ == kMostReasons) {
      const auto more = summary.shortage_reasons_size() - static_cast<int>(kMostReasons);
      return text + "  … and " + std::to_string(more) + " more reasons: shortages.csv has them all\n";
    }
    text += "  " + PadRight(ReasonInWords(reason.reason()), 34) +
            PadLeft(Kilograms(reason.shortage_grams()), 16) + "   " +
            Counted(reason.requirements(), "requirement") + '\n';
    if (!reason.example().empty() && reason.reason() != kNotLookedFor)
      text += "    e.g. " + Printable(reason.example()) + '\n';
  }
  return text;
}

// The broken ones first, for nobody to overlook them.
std::string RulesInWords(const v1::PlanSummary& summary) {
  if (summary.rules().empty()) return "";
  std::string text = "\nRules\n";
  for (const bool kept : {false, true}) {
    for (const v1::RuleReport& rule : summary.rules()) {
      if (rule.kept() == kept)
        text += (kept ? "  kept    " : "  BROKEN  ") + Printable(rule.rule()) + ": " +
                Printable(rule.sentence()) + '\n';
    }
  }
  return text;
}

std::string LeastByRank(const v1::Certificate& certificate) {
  std::string text = "Proven least, each in its turn: ";
  for (const v1::RankTotal& total : certificate.ranks()) {
    const bool is_money = total.rank() == "penalty" || total.rank() == "money";
    if (&total != &certificate.ranks(0)) text += ", ";
    // Elsewhere money is what somebody pays, and no surcharges.
    const std::string what = total.rank() == "money" ? "money and surcharges" : total.rank();
    text += is_money ? what + " " + Rupiah(total.value_sen())
                     : "from " + total.rank() + " " + Kilograms(total.value_grams());
  }
  return text;
}

std::string DayByDay(const v1::PlanSummary& summary) {
  Table table{.columns = {{.key = "date", .title = "Day"},
                          {.key = "demand_kg", .title = "need", .right = true},
                          {.key = "allocated_kg", .title = "delivered", .right = true},
                          {.key = "shortage_kg", .title = "short", .right = true},
                          {.key = "money_idr", .title = "money", .right = true},
                          {.key = "deliveries", .title = "deliveries", .right = true}},
              .rows = {}};
  // What stock, other days' deliveries and food of another weight make up, less what is kept for other days.
  const auto otherwise = [](const v1::PlanSummary::Day& day) {
    return day.demand_grams() - day.allocated_grams() - day.shortage_grams();
  };
  const bool has_otherwise =
      std::ranges::any_of(summary.per_day(), [&](const auto& day) { return otherwise(day) != 0; });
  if (has_otherwise)
    table.columns.insert(table.columns.begin() + 3,
                         {.key = "otherwise_kg", .title = "otherwise", .right = true});
  for (const auto& day : summary.per_day()) {
    auto& row = table.rows.emplace_back();
    row = {Word(day.date()),
           KilogramsCell(day.demand_grams()),
           KilogramsCell(day.allocated_grams()),
           KilogramsCell(day.shortage_grams()),
           RupiahCell(day.money_sen()),
           Count(day.deliveries())};
    if (has_otherwise) row.insert(row.begin() + 3, KilogramsCell(otherwise(day)));
  }
  return ToText(table, 0);
}

std::int64_t FromStock(const v1::PlanSummary& summary) {
  for (const v1::RuleReport& rule : summary.rules()) {
    if (rule.rule() == "stock") return rule.carried_grams();
  }
  return 0;
}

}  // namespace

std::string ToText(const v1::PlanSummary& summary) {
  const auto share = [&](std::int64_t grams) {
    return summary.demand_grams() == 0
               ? std::string()
               : Percent(static_cast<double>(grams) / static_cast<double>(summary.demand_grams()));
  };
  std::string text;
  text += Line("Need", Kilograms(summary.demand_grams()), Counted(summary.demand_points(), "demand point"));
  text += Line("Allocated", Kilograms(summary.allocated_grams()), share(summary.allocated_grams()));
  if (const std::int64_t stock = FromStock(summary); stock > 0)
    text += Line("From stock", Kilograms(stock), share(stock));
  text += Line("Shortage", Kilograms(summary.shortage_grams()), share(summary.shortage_grams()));
  text += '\n';
  if (summary.shortage_grams() > 0) text += ShortageReasons(summary) + '\n';
  text +=
      Line("Money", Rupiah(summary.money_sen()), RupiahPerKg(summary.money_sen(), summary.allocated_grams()));
  text += Line("Preference", Rupiah(summary.preference_sen()), "nobody pays this: it only steers the choice");
  if (summary.penalty_sen() > 0) {
    text += Line("Penalty", Rupiah(summary.penalty_sen()), "nor this: what the missing kg count");
  }
  if (summary.carried_sen() > 0)
    text += Line("Carried", Rupiah(summary.carried_sen()), "nor this: what keeping and standing in count");
  text += Line("Objective", Rupiah(summary.objective_sen()),
               summary.certificate().ranks_size() > 0 ? "the sum; the proof below takes rank by rank"
                                                      : "the sum, which the proof below is about");
  text += '\n';
  if (summary.allocated_grams() > 0) {
    text += TierShares(summary.share_by_tier()) + '\n';
    text += KindShares(summary.share_by_kind()) + '\n';
  }
  if (summary.per_day_size() > 0) text += DayByDay(summary) + '\n';
  const auto& spread = summary.suppliers_per_demand_point();
  std::array<char, 32> median{};
  std::snprintf(median.data(), median.size(), "%g", spread.median());
  const std::string over =
      summary.per_day_size() > 1 ? " over all " + std::to_string(summary.per_day_size()) + " days" : "";
  text += Line("Suppliers used", Grouped(summary.suppliers_used()),
               "per demand point" + over + ": least " + Grouped(spread.min()) + ", median " + median.data() +
                   ", most " + Grouped(spread.max()));
  text += Line("Deliveries", Grouped(summary.deliveries()), "");
  text += RulesInWords(summary);
  text += '\n' + CertificateLine(summary.certificate()) + '\n';
  text += "Solved in " + Seconds(summary.solver().seconds()) + " by " + summary.solver().name() + ".\n";
  return text;
}

std::string CertificateLine(const v1::Certificate& certificate) {
  const std::string bounds = "primal " + Rupiah(certificate.primal_sen());
  if (!certificate.lanes_eligible_proof()) {
    return "Not proven optimal: " + bounds + ", and no plan costs less than " +
           Rupiah(certificate.dual_sen()) +
           " by the solver's own search; stopped before code apart from it could check that.";
  }
  const std::string proof = ", over " + Counted(certificate.lanes_eligible(), "eligible lane") +
                            ", checked by code apart from the solver.";
  if (certificate.ranks_size() > 0) return LeastByRank(certificate) + proof;
  if (certificate.gap_sen() == 0) {
    return "Proven optimal: " + bounds + " = dual " + Rupiah(certificate.dual_sen()) + proof;
  }
  const std::string share =
      HasGapPercent(certificate) ? " (" + GapPercent(certificate.gap_percent()) + " of the money)" : "";
  return "Not the proven optimum, but within " + Rupiah(certificate.gap_sen()) + share + " of it: " + bounds +
         ", dual " + Rupiah(certificate.dual_sen()) + proof;
}

std::string GapInWords(const v1::Certificate& certificate) {
  return HasGapPercent(certificate) ? GapPercent(certificate.gap_percent()) : Rupiah(certificate.gap_sen());
}

}  // namespace pasok::client
