#include "server/plan_service.h"

#include <limits>
#include <memory>
#include <optional>
#include <utility>

#include "server/convert.h"
#include "server/names.h"
#include "server/plan_check.h"
#include "server/plan_question.h"
#include "server/policy_convert.h"
#include "server/request_fields.h"
#include "server/stored_policy.h"
#include "server/streams.h"
#include "server/watch_reactor.h"

namespace pasok::server {
namespace {

constexpr std::int64_t kNewest = std::numeric_limits<std::int64_t>::max();

// A page's token is good for the same list only.
std::string ScopeOf(const v1::ListPlansRequest& request) {
  return "plans\n" + request.dataset() + "\n" + request.date() +
         (request.published_only() ? "\npublished" : "\n");
}

std::string ScopeOf(const v1::ListAllocationsRequest& request) {
  const v1::AllocationFilter& filter = request.filter();
  return request.plan() + "\n" + filter.demand_id() + "\n" + filter.supplier_id() + "\n" +
         filter.commodity() + "\n" + filter.date() + "\n" + filter.tier();
}

}  // namespace

grpc::ServerUnaryReactor* PlanService::CreatePlan(grpc::CallbackServerContext* context,
                                                  const v1::CreatePlanRequest* request, v1::Plan* response) {
  // Where the dataset isn't at hand it is read before there is a plan, not after: the same question has the
  // same answer.
  const auto executor_for = [&]() -> Executor& {
    const bool is_quick = !request->validate_only() && backend_.cache.Peek(DatasetIdIn(request->dataset()));
    return is_quick ? backend_.ledger : backend_.mill;
  };
  return Answer(context, executor_for, backend_.log, [=, this] {
    PlanJob job = JobOf(*request, backend_.datasets, backend_.plans);
    // What was taken once isn't judged again.
    if (!backend_.plans.IsRepeat(job)) RequireFit(job, request->validate_only(), backend_.cache);
    // Whoever has left meanwhile may have asked again, without a request_id for another plan.
    if (context->IsCancelled()) return;
    *response = request->validate_only() ? std::move(job.plan) : backend_.runner.Create(std::move(job));
  });
}

grpc::ServerUnaryReactor* PlanService::GetPlan(grpc::CallbackServerContext* context,
                                               const v1::GetPlanRequest* request, v1::Plan* response) {
  return Answer(context, backend_.desk, backend_.log,
                [=, this] { *response = backend_.runner.Find(PlanIdOf(request->name(), "name")); });
}

grpc::ServerUnaryReactor* PlanService::ListPlans(grpc::CallbackServerContext* context,
                                                 const v1::ListPlansRequest* request,
                                                 v1::ListPlansResponse* response) {
  return Answer(context, backend_.desk, backend_.log, [=, this] {
    CheckDate(request->date());
    backend_.runner.Settle();
    const PlanStore::Filter filter{
        .dataset_id = request->dataset().empty() ? "" : DatasetIdOf(request->dataset(), "dataset"),
        .date = request->date(),
        .published_only = request->published_only()};
    const std::int64_t from = PagePosition(ScopeOf(*request), request->page_token(), kNewest);
    Page<v1::Plan> page = backend_.plans.List(filter, from, PageSize(request->page_size(), 50, 1000));
    backend_.runner.Complete(page.records);
    for (v1::Plan& plan : page.records) *response->add_plans() = std::move(plan);
    if (page.next > 0) response->set_next_page_token(PageToken(ScopeOf(*request), page.next));
  });
}

grpc::ServerWriteReactor<v1::WatchPlanResponse>* PlanService::WatchPlan(grpc::CallbackServerContext* context,
                                                                        const v1::WatchPlanRequest* request) {
  return React<WatchReactor<PlanKind>>(context, backend_.desk, backend_.log, backend_.runner,
                                       request->name());
}

grpc::ServerUnaryReactor* PlanService::CancelPlan(grpc::CallbackServerContext* context,
                                                  const v1::CancelPlanRequest* request, v1::Plan* response) {
  return Answer(context, backend_.ledger, backend_.log,
                [=, this] { *response = backend_.runner.Cancel(PlanIdOf(request->name(), "name")); });
}

grpc::ServerUnaryReactor* PlanService::PublishPlan(grpc::CallbackServerContext* context,
                                                   const v1::PublishPlanRequest* request,
                                                   v1::Plan* response) {
  return Answer(context, backend_.ledger, backend_.log, [=, this] {
    *response = backend_.plans.Publish(PlanIdOf(request->name(), "name"));
    backend_.log.Write(LogLevel::kInfo, response->name() + " published");
  });
}

grpc::ServerUnaryReactor* PlanService::DeletePlan(grpc::CallbackServerContext* context,
                                                  const v1::DeletePlanRequest* request,
                                                  google::protobuf::Empty*) {
  return Answer(context, backend_.ledger, backend_.log, [=, this] {
    backend_.runner.Delete(PlanIdOf(request->name(), "name"), request->force());
    backend_.log.Write(LogLevel::kInfo, request->name() + " deleted");
  });
}

v1::Plan PlanService::Succeeded(const std::string& name, const char* field) const {
  auto plan = backend_.plans.Find(PlanIdOf(name, field));
  if (!plan) throw PlanNotFound(name);
  if (plan->state() != v1::Plan::SUCCEEDED) throw PlanNotSucceeded(*plan);
  return *std::move(plan);
}

Fault PlanService::FilesGone(const std::string& id) const {
  if (!backend_.plans.Find(id)) return PlanNotFound(PlanName(id));
  return StoreFault(
      {StoreError::Kind::kDamaged, "some of the stored files of " + PlanName(id) + " are gone"});
}

grpc::ServerUnaryReactor* PlanService::ListAllocations(grpc::CallbackServerContext* context,
                                                       const v1::ListAllocationsRequest* request,
                                                       v1::ListAllocationsResponse* response) {
  return Answer(context, backend_.bench, backend_.log, [=, this] {
    CheckFilter(request->filter());
    Succeeded(request->plan(), "plan");
    const std::string scope = ScopeOf(*request);
    const std::int64_t from = PagePosition(scope, request->page_token(), 0);
    const std::int32_t most = PageSize(request->page_size(), 1000, 10'000);
    backend_.plans.VisitAllocations(PlanIdOf(request->plan(), "plan"), request->filter(), from,
                                    [&](std::int64_t position, v1::Allocation& allocation) {
                                      const bool full = response->allocations_size() == most;
                                      if (full) {
                                        response->set_next_page_token(PageToken(scope, position));
                                      } else {
                                        *response->add_allocations() = std::move(allocation);
                                      }
                                      return !full;
                                    });
  });
}

grpc::ServerWriteReactor<v1::DownloadAllocationsResponse>* PlanService::DownloadAllocations(
    grpc::CallbackServerContext* context, const v1::DownloadAllocationsRequest* request) {
  // Each step looks the plan up again: one that is deleted meanwhile is an error, not a short answer.
  return React<Download<v1::DownloadAllocationsResponse>>(
      context, backend_.bench, backend_.log,
      [=, this, next = std::optional<std::int64_t>(0)](v1::DownloadAllocationsResponse& response) mutable {
        CheckFilter(request->filter());
        Succeeded(request->plan(), "plan");
        if (!next) return false;
        const std::int64_t from = *std::exchange(next, std::nullopt);
        backend_.plans.VisitAllocations(PlanIdOf(request->plan(), "plan"), request->filter(), from,
                                        [&](std::int64_t position, v1::Allocation& allocation) {
                                          if (response.allocations_size() == kAllocationsPerBlock) {
                                            next = position;
                                            return false;
                                          }
                                          *response.add_allocations() = std::move(allocation);
                                          return true;
                                        });
        return response.allocations_size() > 0;
      });
}

grpc::ServerWriteReactor<v1::FileChunk>* PlanService::DownloadPlanFiles(
    grpc::CallbackServerContext* context, const v1::DownloadPlanFilesRequest* request) {
  return React<Download<v1::FileChunk>>(
      context, backend_.bench, backend_.log,
      [=, this, next = std::int64_t{0}, end = std::int64_t{0}](v1::FileChunk& response) mutable {
        const std::string id = PlanIdOf(request->plan(), "plan");
        if (next == 0) {
          Succeeded(request->plan(), "plan");
          end = backend_.plans.CountFileChunks(id);
          if (end == 0) throw FilesGone(id);
        }
        if (next == end) return false;
        auto chunk = backend_.plans.FileChunk(id, next++);
        if (!chunk) throw FilesGone(id);
        response.set_file(std::move(chunk->file));
        response.set_content(std::move(chunk->content));
        return true;
      });
}

grpc::ServerReadReactor<grpc::ByteBuffer>* PlanService::VerifyPlan(grpc::CallbackServerContext* context,
                                                                   grpc::ByteBuffer* response) {
  return React<FileIntake<v1::VerifyPlanRequest, v1::VerifyPlanResponse>>(
      context, [this](const auto&) -> Executor& { return backend_.mill; }, backend_.log, backend_.uploads,
      backend_.most_pause, response,
      [this](const auto& start, std::vector<RegisterFile> files, const StopToken& left, auto& answer) {
        Verify(start, std::move(files), left, answer);
      });
}

void PlanService::Verify(const v1::VerifyPlanRequest::Start& start, std::vector<RegisterFile> files,
                         const StopToken& left, v1::VerifyPlanResponse& response) const {
  std::string dataset_name = start.dataset();
  if (!start.plan().empty()) {
    if (!files.empty()) {
      throw BadField("chunk", "must not follow where `start.plan` names a stored plan",
                     "tidak boleh dikirim jika `start.plan` menyebut rencana tersimpan");
    }
    const v1::Plan plan = Succeeded(start.plan(), "start.plan");
    if (dataset_name.empty()) dataset_name = plan.dataset();
    const std::string id = PlanIdOf(start.plan(), "start.plan");
    files = backend_.plans.Files(id);
    if (files.empty()) throw FilesGone(id);
  }
  const std::string dataset_id = DatasetIdOf(dataset_name, "start.dataset");
  const std::shared_ptr<const Dataset> dataset = backend_.cache.Get(dataset_id);
  if (left.Asked()) return;
  std::optional<PolicyReading> policy;
  if (!start.policy_yaml().empty()) {
    policy = ReadPolicy(start.policy_yaml(), "policy_yaml");
    if (!policy->findings.ok()) throw BadPolicy(policy->findings, "start.policy_yaml");
  }
  const match::Verification verification =
      CheckPlanFiles(*dataset, dataset_id, policy ? &policy->policy : nullptr, files, backend_.threads, left);
  response.set_verified(verification.findings.ok() && !verification.stopped);
  response.set_optimal(verification.optimal);
  response.set_by_rank(verification.by_rank);
  *response.mutable_findings() = ToProto(verification.findings, kMostAnswerFindingBytes);
  response.set_rows_checked(verification.rows_checked);
  response.set_lanes_checked(verification.lanes_checked);
  response.set_primal_sen(verification.primal);
  response.set_dual_sen(verification.dual);
}

grpc::ServerUnaryReactor* PlanService::ResolvePolicy(grpc::CallbackServerContext* context,
                                                     const v1::ResolvePolicyRequest* request,
                                                     v1::ResolvePolicyResponse* response) {
  return Answer(context, backend_.bench, backend_.log, [=] {
    CheckFileName(request->file(), "file");  // each finding has it
    const std::string& yaml = request->policy_yaml();
    const PolicyReading reading =
        yaml.empty() ? PolicyReading{.policy = BuiltInPolicy(), .findings = {}}
                     : ReadPolicy(yaml, request->file().empty() ? "policy.yaml" : request->file());
    *response->mutable_findings() = ToProto(reading.findings, kMostAnswerFindingBytes);
    if (!reading.findings.ok()) return;
    response->set_yaml(WrittenOut(reading.policy));  // a larger one wouldn't fit a message either
    *response->mutable_policy() = ToProto(reading.policy);
  });
}

}  // namespace pasok::server
