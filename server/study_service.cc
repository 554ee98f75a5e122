#include "server/study_service.h"

#include <limits>
#include <optional>
#include <utility>

#include "server/names.h"
#include "server/store/parsed.h"
#include "server/streams.h"
#include "server/study_question.h"
#include "server/watch_reactor.h"

namespace pasok::server {
namespace {

constexpr std::int64_t kNewest = std::numeric_limits<std::int64_t>::max();

// A page's token is good for the same list only.
std::string ScopeOf(const v1::ListStudiesRequest& request) {
  return "studies\n" + request.dataset() + "\n" + request.plan();
}

bool SameTime(const google::protobuf::Timestamp& a, const google::protobuf::Timestamp& b) {
  return a.seconds() == b.seconds() && a.nanos() == b.nanos();
}

}  // namespace

grpc::ServerReadReactor<grpc::ByteBuffer>* StudyService::CreateStudy(grpc::CallbackServerContext* context,
                                                                     grpc::ByteBuffer* response) {
  // To say whether a question fits, its registers may have to be read.
  const auto executor_for = [this](const auto& start) -> Executor& {
    return start.validate_only() ? backend_.mill : backend_.ledger;
  };
  return React<FileIntake<v1::CreateStudyRequest, v1::Study>>(
      context, executor_for, backend_.log, backend_.uploads, backend_.most_pause, response,
      [this](const auto& start, std::vector<RegisterFile> files, const StopToken& left, v1::Study& study) {
        StudyJob job = JobOf(start, std::move(files), backend_.datasets, backend_.plans, backend_.studies);
        if (start.validate_only()) {
          // It refuses the id of another question; what was taken once isn't judged again.
          if (!backend_.studies.IsRepeat(job)) RequireFit(job, backend_.cache);
          study = std::move(job.study);
        } else if (!left.Asked()) {
          study = backend_.study_runner.Create(std::move(job));
        }
      });
}

grpc::ServerUnaryReactor* StudyService::GetStudy(grpc::CallbackServerContext* context,
                                                 const v1::GetStudyRequest* request, v1::Study* response) {
  return Answer(context, backend_.desk, backend_.log,
                [=, this] { *response = backend_.study_runner.Find(StudyIdOf(request->name(), "name")); });
}

grpc::ServerUnaryReactor* StudyService::ListStudies(grpc::CallbackServerContext* context,
                                                    const v1::ListStudiesRequest* request,
                                                    v1::ListStudiesResponse* response) {
  return Answer(context, backend_.desk, backend_.log, [=, this] {
    backend_.study_runner.Settle();
    const StudyStore::Filter filter{
        .dataset_id = request->dataset().empty() ? "" : DatasetIdOf(request->dataset(), "dataset"),
        .plan = request->plan().empty() ? "" : PlanName(PlanIdOf(request->plan(), "plan"))};
    const std::int64_t from = PagePosition(ScopeOf(*request), request->page_token(), kNewest);
    Page<v1::Study> page = backend_.studies.List(filter, from, PageSize(request->page_size(), 50, 1000));
    backend_.study_runner.Complete(page.records);
    for (v1::Study& study : page.records) *response->add_studies() = std::move(study);
    if (page.next > 0) response->set_next_page_token(PageToken(ScopeOf(*request), page.next));
  });
}

grpc::ServerWriteReactor<v1::WatchStudyResponse>* StudyService::WatchStudy(
    grpc::CallbackServerContext* context, const v1::WatchStudyRequest* request) {
  return React<WatchReactor<StudyKind>>(context, backend_.desk, backend_.log, backend_.study_runner,
                                        request->name());
}

grpc::ServerUnaryReactor* StudyService::CancelStudy(grpc::CallbackServerContext* context,
                                                    const v1::CancelStudyRequest* request,
                                                    v1::Study* response) {
  return Answer(context, backend_.ledger, backend_.log,
                [=, this] { *response = backend_.study_runner.Cancel(StudyIdOf(request->name(), "name")); });
}

grpc::ServerUnaryReactor* StudyService::DeleteStudy(grpc::CallbackServerContext* context,
                                                    const v1::DeleteStudyRequest* request,
                                                    google::protobuf::Empty*) {
  return Answer(context, backend_.ledger, backend_.log, [=, this] {
    backend_.study_runner.Delete(StudyIdOf(request->name(), "name"), false);
    backend_.log.Write(LogLevel::kInfo, request->name() + " deleted");
  });
}

grpc::ServerWriteReactor<v1::DownloadReportResponse>* StudyService::DownloadReport(
    grpc::CallbackServerContext* context, const v1::DownloadReportRequest* request) {
  return React<Download<v1::DownloadReportResponse>>(
      context, backend_.bench, backend_.log,
      [=, this, next = std::int64_t{0},
       ended = std::optional<google::protobuf::Timestamp>()](v1::DownloadReportResponse& response) mutable {
        // Looked up again at each step: a study that is deleted meanwhile, or asked again under its name, is
        // an error, not a short answer or the end of another one.
        const auto part = backend_.studies.FindReportPart(StudyIdOf(request->study(), "study"), next++);
        if (!part) throw StudyNotFound(request->study());
        if (!ended) ended = part->study.end_time();
        if (!SameTime(*ended, part->study.end_time())) throw ReportReplaced(request->study());
        if (!part->study.has_report()) throw StudyWithoutReport(request->study());
        if (part->block) response = ParsedFrom<v1::DownloadReportResponse>(*part->block, request->study());
        return part->block.has_value();
      });
}

}  // namespace pasok::server
