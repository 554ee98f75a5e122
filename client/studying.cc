#include "client/studying.h"

#include <cerrno>
#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>

#include "client/at_fault.h"
#include "client/day.h"
#include "client/figures.h"
#include "client/findings_print.h"
#include "client/frontier_plot.h"
#include "client/names.h"
#include "client/planning.h"
#include "client/progress.h"
#include "client/staged_directory.h"
#include "client/staging_place.h"
#include "client/text.h"

namespace pasok::client {
namespace {

namespace fs = std::filesystem;

void Require(bool right, const std::string& message, const std::string& hint) {
  if (!right) throw Failure(ExitCode::kUsage, message, hint);
}

void SayWhatItIsAbout(Session& session, Connection& server, const StudyOptions& options,
                      v1::CreateStudyRequest::Start& start) {
  if (IsAboutDataset(options)) {
    start.set_date(ReadFirstDay(options.date, options.from, options.days));
    const PolicyFile policy = ReadValidPolicy(session, server, options.policy);
    start.set_policy_yaml(policy.yaml);
    if (!options.scenario.empty()) {
      start.set_scenario_yaml(ReadScenarioFile(options.scenario));
      start.set_scenario_file(NameInFindings(options.scenario));
    }
    if (options.days > 1) start.set_days(options.days);
    for (const std::string& region : options.regions) start.add_regions(region);
    start.set_dataset(DatasetMeant(session, server, options.about, policy).name());
    return;
  }
  start.set_plan(options.about);
  std::string given;
  const auto add = [&](bool is_given, const char* option) {
    if (is_given) given.append(given.empty() ? "" : ", ").append(option);
  };
  add(!options.date.empty(), "--date");
  add(!options.from.empty(), "--from");
  add(options.days != 1, "--days");
  add(!options.regions.empty(), "--regions");
  add(!options.policy.empty(), "--policy");
  add(!options.scenario.empty(), "--scenario");
  Require(given.empty(), given + ": a plan has its own",
          "Name a directory or a dataset to ask under other conditions.");
}

v1::Study Create(Session& session, Connection& server, const v1::CreateStudyRequest::Start& start,
                 const std::vector<LocalFile>& files) {
  Progress progress(session.console());
  return server.CreateStudy(start, files,
                            [&](std::int64_t sent, std::int64_t total) { ShowSent(progress, sent, total); });
}

v1::Study WatchOrCancel(Session& session, Connection& server, const std::string& name) {
  return WatchOrStop(
      session, name, [&] { return WatchStudyToEnd(session, server, name); },
      [&](std::chrono::milliseconds patience) {
        const v1::Study study = server.CancelStudyAndWait(name, patience);
        return Failure(ExitCode::kStopped, name + " was stopped: it is " + ToWord(study.state()),
                       study.has_report() ? "`pasok show " + name + "` shows what it had worked out." : "");
      });
}

[[noreturn]] void FailToPlot(const std::string& path, const std::error_code& error) {
  FailToWrite(path, error.message(), AdviceOn(error, "--plot"));
}

// Made where it isn't there, with all above it: so made, the deepest first.
std::vector<fs::path> MakeDirectoryOf(const fs::path& file) {
  std::vector<fs::path> made;
  std::error_code error;
  for (fs::path at = file.parent_path(); !at.empty() && !fs::exists(at, error); at = at.parent_path())
    made.push_back(at);
  if (made.empty()) return made;
  fs::create_directories(made.front(), error);
  if (error) FailToPlot(file.string(), error);
  return made;
}

// Before a study runs for minutes. Any other ending would promise another kind of picture. What wasn't there
// isn't afterwards.
void RequirePlotPlace(const std::string& path) {
  RequireSvg(path);
  std::error_code error;
  const std::vector<fs::path> made = MakeDirectoryOf(path);
  const bool was_there = fs::exists(path, error);
  errno = 0;
  const bool opens = std::ofstream(path, std::ios::binary | std::ios::app).is_open();
  if (!opens) FailToPlot(path, LastError());
  if (!was_there) fs::remove(path, error);
  for (const fs::path& directory : made) fs::remove(directory, error);
}

// The dataset by what whoever asked called it, and the days: what a picture that is passed on must tell.
std::string SubjectOf(Connection& server, const v1::Study& study, std::string about, Language language) {
  constexpr std::size_t kLongest = 30;  // so that the title has room in the picture
  if (about.empty()) {
    const auto dataset = server.FindDataset(study.dataset());
    about = dataset ? dataset->display_name() : "";
  }
  std::string subject = about.empty() ? study.dataset() : CutTo(Printable(about), kLongest);
  if (study.date().empty()) return subject;
  if (study.days() > 1) {
    const bool indonesian = language == Language::kIndonesian;
    return subject + ", " + std::to_string(study.days()) + (indonesian ? " hari mulai " : " days from ") +
           study.date();
  }
  return subject + ", " + study.date();
}

void WritePlot(Connection& server, const v1::Study& study, const StudyReport& report, Language language,
               const ReportFiles& files) {
  const std::string& path = files.plot;
  if (!study.question().has_frontier()) {
    throw Failure(ExitCode::kUsage, "--plot: " + study.name() + " is no frontier, so there is no curve",
                  "Leave --plot out.");
  }
  MakeDirectoryOf(path);
  errno = 0;
  std::ofstream file(path, std::ios::binary);
  file << FrontierSvg(report, study.question().frontier(), SubjectOf(server, study, files.about, language),
                      language)
       << std::flush;
  if (!file) FailToPlot(path, LastError());
}

}  // namespace

std::string AboutMeant(Session& session, const std::string& about) try {
  std::error_code absent;
  if (fs::is_directory(about, absent)) return about;
  return PlanOrDatasetNamed(session.Server(), about);
} catch (const Failure& failure) {
  if (failure.code() != ExitCode::kInputAtFault) throw;
  throw Failure(failure.code(), std::string(failure.what()) + ", nor such a directory", failure.hint());
}

void RequireSvg(const std::string& path) {
  Require(fs::path(path).extension() == ".svg", "--plot " + path + ": the curve is drawn as SVG",
          "Give it a name that ends in .svg; a browser or an office program turns it into other pictures.");
}

bool IsAboutDataset(const StudyOptions& options) {
  std::error_code absent;
  return options.about.starts_with("datasets/") || fs::is_directory(options.about, absent);
}

ExitCode Study(Session& session, StudyOptions options, v1::CreateStudyRequest::Start start,
               const std::vector<LocalFile>& sent) {
  if (options.detach) {
    RequireDetachable(session, "study",
                      {{"--out", !options.files.out.empty()},
                       {"--plot", !options.files.plot.empty()},
                       {"--table", !options.view.table.empty()}});
  }
  RequireTimeLimit(options.time_limit_seconds);
  if (!options.files.out.empty()) RequireReportDirectory(options.files.out);
  if (!options.files.plot.empty()) RequirePlotPlace(options.files.plot);
  Connection& server = session.Server();
  server.SpeakIn(options.view.language);
  options.about = AboutMeant(session, options.about);
  if (std::error_code absent; fs::is_directory(options.about, absent))
    options.files.about = DisplayName(options.about);
  start.set_time_limit_seconds(options.time_limit_seconds);
  SayWhatItIsAbout(session, server, options, start);
  start.set_request_id(NewRequestId());
  v1::Study study = AskSafely(session, [&] { return Create(session, server, start, sent); });
  if (options.detach) {
    session.console().out << WriteName(study.name(), options.view.format);
    return ExitCode::kDone;
  }
  study = WatchOrCancel(session, server, study.name());
  RequireSuccess(study, options.view.language);
  try {
    PrintStudy(session, server, study, options.view, options.files);
  } catch (const Failure& failure) {
    throw WithStored(failure, study.name(), "`pasok show " + study.name() + "` prints it.");
  }
  return ExitCodeOf(session.console(), study);
}

void PrintStudy(Session& session, Connection& server, const v1::Study& study, const ReportView& view,
                const ReportFiles& files) {
  StudyReport report;
  if (study.has_report()) report = server.DownloadReport(study.name());
  if (!files.plot.empty()) WritePlot(server, study, report, view.language, files);
  PrintReport(FrameOf(study, view.language), report, view, files.out, session.console());
  if (view.format != Format::kTable || files.plot.empty()) return;
  const bool indonesian = view.language == Language::kIndonesian;
  session.console().out << (indonesian ? "\nGambar: " : "\nPlot: ") << files.plot << '\n';
}

v1::Study WatchStudyToEnd(Session& session, Connection& server, const std::string& name) {
  Progress progress(session.console());
  return server.WatchStudy(name,
                           [&](const v1::WatchStudyResponse& response) { ShowWatched(progress, response); });
}

void RequireSuccess(const v1::Study& study, Language language) {
  const std::string what = study.name() + " was " + ToWord(study.state());
  const std::string rest =
      study.has_report() ? "`pasok show " + study.name() + "` shows what it had worked out." : "";
  switch (study.state()) {
    case v1::Study::SUCCEEDED:
      return;
    case v1::Study::INTERRUPTED:
      throw Failure(ExitCode::kServerFailed, what + ": the server ended while it ran",
                    rest.empty() ? "Ask for it again." : rest);
    case v1::Study::CANCELLED:
      throw Failure(ExitCode::kStopped, what, rest);
    case v1::Study::FAILED: {
      const bool indonesian = language == Language::kIndonesian;
      const bool question = study.findings().error_count() > 0;
      std::string message = study.name() + (indonesian ? " gagal: " : " failed: ") +
                            (!question    ? Printable(MessageIn(language, study.error()))
                             : indonesian ? "yang ditanyakan tidak cocok dengan dataset"
                                          : "what was asked does not fit the dataset");
      for (const v1::Finding& finding : study.findings().findings()) message += "\n  " + ToLine(finding);
      throw AtFault({question ? ExitCode::kInputAtFault
                              : FromStatusCode(static_cast<google::rpc::Code>(study.error().code())),
                     message},
                    study.findings());
    }
    default:
      throw Failure(ExitCode::kServerFailed, study.name() + " has not ended: it is " + ToWord(study.state()),
                    "`pasok watch " + study.name() + "` waits for it.");
  }
}

ExitCode ExitCodeOf(const Console& console, const v1::Study& study) {
  if (study.complete()) {
    if (study.findings().error_count() == 0) return ExitCode::kDone;
    console.err << "pasok: " << study.name() << ": " << Counts(study.findings())
                << " in what was asked; the rest is answered\n";
    return ExitCode::kInputAtFault;
  }
  console.err << "pasok: " << study.name() << " stopped at its time limit of "
              << Seconds(study.time_limit_seconds()) << "; what it had worked out is kept\n";
  return ExitCode::kStopped;
}

}  // namespace pasok::client
