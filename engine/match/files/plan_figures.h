// How a plan's figures are written: the printed places and the per-kg figures that are derived from sen per
// quantum.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/match/plain_numbers.h"
#include "engine/register/dataset.h"
#include "engine/register/units.h"

namespace pasok::match {

// Decimals of every rupiah in the files: two, or four where the quantum isn't whole kg.
constexpr int RupiahPlaces(Grams quantum) { return quantum.value % 1000 == 0 ? 2 : 4; }

// "" of no date.
std::string DateText(const std::optional<Date>& date);

// Landed money per kg less the price, both rounded to the printed places.
std::string HaulPerKgText(std::int64_t unit_money, SenPerKg price, Grams quantum);

// Sen per quantum as rupiah per kg: two to six decimals, as many as it takes. ReadPricePerKg gets the integer
// back for any quantum up to 9 t; nullopt where the text is no such decimal, or one beyond +-(2^63 - 1).
std::string PricePerKgText(std::int64_t price, Grams quantum);
std::optional<std::int64_t> ReadPricePerKg(std::string_view text, Grams quantum);

// 100 * gap / money; 0 without a gap, nullopt where there is one and no money to compare it with.
std::optional<double> GapPercent(Int128 gap, std::int64_t money);

// part / whole to six decimals; 0 of nothing.
double Share(std::int64_t part, std::int64_t whole);

}  // namespace pasok::match
