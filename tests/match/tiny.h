// One supplier A and one kitchen K in one desa, beras 100 kg at 10,000 for a need of 10 kg; a test says what
// differs.
#pragma once

#include <map>
#include <string>

#include "engine/match/question/instance.h"

namespace pasok::match {

// Whole register files in place of the tiny ones, by name; "policy.yaml" too.
using Files = std::map<std::string, std::string>;

struct Tiny {
  Dataset dataset;
  Policy policy;
};
Tiny ReadTiny(const Files& instead);

// REQUIRES an instance; stops the test where there is none. The tiny outlives it.
Instance InstanceOf(const Tiny& tiny, const Question& question = {});

}  // namespace pasok::match
