#include "engine/register/csv.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "engine/register/codes.h"
#include "engine/register/utf8.h"

namespace pasok {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string HexByte(char byte) {
  std::array<char, 8> text;
  std::snprintf(text.data(), text.size(), "0x%02X", static_cast<unsigned char>(byte));
  return text.data();
}

// Every zip archive begins so, and a workbook is one.
bool LooksLikeWorkbook(std::string_view content) { return content.starts_with("PK\x03\x04"); }

bool LooksLikeUtf16(std::string_view content) {
  return content.starts_with("\xFF\xFE") || content.starts_with("\xFE\xFF");
}

// The first byte from `at` on that can't just be part of an unquoted field; the size where there is none.
std::size_t NextSpecial(std::string_view content, std::size_t at, char separator) {
  for (; at < content.size(); ++at) {
    const char c = content[at];
    if (c == separator || c == '\n' || c == '"' || c == '\r') break;
  }
  return at;
}

// The first `c` from `at` on that stands outside quotes; npos where there is none.
std::size_t FindUnquoted(std::string_view content, char c, std::size_t at = 0) {
  bool quoted = false;
  for (; at < content.size(); ++at) {
    if (content[at] == '"') quoted = !quoted;
    if (content[at] == c && !quoted) return at;
  }
  return content.npos;
}

// Most files have but one of the two, and then quotes don't matter.
bool CrEndsLines(std::string_view content) {
  if (content.find('\n') == content.npos) return true;
  const std::size_t cr = content.find('\r');
  const bool is_lone = cr != content.npos && content.substr(cr, 2) != "\r\n";
  return is_lone && FindUnquoted(content, '\n') == content.npos &&
         FindUnquoted(content, '\r') != content.npos;
}

}  // namespace

CsvReader::CsvReader(std::string_view content, std::string_view file, FindingLog& log)
    : content_(content), file_(file), log_(log) {
  while (content_.starts_with(kByteOrderMark)) content_.remove_prefix(kByteOrderMark.size());
  cr_ends_lines_ = CrEndsLines(content_);
  CheckEncoding();
  if (!complete_) return;
  PassSeparatorLine();
  DetectSeparator();
}

void CsvReader::CheckEncoding() {
  const bool workbook = LooksLikeWorkbook(content_);
  if (workbook || LooksLikeUtf16(content_)) {
    Fault(code::kNotUtf8, 1, "", "text in UTF-8",
          workbook ? "the file is a spreadsheet's workbook: save it as \"CSV UTF-8\""
                   : "the file is in UTF-16: save it as \"CSV UTF-8\"");
    complete_ = false;
    content_ = {};
    return;
  }
  // One remark a line is enough, and walks every line once.
  std::size_t counted_to = 0;
  std::int64_t line = 1;
  const auto line_of = [&](std::size_t at) {
    line += std::ranges::count(content_.substr(counted_to, at - counted_to), cr_ends_lines_ ? '\r' : '\n');
    counted_to = at;
    return line;
  };
  const auto next_line = [&](std::size_t at) { return content_.find(cr_ends_lines_ ? '\r' : '\n', at); };

  for (std::size_t at = FirstBadUtf8(content_); at != content_.npos;) {
    Fault(code::kNotUtf8, line_of(at), HexByte(content_[at]), "text in UTF-8",
          "the file is probably in Windows-1252 or Latin-1: save it as \"CSV UTF-8\"");
    at = next_line(at);
    if (at != content_.npos) at = FirstBadUtf8(content_, at);
  }
  counted_to = 0;
  line = 1;
  for (std::size_t at = content_.find('\0'); at != content_.npos;) {
    Fault(code::kNulByte, line_of(at), HexByte('\0'), "text without NUL bytes",
          "the file is damaged or isn't text: export it again as \"CSV UTF-8\"");
    at = next_line(at);
    if (at != content_.npos) at = content_.find('\0', at);
  }
}

// It says nothing that the header doesn't.
void CsvReader::PassSeparatorLine() {
  constexpr std::string_view kSays = "sep=";
  const std::size_t end = kSays.size() + 1;
  if (!content_.starts_with(kSays) || content_.size() <= end) return;
  at_ = end;
  if (AtLineEnd()) return PassLineEnd();
  at_ = 0;
}

void CsvReader::DetectSeparator() {
  std::size_t commas = 0;
  std::size_t semicolons = 0;
  std::size_t tabs = 0;
  bool quoted = false;
  bool begun = false;
  for (const char c : content_.substr(at_)) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' || c == '\r') {
      if (begun) break;
      continue;
    }
    begun = true;
    commas += c == ',';
    semicolons += c == ';';
    tabs += c == '\t';
  }
  separator_ = semicolons > commas ? ';' : ',';
  const std::int64_t header = line_;
  if (commas > 0 && semicolons > 0) {
    Fault(code::kMixedSeparators, header, "", "either ',' or ';' throughout",
          "the header has both: export the file again with one of them");
  } else if (commas == 0 && semicolons == 0 && tabs > 0) {
    separator_ = '\t';
    Fault(code::kUnknownSeparator, header, "", "',' or ';' between the fields",
          "the file is separated by tabs: save it as \"CSV UTF-8\"");
  }
}

bool CsvReader::AtLineEnd() const {
  if (at_ >= content_.size()) return true;
  if (content_[at_] == '\n') return true;
  if (content_[at_] != '\r') return false;
  return cr_ends_lines_ || (at_ + 1 < content_.size() && content_[at_ + 1] == '\n');
}

void CsvReader::PassLineEnd() {
  if (at_ >= content_.size()) return;
  at_ += content_[at_] == '\r' && !cr_ends_lines_ ? 2 : 1;
  ++line_;
}

void CsvReader::SkipToFieldEnd() {
  while (!AtLineEnd() && content_[at_] != separator_) ++at_;
}

bool CsvReader::Next() {
  while (at_ < content_.size() && AtLineEnd()) PassLineEnd();
  if (at_ >= content_.size()) return false;
  fields_.clear();
  unescaped_.clear();
  record_begin_ = at_;
  record_line_ = line_;
  while (true) {
    const std::size_t unescaped = unescaped_.size();
    const std::string_view field = content_[at_] == '"' ? ReadQuoted() : ReadPlain();
    if (fields_.size() < kMostFields) {
      fields_.push_back(field);
    } else {
      unescaped_.resize(unescaped);
    }
    if (AtLineEnd()) break;
    ++at_;  // the separator
    if (at_ == content_.size()) {
      if (fields_.size() < kMostFields) fields_.emplace_back();
      break;
    }
  }
  PassLineEnd();
  return true;
}

std::string_view CsvReader::ReadPlain() {
  const std::size_t begin = at_;
  for (;; ++at_) {
    at_ = NextSpecial(content_, at_, separator_);
    if (at_ == content_.size()) break;
    const char c = content_[at_];
    if (c == separator_ || c == '\n') break;
    if (c == '"') {
      Fault(code::kStrayQuote, line_, content_.substr(begin, at_ + 1 - begin),
            "quotes around the whole field",
            "put the field in quotes and double the quotes inside it: \"UD \"\"Maju\"\"\"");
      SkipToFieldEnd();
      break;
    }
    if (c == '\r') {
      if (AtLineEnd()) break;
      Fault(code::kStrayCarriageReturn, line_, content_.substr(begin, at_ - begin), "lines that end alike",
            "a carriage return stands inside this line: remove it, or put the field in quotes");
      may_lack_rows_ = true;
    }
  }
  return content_.substr(begin, at_ - begin);
}

std::string_view CsvReader::ReadQuoted() {
  const std::int64_t opened_at = line_;
  const std::size_t begin = ++at_;
  bool as_it_stands = true;
  while (true) {
    for (; at_ < content_.size() && content_[at_] != '"'; ++at_) {
      const char c = content_[at_];
      if (c == '\n' || (c == '\r' && cr_ends_lines_)) ++line_;
      if (c == '\r') as_it_stands = false;
    }
    if (at_ >= content_.size()) {
      Fault(code::kUnterminatedQuote, opened_at, content_.substr(begin, 80), "a closing quote",
            "close the quote that opens here; everything behind it was taken for one field");
      complete_ = false;
      return content_.substr(begin);
    }
    if (at_ + 1 < content_.size() && content_[at_ + 1] == '"') {
      as_it_stands = false;
      at_ += 2;
      continue;
    }
    break;
  }
  const std::string_view raw = content_.substr(begin, at_ - begin);
  ++at_;  // the closing quote
  if (!AtLineEnd() && content_[at_] != separator_) {
    const std::size_t behind = at_;
    SkipToFieldEnd();
    Fault(code::kStrayQuote, line_, content_.substr(behind, at_ - behind),
          "a separator behind the closing quote", "double the quotes inside the field: \"UD \"\"Maju\"\"\"");
  }
  if (as_it_stands) return raw;
  std::string& text = unescaped_.emplace_back();
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == '\r') {
      text += '\n';
      if (i + 1 < raw.size() && raw[i + 1] == '\n') ++i;
    } else {
      text += raw[i];
      if (raw[i] == '"') ++i;
    }
  }
  return text;
}

std::size_t CsvReader::RecordsToExpect() const {
  constexpr std::size_t kShortRecord = 16;  // bytes
  const auto lines = std::ranges::count(content_, cr_ends_lines_ ? '\r' : '\n');
  return std::min(static_cast<std::size_t>(lines), content_.size() / kShortRecord);
}

std::string_view CsvReader::Record() const {
  std::string_view record = content_.substr(record_begin_, at_ - record_begin_);
  while (record.ends_with('\n') || record.ends_with('\r')) record.remove_suffix(1);
  return record;
}

std::vector<std::string_view> CsvReader::SplitOtherwise() const {
  const char other = separator_ == ';' ? ',' : ';';
  const std::string_view record = Record();
  std::vector<std::string_view> parts;
  if (record.find('"') != record.npos) return parts;  // too entangled to say anything
  for (std::size_t begin = 0; begin <= record.size() && parts.size() < kMostFields;) {
    const std::size_t end = std::min(record.find(other, begin), record.size());
    parts.push_back(record.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

void CsvReader::Fault(std::string_view code, std::int64_t line, std::string_view value,
                      std::string_view expected, std::string_view fix) {
  if (!log_.Count(Severity::kError, code, file_)) return;
  log_.Keep({.severity = Severity::kError,
             .code = std::string(code),
             .file = file_,
             .line = line,
             .column = 0,
             .value = std::string(value.substr(0, 200)),
             .expected = std::string(expected),
             .fix = std::string(fix)});
}

}  // namespace pasok
