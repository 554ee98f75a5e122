// Studies and their reports as planners read them, and for programs.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "client/console.h"
#include "client/report.h"
#include "client/table.h"
#include "pasok/v1/study.pb.h"

namespace pasok::client {

std::string ToWord(v1::Study::State state);
// "comparison", "frontier", …: the keys of the wire.
std::string KindOf(const v1::StudyQuestion& question);

// The plan that it asks about, or the dataset.
std::string About(const v1::Study& study);

// How a report is to be written.
struct ReportView {
  Format format = Format::kTable;
  Language language = Language::kEnglish;
  std::string table{};  // only this one; empty: all
};

// For people the heading, the sentences and the tables, long ones cut on a terminal; JSON with everything;
// as CSV one table. Failure (kInputAtFault) where the view's table isn't there, and (kUsage) where CSV would
// have to hold more than one.
std::string Write(const v1::Study& study, const StudyReport& report, const ReportView& view,
                  const Console& console);

nlohmann::ordered_json ToJson(const v1::Study& study);
nlohmann::ordered_json ToJson(const v1::Study& study, const StudyReport& report);

Table StudiesTable(const std::vector<v1::Study>& studies);

}  // namespace pasok::client
