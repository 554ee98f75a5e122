// docs/findings.md lists every code that the registers and the policy can give, once.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace pasok {
namespace {

std::string Content(const std::string& path) {
  std::ifstream in(std::string(PASOK_SOURCE_DIR) + '/' + path);
  std::ostringstream content;
  content << in.rdbuf();
  return content.str();
}

std::vector<std::string> Matches(const std::string& text, const std::string& pattern) {
  std::vector<std::string> matches;
  const std::regex regex(pattern);
  for (std::sregex_iterator at(text.begin(), text.end(), regex), end; at != end; ++at)
    matches.push_back((*at)[1]);
  return matches;
}

TEST(FindingsListedTest, EveryCodeHasItsRow) {
  std::map<std::string, int> rows;
  for (const std::string& code : Matches(Content("docs/findings.md"), R"(\n\| `([a-z0-9_]+)` \|)"))
    ++rows[code];
  const std::vector<std::string> codes =
      Matches(Content("engine/register/codes.h"), R"re(string_view k\w+ =\s+"(\w+)";)re");
  EXPECT_GT(codes.size(), 50U);
  for (const std::string& code : codes) EXPECT_EQ(rows[code], 1) << code;
}

}  // namespace
}  // namespace pasok
