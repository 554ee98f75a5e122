// What a reader has to say about its input: every error and warning at once, each with its place and its
// mend.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pasok {

enum class Severity : std::uint8_t { kWarning, kError };

// One remark about one place. `code` is stable and meant for programs (lower_snake_case, every one of them
// listed in docs/findings.md with its mend); the sentences are for people and may change.
struct Finding {
  Severity severity = Severity::kError;
  std::string code{};
  std::string file{};       // "suppliers.csv"; empty where the whole dataset is meant
  std::int64_t line = 0;    // from 1, the header being line 1; 0 where no line is meant
  std::int64_t column = 0;  // from 1: the CSV field's number, or the character in YAML; 0 where none is meant
  std::string field{};      // the column's name or the policy's key path
  std::string value{};      // what stood there, shortened to 80 bytes of valid UTF-8
  std::string expected{};   // what would be right
  std::string fix{};        // the likely mend; empty where there is none to suggest

  bool operator==(const Finding&) const = default;
};

// Errors stop, warnings do not. Counts are exact even where the list was cut: at most
// `kMostPerCode` findings of one code and file are kept, so that a broken export of 170,000 rows stays
// readable.
struct Findings {
  static constexpr std::int64_t kMostPerCode = 1000;

  std::vector<Finding> list;  // by file, line, column, code
  std::int64_t errors = 0;
  std::int64_t warnings = 0;

  bool ok() const { return errors == 0; }
  void Append(Findings more);            // behind its own, also where that is out of order
  void LeaveOut(const Findings& known);  // the warnings that stand there too
};

// "suppliers.csv:17:4: error: unknown_region: `region` is '99.01', expected …; did you mean …?"
std::string ToLine(const Finding& finding);

}  // namespace pasok
