// "Did you mean …?": the known name nearest to a mistyped one.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pasok {

// Levenshtein's distance over bytes, or `limit` + 1 where it is more than `limit`. O(limit * length).
int EditDistance(std::string_view a, std::string_view b, int limit);

// The name at the least distance, the first of equals; empty where none is near. Near is: no edit for names
// of up to two bytes, 1 up to four, 2 up to eight, 3 beyond; upper and lower case are alike.
std::string_view Nearest(std::string_view word, std::span<const std::string_view> names);

// The same, but empty where several are equally near: of ids and codes each is another one's, and a guess at
// random would be followed.
std::string_view OnlyNearest(std::string_view word, std::span<const std::string_view> names);

// OnlyNearest over a large list, for as many questions as a broken file asks: remembers answers, and gives up
// (answering "none") once it has looked at `kMostLooks` names, so that the time stays bounded. Not safe for
// use by several threads.
class NameGuesser {
 public:
  static constexpr std::int64_t kMostLooks = 2'000'000;

  // `names` outlive the guesser.
  explicit NameGuesser(std::vector<std::string_view> names) : names_(std::move(names)) {}
  std::string_view Guess(std::string_view word);

 private:
  std::vector<std::string_view> names_;
  std::map<std::string, std::string_view, std::less<>> answers_;
  std::int64_t looks_ = 0;
};

// "did you mean 'x'?", or empty where the guess is.
std::string DidYouMean(std::string_view guess);

}  // namespace pasok
