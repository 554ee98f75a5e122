#include "engine/register/table.h"

#include <algorithm>
#include <array>

#include "engine/register/codes.h"
#include "engine/register/limits.h"
#include "engine/register/nearest.h"
#include "engine/register/utf8.h"

namespace pasok {
namespace {

// Those that web pages and spreadsheets leave behind a value, where nobody sees them: spaces that don't
// break, and characters without width.
constexpr std::array<std::string_view, 6> kUnseenBlanks{"\u00A0", "\u2007", "\u202F",
                                                        "\u200B", "\u2060", "\uFEFF"};

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool IsAscii(char c) { return static_cast<unsigned char>(c) < 0x80; }

// How many bytes the blank takes that the text begins with, or ends in; 0 where it doesn't.
std::size_t BlankAtFront(std::string_view text) {
  if (text.empty()) return 0;
  if (IsAscii(text.front())) return IsBlank(text.front()) ? 1 : 0;
  for (const std::string_view blank : kUnseenBlanks)
    if (text.starts_with(blank)) return blank.size();
  return 0;
}

std::size_t BlankAtBack(std::string_view text) {
  if (text.empty()) return 0;
  if (IsAscii(text.back())) return IsBlank(text.back()) ? 1 : 0;
  for (const std::string_view blank : kUnseenBlanks)
    if (text.ends_with(blank)) return blank.size();
  return 0;
}

std::vector<std::string_view> NamesOf(std::span<const Column> columns) {
  std::vector<std::string_view> names;
  for (const Column& column : columns) names.push_back(column.name);
  return names;
}

// The names in a header; one that mixes its separators, which the reader has faulted, is split at both.
std::vector<std::string_view> SplitHeader(std::span<const std::string_view> fields) {
  std::vector<std::string_view> names;
  for (std::string_view rest : fields) {
    for (std::size_t end; (end = rest.find_first_of(",;")) != rest.npos; rest.remove_prefix(end + 1)) {
      if (names.size() == CsvReader::kMostFields) return names;
      names.push_back(rest.substr(0, end));
    }
    names.push_back(rest);
  }
  return names;
}

// The line of the header below a first line that isn't one, such as a title: the first that has all columns
// that a row needs. 0 where none of the next lines has.
std::int64_t LineOfHeader(std::string_view content, std::string_view file, std::span<const Column> columns) {
  constexpr std::size_t kFarthest = 1 << 16;  // bytes
  constexpr int kMostRecords = 20;
  FindingLog unheard;
  CsvReader ahead(content.substr(0, kFarthest), file, unheard);
  for (int record = 0; record < kMostRecords && ahead.Next(); ++record) {
    const std::vector<std::string_view> fields = SplitHeader(ahead.fields());
    const auto is_there = [&](const Column& column) {
      return !column.required || std::ranges::find(fields, column.name, Trim) != fields.end();
    };
    if (std::ranges::all_of(columns, is_there)) return ahead.line();
  }
  return 0;
}

// Whether a first line is one of figures and ids rather than of names: none of it is the name of a column, or
// near one.
bool IsNoHeader(std::span<const std::string_view> header, std::span<const std::string_view> names) {
  return std::ranges::none_of(header, [&](std::string_view field) {
    const std::string_view name = Trim(field);
    return std::ranges::find(names, name) != names.end() || !Nearest(name, names).empty();
  });
}

std::string RequiredNames(std::span<const Column> columns) {
  std::string text;
  for (const Column& column : columns) {
    if (column.required) text += (text.empty() ? "" : ", ") + std::string(column.name);
  }
  return text;
}

std::string Listing(std::span<const Column> columns) {
  std::string text = "one of the columns";
  for (const Column& column : columns)
    text += (&column == columns.data() ? " " : ", ") + std::string(column.name);
  return text;
}

}  // namespace

std::string_view Trim(std::string_view text) {
  while (const std::size_t blank = BlankAtFront(text)) text.remove_prefix(blank);
  while (const std::size_t blank = BlankAtBack(text)) text.remove_suffix(blank);
  return text;
}

Table::Table(std::string_view file, std::string_view content, std::span<const Column> columns,
             FindingLog& log)
    : file_(file), columns_(columns), log_(log), csv_(content, file, log), field_of_(columns.size(), kNone) {
  if (csv_.Next()) {
    BindHeader(content);
  } else if (csv_.complete()) {
    log_.Add({.code = std::string(code::kEmptyFile),
              .file = file_,
              .expected = "a header line with the names of the columns",
              .fix = "export the register again"});
  }
}

void Table::BindHeader(std::string_view content) {
  const std::vector<std::string_view> names = NamesOf(columns_);
  const std::vector<std::string_view> header = SplitHeader(csv_.fields());
  header_fields_ = needed_fields_ = header.size();
  const bool has_a_name = std::ranges::any_of(
      header, [&](std::string_view field) { return std::ranges::find(names, Trim(field)) != names.end(); });
  const std::int64_t header_below = has_a_name ? 0 : LineOfHeader(content, file_, columns_);
  if (header_below > 0 || IsNoHeader(header, names)) {
    has_header_ = false;
    log_.Add({.code = std::string(code::kMissingColumn),
              .file = file_,
              .line = csv_.line(),
              .value = std::string(Trim(header.front()).substr(0, 200)),
              .expected = "a header line with at least the columns " + RequiredNames(columns_),
              .fix = header_below > 0 ? "this isn't the header, which seems to stand in line " +
                                            std::to_string(header_below) + ": delete the lines above it"
                                      : "put the names of the columns above the rows"});
    return;
  }
  while (needed_fields_ > 0 && Trim(header[needed_fields_ - 1]).empty()) --needed_fields_;
  for (std::size_t field = 0; field < header_fields_; ++field) {
    const std::string_view name = Trim(header[field]);
    if (name.empty()) {
      nameless_.push_back(field);
      continue;
    }
    const auto known = std::ranges::find(names, name);
    const auto fault = [&](std::string_view code, std::string expected, std::string fix) {
      log_.Add({.code = std::string(code),
                .file = file_,
                .line = csv_.line(),
                .column = static_cast<std::int64_t>(field) + 1,
                .value = std::string(name.substr(0, 200)),
                .expected = std::move(expected),
                .fix = std::move(fix)});
    };
    if (known == names.end()) {
      const std::string_view guess = Nearest(name, names);
      fault(code::kUnknownColumn, Listing(columns_),
            !guess.empty()     ? DidYouMean(guess)
            : name == "parent" ? "a region's parent follows from its code: delete this column"
                               : "rename or delete this column");
      continue;
    }
    std::int32_t& place = field_of_[static_cast<std::size_t>(known - names.begin())];
    if (place != kNone) {
      fault(code::kDuplicateColumn, "each column once", "delete one of the two columns");
      continue;
    }
    place = static_cast<std::int32_t>(field);
  }
  bound_ = true;
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    if (field_of_[column] != kNone || !columns_[column].required) continue;
    bound_ = false;
    log_.Add({.code = std::string(code::kMissingColumn),
              .file = file_,
              .line = csv_.line(),
              .field = std::string(columns_[column].name),
              .expected = "a column of this name",
              .fix = "add the column `" + std::string(columns_[column].name) +
                     "` to the header and to every row"});
  }
}

bool Table::Next() {
  // A record that an open quote has swallowed the rest of the file into is no row.
  while (has_header_ && csv_.Next() && csv_.complete()) {
    row_ = csv_.fields();
    if (std::ranges::all_of(row_, [](std::string_view field) { return Trim(field).empty(); })) continue;
    has_rows_ = true;
    days_sound_ = true;
    whole_ = row_.size() <= header_fields_ && row_.size() >= needed_fields_;
    if (!whole_) CheckFieldCount();
    if (!nameless_.empty()) CheckNamelessColumns();
    return true;
  }
  return false;
}

void Table::CheckNamelessColumns() {
  std::erase_if(nameless_, [&](std::size_t field) {
    const std::string_view value = field < row_.size() ? Trim(row_[field]) : std::string_view();
    if (value.empty()) return false;
    log_.Add({.code = std::string(code::kUnknownColumn),
              .file = file_,
              .line = csv_.line(),
              .column = static_cast<std::int64_t>(field) + 1,
              .value = std::string(value.substr(0, 200)),
              .expected = "nothing, as the heading of this column is empty",
              .fix = "give the column one of the names in the register, or empty it"});
    return true;  // once is enough
  });
}

void Table::CheckFieldCount() {
  resplit_ = csv_.SplitOtherwise();
  const bool mixed = resplit_.size() == header_fields_ && header_fields_ > 1;
  if (mixed) row_ = resplit_;
  const std::string_view code = mixed ? code::kMixedSeparators : code::kWrongFieldCount;
  if (!log_.Count(Severity::kError, code, file_)) return;
  const std::string separator(1, csv_.separator());
  const auto fields = [](std::size_t n) {
    return std::to_string(n) + (n == 1 ? " field" : " fields") +
           (n == CsvReader::kMostFields ? " or more" : "");
  };
  log_.Keep({.code = std::string(code),
             .file = file_,
             .line = csv_.line(),
             .value = mixed ? std::string() : fields(csv_.fields().size()),
             .expected = fields(header_fields_) + " separated by '" + separator + "', as in the header",
             .fix = mixed ? "this line has the other separator: replace it"
                    : csv_.fields().size() > header_fields_
                        ? "put a text that holds '" + separator + "' in quotes, and write numbers without it"
                        : "add the missing fields, empty where there is nothing to say"});
}

std::string_view Table::Text(int column) const {
  const std::int32_t field = field_of_[static_cast<std::size_t>(column)];
  if (field == kNone || static_cast<std::size_t>(field) >= row_.size()) return {};
  const std::string_view text = row_[static_cast<std::size_t>(field)];
  const auto may_be_blank = [](char c) { return c <= ' ' || static_cast<unsigned char>(c) >= 0x80; };
  const bool may_have_blanks = !text.empty() && (may_be_blank(text.front()) || may_be_blank(text.back()));
  return may_have_blanks ? Trim(text) : text;
}

std::string_view Table::RequiredText(int column, std::size_t most_bytes) {
  const std::string_view text = OptionalText(column, most_bytes);
  // A column that is missing altogether has been named once, in the header.
  if (whole_ && PlaceOf(column) > 0 && !Given(column))
    Error(code::kMissingValue, column, "a value in every row");
  return text;
}

std::string_view Table::OptionalText(int column, std::size_t most_bytes) {
  const std::string_view text = Text(column);
  if (text.size() <= most_bytes) return text;
  Error(code::kTooLong, column, "at most " + std::to_string(most_bytes) + " bytes");
  return {};
}

std::string_view Table::RequiredId(int column) {
  const std::string_view id = RequiredText(column, limits::kIdBytes);
  if (std::ranges::none_of(id, IsControl)) return id;
  Error(code::kControlCharacter, column, "one line of letters, digits and signs",
        "type the id anew: a line end or a character that isn't shown stands in it");
  return {};
}

std::int64_t Table::PlaceOf(int column) const {
  return static_cast<std::int64_t>(field_of_[static_cast<std::size_t>(column)]) + 1;
}

void Table::Error(std::string_view code, int column, std::string_view expected, std::string_view fix) {
  RemarkAt(csv_.line(), Severity::kError, code, column, Text(column), expected, fix);
}

void Table::Warning(std::string_view code, int column, std::string_view expected, std::string_view fix) {
  RemarkAt(csv_.line(), Severity::kWarning, code, column, Text(column), expected, fix);
}

void Table::RemarkAt(std::int64_t line, Severity severity, std::string_view code, int column,
                     std::string_view value, std::string_view expected, std::string_view fix) const {
  if (!log_.Count(severity, code, file_)) return;
  log_.Keep({.severity = severity,
             .code = std::string(code),
             .file = file_,
             .line = line,
             .column = PlaceOf(column),
             .field = std::string(NameOf(column)),
             .value = std::string(value.substr(0, 200)),
             .expected = std::string(expected),
             .fix = std::string(fix)});
}

}  // namespace pasok
