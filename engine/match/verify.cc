#include "engine/match/verify.h"

#include <algorithm>

#include "engine/match/plan_figures.h"
#include "engine/match/recheck/bound.h"
#include "engine/match/recheck/claims.h"
#include "engine/match/recheck/summary.h"
#include "engine/match/recheck/table.h"
#include "engine/match/shortage.h"
#include "engine/register/finding_log.h"

namespace pasok::match {
namespace {

using namespace recheck;

constexpr std::string_view kPolicyFile = "policy.yaml";

class Verifier {
 public:
  Verifier(const Dataset& dataset, const std::string& dataset_id, const Policy* policy,
           std::span<const RegisterFile> files, const StopToken& stop, const ProgressSink& progress,
           const VerifiedScenario* scenario)
      : dataset_(dataset),
        dataset_id_(dataset_id),
        files_(files),
        stop_(stop),
        progress_(progress),
        scenario_(scenario) {
    if (policy) policy_ = *policy;
  }

  Verification Run() {
    for (std::string_view file : {kAllocationsFile, kShortagesFile, kPricesFile, kSummaryFile}) Require(file);
    if (!policy_) Require(kPolicyFile);
    if (log_.errors() == 0) CheckSummary();
    result_.findings = log_.Take();
    result_.optimal = result_.optimal && result_.findings.ok();
    return std::move(result_);
  }

 private:
  void CheckSummary() {
    const Summary summary(Find(kSummaryFile)->content, log_);
    ReadPolicies(summary);
    summary.ExpectText("dataset", dataset_id_);
    CheckScenario(summary);
    if (log_.errors() == 0) CheckAgainstRules(summary);
  }

  const RegisterFile* Find(std::string_view name) const {
    const auto found = std::ranges::find(files_, name, &RegisterFile::name);
    return found == files_.end() ? nullptr : &*found;
  }

  void Require(std::string_view file) {
    if (Find(file)) return;
    log_.Add({.code = "missing_file", .file = std::string(file), .expected = "a file of the plan"});
  }

  void CheckScenario(const Summary& summary) {
    if (scenario_) {
      summary.ExpectText("scenario/name", scenario_->name);
      summary.ExpectText("scenario/digest", scenario_->digest);
    } else if (summary.Has("scenario")) {
      Require("scenario.yaml");
    }
  }

  // The policy that counts, and the digest of each policy there is.
  void ReadPolicies(const Summary& summary) {
    if (const RegisterFile* file = Find(kPolicyFile)) {
      const PolicyReading reading = ReadPolicy(file->content, kPolicyFile);
      for (const Finding& finding : reading.findings.list) log_.Add(finding);
      if (!reading.findings.ok()) return;
      if (Digest(reading.policy) != summary.Text("policy_digest")) {
        log_.Add({.code = "wrong_policy",
                  .file = std::string(kPolicyFile),
                  .line = 1,
                  .value = Digest(reading.policy),
                  .expected = "the policy whose digest summary.json names"});
      }
      if (!policy_) policy_ = reading.policy;
    }
    if (policy_) summary.ExpectText("policy_digest", Digest(*policy_));
    if (scenario_) policy_ = scenario_->policy;
    for (const Finding& finding : CheckAgainst(dataset_, *policy_).list) log_.Add(finding);
  }

  void CheckAgainstRules(const Summary& summary) {
    const std::optional<std::string> date_text = summary.Text("date");
    if (!date_text) return;
    const std::optional<Date> date = ParseDate(*date_text);
    if (!date && !date_text->empty()) summary.Fault("date", "bad_value", "an ISO date, or nothing");
    std::vector<std::int32_t> regions;
    for (const std::string& code : summary.Texts("regions").value_or(std::vector<std::string>{})) {
      regions.push_back(dataset_.FindRegion(code));
      if (regions.back() == kNone) summary.Fault("regions", "unknown_region", "codes of regions.csv");
    }
    summary.Texts("subtracted_plans");
    summary.Flag("complete");
    if (log_.errors() > 0) return;

    std::vector<Taken> taken;
    if (Find(kTakenFile)) taken = ReadTaken(Rows(kTakenFile, kTakenHeader), log_);
    const DayRules rules(dataset_, *policy_, date, regions, taken);
    const Ground ground{.dataset = dataset_, .policy = *policy_, .rules = rules, .date = *date_text};
    const Allocations allocations =
        CheckAllocations(ground, Rows(kAllocationsFile, kAllocationsHeader), log_);
    const std::vector<ShortageClaim> shortages =
        CheckShortages(ground, Rows(kShortagesFile, kShortagesHeader), log_);
    const Prices prices = CheckPrices(ground, Rows(kPricesFile, kPricesHeader), log_);
    const Bound bound = TakeBound(ground, prices, allocations, stop_, progress_);
    result_.stopped = !bound.whole;
    if (result_.stopped) return;

    Recount recount{.allocations = allocations, .bound = bound};
    for (const Taken& row : taken) recount.taken_grams += row.weight.value;
    CountNeeds(ground, shortages, recount);
    const bool explained = summary.Flag("certificate/lanes_eligible_proof").value_or(true);
    CheckReasons(ground, shortages, bound, explained);
    CheckTotals(summary, ground, recount);
    CheckRules(summary, ground, recount);
    CheckCertificate(summary, ground, recount);
    result_.lanes_checked = bound.lanes_eligible;
    result_.primal = static_cast<std::int64_t>(recount.primal());
    result_.dual = static_cast<std::int64_t>(std::max<Int128>(bound.parts.value(), INT64_MIN));
    result_.optimal = recount.primal() == bound.parts.value();
  }

  std::vector<Row> Rows(std::string_view file, std::string_view header) {
    std::vector<Row> rows = ReadTable(std::string(file), Find(file)->content, header, log_);
    result_.rows_checked += std::ssize(rows);
    return rows;
  }

  // Every need must be served or short, quantum by quantum.
  void CountNeeds(const Ground& ground, const std::vector<ShortageClaim>& shortages, Recount& recount) {
    const std::vector<Need>& needs = ground.rules.needs();
    std::vector<std::int64_t> missing(needs.size()), line(needs.size(), 1);
    for (const ShortageClaim& claim : shortages)
      missing[claim.need] += claim.quanta, line[claim.need] = claim.line;
    for (std::size_t n = 0; n < needs.size(); ++n) {
      recount.demand += needs[n].quanta;
      recount.shortage += missing[n];
      recount.penalty += Int128{missing[n]} * needs[n].penalty;
      const std::int64_t unserved = needs[n].quanta - recount.allocations.served[n];
      if (missing[n] == unserved) continue;
      log_.Add({.code = "need_not_covered",
                .file = std::string(kShortagesFile),
                .line = line[n],
                .field = "kg",
                .value = Kg(missing[n]) + " short of " + NeedName(needs[n]),
                .expected = Kg(unserved) + ", the need of " + Kg(needs[n].quanta) + " less the allocations"});
    }
  }

  void CheckReasons(const Ground& ground, const std::vector<ShortageClaim>& claims, const Bound& bound,
                    bool explained) {
    std::vector<std::size_t> seen(bound.reasons.size());  // rows of each need so far
    for (const ShortageClaim& claim : claims) {
      if (!explained && claim.detail == kReasonNotLookedFor) continue;
      const std::vector<Shortage>& rows = bound.reasons[claim.need];
      const std::size_t at = seen[claim.need]++;
      const bool same = at < rows.size() && rows[at].reason == claim.reason &&
                        rows[at].quanta == claim.quanta && rows[at].detail == claim.detail;
      if (same) continue;
      log_.Add({.code = "wrong_reason",
                .file = std::string(kShortagesFile),
                .line = claim.line,
                .field = "reason",
                .value = std::string(ToWord(claim.reason)),
                .expected = at < rows.size()
                                ? Kg(rows[at].quanta) + " for " + std::string(ToWord(rows[at].reason)) +
                                      ": " + rows[at].detail
                                : "no further row for " + NeedName(ground.rules.needs()[claim.need])});
    }
  }

  std::string Kg(std::int64_t quanta) const {
    return KgText(Int128{quanta} * policy_->quantum.value) + " kg";
  }
  std::string NeedName(const Need& need) const {
    return dataset_.demand_points[need.demand_point].id + " " + dataset_.commodities[need.commodity];
  }

  const Dataset& dataset_;
  const std::string& dataset_id_;
  std::optional<Policy> policy_;
  const std::span<const RegisterFile> files_;
  const StopToken& stop_;
  const ProgressSink& progress_;
  const VerifiedScenario* scenario_;
  FindingLog log_;
  Verification result_;
};

}  // namespace

Verification VerifyPlanFiles(const Dataset& dataset, const std::string& dataset_id, const Policy* policy,
                             std::span<const RegisterFile> files, const StopToken& stop,
                             const ProgressSink& progress, const VerifiedScenario* scenario) {
  return Verifier(dataset, dataset_id, policy, files, stop, progress, scenario).Run();
}

}  // namespace pasok::match
