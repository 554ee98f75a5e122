// dimacs_solve FILE [--solver network_simplex|cost_scaling|successive_shortest_paths]: the DIMACS answer on
// standard output; without --solver, engine/flow/solve.h chooses. Exit codes: 0 optimal; 1 infeasible,
// unbounded, or the file is at fault; 2 usage; 6 the answer doesn't prove itself.
#include <CLI/CLI.hpp>
#include <array>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <string>

#include "engine/flow/certificate.h"
#include "engine/flow/cost_scaling.h"
#include "engine/flow/dimacs.h"
#include "engine/flow/network_simplex.h"
#include "engine/flow/solve.h"
#include "engine/flow/successive_shortest_paths.h"

namespace {

using pasok::flow::Int128;
using pasok::flow::Problem;
using pasok::flow::Solution;
using pasok::flow::Status;

enum ExitCode { kDone = 0, kInputAtFault = 1, kUsage = 2, kInternalError = 6 };

std::string Decimal(Int128 value) {
  std::string digits;
  const bool negative = value < 0;
  do {
    const int digit = static_cast<int>(value % 10);
    digits.insert(digits.begin(), static_cast<char>('0' + (negative ? -digit : digit)));
    value /= 10;
  } while (value != 0);
  if (negative) digits.insert(digits.begin(), '-');
  return digits;
}

int Print(const Problem& problem, const Solution& solution) {
  switch (solution.status) {
    case Status::kInfeasible:
      std::cout << "s infeasible\n";
      return kInputAtFault;
    case Status::kUnbounded:
      std::cout << "s unbounded\n";
      return kInputAtFault;
    case Status::kStopped:
      std::cerr << "stopped\n";
      return kInternalError;
    case Status::kOptimal:
      break;
  }
  std::cout << "s " << Decimal(solution.cost) << '\n';
  for (std::int32_t a = 0; a < problem.arcs(); ++a) {
    if (solution.flow[a] == 0) continue;
    std::cout << "f " << problem.tail[a] + 1 << ' ' << problem.head[a] + 1 << ' ' << solution.flow[a] << '\n';
  }
  return kDone;
}

}  // namespace

int main(int argc, char** argv) {
  using Solver = Solution (*)(const Problem&, const pasok::StopToken&);
  const std::map<std::string, Solver> solvers = {
      {"auto", pasok::flow::SolveMinCostFlow},
      {"network_simplex", pasok::flow::SolveNetworkSimplex},
      {"cost_scaling", pasok::flow::SolveCostScaling},
      {"successive_shortest_paths", pasok::flow::SolveSuccessiveShortestPaths},
  };
  std::string path;
  std::string solver = "auto";
  CLI::App app("Solves a DIMACS minimum-cost-flow file");
  app.add_option("file", path, "The problem, in DIMACS .min format")->required();
  app.add_option("--solver", solver,
                 "Which algorithm; auto: network simplex or cost scaling, by the shape of the network")
      ->check(CLI::IsMember(solvers))
      ->capture_default_str();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kUsage;
  }

  std::ifstream file(path, std::ios::binary);
  std::string text;
  for (std::array<char, 1 << 16> part; file;) {
    file.read(part.data(), std::ssize(part));
    text.append(part.data(), static_cast<std::size_t>(file.gcount()));
  }
  if (!file.is_open() || file.bad()) {  // a folder, too, is open
    std::cerr << path << ": cannot be read\n";
    return kInputAtFault;
  }
  const pasok::flow::DimacsReading reading = pasok::flow::ReadDimacs(text);
  if (reading.error) {
    std::cerr << path << ':' << reading.error->line << ": " << reading.error->what << '\n';
    return kInputAtFault;
  }
  if (const auto wrong = pasok::flow::CheckRange(reading.problem)) {
    std::cerr << path << ": " << *wrong << '\n';
    return kInputAtFault;
  }
  if (solver == "cost_scaling" && reading.problem.arcs() > pasok::flow::kMostArcsOfCostScaling) {
    std::cerr << path << ": too many arcs for cost_scaling\n";
    return kInputAtFault;
  }
  const Solution solution = solvers.at(solver)(reading.problem, pasok::StopToken());
  if (const auto fault = pasok::flow::FindFault(reading.problem, solution)) {
    std::cerr << "internal error: " << *fault << '\n';
    return kInternalError;
  }
  return Print(reading.problem, solution);
}
