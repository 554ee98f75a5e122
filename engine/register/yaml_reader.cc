#include "engine/register/yaml_reader.h"

#include <algorithm>
#include <map>

#include "engine/register/codes.h"
#include "engine/register/decimal.h"
#include "engine/register/nearest.h"
#include "engine/register/table.h"
#include "engine/register/utf8.h"

namespace pasok {
namespace {

std::string_view KindName(YamlNode::Kind kind) {
  switch (kind) {
    case YamlNode::Kind::kNull:
      return "nothing";
    case YamlNode::Kind::kScalar:
      return "a single value";
    case YamlNode::Kind::kSequence:
      return "a list";
    case YamlNode::Kind::kMap:
      return "a mapping";
  }
  return {};
}

// As written, where it is a scalar; of mappings and lists what holds them and their single values.
std::string InOneLine(const YamlNode& node) {
  const auto within = [](const YamlNode& inner) {
    const bool is_deep = !inner.entries.empty() || !inner.items.empty();
    return is_deep ? std::string("…") : inner.text;
  };
  std::string text;
  for (const auto& [key, value] : node.entries)
    text += (text.empty() ? "" : ", ") + key.text + ": " + within(value);
  for (const YamlNode& item : node.items) text += (text.empty() ? "" : ", ") + within(item);
  if (!node.entries.empty()) return "{" + text + "}";
  return node.items.empty() ? node.text : "[" + text + "]";
}

// Three decimals where the key takes fewer, or kg whose last decimal is a 0 that nobody writes: 15.400 is
// likely to mean fifteen thousand four hundred.
bool MayBeThousands(std::string_view text, const NumberRule& rule) {
  constexpr int kGroup = 3;
  if (!IsOneGroupOfThousands(text)) return false;
  return rule.decimals < kGroup || (rule.grouped_by_habit && text.ends_with('0'));
}

// REQUIRES MayBeThousands of `text` with a point in the place of `separator`. Offers what the key takes.
std::string MendOfThousands(std::string text, const NumberRule& rule, std::string_view separator) {
  const Decimal decimal = ParseDecimal(text, rule.decimals, '.');
  std::erase(text, '.');
  const Decimal thousands = ParseDecimal(text, rule.decimals, '.');
  const bool in_range = thousands.scaled >= rule.least && thousands.scaled <= rule.most;
  const bool is_decimal = decimal.fault == DecimalFault::kFine;
  const std::string as_decimal = "write " + DecimalText(decimal.scaled, rule.decimals);
  if (!in_range) return is_decimal ? as_decimal : "write digits, within the range";
  return "if thousands are meant, write " + text + ", without a " + std::string(separator) +
         (is_decimal ? "; or " + as_decimal : "");
}

// A comma is one before decimals where a number would be there with a point, however many they are.
std::string MendOfNumber(std::string text, const NumberRule& rule) {
  constexpr int kMostDecimals = 9;  // that ParseDecimal takes; more are still a number
  const std::optional<std::string> ungrouped = UngroupThousands(text);
  const std::size_t comma = text.find(',');
  if (comma != text.npos) text[comma] = '.';
  if (comma != text.npos && MayBeThousands(text, rule)) return MendOfThousands(text, rule, "comma");
  if (comma != text.npos && ParseDecimal(text, kMostDecimals, '.').fault != DecimalFault::kNotANumber) {
    const bool is_too_fine = ParseDecimal(text, rule.decimals, '.').fault == DecimalFault::kTooManyDecimals;
    if (is_too_fine && rule.decimals == 0) return "round the number";
    return is_too_fine ? "a decimal takes a point; round the number"
                       : "a decimal takes a point: write " + text;
  }
  if (ungrouped) return "write " + *ungrouped + ", without separators of thousands";
  return "write digits, with a point before decimals";
}

std::string OneOf(std::span<const std::string_view> words) {
  std::string expected = "one of";
  for (std::size_t i = 0; i < words.size(); ++i) expected += (i == 0 ? " " : ", ") + std::string(words[i]);
  return expected;
}

}  // namespace

YamlReader::ReadValue YamlReader::Section(std::vector<Key> keys) {
  return [this, keys = std::move(keys)](const YamlNode& value, const std::string& path) {
    ReadMap(value, path, keys);
  };
}

YamlReader::ReadValue YamlReader::IntoText(std::string& text) {
  return [this, &text](const YamlNode& value, const std::string& path) {
    if (CheckKind(value, path, Kind::kScalar, "a text") && CheckText(value, path)) text = value.text;
  };
}

void YamlReader::ReadMap(const YamlNode& map, const std::string& path, const std::vector<Key>& keys) {
  ForEachEntry(map, path, [&](const YamlNode& name, const YamlNode& value, const std::string& value_path) {
    const auto key = std::ranges::find(keys, std::string_view(name.text), &Key::name);
    if (key != keys.end()) return key->read(value, value_path);
    std::vector<std::string_view> names;
    for (const Key& known : keys) names.push_back(known.name);
    UnknownKey(name, path, names);
  });
}

void YamlReader::ForEachEntry(
    const YamlNode& map, const std::string& path,
    const std::function<void(const YamlNode&, const YamlNode&, const std::string&)>& visit) {
  if (!CheckKind(map, path, Kind::kMap, "a mapping of keys to values")) return;
  std::map<std::string_view, std::int64_t> seen;  // the line of each key
  for (const auto& [key, value] : map.entries) {
    if (!CheckKind(key, path, Kind::kScalar, "a plain key")) continue;
    const auto [first, is_new] = seen.emplace(key.text, key.line);
    if (!is_new) {
      Fault(code::kDuplicatePolicyKey, key, path, "each key once",
            "line " + std::to_string(first->second) + " has it already: remove one");
      continue;
    }
    visit(key, value, path.empty() ? key.text : path + '.' + key.text);
  }
}

std::optional<std::int64_t> YamlReader::Number(const YamlNode& value, const std::string& path,
                                               const NumberRule& rule) {
  const std::string expected = RangeText(rule, '.');
  if (!CheckKind(value, path, Kind::kScalar, expected)) return std::nullopt;
  if (value.quoted) {
    Fault(code::kWrongType, value, path, expected, "remove the quotes or the tag");
    return std::nullopt;
  }
  if (MayBeThousands(value.text, rule)) {
    Fault(code::kAmbiguousNumber, value, path, expected, MendOfThousands(value.text, rule, "point"));
    return std::nullopt;
  }
  const Decimal decimal = ParseDecimal(value.text, rule.decimals, '.');
  switch (decimal.fault) {
    case DecimalFault::kNotANumber:
      Fault(code::kBadNumber, value, path, expected, MendOfNumber(value.text, rule));
      return std::nullopt;
    case DecimalFault::kTooManyDecimals:
      Fault(code::kTooManyDecimals, value, path, expected, "round the number");
      return std::nullopt;
    case DecimalFault::kTooLarge:
      Fault(code::kOutOfRange, value, path, expected);
      return std::nullopt;
    case DecimalFault::kFine:
      break;
  }
  if (decimal.scaled >= rule.least && decimal.scaled <= rule.most) return decimal.scaled;
  Fault(code::kOutOfRange, value, path, expected);
  return std::nullopt;
}

std::optional<std::size_t> YamlReader::Word(const YamlNode& value, const std::string& path,
                                            std::span<const std::string_view> words) {
  const std::string expected = OneOf(words);
  if (!CheckKind(value, path, Kind::kScalar, expected)) return std::nullopt;
  const auto found = std::ranges::find(words, std::string_view(value.text));
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  Fault(code::kUnknownWord, value, path, expected, DidYouMean(Nearest(value.text, words)));
  return std::nullopt;
}

bool YamlReader::CheckKind(const YamlNode& node, const std::string& path, Kind kind,
                           std::string_view expected) {
  if (node.kind == kind) return true;
  const bool is_left_empty = node.kind == Kind::kNull && !path.empty();
  Fault(code::kWrongType, node, path, expected,
        is_left_empty ? "write it after the colon, or leave the key out"
                      : "there is " + std::string(KindName(node.kind)) + " here");
  return false;
}

bool YamlReader::CheckText(const YamlNode& node, const std::string& path) {
  const bool controls = std::ranges::any_of(node.text, IsControl);
  if (node.text.size() <= limits::kNameBytes && !controls) return true;
  Fault(controls ? code::kControlCharacter : code::kTooLong, node, path, "one line of at most 200 bytes");
  return false;
}

void YamlReader::Fault(std::string_view code, const YamlNode& node, const std::string& path,
                       std::string_view expected, std::string_view fix) {
  log_.Add({.code = std::string(code),
            .file = file_,
            .line = node.line,
            .column = node.column,
            .field = path,
            .value = InOneLine(node).substr(0, 200),
            .expected = std::string(expected),
            .fix = std::string(fix)});
}

void YamlReader::UnknownKey(const YamlNode& name, const std::string& path,
                            std::span<const std::string_view> known) {
  const std::string guess = DidYouMean(Nearest(name.text, known));
  Fault(code::kUnknownKey, name, path, OneOf(known), guess.empty() ? "remove the key" : guess);
}

}  // namespace pasok
