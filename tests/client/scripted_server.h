// A server on loopback that answers as a test says: it stores one dataset, and its plans succeed at once.
#pragma once

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "pasok/v1/dataset.grpc.pb.h"
#include "pasok/v1/plan.grpc.pb.h"
#include "server/fault.h"
#include "server/status.h"

namespace pasok::client {

// Before each call it asks the test by the call's name ("import", and of a plan "create", "watch",
// "download", "publish"), which throws the Fault or the status to refuse it with, or how the watched plan has
// Ended. A fault that a plan isn't there makes it so. Calls come one at a time, since there is one client.
class ScriptedServer {
 public:
  using Script = std::function<void(const std::string& call)>;
  struct Ended {
    v1::Plan::State state;
  };

  explicit ScriptedServer(const Script& script) : datasets_(script), plans_(script) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&datasets_);
    builder.RegisterService(&plans_);
    server_ = builder.BuildAndStart();
  }

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  int plans_made() const { return plans_.made; }
  const std::set<std::string>& plans_kept() const { return plans_.kept; }
  // What each CreatePlan came with.
  const std::vector<std::string>& request_ids() const { return plans_.request_ids; }
  bool every_create_has_a_deadline() const { return plans_.have_deadlines; }

 private:
  class Datasets final : public v1::DatasetService::Service {
   public:
    explicit Datasets(Script script) : script_(std::move(script)) {}

   private:
    grpc::Status ImportDataset(grpc::ServerContext*, grpc::ServerReader<v1::ImportDatasetRequest>* reader,
                               v1::ImportDatasetResponse* response) override {
      v1::ImportDatasetRequest request;
      while (reader->Read(&request)) continue;
      try {
        script_("import");
      } catch (const server::Fault& fault) {
        return server::ToGrpcStatus(fault, server::Language::kEnglish);
      } catch (const grpc::Status& status) {
        return status;
      }
      response->mutable_dataset()->set_name("datasets/1");
      return grpc::Status::OK;
    }

    const Script script_;
  };

  class Plans final : public v1::PlanService::Service {
   public:
    explicit Plans(Script script) : script_(std::move(script)) {}

    int made = 0;
    std::set<std::string> kept;
    std::vector<std::string> request_ids;
    bool have_deadlines = true;

   private:
    template <typename Answer>
    grpc::Status Call(const std::string& call, Answer answer) {
      try {
        script_(call);
      } catch (const server::Fault& fault) {
        if (fault.reason == "PLAN_NOT_FOUND") kept.erase(fault.resource_name);
        return server::ToGrpcStatus(fault, server::Language::kEnglish);
      } catch (const grpc::Status& status) {
        return status;
      }
      answer();
      return grpc::Status::OK;
    }
    grpc::Status CreatePlan(grpc::ServerContext* context, const v1::CreatePlanRequest* request,
                            v1::Plan* plan) override {
      request_ids.push_back(request->request_id());
      have_deadlines &= context->deadline() < std::chrono::system_clock::now() + std::chrono::hours(1);
      return Call("create", [&] {  // the request ids of one run are all the same
        plan->set_state(kept.empty() ? v1::Plan::QUEUED : v1::Plan::SUCCEEDED);
        if (kept.empty()) kept.insert("plans/" + std::to_string(++made));
        plan->set_name(*kept.begin());
      });
    }
    // Nobody has published any before.
    grpc::Status ListPlans(grpc::ServerContext*, const v1::ListPlansRequest*,
                           v1::ListPlansResponse*) override {
      return grpc::Status::OK;
    }
    grpc::Status WatchPlan(grpc::ServerContext*, const v1::WatchPlanRequest* request,
                           grpc::ServerWriter<v1::WatchPlanResponse>* writer) override {
      v1::WatchPlanResponse last;
      last.mutable_plan()->set_name(request->name());
      last.mutable_plan()->set_state(v1::Plan::SUCCEEDED);
      try {
        return Call("watch", [&] { writer->Write(last); });
      } catch (const Ended& ended) {
        last.mutable_plan()->set_state(ended.state);
        writer->Write(last);
        return grpc::Status::OK;
      }
    }
    grpc::Status DownloadPlanFiles(grpc::ServerContext*, const v1::DownloadPlanFilesRequest* request,
                                   grpc::ServerWriter<v1::FileChunk>* writer) override {
      return Call("download", [&] {
        v1::FileChunk file;
        file.set_file("summary.json");
        file.set_content(request->plan());
        writer->Write(file);
      });
    }
    grpc::Status PublishPlan(grpc::ServerContext*, const v1::PublishPlanRequest* request,
                             v1::Plan* plan) override {
      return Call("publish", [&] {
        plan->set_name(request->name());
        plan->set_state(v1::Plan::SUCCEEDED);
        plan->set_published(true);
      });
    }
    grpc::Status DeletePlan(grpc::ServerContext*, const v1::DeletePlanRequest* request,
                            google::protobuf::Empty*) override {
      if (kept.erase(request->name()) > 0) return grpc::Status::OK;
      return server::ToGrpcStatus(server::PlanNotFound(request->name()), server::Language::kEnglish);
    }

    const Script script_;
  };

  Datasets datasets_;
  Plans plans_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace pasok::client
