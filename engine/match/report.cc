#include "engine/match/report.h"

#include <algorithm>
#include <utility>

namespace pasok::match {

void Report(Findings& findings, Finding finding) {
  (finding.severity == Severity::kError ? findings.errors : findings.warnings) += 1;
  const auto kept = std::ranges::count_if(
      findings.list, [&](const Finding& f) { return f.code == finding.code && f.file == finding.file; });
  if (kept < Findings::kMostPerCode) findings.list.push_back(std::move(finding));
}

}  // namespace pasok::match
