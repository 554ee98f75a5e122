#include "engine/match/recheck/summary.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "engine/match/files/plan_figures.h"
#include "engine/match/recheck/json_places.h"

namespace pasok::match::recheck {
namespace {

using nlohmann::json;

std::vector<std::string> Keys(std::string_view path) {
  std::vector<std::string> keys;
  while (true) {
    const std::size_t slash = path.find('/');
    keys.emplace_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return keys;
    path.remove_prefix(slash + 1);
  }
}

// Whatever stands there: a list has no names, and nothing else has indices.
const json* EntryOf(const json& at, const std::string& key) {
  const bool is_index = key.find_first_not_of("0123456789") == key.npos;
  if (is_index != at.is_array()) return nullptr;
  if (is_index) {
    const auto index = static_cast<std::size_t>(std::stoul(key));  // paths are the checker's own
    return index < at.size() ? &at[index] : nullptr;
  }
  const auto found = at.find(key);
  return found == at.end() ? nullptr : &*found;
}

std::string Shown(const json* value) {
  if (!value) return "";
  return value->dump(-1, ' ', false, json::error_handler_t::replace).substr(0, 80);
}

}  // namespace

Summary::Summary(std::string_view content, FindingLog& log)
    : log_(log), read_(std::make_unique<PlacedJson>(ReadJson(content, kSummaryFile, log))) {
  if (read_->value.is_object()) return;
  log_.Add({.code = "bad_json", .file = std::string(kSummaryFile), .line = 1, .expected = "a JSON object"});
  read_->value = json::object();
}

Summary::~Summary() = default;

const json* Summary::Find(std::string_view path) const {
  const json* at = &read_->value;
  for (const std::string& key : Keys(path)) {
    at = EntryOf(*at, key);
    if (!at) return nullptr;
  }
  return at;
}

const json* Summary::Ask(std::string_view path) const {
  asked_.emplace(path);
  return Find(path);
}

std::int64_t Summary::LineOf(std::string_view path) const {
  const JsonPlace* at = &read_->places;
  for (const std::string& key : Keys(path)) {
    const auto found = at->below.find(key);
    if (found == at->below.end()) break;
    at = &found->second;
  }
  return at->line;
}

void Summary::Fault(std::string_view path, std::string code, std::string expected) const {
  if (!log_.Count(Severity::kError, code, kSummaryFile)) return;
  log_.Keep({.code = std::move(code),
             .file = std::string(kSummaryFile),
             .line = LineOf(path),
             .field = std::string(path),
             .value = Shown(Find(path)),
             .expected = std::move(expected)});
}

std::optional<std::string> Summary::Text(std::string_view path) const {
  const json* value = Ask(path);
  if (value && value->is_string()) return value->get<std::string>();
  Fault(path, "bad_value", "a text");
  return std::nullopt;
}

std::optional<bool> Summary::Flag(std::string_view path) const {
  const json* value = Ask(path);
  if (value && value->is_boolean()) return value->get<bool>();
  Fault(path, "bad_value", "true or false");
  return std::nullopt;
}

std::optional<std::vector<std::string>> Summary::Texts(std::string_view path) const {
  const json* value = Ask(path);
  if (value && value->is_array() &&
      std::ranges::all_of(*value, [](const json& text) { return text.is_string(); })) {
    return value->get<std::vector<std::string>>();
  }
  Fault(path, "bad_value", "a list of texts");
  return std::nullopt;
}

std::optional<std::int64_t> Summary::Grams(std::string_view path) const {
  const json* value = Ask(path);
  constexpr double kMost = 1e15;
  if (value && value->is_number() && std::abs(value->get<double>()) < kMost) {
    const std::int64_t grams = std::llround(value->get<double>() * 1000);
    if (static_cast<double>(grams) / 1000 == value->get<double>()) return grams;
  }
  Fault(path, "bad_value", "kilograms, to the gram");
  return std::nullopt;
}

std::optional<Int128> Summary::Rupiah(std::string_view path, int places) const {
  const json* value = Ask(path);
  if (value && value->is_string()) {
    if (const auto read = ReadDecimal(value->get<std::string>(), places)) return read;
  }
  Fault(path, "bad_value", "rupiah as a decimal text");
  return std::nullopt;
}

void Summary::ExpectText(std::string_view path, std::string_view expected) const {
  const std::optional<std::string> text = Text(path);
  if (text && *text != expected) Fault(path, "wrong_value", std::string(expected));
}

void Summary::ExpectFlag(std::string_view path, bool expected) const {
  const std::optional<bool> flag = Flag(path);
  if (flag && *flag != expected) Fault(path, "wrong_value", expected ? "true" : "false");
}

std::int64_t Summary::Entries(std::string_view path) const {
  const json* value = Find(path);
  if (!value || !value->is_structured()) return 0;
  if (value->empty()) Ask(path);  // there is nothing else to ask about
  return std::ssize(*value);
}

std::optional<std::int64_t> Summary::SeveralOrOne(std::string_view path) const {
  const json* value = Ask(path);
  if (!value) return 1;
  if (value->is_number_integer() && value->get<std::int64_t>() > 1) return value->get<std::int64_t>();
  Fault(path, "bad_value", "a whole number above one, or no such key");
  return std::nullopt;
}

void Summary::ExpectNumber(std::string_view path, double expected) const {
  const json* value = Ask(path);
  if (!value || !value->is_number() || value->get<double>() != expected) {
    Fault(path, "wrong_figure", json(expected).dump());
  }
}

void Summary::ExpectCount(std::string_view path, std::int64_t expected) const {
  const json* value = Ask(path);
  if (!value || !value->is_number_integer() || value->get<std::int64_t>() != expected) {
    Fault(path, "wrong_figure", std::to_string(expected));
  }
}

void Summary::ExpectKg(std::string_view path, Int128 grams) const {
  const json* value = Ask(path);
  if (!value || !value->is_number() || value->get<double>() != static_cast<double>(grams) / 1000) {
    Fault(path, "wrong_figure", KgText(grams));
  }
}

void Summary::ExpectRupiah(std::string_view path, Int128 sen, int places) const {
  const std::string expected = RupiahText(sen, places);
  const json* value = Ask(path);
  if (!value || !value->is_string() || value->get<std::string>() != expected)
    Fault(path, "wrong_figure", expected);
}

void Summary::ExpectNull(std::string_view path) const {
  const json* value = Ask(path);
  if (!value || !value->is_null()) Fault(path, "wrong_figure", "null");
}

void Summary::ExpectSomeNumber(std::string_view path, bool whole) const {
  const json* value = Ask(path);
  if (value && (whole ? value->is_number_integer() : value->is_number()) && value->get<double>() >= 0) return;
  Fault(path, "bad_value", whole ? "a whole number from 0 on" : "a number from 0 on");
}

void Summary::ExpectNoMore() const { ExpectNoMore(read_->value, read_->places, ""); }

bool Summary::AskedBelow(const std::string& path) const {
  const std::string below = path + '/';
  const auto first = asked_.lower_bound(below);
  return first != asked_.end() && first->starts_with(below);
}

void Summary::ExpectNoMore(const json& at, const JsonPlace& place, const std::string& path) const {
  if (asked_.contains(path)) return;
  if (!at.is_structured() || at.empty() || (!path.empty() && !AskedBelow(path))) {
    if (!log_.Count(Severity::kError, "unexpected_key", kSummaryFile)) return;
    return log_.Keep({.code = "unexpected_key",
                      .file = std::string(kSummaryFile),
                      .line = place.line,
                      .field = Shorten(path),
                      .value = Shown(&at),
                      .expected = "no such key: nothing in this plan calls for it; take it out"});
  }
  const auto expect_no_more = [&](std::string key, const json& value) {
    const auto found = place.below.find(key);
    std::ranges::replace(key, '/', '~');  // which is in no path of the checker's
    ExpectNoMore(value, found == place.below.end() ? place : found->second,
                 path.empty() ? key : path + '/' + key);
  };
  for (std::size_t i = 0; at.is_array() && i < at.size(); ++i) expect_no_more(std::to_string(i), at[i]);
  if (!at.is_object()) return;
  for (const auto& [key, value] : at.items()) {
    if (!key.empty()) expect_no_more(key, value);  // one without a name was reported when it was read
  }
}

}  // namespace pasok::match::recheck
