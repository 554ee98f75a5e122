// What a census of offers says of a shortage, in words.
#pragma once

#include <string>

#include "engine/match/report/shortage.h"

namespace pasok::match {

enum class Language : std::uint8_t { kEnglish, kIndonesian };

// A row with its detail in Indonesian too.
struct ShortageInWords {
  Shortage row;
  std::string indonesian;
};

// "12 offers of beras: 10 of inactive suppliers (nearest: S1, 3.2 km); 2 farther than 400 km (nearest: S7,
// 412.3 km); 120 kg left on earlier days, which would keep, but no more can be stored (nearest: S2, 5 km)".
// In English it is what shortages.csv has, and what verification expects there to the letter.
std::string DetailOf(const OfferCensus& census, ShortageReason reason, std::int32_t commodity,
                     const Dataset& dataset, const Policy& policy, Language language);

}  // namespace pasok::match
