#include "tests/sample/generated.h"

#include <gtest/gtest.h>

namespace pasok::sample {

std::vector<RegisterFile> Generate(Scale scale, std::uint64_t seed, Variant variant) {
  std::vector<RegisterFile> files;
  GenerateKalbar(scale, variant, seed, [&](std::string_view name, std::string_view content) {
    EXPECT_LE(content.size(), std::size_t{1} << 20);
    if (files.empty() || files.back().name != name)
      files.push_back({.name = std::string(name), .content = {}});
    files.back().content += content;
    return true;
  });
  return files;
}

std::uint64_t Fingerprint(const std::vector<RegisterFile>& files) {
  std::uint64_t hash = 0xcbf29ce484222325;
  const auto add = [&hash](std::string_view bytes) {
    for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  };
  for (const RegisterFile& file : files) {
    add(file.name);
    add(file.content);
  }
  return hash;
}

Dataset GeneratedDataset(Scale scale, std::uint64_t seed, Variant variant) {
  const std::vector<RegisterFile> files = Generate(scale, seed, variant);
  DatasetReading reading = ReadDataset(files, nullptr);
  for (std::size_t i = 0; i < reading.findings.list.size() && i < 10; ++i) {
    if (!reading.findings.ok()) ADD_FAILURE() << ToLine(reading.findings.list[i]);
  }
  EXPECT_TRUE(reading.dataset.has_value());
  // A register of real life has a few oddities; a sample in which every tenth row is odd would teach to
  // ignore them.
  if (reading.dataset) {
    EXPECT_LE(reading.findings.warnings * 500, std::int64_t(reading.dataset->suppliers.size()) + 5000);
  }
  return reading.dataset.value_or(Dataset{});
}

}  // namespace pasok::sample
