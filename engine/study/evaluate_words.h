// What an evaluation's report says above its tables.
#pragma once

#include <vector>

#include "engine/study/broken_together.h"
#include "engine/study/evaluate.h"
#include "engine/study/report.h"

namespace pasok::study {

// `together` and `of_best`: what the rows' lawful part and the best plan break together; empty where the
// evaluation was stopped.
std::vector<Sentence> SentencesOf(const Evaluation& evaluation, const std::vector<BrokenTogether>& together,
                                  const std::vector<BrokenTogether>& of_best, const Base& base);

}  // namespace pasok::study
