// docs/findings.md lists every code that the registers and the policy can give, once; and it, or
// docs/studies.md, those that plans, studies and `verify` write where they add a finding.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace pasok {
namespace {

std::string Content(const std::string& path) {
  std::ifstream in(std::string(PASOK_SOURCE_DIR) + '/' + path);
  std::ostringstream content;
  content << in.rdbuf();
  return content.str();
}

// What stands between `before` and the next `after`, in every line that has them.
std::vector<std::string> Between(const std::string& text, std::string_view before, std::string_view after) {
  std::vector<std::string> found;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t start = line.find(before);
    if (start == std::string::npos) continue;
    const std::size_t end = line.find(after, start + before.size());
    if (end != std::string::npos)
      found.push_back(line.substr(start + before.size(), end - start - before.size()));
  }
  return found;
}

TEST(FindingsListedTest, EveryCodeHasItsRow) {
  std::map<std::string, int> rows;
  for (const std::string& code : Between(Content("docs/findings.md"), "| `", "` |")) ++rows[code];
  const std::string header = Content("engine/register/codes.h");
  std::vector<std::string> codes = Between(header, " = \"", "\";");
  for (const std::string& code : Between(header, "    \"", "\";")) codes.push_back(code);
  EXPECT_GT(codes.size(), 50U);
  for (const std::string& code : codes) EXPECT_EQ(rows[code], 1) << code;
}

TEST(FindingsListedTest, EveryCodeThatIsSaidBeyondTheRegistersHasAWordToo) {
  const std::string documents = Content("docs/findings.md") + Content("docs/studies.md");
  int codes = 0;
  for (const char* room : {PASOK_SOURCE_DIR "/engine", PASOK_SOURCE_DIR "/server"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(room)) {
      if (entry.path().extension() != ".cc") continue;
      const std::string source = Content(std::filesystem::relative(entry.path(), PASOK_SOURCE_DIR).string());
      for (const std::string& code : Between(source, ".code = \"", "\"")) {
        EXPECT_NE(documents.find('`' + code + '`'), std::string::npos) << code << " of " << entry.path();
        ++codes;
      }
    }
  }
  EXPECT_GT(codes, 25);
}

}  // namespace
}  // namespace pasok
