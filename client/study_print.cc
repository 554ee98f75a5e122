#include "client/study_print.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "client/findings_print.h"
#include "client/plan_print.h"
#include "client/study_heading.h"

namespace pasok::client {
namespace {

using Json = nlohmann::ordered_json;

Json Time(bool given, const google::protobuf::Timestamp& time) {
  return given ? Json(google::protobuf::util::TimeUtil::ToString(time)) : Json(nullptr);
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

ReportFrame FrameOf(const v1::Study& study, Language language) {
  return {
      .name = study.name(),
      .command = "pasok show " + study.name(),
      .heading = Heading(study, language),
      .head = {{"study", ToJson(study)}, {"has_report", study.has_report()}, {"complete", study.complete()}}};
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
