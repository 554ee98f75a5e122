#include "engine/register/nearest.h"

#include <algorithm>
#include <array>

namespace pasok {
namespace {

constexpr std::size_t kLongest = 64;  // longer names aren't typed by hand

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

int FarthestThatIsNear(std::string_view word) {
  return word.size() <= 2 ? 0 : word.size() <= 4 ? 1 : word.size() <= 8 ? 2 : 3;
}

}  // namespace

int EditDistance(std::string_view a, std::string_view b, int limit) {
  const int rows = static_cast<int>(a.size());
  const int columns = static_cast<int>(b.size());
  if (std::abs(rows - columns) > limit || a.size() > kLongest || b.size() > kLongest) return limit + 1;
  std::array<int, kLongest + 1> row;
  for (int j = 0; j <= columns; ++j) row[j] = j;
  for (int i = 1; i <= rows; ++i) {
    const int first = std::max(1, i - limit);
    const int last = std::min(columns, i + limit);
    int diagonal = row[first - 1];
    row[first - 1] = first == 1 ? i : limit + 1;
    int least = row[first - 1];
    for (int j = first; j <= last; ++j) {
      // Outside the band of the row above everything is too far.
      const int above = j == i + limit ? limit + 1 : row[j];
      const int changed = diagonal + (Lower(a[i - 1]) != Lower(b[j - 1]));
      diagonal = row[j];
      row[j] = std::min({changed, above + 1, row[j - 1] + 1});
      least = std::min(least, row[j]);
    }
    if (least > limit) return limit + 1;
  }
  return std::min(row[columns], limit + 1);
}

std::string_view Nearest(std::string_view word, std::span<const std::string_view> names) {
  int limit = FarthestThatIsNear(word);
  std::string_view nearest;
  for (const std::string_view name : names) {
    const int distance = EditDistance(word, name, limit);
    if (distance > limit) continue;
    nearest = name;
    limit = distance - 1;
    if (limit < 0) break;
  }
  return nearest;
}

std::string_view OnlyNearest(std::string_view word, std::span<const std::string_view> names) {
  int limit = FarthestThatIsNear(word);
  std::string_view nearest;
  for (const std::string_view name : names) {
    const int distance = EditDistance(word, name, limit);
    if (distance > limit) continue;
    nearest = distance < limit || nearest.empty() ? name : std::string_view();
    limit = distance;
  }
  return nearest;
}

std::string_view NameGuesser::Guess(std::string_view word) {
  if (word.size() > kLongest) return {};
  if (const auto known = answers_.find(word); known != answers_.end()) return known->second;
  if (looks_ > kMostLooks) return {};
  looks_ += static_cast<std::int64_t>(names_.size());
  return answers_.emplace(word, OnlyNearest(word, names_)).first->second;
}

std::string DidYouMean(std::string_view guess) {
  return guess.empty() ? std::string() : "did you mean '" + std::string(guess) + "'?";
}

}  // namespace pasok
