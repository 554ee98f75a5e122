// On which days an offer holds.
#pragma once

#include <optional>

#include "engine/register/dataset.h"

namespace pasok::study {

// Whether the offer holds on any day from `from` to `to`, both inclusive; no day: open on that side.
bool HoldsBetween(const Offer& offer, const std::optional<Date>& from, const std::optional<Date>& to);

// Whether there is a day on which both hold.
bool ShareADay(const Offer& a, const Offer& b);

}  // namespace pasok::study
