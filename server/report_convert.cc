#include "server/report_convert.h"

#include <utility>

namespace pasok::server {
namespace {

constexpr std::size_t kBlockBytes = std::size_t{512} << 10;
constexpr std::size_t kMostSummaryBytes = std::size_t{8} << 10;

v1::Report::Unit ToProto(study::Unit unit) {
  switch (unit) {
    case study::Unit::kText:
      return v1::Report::TEXT;
    case study::Unit::kCount:
      return v1::Report::COUNT;
    case study::Unit::kGrams:
      return v1::Report::GRAMS;
    case study::Unit::kSen:
      return v1::Report::SEN;
    case study::Unit::kSenPerKg:
      return v1::Report::SEN_PER_KG;
    case study::Unit::kMetres:
      return v1::Report::METRES;
    case study::Unit::kShare:
      return v1::Report::SHARE;
    case study::Unit::kNumber:
      return v1::Report::NUMBER;
    case study::Unit::kYesNo:
      return v1::Report::YES_NO;
    case study::Unit::kAny:
      return v1::Report::ANY;
  }
  return v1::Report::UNIT_UNSPECIFIED;
}

struct CellWriter {
  v1::Report::Cell& cell;

  void operator()(std::monostate) const {}
  void operator()(const std::string& text) const { cell.set_text(text); }
  void operator()(const study::Sentence& words) const {
    cell.set_text(words.english);
    cell.set_indonesian_text(words.indonesian);
  }
  void operator()(std::int64_t whole) const { cell.set_whole(whole); }
  void operator()(double fraction) const { cell.set_fraction(fraction); }
  void operator()(bool yes) const { cell.set_yes(yes); }
  void operator()(const study::Measured& measured) const {
    cell.set_unit(ToProto(measured.unit));
    std::visit(*this, measured.value);
  }
};

v1::Report::Sentence ToProto(const study::Sentence& sentence) {
  v1::Report::Sentence out;
  out.set_english(sentence.english);
  out.set_indonesian(sentence.indonesian);
  return out;
}

v1::Report::Table HeadOf(const study::Table& table) {
  v1::Report::Table head;
  head.set_key(table.key);
  head.set_title(table.title.english);
  head.set_indonesian_title(table.title.indonesian);
  head.set_row_count(std::ssize(table.rows));
  return head;
}

// Cuts what is added to it into blocks.
class BlockCutter {
 public:
  v1::DownloadReportResponse& open() { return open_; }
  void Added(std::size_t bytes) {
    bytes_ += bytes + 4;  // a field's tag and length
    if (bytes_ >= kBlockBytes) Cut();
  }
  void Cut() {
    if (bytes_ == 0) return;
    blocks_.push_back(open_.SerializeAsString());
    open_.Clear();
    bytes_ = 0;
  }
  ReportBlocks Finish() && {
    Cut();
    return std::move(blocks_);
  }

 private:
  ReportBlocks blocks_;
  v1::DownloadReportResponse open_;
  std::size_t bytes_ = 0;
};

}  // namespace

ReportBlocks ToBlocks(const study::Report& report) {
  BlockCutter cutter;
  for (const study::Sentence& sentence : report.sentences) {
    auto& out = *cutter.open().add_sentences();
    out = ToProto(sentence);
    cutter.Added(out.ByteSizeLong());
  }
  for (const study::Table& table : report.tables) {
    cutter.Cut();
    v1::Report::Table& head = *cutter.open().mutable_table();
    head = HeadOf(table);
    for (const study::Column& column : table.columns) {
      v1::Report::Column& out = *head.add_columns();
      out.set_key(column.key);
      out.set_title(column.title.english);
      out.set_indonesian_title(column.title.indonesian);
      out.set_unit(ToProto(column.unit));
    }
    cutter.Added(head.ByteSizeLong());
    for (const std::vector<study::Cell>& row : table.rows) {
      v1::Report::Row& out = *cutter.open().add_rows();
      for (const study::Cell& cell : row) std::visit(CellWriter{*out.add_cells()}, cell);
      cutter.Added(out.ByteSizeLong());
    }
  }
  return std::move(cutter).Finish();
}

void Summarise(const study::Report& report, v1::Study& study) {
  study.set_has_report(true);
  study.set_complete(report.complete);
  std::size_t bytes = 0;
  for (const study::Sentence& sentence : report.sentences) {
    v1::Report::Sentence out = ToProto(sentence);
    bytes += out.ByteSizeLong();
    if (bytes > kMostSummaryBytes) break;
    *study.add_sentences() = std::move(out);
  }
  for (const study::Table& table : report.tables) *study.add_tables() = HeadOf(table);
}

}  // namespace pasok::server
