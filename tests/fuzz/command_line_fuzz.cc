// Any words behind `pasok`: a fault with a sentence, a text to print, or a job; and what is typed for days
// and gaps is refused, or within its range. No job is done.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "client/commands/commands.h"
#include "client/day.h"
#include "client/gap.h"
#include "client/syntax/parse.h"

namespace {

using pasok::client::Failure;

constexpr std::size_t kMostWords = 32;

// One a line.
std::vector<std::string> WordsOf(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty() && words.size() < kMostWords) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    words.emplace_back(text.substr(0, text.substr(0, end).find('\0')));
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return words;
}

void CheckSyntax(const std::vector<std::string>& words) {
  std::vector<const char*> argv{"pasok"};
  for (const std::string& word : words) argv.push_back(word.c_str());
  pasok::client::Command program("pasok", "Any words.");
  program.Version("pasok 0");
  AddAllCommands(program);
  const pasok::client::Parsed parsed = Parse(program, static_cast<int>(argv.size()), argv.data());
  if (parsed.wrong ? std::string_view(parsed.wrong->what()).empty() : !parsed.text && !parsed.job)
    std::abort();
}

void CheckDay(const std::string& word) {
  using namespace std::chrono_literals;
  try {
    const std::string day = pasok::client::ReadDay(word, 2028y / 2 / 29);
    if (day.size() != 10 || pasok::client::ReadDay(day, 2028y / 2 / 29) != day) std::abort();
  } catch (const Failure&) {
  }
}

void CheckGap(const std::string& word) {
  try {
    const double percent = pasok::client::ReadGapPercent(word);
    if (!(percent >= 0 && percent <= 100)) std::abort();
  } catch (const Failure&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<std::string> words = WordsOf({reinterpret_cast<const char*>(data), size});
  CheckSyntax(words);
  for (const std::string& word : words) CheckDay(word), CheckGap(word);
  return 0;
}
