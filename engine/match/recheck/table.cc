#include "engine/match/recheck/table.h"

#include <algorithm>
#include <optional>

#include "engine/match/report.h"

namespace pasok::match::recheck {
namespace {

// A cursor over the text that hands out one record after the other.
class Records {
 public:
  explicit Records(std::string_view text) : text_(text) {
    if (text_.starts_with("\xef\xbb\xbf")) text_.remove_prefix(3);
  }

  bool AtEnd() const { return at_ >= text_.size(); }

  // The next record; nullopt where its quotes are at fault, and then the rest of the line is skipped.
  std::optional<std::vector<std::string>> Next(std::int64_t& line) {
    line = line_;
    std::vector<std::string> fields;
    while (true) {
      std::optional<std::string> field = NextField();
      if (!field) {
        SkipLine();
        return std::nullopt;
      }
      fields.push_back(*std::move(field));
      if (AtEnd()) return fields;
      const char after = text_[at_++];
      if (after == ',') continue;
      ++line_;
      return fields;
    }
  }

 private:
  // Stops at the "," or the line feed after the field, or at the end.
  std::optional<std::string> NextField() {
    if (AtEnd() || text_[at_] != '"') {
      const std::size_t end = std::min(text_.find_first_of(",\n", at_), text_.size());
      std::string field(text_.substr(at_, end - at_));
      at_ = end;
      if (field.ends_with('\r') && (AtEnd() || text_[at_] == '\n')) field.pop_back();
      if (field.find('"') != std::string::npos) return std::nullopt;
      return field;
    }
    std::string field;
    for (++at_; !AtEnd(); ++at_) {
      if (text_[at_] == '\n') ++line_;
      if (text_[at_] != '"') {
        field += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        field += text_[++at_];
      } else {
        ++at_;
        if (!AtEnd() && text_[at_] == '\r') ++at_;
        if (AtEnd() || text_[at_] == ',' || text_[at_] == '\n') return field;
        return std::nullopt;
      }
    }
    return std::nullopt;
  }

  void SkipLine() {
    at_ = std::min(text_.find('\n', at_), text_.size());
    if (!AtEnd()) ++at_, ++line_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::int64_t line_ = 1;
};

std::string Joined(const std::vector<std::string>& fields) {
  std::string joined;
  for (const std::string& field : fields) joined.append(joined.empty() ? "" : ",").append(field);
  return joined;
}

}  // namespace

std::vector<Row> ReadTable(const std::string& file, std::string_view content, std::string_view header,
                           Findings& findings) {
  Records records(content);
  std::vector<Row> rows;
  std::int64_t line = 1;
  const std::optional<std::vector<std::string>> first = records.Next(line);
  if (!first || Joined(*first) != header) {
    Report(
        findings,
        {.code = "wrong_header", .file = file, .line = 1, .expected = "the header " + std::string(header)});
    return rows;
  }
  while (!records.AtEnd()) {
    std::optional<std::vector<std::string>> fields = records.Next(line);
    if (!fields) {
      Report(findings, {.code = "bad_quote", .file = file, .line = line, .expected = "RFC 4180 quoting"});
    } else if (fields->size() != first->size()) {
      Report(findings, {.code = "wrong_field_count",
                        .file = file,
                        .line = line,
                        .value = std::to_string(fields->size()),
                        .expected = std::to_string(first->size()) + " fields"});
    } else {
      rows.push_back({.line = line, .fields = *std::move(fields)});
    }
  }
  return rows;
}

}  // namespace pasok::match::recheck
