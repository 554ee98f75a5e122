// From a YAML tree to values, strictly: an unknown key, a key given twice, a wrong type and a value out of
// range are findings with line, column and key path, and the nearest known name where there is one. What the
// reader of a configuration derives from.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/register/limits.h"
#include "engine/register/yaml_tree.h"

namespace pasok {

class YamlReader {
 public:
  using Kind = YamlNode::Kind;
  // Reads the value that stands at `path`, such as "distance.circuity".
  using ReadValue = std::function<void(const YamlNode& value, const std::string& path)>;

  struct Key {
    std::string_view name;
    ReadValue read;
  };

  // `log` outlives this.
  YamlReader(std::string_view file, FindingLog& log) : file_(file), log_(log) {}

 protected:
  // Each reads into the object given, which outlives the reading; a faulty value leaves it as it was.
  ReadValue Section(std::vector<Key> keys);
  ReadValue IntoText(std::string& text);
  template <class Unit>
  ReadValue Into(Amount<Unit>& amount, const NumberRule& rule) {
    return [this, &amount, &rule](const YamlNode& value, const std::string& path) {
      if (const auto number = Number(value, path, rule)) amount.value = *number;
    };
  }
  ReadValue Into(std::int32_t& number, const NumberRule& rule) {
    return [this, &number, &rule](const YamlNode& value, const std::string& path) {
      if (const auto read = Number(value, path, rule)) number = static_cast<std::int32_t>(*read);
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
      if (const auto word = Word(value, path, words)) which = static_cast<Enum>(*word);
    };
  }

  void ReadMap(const YamlNode& map, const std::string& path, const std::vector<Key>& keys);
  // Calls `visit(key, value, path of the value)` for each entry whose key is a text and new.
  void ForEachEntry(const YamlNode& map, const std::string& path,
                    const std::function<void(const YamlNode& key, const YamlNode& value,
                                             const std::string& value_path)>& visit);

  std::optional<std::int64_t> Number(const YamlNode& value, const std::string& path, const NumberRule& rule);
  // The index of the value among `words`.
  std::optional<std::size_t> Word(const YamlNode& value, const std::string& path,
                                  std::span<const std::string_view> words);

  bool CheckKind(const YamlNode& node, const std::string& path, Kind kind, std::string_view expected);
  // One line of at most 200 bytes.
  bool CheckText(const YamlNode& node, const std::string& path);

  void Fault(std::string_view code, const YamlNode& node, const std::string& path, std::string_view expected,
             std::string_view fix = {});
  void UnknownKey(const YamlNode& name, const std::string& path, std::span<const std::string_view> known);

  const std::string& file() const { return file_; }
  FindingLog& log() { return log_; }

 private:
  std::string file_;
  FindingLog& log_;
};

}  // namespace pasok
