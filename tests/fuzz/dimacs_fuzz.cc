// Any bytes: either an error with its line, or a problem that is written and read back the same, and, where
// it is small and in range, solved with a proof.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string_view>
#include <tuple>

#include "engine/flow/certificate.h"
#include "engine/flow/dimacs.h"
#include "engine/flow/network_simplex.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pasok::flow;
  const DimacsReading reading = ReadDimacs(std::string_view(reinterpret_cast<const char*>(data), size));
  if (reading.error) {
    if (reading.error->line < 1 || reading.error->what.empty()) std::abort();
    return 0;
  }
  const Problem& problem = reading.problem;
  if (problem.nodes() > 1000) return 0;
  std::ostringstream text;
  WriteDimacs(problem, text);
  const DimacsReading again = ReadDimacs(text.view());
  const auto arrays = [](const Problem& of) {
    return std::tie(of.supply, of.tail, of.head, of.lower, of.upper, of.cost);
  };
  if (again.error || arrays(again.problem) != arrays(problem)) std::abort();
  if (CheckRange(problem)) return 0;
  if (FindFault(problem, SolveNetworkSimplex(problem, pasok::StopToken()))) std::abort();
  return 0;
}
