// A study's report as messages: in blocks for the store and the wire, and in short for the study's record.
#pragma once

#include "engine/study/report.h"
#include "pasok/v1/study.pb.h"
#include "server/store/study_store.h"

namespace pasok::server {

// The whole report as DownloadReport sends it, each message at most about half a MiB.
// REQUIRES study::IsWellFormed(report).
ReportBlocks ToBlocks(const study::Report& report);

// What a study's record tells of its report: its first sentences, few enough for a list of studies, and its
// tables without columns and rows.
void Summarise(const study::Report& report, v1::Study& study);

}  // namespace pasok::server
