// pasok.v1.DatasetService: each method hands its work over and lets call.h or streams.h end the call.
#pragma once

#include "pasok/v1/dataset.grpc.pb.h"
#include "server/backend.h"

namespace pasok::server {

// Uploads come as bytes: see streams.h.
class DatasetService final
    : public v1::DatasetService::WithRawCallbackMethod_ImportDataset<v1::DatasetService::CallbackService> {
 public:
  explicit DatasetService(const Backend& backend) : backend_(backend) {}

  grpc::ServerReadReactor<grpc::ByteBuffer>* ImportDataset(grpc::CallbackServerContext* context,
                                                           grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* GetDataset(grpc::CallbackServerContext* context,
                                       const v1::GetDatasetRequest* request, v1::Dataset* response) override;
  grpc::ServerUnaryReactor* ListDatasets(grpc::CallbackServerContext* context,
                                         const v1::ListDatasetsRequest* request,
                                         v1::ListDatasetsResponse* response) override;
  grpc::ServerUnaryReactor* DeleteDataset(grpc::CallbackServerContext* context,
                                          const v1::DeleteDatasetRequest* request,
                                          google::protobuf::Empty* response) override;
  grpc::ServerWriteReactor<v1::FileChunk>* GenerateSampleDataset(
      grpc::CallbackServerContext* context, const v1::GenerateSampleDatasetRequest* request) override;

 private:
  void Import(const v1::ImportDatasetRequest::Start& start, const std::vector<RegisterFile>& files,
              const StopToken& left, v1::ImportDatasetResponse& response);
  // Whether the dataset is there, but its files are no longer what its id names, as these are. Logs it.
  bool IsDamaged(const std::string& id, const std::vector<RegisterFile>& files);
  // With its plans and studies, those that have ended in one step with it; false where there is no such
  // dataset.
  bool DeleteWithAll(const std::string& id, const grpc::CallbackServerContext& context);

  const Backend backend_;
};

}  // namespace pasok::server
