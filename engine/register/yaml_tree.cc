#include "engine/register/yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <sstream>
#include <string_view>

#include "engine/register/codes.h"
#include "engine/register/utf8.h"

namespace pasok {
namespace {

constexpr std::size_t kMostBytes = 1 << 20;
constexpr std::size_t kMostLevels = 16;
constexpr std::int64_t kMostNodes = 100'000;

// Thrown through yaml-cpp's parser to leave it early; doesn't leave this file.
struct Refusal {
  std::string_view code;
  std::int64_t line = 0;
  std::int64_t column = 0;
  std::string_view expected;
  std::string_view fix;
};

bool IsDigits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}

// Puts numbers with commas together again, so that their reader can name them: in braces YAML takes
// `factor: 1,5` for `factor: 1` and a key `5` of nothing, and `1,000,000` for one number and two keys.
void JoinCommas(YamlNode& map) {
  using Kind = YamlNode::Kind;
  const auto is_number = [](const YamlNode& value) {
    const std::string_view text = value.text;
    return value.kind == Kind::kScalar && IsDigits(text.starts_with('-') ? text.substr(1) : text);
  };
  std::size_t last = 0;  // of those kept
  bool may_go_on = !map.entries.empty() && is_number(map.entries[0].second);
  for (std::size_t i = 1; i < map.entries.size(); ++i) {
    YamlNode& number = map.entries[last].second;
    const auto& [digits, nothing] = map.entries[i];
    const auto after_comma = number.column + static_cast<std::int64_t>(number.text.size()) + 1;
    if (may_go_on && digits.kind == Kind::kScalar && nothing.kind == Kind::kNull && IsDigits(digits.text) &&
        digits.line == number.line && digits.column == after_comma) {
      number.text += ',' + digits.text;
      continue;
    }
    if (++last != i) map.entries[last] = std::move(map.entries[i]);
    may_go_on = is_number(map.entries[last].second);
  }
  if (!map.entries.empty())
    map.entries.erase(map.entries.begin() + static_cast<std::ptrdiff_t>(last) + 1, map.entries.end());
}

class TreeBuilder final : public YAML::EventHandler {
 public:
  YamlNode Take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Place(NodeAt(YamlNode::Kind::kNull, mark, anchor));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { RefuseAlias(mark); }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    constexpr std::string_view kPlain = "?";
    YamlNode node = NodeAt(YamlNode::Kind::kScalar, mark, anchor);
    // yaml-cpp makes single bytes of these two escapes, which are no UTF-8.
    if (FirstBadUtf8(value) != value.npos)
      throw Refusal{code::kNotUtf8, node.line, node.column, "text in UTF-8",
                    "write the character itself in place of \\N or \\_"};
    node.text = value;
    node.quoted = tag != kPlain;
    Place(std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Open(NodeAt(YamlNode::Kind::kSequence, mark, anchor));
  }
  void OnSequenceEnd() override { Close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    Open(NodeAt(YamlNode::Kind::kMap, mark, anchor));
  }
  void OnMapEnd() override {
    JoinCommas(open_.back().node);
    Close();
  }

 private:
  // A collection that is still being filled; of a map, the key that waits for its value.
  struct OpenNode {
    YamlNode node;
    std::optional<YamlNode> key;
  };

  [[noreturn]] static void RefuseAlias(const YAML::Mark& mark) {
    throw Refusal{code::kYamlAlias, mark.line + 1, mark.column + 1, "values written out, without & and *",
                  "write the value again where it is needed"};
  }

  YamlNode NodeAt(YamlNode::Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != 0) RefuseAlias(mark);
    if (++nodes_ > kMostNodes) RefuseAsTooComplex(mark);
    return {.kind = kind, .line = mark.line + 1, .column = mark.column + 1};
  }

  [[noreturn]] static void RefuseAsTooComplex(const YAML::Mark& mark) {
    throw Refusal{code::kYamlTooComplex, mark.line + 1, mark.column + 1,
                  "at most 16 levels and 100000 values", "is this a policy?"};
  }

  void Open(YamlNode node) {
    if (open_.size() == kMostLevels) {
      throw Refusal{code::kYamlTooComplex, node.line, node.column, "at most 16 levels and 100000 values",
                    "is this a policy?"};
    }
    open_.push_back({std::move(node), std::nullopt});
  }

  void Close() {
    YamlNode node = std::move(open_.back().node);
    open_.pop_back();
    Place(std::move(node));
  }

  void Place(YamlNode node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    OpenNode& parent = open_.back();
    if (parent.node.kind == YamlNode::Kind::kSequence) {
      parent.node.items.push_back(std::move(node));
    } else if (!parent.key) {
      parent.key = std::move(node);
    } else {
      // What is left empty seems to stand where the next token does.
      const bool is_below = node.kind == YamlNode::Kind::kNull && node.line > parent.key->line;
      if (is_below) node.line = parent.key->line, node.column = parent.key->column;
      parent.node.entries.emplace_back(std::move(*parent.key), std::move(node));
      parent.key.reset();
    }
  }

  YamlNode root_;
  std::vector<OpenNode> open_;
  std::int64_t nodes_ = 0;
};

// A lone CR ends a line in YAML as in CSV; to yaml-cpp it is a blank, so that a comment would go on behind
// it.
std::string WithPlainLineEnds(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool before_newline = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (!before_newline) plain += text[i] == '\r' ? '\n' : text[i];
  }
  return plain;
}

// yaml-cpp takes other encodings for YAML too and stops at a NUL; a policy is UTF-8 text, indented by spaces.
std::optional<Refusal> FaultOfBytes(std::string_view text) {
  std::int64_t line = 1;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view row = text.substr(begin, end - begin);
    const auto column = [](std::size_t at) { return static_cast<std::int64_t>(at) + 1; };
    if (const std::size_t bad = FirstBadUtf8(row); bad != row.npos) {
      return Refusal{code::kNotUtf8, line, column(bad), "text in UTF-8", "save the file as UTF-8"};
    }
    if (const std::size_t nul = row.find('\0'); nul != row.npos) {
      return Refusal{code::kNulByte, line, column(nul), "text without NUL bytes",
                     "the file is damaged or isn't text"};
    }
    const std::size_t indentation = std::min(row.find_first_not_of(" \t"), row.size());
    if (const std::size_t tab = row.substr(0, indentation).find('\t');
        tab != row.npos && indentation < row.size()) {
      return Refusal{code::kYamlTab, line, column(tab), "indentation by spaces", "replace the tab by spaces"};
    }
    begin = end + 1;
    ++line;
  }
  return std::nullopt;
}

}  // namespace

std::optional<YamlNode> ParseYaml(std::string_view bytes, std::string_view file, FindingLog& log) {
  const auto refuse = [&](const Refusal& refusal) {
    log.Add({.code = std::string(refusal.code),
             .file = std::string(file),
             .line = refusal.line,
             .column = refusal.column,
             .expected = std::string(refusal.expected),
             .fix = std::string(refusal.fix)});
    return std::nullopt;
  };
  if (bytes.size() > kMostBytes) {
    return refuse({code::kYamlTooComplex, 0, 0, "a policy of at most 1 MiB", "is this a policy?"});
  }
  const std::string text = WithPlainLineEnds(bytes);
  if (const auto fault = FaultOfBytes(text)) return refuse(*fault);
  try {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    TreeBuilder tree;
    parser.HandleNextDocument(tree);
    TreeBuilder second;
    if (parser.HandleNextDocument(second)) {
      return refuse(
          {code::kBadYaml, second.Take().line, 1, "one document", "remove what follows the line '---'"});
    }
    return tree.Take();
  } catch (const Refusal& refusal) {
    return refuse(refusal);
  } catch (const YAML::Exception& error) {
    const std::string expected = "YAML (" + error.msg + ")";
    return refuse({code::kBadYaml, error.mark.line + 1, error.mark.column + 1, expected,
                   "check the indentation, colons, brackets and quotes of this line and the one above"});
  }
}

}  // namespace pasok
