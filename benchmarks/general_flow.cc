// general_flow: our flow solver against LEMON's network simplex and cost scaling on the DIMACS families, as a
// Markdown table on standard output. Times are medians of processor time, one thread; LEMON's are of its
// solve alone, ours of everything from the problem's arrays to the solution's. An answer whose cost differs
// or whose certificate fails ends the run.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include "benchmarks/families/families.h"
#include "benchmarks/peers/peers.h"
#include "engine/flow/certificate.h"
#include "engine/flow/solve.h"

namespace {

using pasok::flow::Problem;
using pasok::peers::Answer;

constexpr double kLongSeconds = 2.0;      // from there on three repetitions do
constexpr double kCountedSeconds = 0.05;  // less is mostly noise, and not in the mean that counts

// The answer with the median time.
Answer Median(int repetitions, const std::function<Answer()>& solve) {
  std::vector<Answer> answers;
  while (static_cast<int>(answers.size()) < repetitions) {
    answers.push_back(solve());
    if (answers.back().seconds >= kLongSeconds) repetitions = std::min(repetitions, 3);
  }
  std::sort(answers.begin(), answers.end(),
            [](const Answer& a, const Answer& b) { return a.seconds < b.seconds; });
  return answers[answers.size() / 2];
}

Answer Ours(const Problem& problem) {
  const std::clock_t start = std::clock();
  const pasok::flow::Solution solution = pasok::flow::SolveMinCostFlow(problem, pasok::StopToken());
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  if (const auto fault = pasok::flow::FindFault(problem, solution)) throw std::runtime_error(*fault);
  return {.status = solution.status, .cost = solution.cost, .seconds = seconds};
}

class Mean {
 public:
  void Add(double ratio) { sum_ += std::log(ratio), ++count_; }
  int count() const { return count_; }
  double geometric() const { return std::exp(sum_ / count_); }

 private:
  double sum_ = 0;
  int count_ = 0;
};

void Run(const std::vector<int>& exponents, const std::string& only, int repetitions) {
  std::printf(
      "| family | nodes | arcs | Pasok s | LEMON network simplex s | LEMON cost scaling s | against simplex "
      "| "
      "against the better |\n|---|--:|--:|--:|--:|--:|--:|--:|\n");
  Mean all, counted;
  double worst = 0;
  for (const pasok::families::Family& family : pasok::families::Families()) {
    if (std::string(family.name).find(only) == std::string::npos) continue;
    for (const int exponent : exponents) {
      const Problem problem = family.make(exponent, 1);
      const Answer ours = Median(repetitions, [&] { return Ours(problem); });
      const Answer simplex = Median(repetitions, [&] { return pasok::peers::LemonNetworkSimplex(problem); });
      const Answer scaling = Median(repetitions, [&] { return pasok::peers::LemonCostScaling(problem); });
      for (const Answer& peer : {simplex, scaling}) {
        if (peer.status != ours.status || peer.cost != ours.cost)
          throw std::runtime_error("the answers differ");
      }
      const double against_simplex = ours.seconds / simplex.seconds;
      const double against_better = ours.seconds / std::min(simplex.seconds, scaling.seconds);
      std::printf("| %s | 2^%d | %d | %.3f | %.3f | %.3f | %.2f | %.2f |\n", family.name, exponent,
                  problem.arcs(), ours.seconds, simplex.seconds, scaling.seconds, against_simplex,
                  against_better);
      std::fflush(stdout);
      all.Add(against_simplex);
      if (simplex.seconds < kCountedSeconds) continue;
      counted.Add(against_simplex);
      worst = std::max(worst, against_better);
    }
  }
  if (all.count() > 0)
    std::printf("\nGeometric mean against LEMON's network simplex: %.2f over all", all.geometric());
  if (counted.count() > 0) {
    std::printf(
        ", %.2f over those that take it %.0f ms or more; of these the worst against the better of the two: "
        "%.2f",
        counted.geometric(), 1000 * kCountedSeconds, worst);
  }
  std::printf("\n");
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<int> exponents = {12, 14};
  std::string only;
  int repetitions = 5;
  CLI::App app("Our flow solver against LEMON's on the DIMACS families");
  app.add_option("--exponents", exponents, "Sizes: nodes are 2^exponent; even")
      ->delimiter(',')
      ->check(CLI::Range(8, 18))
      ->capture_default_str();
  app.add_option("--family", only, "Only families whose name contains this");
  app.add_option("--repeat", repetitions, "Medians of so many")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  try {
    Run(exponents, only, repetitions);
  } catch (const std::exception& fault) {
    std::cerr << "general_flow: " << fault.what() << '\n';
    return 1;
  }
}
