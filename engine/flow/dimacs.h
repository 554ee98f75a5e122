// The DIMACS format of minimum-cost-flow problems: the side door for problems from elsewhere.
//
//   c any comment
//   p min NODES ARCS                  once, before all others
//   n NODE SUPPLY                     at most once per node, numbered from 1; those not named have 0
//   a TAIL HEAD LOWER UPPER COST      ARCS times; UPPER -1 with LOWER >= 0, or 2^63 - 1: no bound
//
// Integers of 64 bits; fields apart by spaces or tabs; empty lines and CRLF are accepted, anything else is
// not.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include "engine/flow/problem.h"

namespace pasok::flow {

struct DimacsError {
  std::int64_t line = 0;  // from 1
  std::string what;
};

struct DimacsReading {
  Problem problem;  // empty where there is an error
  std::optional<DimacsError> error;
};

// Nodes above this are refused: a short line shouldn't take all memory.
inline constexpr std::int64_t kMostDimacsNodes = std::int64_t{1} << 26;

// The first error stops. What it reads has not passed CheckRange. O(text + nodes).
DimacsReading ReadDimacs(std::string_view text);

// ReadDimacs reads the same problem back.
void WriteDimacs(const Problem& problem, std::ostream& out);

}  // namespace pasok::flow
