#include "engine/match/verify.h"

#include <algorithm>
#include <memory>

#include "engine/match/files/plan_figures.h"
#include "engine/match/recheck/at_hand.h"
#include "engine/match/recheck/bound.h"
#include "engine/match/recheck/budgets.h"
#include "engine/match/recheck/claims.h"
#include "engine/match/recheck/deliveries.h"
#include "engine/match/recheck/needs.h"
#include "engine/match/recheck/plan_files.h"
#include "engine/match/recheck/ranks.h"
#include "engine/match/recheck/recount.h"
#include "engine/match/recheck/sharing.h"
#include "engine/match/recheck/steady.h"
#include "engine/match/recheck/supplier_ids.h"
#include "engine/match/recheck/table.h"
#include "engine/match/recheck/ways.h"
#include "engine/match/report/cheapest_food.h"
#include "engine/register/finding_log.h"
#include "engine/register/limits.h"

namespace pasok::match {
namespace recheck {
namespace {

constexpr std::string_view kPolicyFile = "policy.yaml";

class Verifier {
 public:
  Verifier(const Dataset& dataset, const std::string& dataset_id, const Policy* policy,
           std::span<const RegisterFile> files, const StopToken& stop, const ProgressSink& progress,
           const VerifiedScenario* scenario, int threads)
      : dataset_(&dataset),
        dataset_id_(dataset_id),
        files_(files, log_),
        stop_(stop),
        progress_(progress),
        scenario_(scenario),
        threads_(threads) {
    if (policy) policy_ = *policy;
  }

  Verification Run() {
    for (std::string_view file : {kAllocationsFile, kShortagesFile, kPricesFile, kSummaryFile})
      files_.Require(file);
    if (!policy_) files_.Require(kPolicyFile);
    if (log_.errors() == 0) CheckSummary();
    if (files_.all_read()) result_.rows_checked = files_.rows();
    result_.findings = log_.Take();
    result_.optimal = result_.optimal && result_.findings.ok();
    return std::move(result_);
  }

 private:
  void CheckSummary() {
    const Summary summary(files_.Find(kSummaryFile)->content, log_);
    ReadPolicies(summary);
    if (const auto dataset = summary.Text("dataset"); dataset && *dataset != dataset_id_) {
      summary.Fault("dataset", "wrong_dataset",
                    dataset_id_ +
                        ": the registers, or the policy.yaml beside them, are others than those that "
                        "this plan was made of");
    }
    CheckScenario(summary);
    if (log_.errors() == 0) CheckAgainstRules(summary);
  }

  void CheckScenario(const Summary& summary) {
    if (scenario_) {
      summary.ExpectText("scenario/name", scenario_->name);
      summary.ExpectText("scenario/digest", scenario_->digest);
    } else {
      files_.IsThere("scenario.yaml", summary.Has("scenario"));
    }
  }

  // The policy that counts, and the digest of each policy there is.
  void ReadPolicies(const Summary& summary) {
    const std::optional<std::string> made_under = summary.Text("policy_digest");
    if (policy_ && made_under && *made_under != Digest(*policy_)) {
      summary.Fault("policy_digest", "wrong_policy",
                    Digest(*policy_) +
                        ", the digest of the policy to check against: the plan was made under "
                        "another, and nothing was recomputed");
      return;
    }
    if (const RegisterFile* file = files_.Find(kPolicyFile)) {
      const PolicyReading reading = ReadPolicy(file->content, kPolicyFile);
      for (const Finding& finding : reading.findings.list) log_.Add(finding);
      if (!reading.findings.ok()) return;
      if (Digest(reading.policy) != made_under) {
        log_.Add({.code = "wrong_policy",
                  .file = std::string(kPolicyFile),
                  .line = 1,
                  .value = Digest(reading.policy),
                  .expected = "the policy whose digest summary.json names"});
      }
      if (!policy_) policy_ = reading.policy;
    }
    if (scenario_) policy_ = scenario_->policy;
    // Nearness goes before money then, at any price.
    if (policy_->aims == Aims::kStrict) policy_->tier_surcharge = {};
    for (const Finding& finding : CheckAgainst(*dataset_, *policy_).list) log_.Add(finding);
    completed_ = CompletedFor(*dataset_, *policy_);
    if (completed_) dataset_ = &*completed_;
  }

  void CheckAgainstRules(const Summary& summary) {
    const std::optional<std::string> date_text = summary.Text("date");
    if (!date_text) return;
    const std::optional<Date> date = ParseDate(*date_text);
    if (!date && !date_text->empty()) summary.Fault("date", "bad_value", "an ISO date, or nothing");
    std::vector<std::int32_t> regions;
    for (const std::string& code : summary.Texts("regions").value_or(std::vector<std::string>{})) {
      regions.push_back(dataset_->FindRegion(code));
      if (regions.back() == kNone) summary.Fault("regions", "unknown_region", "codes of regions.csv");
    }
    summary.Texts("subtracted_plans");
    summary.Flag("complete");
    if (log_.errors() > 0) return;

    const std::optional<std::int64_t> asked_days = summary.SeveralOrOne("days");
    if (!asked_days) return;
    if (*asked_days > limits::kPlannedDays || (*asked_days > 1 && !date)) {
      summary.Fault("days", "bad_value",
                    "at most " + std::to_string(limits::kPlannedDays) + " days from a date on");
      return;
    }
    std::vector<std::string> dates{*date_text};
    for (std::int32_t i = 1; i < *asked_days; ++i) dates.push_back(ToIso({date->days + i}));
    CheckDaysAgainstRules(summary, dates, regions);
  }

  // The rows of the tables that have a date, by planned day, and what is there once for all days.
  struct Tables {
    using ByDay = std::vector<std::vector<Row>>;
    std::vector<Taken> taken;
    std::vector<AtHand> at_hand;
    ByDay allocations, shortages, prices;
    bool by_rank = false;                // the prices
    std::optional<ByDay> menu, budgets;  // where the policy has any
    bool has_shares = false;
    std::optional<Steadiness> steadiness;  // where an earlier plan is named
  };

  // What the checks of the days share, and what the days come to.
  struct Course {
    const std::vector<std::string>& dates;
    const std::vector<std::int32_t>& regions;
    Tables tables;
    std::shared_ptr<const MenuReading> menu;
    Ways ways;
    BehindStores behind;
    SupplierIds supplier_ids;
    bool explained = true;  // the shortages
    Recount recount{};
    RankSums sums{};
    std::vector<NeedRanks> need_prices{};  // by rank: per day
  };

  void CheckDaysAgainstRules(const Summary& summary, const std::vector<std::string>& dates,
                             const std::vector<std::int32_t>& regions) {
    std::optional<Tables> tables = ReadTables(summary, dates);
    if (!tables) return;
    auto menu = std::make_shared<const MenuReading>(*dataset_, *policy_, stop_);
    result_.stopped = stop_.Asked();
    if (result_.stopped) return;
    const std::vector<Stock> stock = StockRows(*dataset_, *policy_, tables->at_hand);
    std::optional<Ways> ways = ReadWays(dates, regions, tables->taken, stock, menu);
    if (!ways) return;
    BehindStores behind(*dataset_, *ways, NamesOf(tables->shortages));
    Course course{.dates = dates,
                  .regions = regions,
                  .tables = *std::move(tables),
                  .menu = std::move(menu),
                  .ways = *std::move(ways),
                  .behind = std::move(behind),
                  .supplier_ids = SupplierIds(*dataset_),
                  .explained = summary.Flag("certificate/lanes_eligible_proof").value_or(true)};
    Recount& recount = course.recount;
    for (const Taken& row : course.tables.taken) recount.taken_grams += row.weight.value;
    for (const AtHand& row : course.tables.at_hand) recount.at_hand_grams += row.weight.value;
    recount.any_stock = !stock.empty();
    recount.shares_stores = course.ways.SharesStores();
    for (std::size_t d = 0; d < dates.size(); ++d) {
      if (!CheckDay(course, d)) return;
    }
    CheckAllDays(summary, course);
  }

  // nullopt: a file is missing, or has another header.
  std::optional<Tables> ReadTables(const Summary& summary, const std::vector<std::string>& dates) {
    const bool by_day = dates.size() > 1;
    const auto rows_of = [&](std::string_view file, std::string_view header) {
      return ByDay(file, header, files_.Rows(file, header), dates, log_);
    };
    Tables tables;
    if (files_.Find(kTakenFile))
      tables.taken =
          ReadTaken(files_.Rows(kTakenFile, by_day ? kTakenByDayHeader : kTakenHeader), by_day, log_);
    tables.allocations = rows_of(kAllocationsFile, AllocationsHeaderOf(*policy_));
    tables.shortages = rows_of(kShortagesFile, kShortagesHeader);
    tables.by_rank = summary.Has("certificate/ranks");
    tables.prices = rows_of(kPricesFile, tables.by_rank ? kPricesByRankHeader : kPricesHeader);
    if (tables.by_rank && policy_->aims != Aims::kStrict)
      summary.Fault("certificate/ranks", "wrong_value", "no ranks: the policy's aims are weighted");
    const bool proven = summary.Flag("certificate/lanes_eligible_proof").value_or(true) &&
                        summary.Flag("complete").value_or(true);
    if (!tables.by_rank && policy_->aims == Aims::kStrict && proven)
      summary.Fault("certificate/ranks", "missing_key", "the ranks of aims: strict");
    const bool has_menu = !policy_->menu.days.empty(), has_budgets = policy_->budget.mode != BudgetMode::kOff;
    if (!files_.IsThere(kMenuFile, has_menu)) return std::nullopt;
    if (has_menu) tables.menu = rows_of(kMenuFile, kMenuHeader);
    if (!files_.IsThere(kBudgetsFile, has_budgets)) return std::nullopt;
    if (has_budgets) tables.budgets = rows_of(kBudgetsFile, kBudgetsHeader);
    tables.has_shares = LimitsShares(*policy_);
    if (!files_.IsThere(kSharesFile, tables.has_shares)) return std::nullopt;
    if (!files_.IsThere(kChangesFile, files_.Find(kPreviousFile) != nullptr)) return std::nullopt;
    if (files_.Find(kPreviousFile))
      tables.steadiness.emplace(files_.Rows(kPreviousFile, kPreviousHeader), log_);
    if (files_.Find(kAtHandFile)) tables.at_hand = ReadAtHand(files_.Rows(kAtHandFile, kAtHandHeader), log_);
    if (!files_.all_read()) return std::nullopt;  // nothing else is right then
    return tables;
  }

  // What may be kept or stand in, as carried.csv claims it. nullopt: the file is missing, or has another
  // header.
  std::optional<Ways> ReadWays(const std::vector<std::string>& dates,
                               const std::vector<std::int32_t>& regions, const std::vector<Taken>& taken,
                               const std::vector<Stock>& stock,
                               const std::shared_ptr<const MenuReading>& menu) {
    const bool may_carry = MayCarry(*dataset_, *policy_, !dates.front().empty(), !stock.empty());
    if (!files_.IsThere(kCarriedFile, may_carry)) return std::nullopt;
    if (!may_carry) return Ways(*dataset_, *policy_);
    std::vector<std::vector<Need>> needs;
    for (const std::string& date : dates)
      needs.push_back(DayRules(*dataset_, *policy_, ParseDate(date), regions, taken, menu).needs());
    Ways ways(*dataset_, *policy_, dates, std::move(needs), stock);
    ways.Read(files_.Rows(kCarriedFile, ways.header()), log_);
    if (!files_.all_read()) return std::nullopt;  // nothing else is right then
    return ways;
  }

  // Whether it wasn't stopped on the way.
  bool CheckDay(Course& course, std::size_t d) {
    const std::string& date = course.dates[d];
    Tables& tables = course.tables;
    Recount& recount = course.recount;
    DayRules rules(*dataset_, *policy_, ParseDate(date), course.regions, tables.taken, course.menu);
    course.ways.Open(d, rules);
    rules.RuleOutTooSmall();
    const Ground ground{.dataset = *dataset_,
                        .policy = *policy_,
                        .rules = rules,
                        .supplier_ids = course.supplier_ids,
                        .date = date,
                        .only_day = course.dates.size() == 1,
                        .may_pass_penalty = tables.by_rank || !course.ways.all().empty()};
    Allocations allocations = CheckAllocations(ground, tables.allocations[d], log_);
    const std::vector<ShortageClaim> shortages = CheckShortages(ground, tables.shortages[d], log_);
    const Prices prices = CheckPrices(ground, tables.prices[d], log_);
    DayCount day{.date = date};
    // Prices by rank prove nothing as sums.
    const Prices summed = tables.by_rank ? ZeroPrices(prices) : prices;
    day.carried_in = course.ways.Serve(d, allocations, summed);
    if (tables.budgets) CheckBudgetsOf(ground, (*tables.budgets)[d], allocations, recount);
    if (tables.has_shares) Append(CountShares(ground, allocations, ParseDate(date)), recount.sharing);
    if (tables.steadiness) tables.steadiness->Add(ground, allocations);
    if (tables.menu) CheckMenu(ground, (*tables.menu)[d], log_);
    const Agreements agreements(ground, allocations, log_);
    const std::int64_t most = CheckDeliveries(ground, allocations, agreements, log_);
    recount.most_suppliers = std::max(recount.most_suppliers, most);
    CountClashes(ground, agreements, recount.delivery_clashes);
    if (tables.by_rank) {
      course.need_prices.push_back(CheckRanks(ground, tables.prices[d], prices, allocations, agreements,
                                              shortages, course.sums, stop_, log_));
    }
    const Bound bound = TakeBound(ground, summed, allocations, agreements, d, course.behind, threads_, stop_,
                                  WithinDay(d, course.dates.size()));
    result_.stopped = !bound.whole || stop_.Asked();
    if (result_.stopped) return false;
    CountNeeds(ground, allocations, shortages, day, log_);
    CheckReasons(ground, shortages, bound, course.explained, log_);
    recount.Add(ground, allocations, agreements, bound, std::move(day));
    recount.optimum_shortage.Add(ground, prices, agreements);
    return true;
  }

  void CheckBudgetsOf(const Ground& ground, const std::vector<Row>& rows, const Allocations& allocations,
                      Recount& recount) {
    std::vector<PlannedBudget> budgets =
        CheckBudgets(ground, rows, allocations, ParseDate(ground.date), log_);
    const PlannedBudget* most = MostOver(budgets);
    if (most && (!recount.most_over || most->over() > recount.most_over->over())) {
      recount.most_over = *most;
      recount.cost_of_cheapest = recheck::CostOfCheapest(ground, allocations, most->demand_point);
    }
    std::ranges::move(budgets, std::back_inserter(recount.budgets));
  }

  // What spans the days, and all of the summary.
  void CheckAllDays(const Summary& summary, Course& course) {
    const Tables& tables = course.tables;
    const std::vector<std::string>& dates = course.dates;
    Recount& recount = course.recount;
    course.ways.CheckKept(log_);
    if (tables.by_rank) CheckWaysByRank(course.ways, course.need_prices, course.sums, log_);
    recount.carried = course.ways.carried();
    recount.carried_cost = course.ways.cost();
    recount.parts.transfers = course.ways.DualPart();
    if (tables.steadiness)
      recount.steady = tables.steadiness->Check(*policy_, files_.Rows(kChangesFile, kChangesHeader), log_);
    if (tables.has_shares)
      CheckShares(*dataset_, *policy_, files_.Rows(kSharesFile, kSharesHeader), recount.sharing, log_);
    const Grams quantum = policy_->quantum;
    CheckTotals(summary, quantum, recount);
    CheckDays(summary, quantum, std::ssize(dates), recount);
    CheckRules(summary, *dataset_, *policy_, !dates.front().empty(), std::ssize(dates), tables.by_rank,
               recount);
    CheckContracts(summary, *dataset_, quantum, recount);
    if (tables.by_rank) CheckRankTotals(summary, quantum, course.sums);
    CheckCertificate(summary, quantum, recount, tables.by_rank);
    CheckSolver(summary);
    summary.ExpectNoMore();
    result_.lanes_checked = recount.lanes_eligible;
    result_.primal = static_cast<std::int64_t>(recount.primal());
    result_.dual = static_cast<std::int64_t>(std::max<Int128>(recount.parts.value(), INT64_MIN));
    if (tables.by_rank && log_.errors() == 0) result_.dual = result_.primal;
    result_.optimal = result_.primal == result_.dual;
    result_.by_rank = tables.by_rank;
  }

  static ShortNeeds NamesOf(const std::vector<std::vector<Row>>& shortage_rows) {
    ShortNeeds names(shortage_rows.size());
    for (std::size_t d = 0; d < shortage_rows.size(); ++d) {
      for (const Row& row : shortage_rows[d])
        names[d].insert(std::string(row.fields[1]).append(" ").append(row.fields[2]));
    }
    return names;
  }

  static Prices ZeroPrices(Prices prices) {
    for (std::vector<std::int64_t>* each :
         {&prices.aggregator, &prices.supplier, &prices.offer, &prices.need, &prices.relief})
      std::ranges::fill(*each, 0);
    return prices;
  }

  ProgressSink WithinDay(std::size_t day, std::size_t days) const {
    if (!progress_) return nullptr;
    return [this, day, days](const Progress& told) {
      Progress within = told;
      within.fraction = (static_cast<double>(day) + told.fraction) / static_cast<double>(days);
      progress_(within);
    };
  }

  const Dataset* dataset_;
  std::optional<Dataset> completed_;  // where the policy asks for more commodities
  const std::string& dataset_id_;
  std::optional<Policy> policy_;
  FindingLog log_;
  PlanFiles files_;
  const StopToken& stop_;
  const ProgressSink& progress_;
  const VerifiedScenario* scenario_;
  int threads_;
  Verification result_;
};

}  // namespace
}  // namespace recheck

Verification VerifyPlanFiles(const Dataset& dataset, const std::string& dataset_id, const Policy* policy,
                             std::span<const RegisterFile> files, const StopToken& stop,
                             const ProgressSink& progress, const VerifiedScenario* scenario, int threads) {
  return recheck::Verifier(dataset, dataset_id, policy, files, stop, progress, scenario, threads).Run();
}

}  // namespace pasok::match
