// Which rows a question for an explanation names.
#pragma once

#include "engine/register/finding_log.h"
#include "engine/study/explain.h"

namespace pasok::study {

struct ExplainedRows {
  std::int32_t requirement = kNone;  // of the instance
  std::int32_t supplier = kNone;     // of the dataset
};

// What isn't there goes into `log`, with what is. O(log n).
ExplainedRows FindExplained(const match::Instance& instance, const ExplainQuestion& question,
                            FindingLog& log);

}  // namespace pasok::study
