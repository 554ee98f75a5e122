// A licence as planners write it: "pirt", or "halal:2027-01-31" where it ends, on its last day.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/register/dataset.h"

namespace pasok {

struct LicenceReading {
  std::optional<Licence> licence;
  bool out_of_range = false;  // there is none since its day is a calendar day, but none of our time
};

// What has a digit after the last ':' is meant to be a date, and so is nothing; what isn't one is no licence.
LicenceReading ReadLicence(std::string_view text);

// Sorts by name; one that is named twice holds as long as the later of the two.
void SettleLicences(std::vector<Licence>& licences);

// Reading it gives the same licence back.
std::string ToText(const Licence& licence);

}  // namespace pasok
