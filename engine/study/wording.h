// Figures as the sentences of studies write them: the same digits in both languages, so that each can be
// found again in the plan's files and in the tables. Thousands are set apart by a narrow no-break space.
#pragma once

#include <cstdint>
#include <string>

#include "engine/register/policy.h"
#include "engine/register/units.h"
#include "engine/study/report.h"

namespace pasok::study {

std::string Rupiah(Int128 sen);                            // "Rp 1250", "Rp -0.50"
std::string RupiahPerKg(std::int64_t sen_per_kg);          // "Rp 1250 per kg"
std::string RupiahPerKg(std::int64_t sen, Grams quantum);  // of sen per quantum: as many decimals as it takes
std::string Kg(Int128 quanta, Grams quantum);              // "12.5 kg"
std::string Km(Metres road);                               // "3.214 km"
std::string Number(std::int64_t number);                   // "12500"
std::string Counted(std::int64_t count, const char* one, const char* many);  // "1 row", "12 rows"

// A commodity where sentences first tell of it: "Chicken (ayam)", "Daging ayam (ayam)"; from there on its
// code, which is what tables have. The code alone where the name says no more: "kacang_panjang" of Kacang
// panjang.
Sentence NameWithCode(const CommodityRule& rule);

// For a cell of kSenPerKg: sen per quantum as sen per kg, rounded half up.
std::int64_t SenPerKgOf(std::int64_t sen, Grams quantum);

}  // namespace pasok::study
