// A server, as functions that throw a Failure where it refuses or can't be reached. The only header between
// the commands and gRPC.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "client/files.h"
#include "client/interrupt.h"
#include "client/report.h"
#include "pasok/v1/dataset.pb.h"
#include "pasok/v1/plan.pb.h"
#include "pasok/v1/study.pb.h"

namespace grpc {
class Channel;
}

namespace pasok::client {

// The reason, of ours, of a Failure by which a call had no answer, or none in time; it may have been carried
// out.
inline constexpr std::string_view kNoAnswer = "NO_ANSWER";

// Bytes gone so far, of all.
using SentSink = std::function<void(std::int64_t sent, std::int64_t total)>;
// A piece of the file `name`; a file's pieces follow one another.
using PieceSink = std::function<void(const std::string& name, std::string_view bytes)>;
using AllocationSink = std::function<void(const v1::Allocation&)>;
using WatchSink = std::function<void(const v1::WatchPlanResponse&)>;
using StudySink = std::function<void(const v1::WatchStudyResponse&)>;

// One server. Every call ends with Failure (kStopped) when the interrupt is raised, but for those that say
// otherwise, and with one of reason kNoAnswer where the server stops answering. Names are whole ("plans/…").
// Used from one thread.
class Connection {
 public:
  // `address` is what messages call the server; empty: the one inside this process.
  Connection(const std::shared_ptr<grpc::Channel>& channel, std::string address, Interrupt& interrupt);
  ~Connection();

  // The language of what the server says of failures; English unless it is set.
  void SpeakIn(Language language);

  v1::ImportDatasetResponse ImportDataset(const v1::ImportDatasetRequest::Start& start,
                                          std::span<const LocalFile> files, const SentSink& sent);
  std::optional<v1::Dataset> FindDataset(const std::string& name);
  std::vector<v1::Dataset> ListDatasets();
  void DeleteDataset(const std::string& name, bool force);
  void GenerateSample(const v1::GenerateSampleDatasetRequest& request, const PieceSink& sink);

  v1::Plan CreatePlan(const v1::CreatePlanRequest& request);
  std::optional<v1::Plan> FindPlan(const std::string& name);
  // All pages of what `filter` asks for; its page fields are ignored.
  std::vector<v1::Plan> ListPlans(v1::ListPlansRequest filter);
  // Returns the plan when it has ended, whatever the end.
  v1::Plan WatchPlan(const std::string& name, const WatchSink& sink);
  // Both work after an interrupt too. The second waits for the plan's end, but no longer than `patience`.
  v1::Plan CancelPlan(const std::string& name);
  void CancelAndWait(const std::string& name, std::chrono::milliseconds patience);
  v1::Plan PublishPlan(const std::string& name);
  void DeletePlan(const std::string& name, bool force);
  // The ids of the demand points to which the plan delivers.
  std::set<std::string> ServedBy(const std::string& name);
  // All of the plan's, by date, demand point, commodity and supplier.
  void DownloadAllocations(const std::string& name, const AllocationSink& sink);
  void DownloadPlanFiles(const std::string& name, const PieceSink& sink);
  v1::VerifyPlanResponse VerifyPlan(const v1::VerifyPlanRequest::Start& start,
                                    std::span<const LocalFile> files, const SentSink& sent);
  v1::ResolvePolicyResponse ResolvePolicy(const std::string& yaml, const std::string& file);

  v1::Study CreateStudy(const v1::CreateStudyRequest::Start& start, std::span<const LocalFile> files,
                        const SentSink& sent);
  std::optional<v1::Study> FindStudy(const std::string& name);
  // All pages, as with plans.
  std::vector<v1::Study> ListStudies(v1::ListStudiesRequest filter);
  // Returns the study when it has ended, whatever the end.
  v1::Study WatchStudy(const std::string& name, const StudySink& sink);
  // As with plans. The second returns the study as it is at the end of the wait.
  v1::Study CancelStudy(const std::string& name);
  v1::Study CancelStudyAndWait(const std::string& name, std::chrono::milliseconds patience);
  void DeleteStudy(const std::string& name);
  StudyReport DownloadReport(const std::string& name);

 private:
  class Wire;  // stubs and contexts
  std::unique_ptr<Wire> wire_;
};

// A channel to a server elsewhere, without encryption, past any HTTP proxy. Connects at the first call, and
// again, within seconds of its coming back, where the server was gone. A server that says nothing for 50 s
// counts as gone.
std::shared_ptr<grpc::Channel> RemoteChannel(const std::string& address);

}  // namespace pasok::client
