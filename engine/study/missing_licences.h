// Licences that a supplier lacks on a day, told apart: some it never held, others it held until they ended.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/register/dataset.h"
#include "engine/study/report.h"

namespace pasok::study {

struct MissingLicences {
  std::vector<std::string> never_held;
  std::vector<Licence> ended;  // each with its last day
};

// `names`: licences that the holder lacks.
MissingLicences TellApart(const Supplier& holder, const std::vector<std::string>& names);

// Of names separated by "|".
MissingLicences TellApart(const Supplier& holder, std::string_view names);

// "halal (to 2026-05-31), nkv (to 2026-06-30)".
Sentence WithLastDays(const std::vector<Licence>& ended);

}  // namespace pasok::study
