// The toy dataset of configs/toy, which everybody knows by heart; solved by hand in its README.md.
//
//   desa Hulu ------ 10 km ------ desa Hilir ----------- 90 km ----------- desa Seberang
//   |    \                        |                                       /      |
//   |     `-------------------- 110 km, by another road -----------------'       |
//   |                             |                                              |
//   D1 needs 100 beras, 30 telur  D2 needs 60 beras, 20 telur, priority 2        S3 (umkm_menengah)
//   S1 beras 80 at 12,000         S2 beras 100 at 12,500, telur 40 at 28,000        beras 500 at 11,000
//   S4 telur, but inactive           90 kg a day in all                             telur   4 at 27,000
//
// Haulage 10 rupiah per kg and km; from Seberang a surcharge of 2,000 + 500; penalty 100,000 per kg times
// priority. The best plan: S1->D1 80, S2->D1 20, S2->D2 30, S3->D2 30 kg of beras; S2->D1 24, S2->D2 16,
// S3->D2 4 kg of telur; 6 kg of telur short at D1. Money 3,178,000, preference 85,000, penalty 600,000:
// 3,863,000 rupiah in all.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/match/files/plan_files.h"
#include "engine/match/plan.h"
#include "engine/match/verify.h"
#include "engine/register/read.h"

namespace pasok::match {

struct Toy {
  Dataset dataset;
  Policy policy;
  std::string id;
};

Toy ReadToy();

// The plan of a question, expected to be found; stops the test where it isn't.
Plan PlanOf(const Dataset& dataset, const Policy& policy, const Question& question = {});

// "2026-11-23", and the days behind it.
Question On(std::string_view date, std::int32_t days = 1);

// As WritePlanFiles hands them over.
std::vector<RegisterFile> FilesOf(const Plan& plan, const Dataset& dataset, const Policy& policy,
                                  const std::string& dataset_id);

Verification Verify(const Dataset& dataset, const std::string& dataset_id,
                    const std::vector<RegisterFile>& files);

// Of the file of that name; stops the test where there is none.
std::string& ContentOf(std::string_view name, std::vector<RegisterFile>& files);

// "A 50": who delivers how many quanta, in the plan's order.
std::vector<std::string> SoldRows(const Plan& plan, const Dataset& dataset);

// All findings, a line each, for a failing test's message.
std::string Lines(const Findings& findings);

}  // namespace pasok::match
