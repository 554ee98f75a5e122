// Words that the sentences of studies have in common, beside those of all sentences.
#pragma once

#include <cstdint>
#include <string>

#include "engine/match/figures_in_words.h"
#include "engine/register/policy.h"
#include "engine/register/units.h"
#include "engine/study/report.h"

namespace pasok::study {

using match::Counted;
using match::Kg;
using match::Km;
using match::Number;
using match::Rupiah;

std::string RupiahPerKg(std::int64_t sen_per_kg);          // "Rp 1 250 per kg"
std::string RupiahPerKg(std::int64_t sen, Grams quantum);  // of sen per quantum: as many decimals as it takes

// A commodity where sentences first tell of it: "Chicken (ayam)", "Daging ayam (ayam)"; from there on its
// code, which is what tables have. The code alone where it is the name: "beras" of Beras.
Sentence NameWithCode(const CommodityRule& rule);
// Where it begins a sentence, with a capital.
Sentence Capitalised(Sentence beginning);

// For a cell of kSenPerKg: sen per quantum as sen per kg, rounded half up.
std::int64_t SenPerKgOf(std::int64_t sen, Grams quantum);

}  // namespace pasok::study
