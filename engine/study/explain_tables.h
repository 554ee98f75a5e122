// The tables of an explanation.
#pragma once

#include <vector>

#include "engine/study/explain_teller.h"

namespace pasok::study {

// The tables of ToReport; two of them only where a supplier was asked about, the last of a moved plan only.
std::vector<Table> TablesOf(const Explanation& explanation, const Base& base, const Teller& tell);

}  // namespace pasok::study
