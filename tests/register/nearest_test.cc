#include "engine/register/nearest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

namespace pasok {
namespace {

// The textbook's full table, to compare with.
int PlainDistance(std::string_view a, std::string_view b) {
  std::vector<std::vector<int>> table(a.size() + 1, std::vector<int>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        table[i][j] = static_cast<int>(i + j);
      } else {
        table[i][j] = std::min(
            {table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      }
    }
  }
  return table[a.size()][b.size()];
}

TEST(EditDistanceTest, AgreesWithTheTextbookWithinItsLimit) {
  std::mt19937_64 random(1);
  const auto word = [&] {
    std::string text(random() % 9, ' ');
    std::ranges::generate(text, [&] { return static_cast<char>('a' + random() % 3); });
    return text;
  };
  for (int i = 0; i < 20'000; ++i) {
    const std::string a = word();
    const std::string b = word();
    const int limit = static_cast<int>(random() % 5);
    EXPECT_EQ(EditDistance(a, b, limit), std::min(PlainDistance(a, b), limit + 1))
        << a << ' ' << b << ' ' << limit;
  }
}

TEST(NearestTest, FindsWhatWasMeant) {
  constexpr std::array<std::string_view, 4> kNames{"supplier_id", "name", "region", "kind"};
  EXPECT_EQ(Nearest("regoin", kNames), "region");
  EXPECT_EQ(Nearest("Name", kNames), "name");
  EXPECT_EQ(Nearest("suplierid", kNames), "supplier_id");
  EXPECT_EQ(Nearest("colour", kNames), "");
  EXPECT_EQ(Nearest("", kNames), "");
}

TEST(NameGuesserTest, GivesUpRatherThanTakeForever) {
  std::vector<std::string> ids;
  for (int i = 0; i < 170'000; ++i) ids.push_back("SUP-" + std::to_string(1'000'000 + i));
  NameGuesser guesser(std::vector<std::string_view>(ids.begin(), ids.end()));
  EXPECT_EQ(guesser.Guess("SUP-1000000x"), "SUP-1000000");
  for (int i = 0; i < 100'000; ++i) guesser.Guess("SUQ-" + std::to_string(1'100'000 + i));
  EXPECT_EQ(guesser.Guess("SUP-1000000x"), "SUP-1000000") << "answers are remembered";
}

}  // namespace
}  // namespace pasok
