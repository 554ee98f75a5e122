// pasok.v1.StudyService: each method hands its work over and lets call.h or streams.h end the call.
#pragma once

#include "pasok/v1/study.grpc.pb.h"
#include "server/backend.h"

namespace pasok::server {

// Uploads come as bytes: see streams.h.
class StudyService final
    : public v1::StudyService::WithRawCallbackMethod_CreateStudy<v1::StudyService::CallbackService> {
 public:
  explicit StudyService(const Backend& backend) : backend_(backend) {}

  grpc::ServerReadReactor<grpc::ByteBuffer>* CreateStudy(grpc::CallbackServerContext* context,
                                                         grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* GetStudy(grpc::CallbackServerContext* context, const v1::GetStudyRequest* request,
                                     v1::Study* response) override;
  grpc::ServerUnaryReactor* ListStudies(grpc::CallbackServerContext* context,
                                        const v1::ListStudiesRequest* request,
                                        v1::ListStudiesResponse* response) override;
  grpc::ServerWriteReactor<v1::WatchStudyResponse>* WatchStudy(grpc::CallbackServerContext* context,
                                                               const v1::WatchStudyRequest* request) override;
  grpc::ServerUnaryReactor* CancelStudy(grpc::CallbackServerContext* context,
                                        const v1::CancelStudyRequest* request, v1::Study* response) override;
  grpc::ServerUnaryReactor* DeleteStudy(grpc::CallbackServerContext* context,
                                        const v1::DeleteStudyRequest* request,
                                        google::protobuf::Empty* response) override;
  grpc::ServerWriteReactor<v1::DownloadReportResponse>* DownloadReport(
      grpc::CallbackServerContext* context, const v1::DownloadReportRequest* request) override;

 private:
  const Backend backend_;
};

}  // namespace pasok::server
