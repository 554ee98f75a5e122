// From bytes to records: CSV as RFC 4180 has it, with its faults named rather than guessed away.
//
// Accepted: a byte order mark; Excel's first line "sep=;"; lines ended by LF or CRLF, or all of them by a
// lone CR, as those of Excel for Mac; `,` or `;` as the separator, whichever the header has; quoted fields,
// which may hold separators, doubled quotes and line ends (read as LF); blank lines. A fault is logged with
// its own line and the reading goes on as well as it can, so that one reading shows them all. One pass,
// O(bytes); no copies but of quoted fields that hold a quote or a CR.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/register/finding_log.h"

namespace pasok {

class CsvReader {
 public:
  // Of a record with more the first are kept: no file has so many, and a line of separators must not take
  // many times its bytes.
  static constexpr std::size_t kMostFields = 1'000;

  // `content` and `log` outlive the reader. Checks the encoding of all of `content` and reads the header's
  // separator.
  CsvReader(std::string_view content, std::string_view file, FindingLog& log);

  // The next record that isn't blank; false at the end. The fields stay valid until the next call.
  bool Next();

  std::span<const std::string_view> fields() const { return fields_; }
  std::int64_t line() const { return record_line_; }  // where the record begins, from 1
  std::string_view Record() const;                    // as it stands, without its line end
  char separator() const { return separator_; }
  // Whether the file could be read to its end; false after an unterminated quote or in a file that isn't
  // text.
  bool complete() const { return complete_; }
  // Whether no fault may have swallowed a record either, as a lone CR does that was meant to end one.
  bool saw_every_row() const { return complete_ && !may_lack_rows_; }
  // About how many records there are, for making room; never so many that the room would be out of
  // proportion to the bytes.
  std::size_t RecordsToExpect() const;

  // The record at hand split at the separator that isn't this file's, likewise its first fields; for saying
  // that a line mixes them.
  std::vector<std::string_view> SplitOtherwise() const;

 private:
  void CheckEncoding();
  void PassSeparatorLine();
  void DetectSeparator();
  std::string_view ReadQuoted();
  std::string_view ReadPlain();
  bool AtLineEnd() const;
  void PassLineEnd();
  void SkipToFieldEnd();
  void Fault(std::string_view code, std::int64_t line, std::string_view value, std::string_view expected,
             std::string_view fix);

  std::string_view content_;
  std::string file_;
  FindingLog& log_;
  char separator_ = ',';
  bool cr_ends_lines_ = false;  // no LF outside quotes: a lone CR is the line end
  bool complete_ = true;
  bool may_lack_rows_ = false;
  std::size_t at_ = 0;
  std::size_t record_begin_ = 0;
  std::int64_t line_ = 1;
  std::int64_t record_line_ = 1;
  std::vector<std::string_view> fields_;
  std::deque<std::string> unescaped_;  // what fields_ points to where the bytes aren't the text
};

}  // namespace pasok
