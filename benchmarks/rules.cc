// rules: what the programme's rules cost in time, as a Markdown table on standard output: the province's plan
// with the built-in policy, then with a policy of rules over one day and over several. A plan that says it is
// optimal must be proven so over every eligible lane, or the run ends.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "benchmarks/markets/measured.h"
#include "benchmarks/markets/named_markets.h"
#include "engine/match/plan.h"
#include "engine/register/finding.h"
#include "engine/register/read.h"

namespace {

using pasok::Dataset;
using pasok::Policy;
using pasok::benchmarks::Cost;

constexpr const char* kFirstDay = "2026-11-23";  // a Monday, around which the sample's registers are

struct Question {
  const char* what;
  const Policy* policy;
  std::int32_t days;
};

struct Answer {
  Cost cost;
  std::int64_t eligible_lanes = 0, money = 0, gap = 0;  // sen
  std::int64_t shortage = 0;                            // quanta
};

Policy ReadPolicyFile(const std::string& name) {
  std::ifstream file(name);
  std::ostringstream yaml;
  yaml << file.rdbuf();
  const pasok::PolicyReading reading = pasok::ReadPolicy(yaml.str(), name);
  if (!file || !reading.findings.ok()) throw std::runtime_error(name + " is no policy");
  return reading.policy;
}

Answer Plan(const Dataset& dataset, const Question& question, int threads) {
  const pasok::match::Question asked{
      .date = pasok::ParseDate(kFirstDay), .regions = {}, .taken = {}, .days = question.days};
  pasok::benchmarks::Meter meter;
  meter.Start();
  const pasok::match::PlanResult result = pasok::match::MakePlan(
      dataset, *question.policy, asked, {.threads = threads}, pasok::StopToken(), nullptr);
  Answer answer{.cost = meter.Stop()};
  if (!result.plan) throw std::runtime_error("there is no plan: " + result.refusal);
  const pasok::match::Certificate& proof = result.plan->certificate;
  if (!proof.lanes_eligible_proof || proof.dual > proof.primal)
    throw std::runtime_error("the plan isn't proven");
  answer.eligible_lanes = proof.lanes_eligible;
  answer.money = result.plan->totals.money;
  answer.gap = proof.primal - proof.dual;
  answer.shortage = result.plan->totals.shortage;
  return answer;
}

void Run(const std::string& policy_file, int threads) {
  const pasok::benchmarks::Market market = pasok::benchmarks::MarketOfRules();
  const Policy rules = ReadPolicyFile(policy_file);
  Policy by_day = rules, whole = rules, few = rules;
  by_day.storage.on = false;
  whole.deliveries.whole = few.deliveries.whole = true;
  few.deliveries.most_suppliers = 20;
  Policy all = few;
  all.budget.mode = pasok::BudgetMode::kAim;
  all.sharing.mode = pasok::SharingMode::kAim;
  all.min_suppliers.mode = pasok::MinSuppliersMode::kAim;
  const Question questions[] = {{"no rules", &market.policy, 1},
                                {"the programme's rules", &rules, 1},
                                {"and whole deliveries", &whole, 1},
                                {"and those of 20 suppliers at most", &few, 1},
                                {"and budgets, shares and enough suppliers as aims", &all, 1},
                                {"the programme's rules, nothing stored", &by_day, 5},
                                {"the programme's rules", &rules, 5},
                                {"and whole deliveries", &whole, 5}};
  std::printf(
      "| policy | days | wall s | CPU s | times the plan without rules, by CPU | MB | eligible lanes | "
      "short kg | proven gap, share of the money |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n");
  double plain = 0;
  for (const Question& question : questions) {
    const Answer answer =
        pasok::benchmarks::Apart<Answer>([&] { return Plan(market.dataset, question, threads); });
    if (plain == 0) plain = answer.cost.cpu_seconds;
    std::printf("| %s | %d | %.1f | %.1f | %.1f | %lld | %lld | %lld | %.2f %% |\n", question.what,
                question.days, answer.cost.wall_seconds, answer.cost.cpu_seconds,
                answer.cost.cpu_seconds / plain, static_cast<long long>(answer.cost.extra_bytes >> 20),
                static_cast<long long>(answer.eligible_lanes),
                static_cast<long long>(answer.shortage * question.policy->quantum.value / 1000),
                100 * static_cast<double>(answer.gap) / static_cast<double>(answer.money));
    std::fflush(stdout);
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::string policy = "configs/mbg.yaml";
  int threads = 2;
  CLI::App app("What rules cost: the plans of a province with them and without");
  app.add_option("--policy", policy, "The policy with the rules")
      ->check(CLI::ExistingFile)
      ->capture_default_str();
  app.add_option("--threads", threads, "How many")->check(CLI::PositiveNumber)->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  try {
    Run(policy, threads);
  } catch (const std::exception& fault) {
    std::cerr << "rules: " << fault.what() << '\n';
    return 1;
  }
}
