// pasok.v1.PlanService: each method hands its work over and lets call.h or streams.h end the call.
#pragma once

#include <string>

#include "pasok/v1/plan.grpc.pb.h"
#include "server/backend.h"

namespace pasok::server {

// Uploads come as bytes: see streams.h.
class PlanService final
    : public v1::PlanService::WithRawCallbackMethod_VerifyPlan<v1::PlanService::CallbackService> {
 public:
  explicit PlanService(const Backend& backend) : backend_(backend) {}

  grpc::ServerUnaryReactor* CreatePlan(grpc::CallbackServerContext* context,
                                       const v1::CreatePlanRequest* request, v1::Plan* response) override;
  grpc::ServerUnaryReactor* GetPlan(grpc::CallbackServerContext* context, const v1::GetPlanRequest* request,
                                    v1::Plan* response) override;
  grpc::ServerUnaryReactor* ListPlans(grpc::CallbackServerContext* context,
                                      const v1::ListPlansRequest* request,
                                      v1::ListPlansResponse* response) override;
  grpc::ServerWriteReactor<v1::WatchPlanResponse>* WatchPlan(grpc::CallbackServerContext* context,
                                                             const v1::WatchPlanRequest* request) override;
  grpc::ServerUnaryReactor* CancelPlan(grpc::CallbackServerContext* context,
                                       const v1::CancelPlanRequest* request, v1::Plan* response) override;
  grpc::ServerUnaryReactor* PublishPlan(grpc::CallbackServerContext* context,
                                        const v1::PublishPlanRequest* request, v1::Plan* response) override;
  grpc::ServerUnaryReactor* DeletePlan(grpc::CallbackServerContext* context,
                                       const v1::DeletePlanRequest* request,
                                       google::protobuf::Empty* response) override;
  grpc::ServerUnaryReactor* ListAllocations(grpc::CallbackServerContext* context,
                                            const v1::ListAllocationsRequest* request,
                                            v1::ListAllocationsResponse* response) override;
  grpc::ServerWriteReactor<v1::DownloadAllocationsResponse>* DownloadAllocations(
      grpc::CallbackServerContext* context, const v1::DownloadAllocationsRequest* request) override;
  grpc::ServerWriteReactor<v1::FileChunk>* DownloadPlanFiles(
      grpc::CallbackServerContext* context, const v1::DownloadPlanFilesRequest* request) override;
  grpc::ServerReadReactor<grpc::ByteBuffer>* VerifyPlan(grpc::CallbackServerContext* context,
                                                        grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* ResolvePolicy(grpc::CallbackServerContext* context,
                                          const v1::ResolvePolicyRequest* request,
                                          v1::ResolvePolicyResponse* response) override;

 private:
  v1::Plan Succeeded(const std::string& name, const char* field) const;
  // Of a plan whose files aren't all there: it was deleted meanwhile, or the store has lost them.
  Fault FilesGone(const std::string& id) const;
  void Verify(const v1::VerifyPlanRequest::Start& start, std::vector<RegisterFile> files,
              const StopToken& left, v1::VerifyPlanResponse& response) const;

  const Backend backend_;
};

}  // namespace pasok::server
