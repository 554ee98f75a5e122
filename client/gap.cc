#include "client/gap.h"

#include <charconv>
#include <optional>
#include <string>

#include "client/exit_code.h"
#include "client/text.h"

namespace pasok::client {
namespace {

// Digits with at most one point, so that neither "nan" nor "1e300" is a number here.
std::optional<double> ReadPlainNumber(std::string_view text) {
  double number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  const bool plain = !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos;
  if (!plain || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

double ReadGapPercent(std::string_view text) {
  constexpr double kAll = 100;
  std::string_view digits = text;
  const bool in_percent = digits.ends_with('%');
  if (in_percent) {
    digits.remove_suffix(1);
    while (digits.ends_with(' ')) digits.remove_suffix(1);
  }
  const std::string quoted = "--gap: '" + Printable(text) + "' is ";
  const std::optional<double> number = ReadPlainNumber(digits);
  if (!number) {
    throw Failure(ExitCode::kUsage, quoted + "not a gap",
                  "Write it as a percentage such as 0.1%, or as a share such as 0.001.");
  }
  const double percent = in_percent ? *number : kAll * *number;
  // A share of all would promise nothing.
  if (percent > kAll || (!in_percent && percent == kAll)) {
    const bool forgotten = !in_percent && *number <= kAll;
    throw Failure(ExitCode::kUsage, quoted + (percent > kAll ? "more than 100 %" : "100 %"),
                  forgotten ? "Without % it is a share; write " + std::string(digits) + "% for " +
                                  std::string(digits) + " percent."
                            : "A gap lies between 0 and 100 %; 0.1% is a usual one.");
  }
  return percent;
}

}  // namespace pasok::client
