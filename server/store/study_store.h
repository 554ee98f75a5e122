// Studies as the store keeps them: the record that callers see, what was asked, and the report in blocks.
// Each call is one transaction.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/register/read.h"
#include "pasok/v1/study.pb.h"
#include "server/store/dataset_store.h"
#include "server/store/records.h"
#include "server/store/store.h"

namespace pasok::server {

// A study to make: the question in its record, and what the record doesn't show.
struct StudyJob {
  v1::Study study{};
  std::string policy_yaml{};          // the effective policy as a file
  std::string scenario_yaml{};        // empty: none
  std::vector<RegisterFile> files{};  // the comparison's scenarios, or the evaluation's allocations
  std::string digest{};               // of all of it: equal where the questions are
};

// A report as serialised pasok.v1.DownloadReportResponse, in their order.
using ReportBlocks = std::vector<std::string>;

// Thread-safe. Throws Fault for refusals, StoreError for failures.
class StudyStore {
 public:
  explicit StudyStore(Store& store) : store_(store) {}

  // As PlanStore::Create.
  struct Creation {
    v1::Study study;
    bool queued = false;
  };
  Creation Create(StudyJob job, const std::function<void()>& admit);

  std::optional<v1::Study> Find(const std::string& id);
  // That was asked for under the id; none where that is empty.
  std::optional<v1::Study> FindRequest(const std::string& request_id);
  // As PlanStore::IsRepeat.
  bool IsRepeat(const StudyJob& job);
  std::optional<StudyJob> FindJob(const std::string& id);

  struct Filter {
    std::string dataset_id, plan;  // empty: any; the plan by its whole name
  };
  // From position `from` (INT64_MAX: the newest) downwards.
  Page<v1::Study> List(const Filter& filter, std::int64_t from, std::int32_t most);
  std::vector<std::string> UnendedOf(const std::string& dataset_id);

  // Replaces the record, and stores the report of a study that ended. False where the study is gone.
  bool Update(const v1::Study& study);
  bool Finish(const v1::Study& study, const ReportBlocks& report);
  // At start: studies that ran become INTERRUPTED.
  TakenUp TakeUp();
  // `force` is there for the runner's sake: nothing protects a study.
  void Delete(const std::string& id, bool force);

  // The record, and what its report has there: nothing after the last block. nullopt where the study is gone.
  struct ReportPart {
    v1::Study study;
    std::optional<std::string> block;
  };
  std::optional<ReportPart> FindReportPart(const std::string& id, std::int64_t block);

 private:
  Store& store_;
};

}  // namespace pasok::server
