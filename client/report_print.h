// A report with what stands around it, as planners read it and for programs.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "client/console.h"
#include "client/report.h"

namespace pasok::client {

struct ReportFrame {
  std::string name;             // whose report it is, as a failure calls it
  std::string command;          // prints it again: "pasok show studies/3f2a…"
  std::string heading;          // for people, ending in a newline
  nlohmann::ordered_json head;  // for programs: the keys before those of the report
};

// On standard output: for people the heading, the sentences and the tables, long ones cut on a terminal; JSON
// with everything; as CSV one table. Failure (kInputAtFault) where the view's table isn't there, and (kUsage)
// where CSV would have to hold more than one.
void Write(const ReportFrame& frame, const StudyReport& report, const ReportView& view,
           const Console& console);

// Writes the report's files into the directory `out`, where one is named, and prints it. REQUIRES: the
// report has all its rows where files are written.
void PrintReport(const ReportFrame& frame, const StudyReport& report, const ReportView& view,
                 const std::filesystem::path& out, const Console& console);

}  // namespace pasok::client
