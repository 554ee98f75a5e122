// The options that the commands of studies share.
#pragma once

#include "client/commands/commands.h"
#include "client/staged_directory.h"
#include "client/studying.h"

namespace pasok::client {

// What a study may be about.
enum class AboutWhat { kDataset, kPlanOrDataset };

// DIR or PLAN|DIR, and how a dataset is to be planned.
void AddAbout(Command& command, AboutWhat what, StudyOptions& options);
// --time-limit, --detach, and how the report is written.
void AddRunning(Command& command, StudyOptions& options);
// --format, --language, --table.
// Failure (kUsage) where the view says what only a study's report can show, of the plan `name`.
void RequireViewOfPlan(const ReportView& view, const std::string& name);
void AddView(Command& command, ReportView& view);

}  // namespace pasok::client
