// scenarios: what it takes to compare scenarios of the province with its plan, as Markdown tables on standard
// output: each by itself, from the plan's basis and from nothing, and all of them as a planner asks for them.
// Every pair of answers must cost the same and be proven by its bound, or the run ends.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <mutex>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "benchmarks/markets/measured.h"
#include "benchmarks/markets/named_markets.h"
#include "engine/register/finding.h"
#include "engine/study/compare.h"
#include "engine/study/scenario/apply.h"
#include "engine/study/scenario/scenario.h"

namespace {

using pasok::benchmarks::Clock;
using pasok::benchmarks::Market;
using pasok::benchmarks::Times;
using pasok::match::MatchOptions;
using pasok::match::MatchResult;
using pasok::study::Applied;
using pasok::study::Scenario;

class KeptInMemory : public pasok::match::Memory {
 public:
  std::shared_ptr<const MatchResult> Find(const std::string& name) override {
    const std::lock_guard lock(mutex_);
    return results_[name];
  }
  void Remember(const std::string& name, std::shared_ptr<const MatchResult> result) override {
    const std::lock_guard lock(mutex_);
    results_[name] = std::move(result);
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const MatchResult>> results_;
};

std::vector<Scenario> ReadScenarios(const std::string& directory) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  std::vector<Scenario> scenarios;
  for (const std::filesystem::path& path : paths) {
    std::ostringstream yaml;
    yaml << std::ifstream(path).rdbuf();
    pasok::study::ScenarioReading reading = pasok::study::ReadScenario(yaml.str(), path.string());
    if (!reading.findings.ok()) throw std::runtime_error(path.string() + " is no scenario");
    scenarios.push_back(std::move(reading.scenario));
  }
  return scenarios;
}

struct Solved {
  Times times;
  pasok::match::SolveResult result;
  const pasok::match::Matching& matching() const { return result.solved->matching; }
};

Solved Solve(const pasok::Dataset& dataset, const pasok::Policy& policy, const MatchOptions& options) {
  Clock clock;
  clock.Start();
  Solved solved;
  solved.result = pasok::match::Solve(dataset, policy, {}, options, pasok::StopToken(), nullptr);
  solved.times = clock.Stop();
  if (!solved.result.solved || solved.matching().bound != solved.matching().objective)
    throw std::runtime_error("no optimum");
  return solved;
}

void EachByItself(const Market& market, const std::vector<Scenario>& scenarios) {
  const Solved base = Solve(market.dataset, market.policy, {.threads = 1, .keep = true});
  std::printf(
      "| scenario | rows changed | from nothing, CPU s | from the plan's basis, CPU s | times as fast | "
      "pivots from the basis |\n|---|--:|--:|--:|--:|--:|\n");
  for (const Scenario& scenario : scenarios) {
    const Applied applied = pasok::study::Apply(scenario, market.dataset, market.policy);
    if (!applied.findings.ok()) throw std::runtime_error(scenario.name + " doesn't fit the market");
    std::int64_t touched = 0;
    for (const pasok::study::Touched& rows : applied.touched) touched += rows.all();
    const Solved cold = Solve(applied.dataset, applied.policy, {.threads = 1});
    const Solved warm =
        Solve(applied.dataset, applied.policy, {.threads = 1, .base = base.result.solved->kept});
    if (cold.matching().objective != warm.matching().objective)
      throw std::runtime_error("the objectives differ");
    std::printf("| %s | %lld | %.2f | %.2f | %.1f | %lld |\n", scenario.name.c_str(),
                static_cast<long long>(touched), cold.times.cpu_seconds, warm.times.cpu_seconds,
                cold.times.cpu_seconds / warm.times.cpu_seconds,
                static_cast<long long>(warm.matching().iterations));
    std::fflush(stdout);
  }
}

Times CompareAll(const Market& market, const std::vector<Scenario>& scenarios, int threads,
                 pasok::match::Memory& memory) {
  const pasok::StopToken stop;
  const pasok::match::Question question;
  Clock clock;
  clock.Start();
  const pasok::study::ComparisonResult result = pasok::study::Compare(
      {.dataset = market.dataset, .policy = market.policy, .question = question}, scenarios,
      {.options = {.threads = threads}, .stop = stop, .progress = {}, .memory = &memory});
  const Times times = clock.Stop();
  if (!result.comparison || !result.comparison->complete) throw std::runtime_error("nothing to compare");
  return times;
}

void Run(const std::string& directory, int threads) {
  const Market market = pasok::benchmarks::FindMarket("province")->make();
  const std::vector<Scenario> scenarios = ReadScenarios(directory);
  EachByItself(market, scenarios);
  KeptInMemory memory;
  std::printf("\n| all %zu compared | wall s | CPU s |\n|---|--:|--:|\n", scenarios.size());
  for (const char* when : {"with the plan itself, from nothing", "the plan known with its basis"}) {
    const Times times = CompareAll(market, scenarios, threads, memory);
    std::printf("| %s | %.1f | %.1f |\n", when, times.wall_seconds, times.cpu_seconds);
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::string directory = "benchmarks/scenarios";
  int threads = 2;
  CLI::App app("Scenarios side by side: from the plan's basis against from nothing");
  app.add_option("--scenarios", directory, "A directory of scenario files")
      ->check(CLI::ExistingDirectory)
      ->capture_default_str();
  app.add_option("--threads", threads, "How many")->check(CLI::PositiveNumber)->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  try {
    Run(directory, threads);
  } catch (const std::exception& fault) {
    std::cerr << "scenarios: " << fault.what() << '\n';
    return 1;
  }
}
