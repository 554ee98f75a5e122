// Between Connection's three source files only: stubs, contexts, and statuses turned into Failures.
#pragma once

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "client/connection.h"
#include "pasok/v1/dataset.grpc.pb.h"
#include "pasok/v1/plan.grpc.pb.h"
#include "pasok/v1/study.grpc.pb.h"

namespace pasok::client {

// The request about the resource of that whole name.
template <typename Request>
Request Named(const std::string& name) {
  Request request;
  request.set_name(name);
  return request;
}

class Connection::Wire {
 public:
  Wire(const std::shared_ptr<grpc::Channel>& channel, std::string address, Interrupt& interrupt)
      : datasets(v1::DatasetService::NewStub(channel)),
        plans(v1::PlanService::NewStub(channel)),
        studies(v1::StudyService::NewStub(channel)),
        address_(std::move(address)),
        interrupt_(interrupt) {}

  // How long a call may take that isn't a stream. The longest reads a dataset, or publishes or deletes much.
  static constexpr std::chrono::minutes kPatience{10};

  // The context of a call that the interrupt ends.
  class Call {
   public:
    explicit Call(Wire& wire) : guard_(wire.interrupt_, [this] { context.TryCancel(); }) {
      if (wire.language == Language::kIndonesian) context.AddMetadata("accept-language", "id");
    }
    Call(Wire& wire, std::chrono::minutes patience) : Call(wire) {
      context.set_deadline(std::chrono::system_clock::now() + patience);
    }
    grpc::ClientContext context;

   private:
    Interrupt::Guard guard_;
  };

  // Throws the Failure that the status means, if any.
  void Require(const grpc::Status& status);
  // As Require, of a call that has no message of a size for gRPC to refuse: where it says without the server
  // that something is exhausted, it ended the call to have its memory back, and the connection is lost.
  void RequireWatched(const grpc::Status& status);

  template <typename Stub, typename Request, typename Response>
  using Method = grpc::Status (Stub::*)(grpc::ClientContext*, const Request&, Response*);

  template <typename Stub, typename Request, typename Response>
  Response Unary(Stub& stub, Method<Stub, Request, Response> method, const Request& request) {
    Call call(*this, kPatience);
    Response response;
    Require((stub.*method)(&call.context, request, &response));
    return response;
  }

  // As Unary, but a name that isn't there is an answer; one that no resource could have isn't there either.
  template <typename Stub, typename Request, typename Response>
  std::optional<Response> Find(Stub& stub, Method<Stub, Request, Response> method, const Request& request) {
    Call call(*this, kPatience);
    Response response;
    const grpc::Status status = (stub.*method)(&call.context, request, &response);
    const bool absent =
        status.error_code() == grpc::NOT_FOUND || status.error_code() == grpc::INVALID_ARGUMENT;
    if (absent) has_answered_ = true;
    if (absent) return std::nullopt;
    Require(status);
    return response;
  }

  Language language = Language::kEnglish;  // of what the server says of a failure
  const std::unique_ptr<v1::DatasetService::Stub> datasets;
  const std::unique_ptr<v1::PlanService::Stub> plans;
  const std::unique_ptr<v1::StudyService::Stub> studies;

 private:
  const std::string address_;
  Interrupt& interrupt_;
  bool has_answered_ = false;
};

}  // namespace pasok::client
