// Studies and their reports as planners read them, and for programs.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "client/report.h"
#include "client/report_print.h"
#include "client/table.h"
#include "pasok/v1/study.pb.h"

namespace pasok::client {

std::string ToWord(v1::Study::State state);
// "comparison", "frontier", …: the keys of the wire.
std::string KindOf(const v1::StudyQuestion& question);

// The plan that it asks about, or the dataset.
std::string About(const v1::Study& study);

// What stands around the study's report.
ReportFrame FrameOf(const v1::Study& study, Language language);

nlohmann::ordered_json ToJson(const v1::Study& study);

Table StudiesTable(const std::vector<v1::Study>& studies);

}  // namespace pasok::client
