// What a nightly run does, as a file: configs/nightly.yaml documents every key.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "pasok/v1/files.pb.h"

namespace pasok::client {

struct NightlyFile {
  std::filesystem::path data;        // the directory of registers
  std::filesystem::path data_dir;    // of the server in this process; empty: the user's
  std::filesystem::path policy;      // empty: the registers' own, else the built-in one
  std::vector<std::string> regions;  // sorted, unique; planned together; empty: all
  std::filesystem::path out;         // gets a folder per day
  std::int32_t days = 1;             // planned together, from the run's day on, each night anew
  bool publish = true;
  bool follow_published = false;
  bool fail_on_shortage = false;
};

struct NightlyFileReading {
  NightlyFile file;  // meaningful where there are no findings
  v1::Findings findings;
};

// Reads `yaml`, the bytes of the file at `path`, which paths in it are relative to and which findings name.
// Strict: unknown and duplicate keys, wrong types and missing keys are errors, all reported at once. Never
// throws.
NightlyFileReading ReadNightlyFile(std::string_view yaml, const std::filesystem::path& path);

}  // namespace pasok::client
