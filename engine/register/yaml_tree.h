// A YAML document as a plain tree that knows where everything stands: what yaml-cpp's own nodes forget
// (duplicate keys, quotes) is kept, and what a configuration doesn't need (anchors, aliases, several
// documents) is refused.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/register/finding_log.h"

namespace pasok {

struct YamlNode {
  enum class Kind : std::uint8_t { kNull, kScalar, kSequence, kMap };

  Kind kind = Kind::kNull;
  std::string text{};     // of a scalar
  bool quoted = false;    // or tagged: then it is a text, whatever it looks like
  std::int64_t line = 0;  // from 1
  std::int64_t column = 0;
  std::vector<YamlNode> items{};                         // of a sequence
  std::vector<std::pair<YamlNode, YamlNode>> entries{};  // of a map, in order, duplicates included
};

// Lines end at LF, CRLF or CR. nullopt where the text is no YAML, or more than a policy needs; that is
// logged. Never throws. Text of at most 1 MiB, 16 levels and 100,000 nodes.
std::optional<YamlNode> ParseYaml(std::string_view bytes, std::string_view file, FindingLog& log);

}  // namespace pasok
