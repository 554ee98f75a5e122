// The dataset of golden/base in memory: nothing is wrong with it.
//
//   61 ─┬─ 61.01 Sambas ─── 61.01.01 ─┬─ .2001 Dalam Kaum    S1 (beras)          K1 (beras 150, telur 60.5)
//       │                             └─ .2002 Lubuk Dagang  S2 (telur, twice)
//       └─ 61.02 Mempawah ─ 61.02.01 ─── .2001 Jungkat       S3 (beras, asleep)  K2 (beras 90)
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/register/read.h"

namespace pasok {

std::vector<RegisterFile> SoundDataset();

// The same with one file's content replaced, or the file added.
std::vector<RegisterFile> SoundDatasetBut(std::string_view name, std::string content);

// How often a code was found.
std::int64_t CountOf(const Findings& findings, std::string_view code);

// All lines of all findings, for messages of failed expectations.
std::string Listing(const Findings& findings);

}  // namespace pasok
