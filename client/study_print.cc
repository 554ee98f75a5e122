#include "client/study_print.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "client/exit_code.h"
#include "client/figures.h"
#include "client/findings_print.h"
#include "client/json_text.h"
#include "client/plan_print.h"
#include "client/study_heading.h"
#include "client/text.h"

namespace pasok::client {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostRows = 20;  // of one table on a terminal

Json Time(bool given, const google::protobuf::Timestamp& time) {
  return given ? Json(google::protobuf::util::TimeUtil::ToString(time)) : Json(nullptr);
}

std::string ToText(const StudyReport::Part& part, const v1::Study& study, const ReportView& view,
                   const Console& console) {
  const std::size_t rows = part.rows.size();
  const bool cut = console.out_is_terminal && rows > kMostRows;
  std::string text = Printable(TitleIn(view.language, part.head)) + " (" + part.head.key() + ")\n";
  const bool indonesian = view.language == Language::kIndonesian;
  if (rows == 0) return text + (indonesian ? "  tidak ada\n" : "  nothing\n");
  const std::size_t most = cut ? kMostRows : std::numeric_limits<std::size_t>::max();
  text += ToText(ForPeople(part, view.language, most), console.columns);
  if (cut) {
    const std::string left = Grouped(static_cast<std::int64_t>(rows - kMostRows));
    const std::string command =
        "`pasok show " + study.name() + " --table " + part.head.key() + " --format csv`";
    text += indonesian ? "… dan " + left + " lagi (" + command + " menampilkan semuanya)\n"
                       : "… and " + left + " more (" + command + " shows all)\n";
  }
  return text;
}

std::string ToText(const v1::Study& study, const StudyReport& report, const ReportView& view,
                   const Console& console) {
  if (!view.table.empty()) return ToText(report.TableOf(view.table), study, view, console);
  std::string text = Heading(study, view.language);
  if (!report.sentences.empty()) text += '\n';
  for (const auto& sentence : report.sentences) text += Printable(In(view.language, sentence)) + '\n';
  for (const auto& part : report.tables) text += '\n' + ToText(part, study, view, console);
  return text;
}

std::string OneCsv(const v1::Study& study, const StudyReport& report, const ReportView& view) {
  if (!view.table.empty()) return ToCsv(report.TableOf(view.table));
  if (report.tables.size() == 1) return ToCsv(report.tables.front());
  std::string keys;
  for (const auto& part : report.tables) keys += (keys.empty() ? "" : ", ") + part.head.key();
  if (keys.empty()) return "";
  throw Failure(ExitCode::kUsage, "--format csv: " + study.name() + " has more than one table",
                "Choose one with --table: " + keys + "; or --out DIR writes all of them.");
}

}  // namespace

std::string About(const v1::Study& study) { return study.plan().empty() ? study.dataset() : study.plan(); }

std::string ToWord(v1::Study::State state) {
  return ToWord(static_cast<v1::Plan::State>(state));  // the same numbers
}

std::string KindOf(const v1::StudyQuestion& question) {
  const auto* field = v1::StudyQuestion::descriptor()->FindFieldByNumber(question.kind_case());
  return field == nullptr ? "unknown" : field->name();
}

std::string Write(const v1::Study& study, const StudyReport& report, const ReportView& view,
                  const Console& console) {
  switch (view.format) {
    case Format::kTable:
      return ToText(study, report, view, console);
    case Format::kJson:
      if (!view.table.empty()) return JsonText(ToJson(report.TableOf(view.table)));
      return JsonText(ToJson(study, report));
    case Format::kCsv:
      return OneCsv(study, report, view);
  }
  return "";
}

Json ToJson(const v1::Study& study) {
  Json json = {{"name", study.name()},
               {"state", ToWord(study.state())},
               {"kind", KindOf(study.question())},
               {"plan", study.plan()},
               {"dataset", study.dataset()},
               {"date", study.date()},
               {"days", std::max(1, study.days())},
               {"regions", std::vector<std::string>(study.regions().begin(), study.regions().end())},
               {"policy_digest", study.policy_digest()},
               {"scenario", study.has_scenario() ? Json(study.scenario().name()) : Json(nullptr)},
               {"time_limit_seconds", study.time_limit_seconds()},
               {"subtracted_plans",
                std::vector<std::string>(study.subtracted_plans().begin(), study.subtracted_plans().end())},
               {"carried_from_plans", std::vector<std::string>(study.carried_from_plans().begin(),
                                                               study.carried_from_plans().end())},
               {"create_time", Time(study.has_create_time(), study.create_time())},
               {"start_time", Time(study.has_start_time(), study.start_time())},
               {"end_time", Time(study.has_end_time(), study.end_time())}};
  if (study.has_error()) {
    json["error"] = {{"code", study.error().code()}, {"message", study.error().message()}};
  }
  if (study.has_findings()) json["findings"] = ToJson(study.findings());
  return json;
}

Json ToJson(const v1::Study& study, const StudyReport& report) {
  Json json = {{"study", ToJson(study)}, {"has_report", study.has_report()}, {"complete", study.complete()}};
  json["sentences"] = Json::array();
  for (const auto& sentence : report.sentences) {
    json["sentences"].push_back({{"en", sentence.english()}, {"id", sentence.indonesian()}});
  }
  json["tables"] = Json::object();
  for (const auto& part : report.tables) json["tables"][part.head.key()] = ToJson(part);
  return json;
}

Table StudiesTable(const std::vector<v1::Study>& studies) {
  Table table{.columns = {{.key = "name", .title = "study"},
                          {.key = "kind", .title = "kind"},
                          {.key = "state", .title = "state"},
                          {.key = "complete", .title = "complete"},
                          {.key = "date", .title = "day"},
                          {.key = "days", .title = "days", .right = true},
                          {.key = "create_time", .title = "asked for"},
                          {.key = "about", .title = "about"}},
              .rows = {}};
  for (const v1::Study& study : studies) {
    const auto asked = google::protobuf::util::TimeUtil::SecondsToTimestamp(study.create_time().seconds());
    table.rows.push_back({Word(study.name()), Word(KindOf(study.question())), Word(ToWord(study.state())),
                          YesNo(study.complete()), Word(study.date()), Count(std::max(1, study.days())),
                          Word(google::protobuf::util::TimeUtil::ToString(asked)), Word(About(study))});
  }
  return table;
}

}  // namespace pasok::client
