// From a question to its printed report: the steps that the commands of studies share.
#pragma once

#include <string>
#include <vector>

#include "client/exit_code.h"
#include "client/session.h"
#include "client/study_print.h"
#include "pasok/v1/study.pb.h"

namespace pasok::client {

// Where a report goes beside standard output; both may be empty.
struct ReportFiles {
  std::string out;         // a directory: each table as CSV, and report.json
  std::string plot;        // an SVG file, of a frontier
  std::string about = "";  // what the plot is about; empty: what the dataset was called when it was imported
};

// What the user said beside the question; all may be empty.
struct StudyOptions {
  std::string about;  // a directory with registers, or the name of a dataset or a plan
  // How a dataset is to be planned; a plan has its own.
  std::string policy;
  std::string scenario;
  std::string date;
  std::string from;  // the first of several days, `days` of them
  std::int32_t days = 1;
  std::vector<std::string> regions;

  double time_limit_seconds = 0;
  bool detach = false;
  ReportView view;
  ReportFiles files;
};

// The whole name of the stored plan or dataset that `about` means, or the directory that it is. Failure
// (kInputAtFault) where it is none of them.
std::string AboutMeant(Session& session, const std::string& about);
// Whether it is about a dataset, which is planned first, rather than a stored plan. REQUIRES: `about` is as
// AboutMeant gives it.
bool IsAboutDataset(const StudyOptions& options);

// Failure (kUsage) where a plot's file would promise another kind of picture by its ending.
void RequireSvg(const std::string& path);

// Asks, waits and prints; an interrupt cancels the study, which keeps what it had. Failure unless it
// succeeded. `start` has the question, `sent` the files that belong to it.
ExitCode Study(Session& session, StudyOptions options, v1::CreateStudyRequest::Start start,
               const std::vector<LocalFile>& sent);

// Prints a study that has been asked for before, whatever its state, and writes its files.
void PrintStudy(Session& session, Connection& server, const v1::Study& study, const ReportView& view,
                const ReportFiles& files);

// Returns when the study has ended, whatever the end. Failure (kStopped) at an interrupt.
v1::Study WatchStudyToEnd(Session& session, Connection& server, const std::string& name);

// The Failure that a study's end other than success means; nothing for success.
void RequireSuccess(const v1::Study& study, Language language);

// Says on standard error where the time limit left a study incomplete (kStopped), and where a part of the
// question was at fault (kInputAtFault); else kDone.
ExitCode ExitCodeOf(const Console& console, const v1::Study& study);

}  // namespace pasok::client
