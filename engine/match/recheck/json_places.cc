#include "engine/match/recheck/json_places.h"

#include <cstddef>
#include <iterator>
#include <vector>

namespace pasok::match::recheck {
namespace {

using nlohmann::json;
using Event = json::parse_event_t;

// Far above any summary's, and far below what would be too deep for a reader or a writer that calls itself.
constexpr std::size_t kMostDepth = 32;

// The characters, with the number of the line that the parser has come to.
class CountingLines {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingLines(const char* at, std::int64_t* line) : at_(at), line_(line) {}
  reference operator*() const { return *at_; }
  CountingLines& operator++() {
    *line_ += *at_ == '\n';
    ++at_;
    return *this;
  }
  CountingLines operator++(int) {
    const CountingLines before = *this;
    ++*this;
    return before;
  }
  bool operator==(const CountingLines& other) const { return at_ == other.at_; }
  bool operator!=(const CountingLines& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  std::int64_t* line_;
};

// Follows the parser through the text.
class Placing {
 public:
  Placing(JsonPlace& root, const std::int64_t& line, std::string_view file, FindingLog& log)
      : root_(root), line_(line), file_(file), log_(log) {}

  bool too_deep() const { return too_deep_; }

  void Take(Event event, const json& parsed) {
    if (too_deep_) return;
    switch (event) {
      case Event::object_start:
      case Event::array_start:
        return Open(event == Event::array_start);
      case Event::object_end:
      case Event::array_end:
        return open_.pop_back();
      case Event::key:
        return Key(parsed.get_ref<const std::string&>());
      case Event::value:
        if (!open_.empty()) ++open_.back().entries;
        return;
    }
  }

 private:
  struct Opened {
    JsonPlace* place;
    bool is_list;
    std::int64_t entries = 0;
    JsonPlace* latest = nullptr;  // of an object's keys
  };

  void Open(bool is_list) {
    too_deep_ = open_.size() == kMostDepth;
    if (too_deep_) return;
    JsonPlace* place = &root_;
    if (!open_.empty() && !open_.back().is_list) place = open_.back().latest;
    if (!open_.empty() && open_.back().is_list) {
      place = &open_.back().place->below[std::to_string(open_.back().entries++)];
      place->line = line_;
    }
    open_.push_back({.place = place, .is_list = is_list});
  }

  void Key(const std::string& key) {
    const auto [found, is_new] = open_.back().place->below.try_emplace(key);
    open_.back().latest = &found->second;
    if (key.empty()) Fault("unexpected_key", "\"\"", "keys that have a name");
    if (!is_new) {
      Fault("repeated_key", key,
            "each key once: this object has it on line " + std::to_string(found->second.line) + " already");
      return;
    }
    found->second.line = line_;
  }

  void Fault(std::string_view code, std::string_view value, std::string expected) {
    if (!log_.Count(Severity::kError, code, file_)) return;
    log_.Keep({.code = std::string(code),
               .file = std::string(file_),
               .line = line_,
               .value = std::string(value),
               .expected = std::move(expected)});
  }

  JsonPlace& root_;
  const std::int64_t& line_;
  std::string_view file_;
  FindingLog& log_;
  std::vector<Opened> open_;
  bool too_deep_ = false;
};

}  // namespace

PlacedJson ReadJson(std::string_view content, std::string_view file, FindingLog& log) {
  PlacedJson read;
  std::int64_t line = 1;
  Placing placing(read.places, line, file, log);
  read.value = json::parse(
      CountingLines(content.data(), &line), CountingLines(content.data() + content.size(), &line),
      [&](int, Event event, const json& parsed) {
        placing.Take(event, parsed);
        return !placing.too_deep();
      },
      /*allow_exceptions=*/false);
  if (placing.too_deep()) read.value = json(json::value_t::discarded);
  return read;
}

}  // namespace pasok::match::recheck
