#include "engine/register/policy_read.h"

#include <algorithm>
#include <functional>
#include <span>

#include "engine/register/codes.h"
#include "engine/register/decimal.h"
#include "engine/register/nearest.h"
#include "engine/register/table.h"
#include "engine/register/words.h"
#include "engine/register/yaml_tree.h"

namespace pasok {
namespace {

using Kind = YamlNode::Kind;
using ReadValue = std::function<void(const YamlNode& value, const std::string& path)>;

struct Key {
  std::string_view name;
  ReadValue read;
};

constexpr Milli kDefaultHaul{1400};

bool IsCommodityCode(std::string_view code) {
  return !code.empty() && code.size() <= limits::kIdBytes && std::ranges::all_of(code, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

std::string_view KindName(Kind kind) {
  switch (kind) {
    case Kind::kNull:
      return "nothing";
    case Kind::kScalar:
      return "a single value";
    case Kind::kSequence:
      return "a list";
    case Kind::kMap:
      return "a mapping";
  }
  return {};
}

class PolicyReader {
 public:
  PolicyReader(std::string_view file, FindingLog& log) : file_(file), log_(log) {}

  Policy Read(const YamlNode& root) {
    Policy policy = BuiltInPolicy();
    const bool empty = root.kind == Kind::kNull;
    bool version_given = false;
    if (!empty) {
      ReadMap(
          root, "",
          std::vector<Key>{
              {"version",
               [&](const YamlNode& value, const std::string& path) {
                 version_given = true;
                 if (value.kind != Kind::kScalar || value.quoted || value.text != "1") {
                   Fault(code::kWrongVersion, value, path, "1, the version that this program reads");
                 }
               }},
              {"quantum_kg", Into(policy.quantum, limits::kQuantumKg)},
              {"aims", IntoWord(policy.aims, kAimsWords)},
              {"commodities",
               [&](const YamlNode& value, const std::string& path) { ReadCommodities(value, path, policy); }},
              {"locality",
               Section({{"surcharge_idr_per_kg", Surcharges(kTierWords, policy.tier_surcharge)}})},
              {"supplier_kind",
               Section({{"surcharge_idr_per_kg", Surcharges(kSupplierKindWords, policy.kind_surcharge)}})},
              {"distance", Section({{"circuity", Into(policy.circuity, limits::kCircuity)}})},
              {"shortage",
               Section({{"penalty_idr_per_kg", Into(policy.shortage_penalty, limits::kRupiahPerKg)}})},
              {"concentration",
               Section({{"max_share_per_supplier", Into(policy.max_share_per_supplier, limits::kShare)}})},
              {"price_ceiling", IntoWord(policy.price_ceiling, kCeilingModeWords)},
              {"related_party", IntoWord(policy.related_party, kRelatedPartyWords)},
          });
    }
    if (!version_given) {
      log_.Add({.severity = Severity::kWarning,
                .code = std::string(code::kMissingVersion),
                .file = file_,
                .field = "version",
                .expected = "the version of the policy's format",
                .fix = "add the line 'version: 1'"});
    }
    return policy;
  }

 private:
  ReadValue Section(std::vector<Key> keys) {
    return [this, keys = std::move(keys)](const YamlNode& value, const std::string& path) {
      ReadMap(value, path, keys);
    };
  }

  template <class Unit>
  ReadValue Into(Amount<Unit>& amount, const NumberRule& rule) {
    return [this, &amount, &rule](const YamlNode& value, const std::string& path) {
      if (const auto number = Number(value, path, rule)) amount.value = *number;
    };
  }

  // An optional number: `null` says that there is none.
  template <class Optional>
  ReadValue IntoOptional(Optional& amount, const NumberRule& rule) {
    return [this, &amount, &rule](const YamlNode& value, const std::string& path) {
      amount.reset();
      if (value.kind == Kind::kNull) return;
      const auto number = Number(value, path, rule);
      if (!number) return;
      if constexpr (std::is_same_v<Optional, std::optional<std::int32_t>>) {
        amount = static_cast<std::int32_t>(*number);
      } else {
        amount = typename Optional::value_type{*number};
      }
    };
  }

  template <class Enum>
  ReadValue IntoWord(Enum& which, std::span<const std::string_view> words) {
    return [this, &which, words](const YamlNode& value, const std::string& path) {
      std::string expected = "one of";
      for (const std::string_view word : words)
        expected += (word == words.front() ? " " : ", ") + std::string(word);
      if (!CheckKind(value, path, Kind::kScalar, expected)) return;
      const auto found = std::ranges::find(words, std::string_view(value.text));
      if (found == words.end()) {
        Fault(code::kUnknownWord, value, path, expected, DidYouMean(Nearest(value.text, words)));
      } else {
        which = static_cast<Enum>(found - words.begin());
      }
    };
  }

  ReadValue IntoText(std::string& text) {
    return [this, &text](const YamlNode& value, const std::string& path) {
      if (CheckKind(value, path, Kind::kScalar, "a text") && CheckText(value, path)) text = value.text;
    };
  }

  // A mapping from words to rupiah per kg; it replaces the default one, words not named take 0.
  template <std::size_t N>
  ReadValue Surcharges(const std::array<std::string_view, N>& words, std::array<SenPerKg, N>& surcharges) {
    return [this, &words, &surcharges](const YamlNode& value, const std::string& path) {
      surcharges.fill({});
      std::vector<Key> keys;
      for (std::size_t i = 0; i < N; ++i)
        keys.push_back({words[i], Into(surcharges[i], limits::kRupiahPerKg)});
      ReadMap(value, path, keys);
    };
  }

  void ReadCommodities(const YamlNode& value, const std::string& path, Policy& policy) {
    policy.commodities.clear();
    ForEachEntry(value, path, [&](const YamlNode& key, const YamlNode& rules, const std::string& rule_path) {
      if (!IsCommodityCode(key.text)) {
        Fault(code::kBadCommodityCode, key, path, "a code of up to 64 lower-case letters, digits and '_'");
        return;
      }
      CommodityRule rule{.code = key.text,
                         .name_id = key.text,
                         .name_en = key.text,
                         .haul_per_kg_km = kDefaultHaul,
                         .max_distance = {},
                         .shelf_life_days = {},
                         .requires_licences = {},
                         .price_ceiling = {}};
      ReadMap(rules, rule_path,
              std::vector<Key>{
                  {"name_id", IntoText(rule.name_id)},
                  {"name_en", IntoText(rule.name_en)},
                  {"haul_idr_per_kg_km", Into(rule.haul_per_kg_km, limits::kHaul)},
                  {"max_distance_km", IntoOptional(rule.max_distance, limits::kMaxDistanceKm)},
                  {"shelf_life_days", IntoOptional(rule.shelf_life_days, limits::kShelfLifeDays)},
                  {"requires",
                   [&](const YamlNode& licences, const std::string& at) {
                     rule.requires_licences = ReadLicences(licences, at);
                   }},
                  {"price_ceiling_idr_per_kg", IntoOptional(rule.price_ceiling, limits::kCeiling)},
              });
      policy.commodities.push_back(std::move(rule));
    });
    std::ranges::sort(policy.commodities, {}, &CommodityRule::code);
  }

  std::vector<std::string> ReadLicences(const YamlNode& value, const std::string& path) {
    constexpr std::string_view kExpected = "a list of licences, such as [halal, nkv], or []";
    std::vector<std::string> licences;
    if (!CheckKind(value, path, Kind::kSequence, kExpected)) return licences;
    for (const YamlNode& item : value.items) {
      if (!CheckKind(item, path, Kind::kScalar, kExpected) || !CheckText(item, path)) continue;
      if (item.text.empty() || item.text.find('|') != item.text.npos || Trim(item.text) != item.text) {
        Fault(code::kUnknownWord, item, path, "a licence's name without '|' and blanks around it");
        continue;
      }
      licences.push_back(item.text);
    }
    std::ranges::sort(licences);
    licences.erase(std::ranges::unique(licences).begin(), licences.end());
    return licences;
  }

  void ReadMap(const YamlNode& map, const std::string& path, const std::vector<Key>& keys) {
    ForEachEntry(map, path, [&](const YamlNode& name, const YamlNode& value, const std::string& value_path) {
      const auto key = std::ranges::find(keys, std::string_view(name.text), &Key::name);
      if (key != keys.end()) return key->read(value, value_path);
      std::vector<std::string_view> names;
      std::string expected = "one of";
      for (const Key& known : keys) {
        names.push_back(known.name);
        expected += (names.size() == 1 ? " " : ", ") + std::string(known.name);
      }
      const std::string guess = DidYouMean(Nearest(name.text, names));
      Fault(code::kUnknownKey, name, path, expected, guess.empty() ? "remove the key" : guess);
    });
  }

  // Calls `visit(key, value, path of the value)` for each entry whose key is a text and new.
  template <class Visit>
  void ForEachEntry(const YamlNode& map, const std::string& path, Visit visit) {
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

  std::optional<std::int64_t> Number(const YamlNode& value, const std::string& path, const NumberRule& rule) {
    const std::string expected = RangeText(rule, '.');
    if (!CheckKind(value, path, Kind::kScalar, expected)) return std::nullopt;
    if (value.quoted) {
      Fault(code::kWrongType, value, path, expected, "remove the quotes or the tag");
      return std::nullopt;
    }
    const Decimal decimal = ParseDecimal(value.text, rule.decimals, '.');
    switch (decimal.fault) {
      case DecimalFault::kNotANumber:
        Fault(code::kBadNumber, value, path, expected, "write digits, with a point before decimals");
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

  bool CheckKind(const YamlNode& node, const std::string& path, Kind kind, std::string_view expected) {
    if (node.kind == kind) return true;
    Fault(code::kWrongType, node, path, expected, "there is " + std::string(KindName(node.kind)) + " here");
    return false;
  }

  bool CheckText(const YamlNode& node, const std::string& path) {
    const bool controls = std::ranges::any_of(
        node.text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    if (node.text.size() <= limits::kNameBytes && !controls) return true;
    Fault(code::kTooLong, node, path, "one line of at most 200 bytes");
    return false;
  }

  void Fault(std::string_view code, const YamlNode& node, const std::string& path, std::string_view expected,
             std::string_view fix = {}) {
    log_.Add({.code = std::string(code),
              .file = file_,
              .line = node.line,
              .column = node.column,
              .field = path,
              .value = node.text.substr(0, 200),
              .expected = std::string(expected),
              .fix = std::string(fix)});
  }

  std::string file_;
  FindingLog& log_;
};

}  // namespace

Policy ReadPolicyInto(std::string_view yaml, std::string_view file, FindingLog& log) {
  const std::optional<YamlNode> root = ParseYaml(yaml, file, log);
  return root ? PolicyReader(file, log).Read(*root) : BuiltInPolicy();
}

PolicyReading ReadPolicy(std::string_view yaml, std::string_view file) {
  FindingLog log;
  PolicyReading reading;
  reading.policy = ReadPolicyInto(yaml, file, log);
  reading.findings = log.Take();
  return reading;
}

}  // namespace pasok
