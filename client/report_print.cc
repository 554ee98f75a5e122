#include "client/report_print.h"

#include <algorithm>
#include <limits>

#include "client/exit_code.h"
#include "client/figures.h"
#include "client/json_text.h"
#include "client/staged_directory.h"
#include "client/text.h"

namespace pasok::client {
namespace {

using Json = nlohmann::ordered_json;

std::string ToText(const StudyReport::Part& part, const ReportFrame& frame, const ReportView& view,
                   const Console& console) {
  const std::size_t rows = part.row_count();
  const bool cut = console.out_is_terminal && rows > kMostRowsOnTerminal;
  std::string text = Printable(TitleIn(view.language, part.head)) + " (" + part.head.key() + ")\n";
  const bool indonesian = view.language == Language::kIndonesian;
  if (rows == 0) return text + (indonesian ? "  tidak ada\n" : "  nothing\n");
  const std::size_t most = cut ? kMostRowsOnTerminal : std::numeric_limits<std::size_t>::max();
  text += ToText(ForPeople(part, view.language, most), console.columns);
  if (cut) {
    const std::string left = Grouped(static_cast<std::int64_t>(rows - kMostRowsOnTerminal));
    const std::string command = '`' + frame.command + " --table " + part.head.key() + " --format csv`";
    text += indonesian ? "… dan " + left + " lagi (" + command + " menampilkan semuanya)\n"
                       : "… and " + left + " more (" + command + " shows all)\n";
  }
  return text;
}

std::string ToText(const ReportFrame& frame, const StudyReport& report, const ReportView& view,
                   const Console& console) {
  if (!view.table.empty()) return ToText(report.TableOf(view.table), frame, view, console);
  std::string text = frame.heading;
  if (!report.sentences.empty()) text += '\n';
  for (const auto& sentence : report.sentences) text += Printable(In(view.language, sentence)) + '\n';
  for (const auto& part : report.tables) text += '\n' + ToText(part, frame, view, console);
  return text;
}

const StudyReport::Part* OneTable(const ReportFrame& frame, const StudyReport& report,
                                  const ReportView& view) {
  if (!view.table.empty()) return &report.TableOf(view.table);
  if (report.tables.size() == 1) return &report.tables.front();
  std::string keys;
  for (const auto& part : report.tables) keys += (keys.empty() ? "" : ", ") + part.head.key();
  if (keys.empty()) return nullptr;
  throw Failure(ExitCode::kUsage, "--format csv: " + frame.name + " has more than one table",
                "Choose one with --table: " + keys + "; or --out DIR writes all of them.");
}

// As JsonText would write it whole.
void WriteJson(const ReportFrame& frame, const StudyReport& report, const TextSink& sink) {
  Json json = frame.head;
  json["sentences"] = Json::array();
  for (const auto& sentence : report.sentences) {
    json["sentences"].push_back({{"en", sentence.english()}, {"id", sentence.indonesian()}});
  }
  constexpr std::string_view kEnd = "\n}\n";
  std::string begin = JsonText(json);
  begin.resize(begin.size() - kEnd.size());
  sink(begin + ",\n  \"tables\": {");
  const char* between = "\n    ";
  for (const auto& part : report.tables) {
    sink(between + Json(part.head.key()).dump() + ": ");
    client::WriteJson(part, "    ", sink);
    between = ",\n    ";
  }
  sink(report.tables.empty() ? "}\n}\n" : "\n  }\n}\n");
}

void WriteFiles(const ReportFrame& frame, const StudyReport& report, const std::filesystem::path& directory) {
  RequireReportDirectory(directory);
  StagedDirectory staged(directory);
  for (const auto& part : report.tables) {
    WriteCsv(part, [&](std::string_view text) { staged.Append(part.head.key() + ".csv", text); });
  }
  WriteJson(frame, report, [&](std::string_view text) { staged.Append("report.json", text); });
  staged.Replace();
}

}  // namespace

void Write(const ReportFrame& frame, const StudyReport& report, const ReportView& view,
           const Console& console) {
  const TextSink sink = [&](std::string_view text) { console.out << text; };
  switch (view.format) {
    case Format::kTable:
      return sink(ToText(frame, report, view, console));
    case Format::kJson:
      if (view.table.empty()) return WriteJson(frame, report, sink);
      client::WriteJson(report.TableOf(view.table), "", sink);
      return sink("\n");
    case Format::kCsv:
      if (const StudyReport::Part* table = OneTable(frame, report, view)) WriteCsv(*table, sink);
  }
}

void PrintReport(const ReportFrame& frame, const StudyReport& report, const ReportView& view,
                 const std::filesystem::path& out, const Console& console) {
  if (!out.empty()) WriteFiles(frame, report, out);
  // With the files written, one table of them isn't what standard output is for.
  const bool csv_in_files = !out.empty() && view.format == Format::kCsv && view.table.empty();
  if (!csv_in_files) Write(frame, report, view, console);
  if (view.format != Format::kTable || out.empty()) return;
  console.out << (view.language == Language::kIndonesian ? "\nBerkas: " : "\nFiles: ") << out.string()
              << '\n';
}

}  // namespace pasok::client
