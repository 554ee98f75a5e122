// Small broken datasets and all that is said about them. Each folder of golden/ overlays the sound dataset
// golden/base: its files replace or join those of base, absent.txt names those that are taken away, and
// expected.txt is the listing.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "engine/register/read.h"

namespace pasok {
namespace {

namespace fs = std::filesystem;

const fs::path kGolden = fs::path(PASOK_TESTS_REGISTER_DIR) / "golden";

std::string Content(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream content;
  content << in.rdbuf();
  return content.str();
}

std::vector<RegisterFile> Overlay(const fs::path& folder) {
  std::map<std::string, std::string> contents;
  for (const fs::path& layer : {kGolden / "base", folder}) {
    for (const auto& file : fs::directory_iterator(layer))
      contents[file.path().filename()] = Content(file.path());
  }
  std::istringstream absent(contents["absent.txt"]);
  for (std::string name; absent >> name;) contents.erase(name);
  contents.erase("absent.txt");
  contents.erase("expected.txt");
  std::vector<RegisterFile> files;
  for (auto& [name, content] : contents) files.push_back({name, std::move(content)});
  return files;
}

std::vector<std::string> Folders() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kGolden)) names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

class GoldenTest : public testing::TestWithParam<std::string> {};

TEST_P(GoldenTest, ListsEverythingThatIsWrong) {
  const DatasetReading reading = ReadDataset(Overlay(kGolden / GetParam()), nullptr);
  std::string listing;
  for (const Finding& finding : reading.findings.list) listing += ToLine(finding) + '\n';
  EXPECT_EQ(listing, Content(kGolden / GetParam() / "expected.txt"));
  EXPECT_EQ(reading.dataset.has_value(), reading.findings.ok());
  EXPECT_EQ(reading.id.empty(), !reading.findings.ok());
}

INSTANTIATE_TEST_SUITE_P(Broken, GoldenTest, testing::ValuesIn(Folders()),
                         [](const auto& folder) { return folder.param; });

}  // namespace
}  // namespace pasok
