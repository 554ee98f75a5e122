// changes: what it takes to plan again after a change, from the plan before and from nothing, as a Markdown
// table on standard output. Every pair of answers must cost the same and be proven by its bound, or the run
// ends.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <functional>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "benchmarks/markets/measured.h"
#include "benchmarks/markets/named_markets.h"
#include "engine/match/exact/exact.h"

namespace {

using pasok::Dataset;
using pasok::benchmarks::Clock;
using pasok::benchmarks::Market;
using pasok::benchmarks::Times;
using pasok::match::Matching;
using pasok::match::MatchResult;

struct Change {
  const char* what;
  void (*apply)(Dataset&);
};

// Every `stride`th supplier that is active, at most `most` of them, beginning in the middle of the first
// stride.
void Lose(Dataset& dataset, std::size_t stride, std::size_t most) {
  for (std::size_t i = stride / 2; i < dataset.suppliers.size() && most > 0; i += stride, --most)
    dataset.suppliers[i].active = false;
}

void LoseOne(Dataset& dataset) { Lose(dataset, dataset.suppliers.size(), 1); }
void LoseFiveHundred(Dataset& dataset) { Lose(dataset, dataset.suppliers.size() / 500, 500); }
void LoseTwentieth(Dataset& dataset) { Lose(dataset, 20, dataset.suppliers.size()); }

void RaiseOnePrice(Dataset& dataset) {
  std::int64_t& price = dataset.offers[dataset.offers.size() / 2].price.value;
  price += price / 20;
}

// In the kabupaten of the middle demand point.
void RaiseNeeds(Dataset& dataset) {
  std::int32_t kabupaten = dataset.demand_points[dataset.demand_points.size() / 2].region;
  while (dataset.regions[kabupaten].level > 1) kabupaten = dataset.regions[kabupaten].parent;
  for (pasok::Requirement& row : dataset.requirements) {
    if (dataset.IsWithin(dataset.demand_points[row.demand_point].region, kabupaten))
      row.need.value += row.need.value / 50;
  }
}

constexpr Change kChanges[] = {{"one supplier lost", LoseOne},
                               {"one price up 5 %", RaiseOnePrice},
                               {"needs of one kabupaten up 2 %", RaiseNeeds},
                               {"500 suppliers lost", LoseFiveHundred},
                               {"5 % of suppliers lost", LoseTwentieth}};

struct Solved {
  Times instance, all;
  MatchResult result;
};

Solved Solve(const Dataset& dataset, const pasok::Policy& policy, const pasok::match::MatchOptions& options) {
  Solved solved;
  Clock clock;
  clock.Start();
  const pasok::match::InstanceReading reading = pasok::match::BuildInstance(dataset, policy, {});
  if (!reading.instance) throw std::runtime_error("the market makes no instance");
  solved.instance = clock.Stop();
  const pasok::match::LaneRule lanes(*reading.instance);
  solved.result = pasok::match::MatchExactly(*reading.instance, lanes, options, pasok::StopToken(), nullptr);
  solved.all = clock.Stop();
  if (!solved.result.matching || solved.result.matching->bound != solved.result.matching->objective)
    throw std::runtime_error("no optimum");
  return solved;
}

// The one of the median wall time.
Solved Median(int repetitions, const std::function<Solved()>& solve) {
  std::vector<Solved> all;
  while (static_cast<int>(all.size()) < repetitions) all.push_back(solve());
  std::ranges::sort(all, {}, [](const Solved& solved) { return solved.all.wall_seconds; });
  return std::move(all[all.size() / 2]);
}

void Run(const std::string& name, int repetitions, int threads) {
  const Market market = pasok::benchmarks::FindMarket(name)->make();
  const Solved before = Solve(market.dataset, market.policy, {.threads = threads, .keep = true});
  std::printf(
      "| change | cold wall s | cold CPU s | warm wall s | warm CPU s | of it instance CPU s | times as fast "
      "by "
      "CPU | cold pivots | warm pivots |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n");
  for (const Change& change : kChanges) {
    Dataset changed = market.dataset;
    change.apply(changed);
    const Solved cold = Solve(changed, market.policy, {.threads = threads});
    const Solved warm = Median(repetitions, [&] {
      return Solve(changed, market.policy, {.threads = threads, .base = before.result.kept});
    });
    const Matching &a = *cold.result.matching, &b = *warm.result.matching;
    if (a.objective != b.objective) throw std::runtime_error("the objectives differ");
    std::printf("| %s | %.3f | %.3f | %.3f | %.3f | %.3f | %.1f | %lld | %lld |\n", change.what,
                cold.all.wall_seconds, cold.all.cpu_seconds, warm.all.wall_seconds, warm.all.cpu_seconds,
                warm.instance.cpu_seconds, cold.all.cpu_seconds / warm.all.cpu_seconds,
                static_cast<long long>(a.iterations), static_cast<long long>(b.iterations));
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::string market = "province";
  int repetitions = 3, threads = 2;
  std::vector<std::string> known;
  for (const pasok::benchmarks::NamedMarket& named : pasok::benchmarks::NamedMarkets())
    known.emplace_back(named.name);
  CLI::App app("Planning again after a change: from the plan before against from nothing");
  app.add_option("--instance", market, "Which market")->check(CLI::IsMember(known))->capture_default_str();
  app.add_option("--repeat", repetitions, "Medians of so many, of the warm solves")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--threads", threads, "How many")->check(CLI::PositiveNumber)->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  try {
    Run(market, repetitions, threads);
  } catch (const std::exception& fault) {
    std::cerr << "changes: " << fault.what() << '\n';
    return 1;
  }
}
