// A report, a study's as it came from the server or one of the same form, and its tables for people and for
// programs.
//
// For programs a column's key tells the unit of its figures: `_kg`, `_idr`, `_idr_per_kg` or `_km` stand
// behind the report's own key, unless it ends so already. Where the unit differs by row, it stands beside the
// figure, in a column `…_unit`.
#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "client/table.h"
#include "google/rpc/status.pb.h"
#include "pasok/v1/study.pb.h"

namespace pasok::client {

enum class Language : std::uint8_t { kEnglish, kIndonesian };

// How a report is to be written.
struct ReportView {
  Format format = Format::kTable;
  Language language = Language::kEnglish;
  std::string table{};  // only this one; empty: all
};

// So many rows of a table are shown on a terminal.
inline constexpr std::size_t kMostRowsOnTerminal = 20;

struct StudyReport {
  struct Part {
    v1::Report::Table head;
    std::vector<v1::Report::Row> rows{};  // all, or the first ones where no more are shown

    std::size_t row_count() const {
      return std::max(rows.size(), static_cast<std::size_t>(head.row_count()));
    }
  };
  std::vector<v1::Report::Sentence> sentences;
  std::vector<Part> tables;

  // Messages of DownloadReport, in their order.
  void Add(v1::DownloadReportResponse part);
  // Failure (kInputAtFault), with the keys that there are, where none is called so.
  const Part& TableOf(const std::string& key) const;
};

// What a stored record says of its failure; in English where it has no other words.
std::string MessageIn(Language language, const google::rpc::Status& error);
// In Indonesian with decimal commas.
std::string In(Language language, const v1::Report::Sentence& sentence);
// What the table or the column is called; in English where the report is too old to say it in Indonesian.
const std::string& TitleIn(Language language, const v1::Report::Table& table);
const std::string& TitleIn(Language language, const v1::Report::Column& column);

// Of the first `most_rows` rows. In Indonesian codes are words too, and decimals have commas. The columns
// `english` and `indonesian` say the same: only the language's own is kept.
Table ForPeople(const StudyReport::Part& part, Language language, std::size_t most_rows);
std::string ToCsv(const StudyReport::Part& part);
// An array of objects.
nlohmann::ordered_json ToJson(const StudyReport::Part& part);

// The same texts piece by piece, so that long tables needn't be in memory as such; JSON as JsonText has it,
// each line but the first behind `margin`, and without a newline at the end.
using TextSink = std::function<void(std::string_view text)>;
void WriteCsv(const StudyReport::Part& part, const TextSink& sink);
void WriteJson(const StudyReport::Part& part, const std::string& margin, const TextSink& sink);

}  // namespace pasok::client
