// What limits a plan, found to the end.
#pragma once

#include <gtest/gtest.h>

#include <utility>

#include "engine/study/bottlenecks.h"

namespace pasok::study {

inline BottleneckStudy Find(const match::Solved& solved) {
  const StopToken stop;
  auto study = FindBottlenecks(solved, {}, {.options = {.threads = 1}, .stop = stop, .progress = nullptr});
  EXPECT_TRUE(study && study->complete);
  return *std::move(study);
}

}  // namespace pasok::study
