// A server with the toy, and what the tests of studies ask of it.
#pragma once

#include <google/protobuf/empty.pb.h>

#include <string>
#include <vector>

#include "tests/server/serving.h"

namespace pasok::server {

using Start = v1::CreateStudyRequest::Start;

// A planner who has thought of one kitchen's rice only.
inline constexpr char kByHand[] =
    "demand_id,commodity,supplier_id,kg\n"
    "D1,beras,S1,80\n";

class StudyServing : public Serving {
 protected:
  void SetUp() override {
    Start();
    dataset = client->ImportToy();
  }
  pasok::server::Start EvaluationOf(const std::string& on_dataset, const std::string& request_id = {}) {
    pasok::server::Start start;
    start.mutable_question()->mutable_evaluation();
    start.set_dataset(on_dataset);
    start.set_request_id(request_id);
    return start;
  }
  std::string RefusalOf(const pasok::server::Start& start, const std::vector<RegisterFile>& with) {
    v1::Study study;
    return ReasonOf(client->CreateStudy(start, with, study));
  }
  std::vector<std::string> Listed(const v1::ListStudiesRequest& request) {
    Context context;
    v1::ListStudiesResponse response;
    EXPECT_TRUE(client->studies->ListStudies(&context, request, &response).ok());
    std::vector<std::string> names;
    for (const v1::Study& study : response.studies()) names.push_back(study.name());
    return names;
  }
  grpc::Status Delete(const std::string& name) {
    Context context;
    v1::DeleteStudyRequest request;
    request.set_name(name);
    google::protobuf::Empty nothing;
    return client->studies->DeleteStudy(&context, request, &nothing);
  }

  std::string dataset;
  const std::vector<RegisterFile> files = {{"mine.csv", kByHand}};
};

}  // namespace pasok::server
