#include "tests/register/sound_dataset.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace pasok {

std::vector<RegisterFile> SoundDataset() {
  std::vector<RegisterFile> files;
  const std::filesystem::path base = std::filesystem::path(PASOK_TESTS_REGISTER_DIR) / "golden" / "base";
  for (const auto& entry : std::filesystem::directory_iterator(base)) {
    if (entry.path().extension() != ".csv") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream content;
    content << in.rdbuf();
    files.push_back({entry.path().filename(), content.str()});
  }
  std::ranges::sort(files, {}, &RegisterFile::name);
  return files;
}

std::vector<RegisterFile> SoundDatasetBut(std::string_view name, std::string content) {
  std::vector<RegisterFile> files = SoundDataset();
  std::erase_if(files, [&](const RegisterFile& file) { return file.name == name; });
  files.push_back({std::string(name), std::move(content)});
  return files;
}

std::int64_t CountOf(const Findings& findings, std::string_view code) {
  return std::ranges::count(findings.list, code, &Finding::code);
}

std::string Listing(const Findings& findings) {
  std::string listing;
  for (const Finding& finding : findings.list) listing += ToLine(finding) + '\n';
  return listing;
}

}  // namespace pasok
