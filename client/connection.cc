#include "client/connection.h"

#include <google/rpc/error_details.pb.h>
#include <google/rpc/error_info.pb.h>
#include <google/rpc/status.pb.h>

#include <algorithm>
#include <iterator>
#include <sstream>
#include <string_view>
#include <utility>

#include "client/exit_code.h"
#include "client/text.h"
#include "client/unfit_question.h"
#include "client/wire.h"

namespace pasok::client {
namespace {

constexpr int kPageSize = 1000;

// What the status's details add: the server's word for it, and for the reader the violated fields and when to
// come again.
struct Details {
  std::string message;  // the status's own, in the user's terms
  std::string reason;
  std::string hint;
  std::chrono::seconds retry_after{};
  std::vector<std::string> codes;  // of an unfit question
  std::string fix;
  v1::Findings findings;  // as far as there was room for them
};

// What the user gave where the wire has a field; the field itself where that says it.
std::string Given(const std::string& field) {
  static constexpr std::pair<std::string_view, std::string_view> kGiven[] = {
      {"plan", "the plan"},
      {"policy_yaml", "the policy"},
      {"scenario_yaml", "the scenario"},
      {"scenario_files", "the scenario files"},
      {"allocations_file", "the allocations file"}};
  const std::string_view last = std::string_view(field).substr(field.rfind('.') + 1);
  const auto given = std::ranges::find(kGiven, last, &std::pair<std::string_view, std::string_view>::first);
  if (given != std::end(kGiven)) return std::string(given->second);
  constexpr std::string_view kStart = "start.";  // the first message of a stream: what was asked
  return field.starts_with(kStart) ? field.substr(kStart.size()) : field;
}

// What is wrong with it. A noun and what it must be make a sentence.
std::string Said(const std::string& field, const std::string& description) {
  const std::string given = Given(field);
  const bool is_sentence = given != field && description.starts_with("must ");
  return given + (is_sentence ? " " : ": ") + description;
}

std::vector<std::string> PartsOf(const std::string& list) {
  std::vector<std::string> parts;
  std::istringstream stream(list);
  for (std::string part; std::getline(stream, part, ',');) parts.push_back(part);
  return parts;
}

Details DetailsOf(const grpc::Status& status) {
  Details details;
  details.message = status.error_message();
  const auto add = [&](const std::string& line) {
    details.hint += (details.hint.empty() ? "" : "\n") + line;
  };
  google::rpc::Status rich;
  if (!rich.ParseFromString(status.error_details())) return details;
  std::string localized;
  for (const auto& detail : rich.details()) {
    if (google::rpc::ErrorInfo info; detail.UnpackTo(&info)) {
      details.reason = info.reason();
      if (const auto codes = info.metadata().find("codes"); codes != info.metadata().end())
        details.codes = PartsOf(codes->second);
      if (const auto fix = info.metadata().find("fix"); fix != info.metadata().end())
        details.fix = Printable(fix->second);
    } else if (google::rpc::LocalizedMessage message; detail.UnpackTo(&message)) {
      localized = message.message();  // since it was asked for
    } else if (detail.UnpackTo(&details.findings)) {
      continue;  // the violations say the same
    } else if (google::rpc::RetryInfo retry; detail.UnpackTo(&retry)) {
      details.retry_after = std::chrono::seconds(retry.retry_delay().seconds());
      add("Try again in " + std::to_string(retry.retry_delay().seconds() + 1) + " s.");
    } else if (google::rpc::BadRequest bad; detail.UnpackTo(&bad)) {
      for (const auto& violation : bad.field_violations()) {
        const std::string& description = violation.description();
        const std::string line = violation.field() + ": " + description;
        if (line == status.error_message()) {  // the only one may be all of it
          details.message = Said(violation.field(), description);
          continue;
        }
        const bool names_a_file = description.find(": error: ") != std::string::npos;
        add(Printable(names_a_file ? description : Said(violation.field(), description)));
      }
    }
  }
  if (!localized.empty()) details.message = localized;
  return details;
}

}  // namespace

std::shared_ptr<grpc::Channel> RemoteChannel(const std::string& address) {
  constexpr int kMostMessageBytes = 64 << 20;  // a long list of findings comes as one message
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMostMessageBytes);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  // The server takes a ping every 10 s. Without them whoever watches a plan on a machine that hangs, or was
  // unplugged, would wait for ever.
  constexpr int kPingAfterMs = 30'000, kPingAnswerMs = 20'000, kUnlimited = 0, kMostBetweenConnectsMs = 5'000;
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kPingAfterMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kPingAnswerMs);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, kUnlimited);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kMostBetweenConnectsMs);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

Connection::Connection(const std::shared_ptr<grpc::Channel>& channel, std::string address,
                       Interrupt& interrupt)
    : wire_(std::make_unique<Wire>(channel, std::move(address), interrupt)) {}

Connection::~Connection() = default;

void Connection::SpeakIn(Language language) { wire_->language = language; }

void Connection::Wire::Require(const grpc::Status& status) {
  if (status.ok()) {
    has_answered_ = true;
    return;
  }
  if (interrupt_.raised()) throw Failure(ExitCode::kStopped, "stopped");
  const Details details = DetailsOf(status);
  const bool said_by_the_server = !details.reason.empty();
  const bool no_answer =
      status.error_code() == grpc::UNAVAILABLE || status.error_code() == grpc::DEADLINE_EXCEEDED;
  if (no_answer && !said_by_the_server) {
    const std::string why = " (" + Printable(status.error_message()) + ")";
    const std::string reason(kNoAnswer);
    if (has_answered_)
      throw Failure(ExitCode::kServerFailed, "the connection to " + address_ + " was lost" + why, "", reason);
    throw Failure(
        ExitCode::kServerFailed, "no Pasok server answers at " + address_ + why,
        "Check the address, start a server there with `pasokd`, or leave --server and PASOK_SERVER out "
        "to work on this machine.",
        reason);
  }
  has_answered_ = true;
  const AtFault fault({FromStatusCode(static_cast<google::rpc::Code>(status.error_code())),
                       Printable(details.message), details.hint, details.reason, details.retry_after},
                      details.findings);
  if (!details.codes.empty()) throw UnfitQuestion(fault, details.codes, details.fix);
  throw fault;
}

void Connection::Wire::RequireWatched(const grpc::Status& status) {
  const bool is_ended_for_memory =
      status.error_code() == grpc::RESOURCE_EXHAUSTED && DetailsOf(status).reason.empty();
  Require(is_ended_for_memory ? grpc::Status(grpc::UNAVAILABLE, status.error_message()) : status);
}

std::optional<v1::Dataset> Connection::FindDataset(const std::string& name) {
  return wire_->Find(*wire_->datasets, &v1::DatasetService::Stub::GetDataset,
                     Named<v1::GetDatasetRequest>(name));
}

std::vector<v1::Dataset> Connection::ListDatasets() {
  std::vector<v1::Dataset> all;
  v1::ListDatasetsRequest request;
  request.set_page_size(kPageSize);
  do {
    auto page = wire_->Unary(*wire_->datasets, &v1::DatasetService::Stub::ListDatasets, request);
    all.insert(all.end(), page.datasets().begin(), page.datasets().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return all;
}

void Connection::DeleteDataset(const std::string& name, bool force) {
  auto request = Named<v1::DeleteDatasetRequest>(name);
  request.set_force(force);
  wire_->Unary(*wire_->datasets, &v1::DatasetService::Stub::DeleteDataset, request);
}

v1::Plan Connection::CreatePlan(const v1::CreatePlanRequest& request) {
  return wire_->Unary(*wire_->plans, &v1::PlanService::Stub::CreatePlan, request);
}

std::optional<v1::Plan> Connection::FindPlan(const std::string& name) {
  return wire_->Find(*wire_->plans, &v1::PlanService::Stub::GetPlan, Named<v1::GetPlanRequest>(name));
}

std::vector<v1::Plan> Connection::ListPlans(v1::ListPlansRequest filter) {
  std::vector<v1::Plan> all;
  filter.set_page_size(kPageSize);
  filter.clear_page_token();
  do {
    auto page = wire_->Unary(*wire_->plans, &v1::PlanService::Stub::ListPlans, filter);
    all.insert(all.end(), page.plans().begin(), page.plans().end());
    filter.set_page_token(page.next_page_token());
  } while (!filter.page_token().empty());
  return all;
}

v1::Plan Connection::WatchPlan(const std::string& name, const WatchSink& sink) {
  Wire::Call call(*wire_);
  const auto reader = wire_->plans->WatchPlan(&call.context, Named<v1::WatchPlanRequest>(name));
  v1::WatchPlanResponse response;
  while (reader->Read(&response)) sink(response);
  wire_->RequireWatched(reader->Finish());
  return response.plan();
}

v1::Plan Connection::CancelPlan(const std::string& name) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + Wire::kPatience);
  v1::Plan plan;
  wire_->Require(wire_->plans->CancelPlan(&context, Named<v1::CancelPlanRequest>(name), &plan));
  return plan;
}

void Connection::CancelAndWait(const std::string& name, std::chrono::milliseconds patience) {
  CancelPlan(name);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + patience);
  const auto reader = wire_->plans->WatchPlan(&context, Named<v1::WatchPlanRequest>(name));
  v1::WatchPlanResponse response;
  while (reader->Read(&response)) continue;
  reader->Finish();  // patience at its end is no failure: the plan is being stopped
}

v1::Plan Connection::PublishPlan(const std::string& name) {
  return wire_->Unary(*wire_->plans, &v1::PlanService::Stub::PublishPlan,
                      Named<v1::PublishPlanRequest>(name));
}

void Connection::DeletePlan(const std::string& name, bool force) {
  auto request = Named<v1::DeletePlanRequest>(name);
  request.set_force(force);
  wire_->Unary(*wire_->plans, &v1::PlanService::Stub::DeletePlan, request);
}

std::set<std::string> Connection::ServedBy(const std::string& name) {
  std::set<std::string> served;
  DownloadAllocations(name, [&](const v1::Allocation& allocation) { served.insert(allocation.demand_id()); });
  return served;
}

void Connection::DownloadAllocations(const std::string& name, const AllocationSink& sink) {
  Wire::Call call(*wire_);
  v1::DownloadAllocationsRequest request;
  request.set_plan(name);
  const auto reader = wire_->plans->DownloadAllocations(&call.context, request);
  for (v1::DownloadAllocationsResponse part; reader->Read(&part);) {
    for (const v1::Allocation& allocation : part.allocations()) sink(allocation);
  }
  wire_->Require(reader->Finish());
}

v1::ResolvePolicyResponse Connection::ResolvePolicy(const std::string& yaml, const std::string& file) {
  v1::ResolvePolicyRequest request;
  request.set_policy_yaml(yaml);
  request.set_file(file);
  return wire_->Unary(*wire_->plans, &v1::PlanService::Stub::ResolvePolicy, request);
}

}  // namespace pasok::client
