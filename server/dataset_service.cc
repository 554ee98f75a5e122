#include "server/dataset_service.h"

#include <algorithm>
#include <chrono>
#include <deque>
#include <limits>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "engine/sample/sample.h"
#include "server/convert.h"
#include "server/names.h"
#include "server/streams.h"

namespace pasok::server {
namespace {

constexpr std::int64_t kNewest = std::numeric_limits<std::int64_t>::max();
// Of a dataset with all that is about it: ten seconds, longer than a nation's plan takes to be stored.
constexpr int kMostDeletions = 100;
constexpr std::int64_t kMostAheadBytes = std::int64_t{64} << 20;  // all of a province's sample
constexpr auto kBetweenDeletions = std::chrono::milliseconds(100);

sample::Scale ScaleOf(v1::GenerateSampleDatasetRequest::Scale scale) {
  switch (scale) {
    case v1::GenerateSampleDatasetRequest::SMALL:
      return sample::Scale::kSmall;
    case v1::GenerateSampleDatasetRequest::PROVINCE:
      return sample::Scale::kProvince;
    case v1::GenerateSampleDatasetRequest::NATION:
      return sample::Scale::kNation;
    default:  // unspecified, or a newer client's
      throw BadField("scale", "must be SMALL, PROVINCE or NATION", "harus SMALL, PROVINCE atau NATION");
  }
}

sample::Variant VariantOf(v1::GenerateSampleDatasetRequest::Variant variant) {
  switch (variant) {
    case v1::GenerateSampleDatasetRequest::VARIANT_UNSPECIFIED:
    case v1::GenerateSampleDatasetRequest::PLAIN:
      return sample::Variant::kPlain;
    case v1::GenerateSampleDatasetRequest::CRUMBS:
      return sample::Variant::kCrumbs;
    case v1::GenerateSampleDatasetRequest::SCARCE:
      return sample::Variant::kScarce;
    case v1::GenerateSampleDatasetRequest::RULES:
      return sample::Variant::kRules;
    default:  // a newer client's
      throw BadField("variant", "must be PLAIN, CRUMBS, SCARCE or RULES",
                     "harus PLAIN, CRUMBS, SCARCE atau RULES");
  }
}

// A sample piece by piece. What generates it can't pause, and must not wait for a client that reads slowly:
// it begins anew for each further kMostAheadBytes. What is ahead of a client is held in memory, as uploads
// are, and counts with them.
class SampleChunks {
 public:
  // `context`, the call's, is asked whether there is still a client.
  SampleChunks(const v1::GenerateSampleDatasetRequest& request, UploadBudget& budget,
               const grpc::CallbackServerContext& context)
      : request_(request),
        budget_(budget),
        context_(context),
        most_ahead_(std::min(kMostAheadBytes, budget.most_bytes())) {}
  ~SampleChunks() { budget_.GiveBack(held_); }
  SampleChunks(const SampleChunks&) = delete;
  SampleChunks& operator=(const SampleChunks&) = delete;

  // False: there are no more. Throws Fault.
  bool Next(v1::FileChunk& chunk) {
    if (ahead_.empty() && !is_whole_) Generate();
    if (ahead_.empty()) return false;
    chunk = std::move(ahead_.front());
    ahead_.pop_front();
    ++sent_;
    const auto size = static_cast<std::int64_t>(chunk.content().size());
    budget_.GiveBack(size);
    held_ -= size;
    return true;
  }

 private:
  void Generate() {
    if (request_.place() != "kalbar") throw BadField("place", "must be \"kalbar\"", "harus \"kalbar\"");
    std::int64_t number = 0, bytes = 0;
    bool has_room = true;
    is_whole_ = true;
    sample::GenerateKalbar(ScaleOf(request_.scale()), VariantOf(request_.variant()), request_.seed(),
                           [&](std::string_view name, std::string_view content) {
                             if (context_.IsCancelled()) return is_whole_ = false;
                             if (number++ < sent_) return true;
                             const auto size = static_cast<std::int64_t>(content.size());
                             is_whole_ = number == sent_ + 1 || bytes + size <= most_ahead_;
                             if (!is_whole_) return false;
                             has_room = budget_.Take(size);
                             if (!has_room) return false;
                             bytes += size;
                             held_ += size;
                             v1::FileChunk& chunk = ahead_.emplace_back();
                             chunk.set_file(std::string(name));
                             chunk.set_content(std::string(content));
                             return true;
                           });
    if (!has_room) throw TooBusy();
  }

  const v1::GenerateSampleDatasetRequest request_;
  UploadBudget& budget_;
  const grpc::CallbackServerContext& context_;
  const std::int64_t most_ahead_;
  std::int64_t held_ = 0;  // of the budget: the bytes of `ahead_`
  std::deque<v1::FileChunk> ahead_;
  std::int64_t sent_ = 0;
  bool is_whole_ = false;  // all that has not been sent is ahead
};

// The importer's policy; absent where none came.
std::optional<Policy> PolicyOf(const std::string& yaml) {
  if (yaml.empty()) return std::nullopt;
  PolicyReading reading = ReadPolicy(yaml, "policy_yaml");
  if (!reading.findings.ok()) throw BadPolicy(reading.findings, "start.policy_yaml");
  return std::move(reading.policy);
}

}  // namespace

grpc::ServerReadReactor<grpc::ByteBuffer>* DatasetService::ImportDataset(grpc::CallbackServerContext* context,
                                                                         grpc::ByteBuffer* response) {
  return React<FileIntake<v1::ImportDatasetRequest, v1::ImportDatasetResponse>>(
      context, [this](const auto&) -> Executor& { return backend_.mill; }, backend_.log, backend_.uploads,
      backend_.most_pause, response,
      [this](const auto& start, std::vector<RegisterFile> files, const StopToken& left, auto& answer) {
        Import(start, files, left, answer);
      });
}

void DatasetService::Import(const v1::ImportDatasetRequest::Start& start,
                            const std::vector<RegisterFile>& files, const StopToken& left,
                            v1::ImportDatasetResponse& response) {
  constexpr std::size_t kMostNameBytes = 256;  // a page of a list holds a thousand of them
  if (start.display_name().size() > kMostNameBytes) {
    throw BadField("start.display_name", "must have at most 256 bytes", "paling panjang 256 bita");
  }
  const std::optional<Policy> policy = PolicyOf(start.policy_yaml());
  DatasetReading reading = ReadDataset(files, policy ? &*policy : nullptr, [&] { return !left.Asked(); });
  *response.mutable_findings() = ToProto(reading.findings, kMostAnswerFindingBytes);
  if (!reading.dataset || left.Asked()) return;
  v1::Dataset record = ToProto(reading);
  record.set_display_name(start.display_name());
  if (start.validate_only()) {
    response.set_already_existed(backend_.datasets.Find(reading.id).has_value());
  } else {
    record.set_name(DatasetName(reading.id));
    *record.mutable_create_time() = Now();
    const bool is_damaged = IsDamaged(reading.id, files);
    DatasetStore::Insertion insertion = backend_.datasets.Insert(
        reading.id, record, reading.dataset->commodities, files, [&] { return !left.Asked(); }, is_damaged);
    record = std::move(insertion.record);
    response.set_already_existed(insertion.already_existed);
    if (!left.Asked()) {
      backend_.cache.Put(reading.id, std::make_shared<const Dataset>(*std::move(reading.dataset)),
                         TotalBytes(files));
    }
  }
  *response.mutable_dataset() = std::move(record);
}

bool DatasetService::IsDamaged(const std::string& id, const std::vector<RegisterFile>& files) {
  if (!backend_.datasets.Has(id) || backend_.cache.IsStoredWhole(id, files)) return false;
  backend_.log.Write(LogLevel::kWarning,
                     DatasetName(id) + ": what was stored of it was damaged, and is stored anew");
  return true;
}

grpc::ServerUnaryReactor* DatasetService::GetDataset(grpc::CallbackServerContext* context,
                                                     const v1::GetDatasetRequest* request,
                                                     v1::Dataset* response) {
  return Answer(context, backend_.desk, backend_.log, [=, this] {
    auto dataset = backend_.datasets.Find(DatasetIdOf(request->name(), "name"));
    if (!dataset) throw DatasetNotFound(request->name());
    *response = *std::move(dataset);
  });
}

grpc::ServerUnaryReactor* DatasetService::ListDatasets(grpc::CallbackServerContext* context,
                                                       const v1::ListDatasetsRequest* request,
                                                       v1::ListDatasetsResponse* response) {
  return Answer(context, backend_.desk, backend_.log, [=, this] {
    const std::int64_t from = PagePosition("datasets", request->page_token(), kNewest);
    Page<v1::Dataset> page = backend_.datasets.List(from, PageSize(request->page_size(), 50, 1000));
    for (v1::Dataset& dataset : page.records) *response->add_datasets() = std::move(dataset);
    if (page.next > 0) response->set_next_page_token(PageToken("datasets", page.next));
  });
}

grpc::ServerUnaryReactor* DatasetService::DeleteDataset(grpc::CallbackServerContext* context,
                                                        const v1::DeleteDatasetRequest* request,
                                                        google::protobuf::Empty*) {
  return Answer(context, backend_.ledger, backend_.log, [=, this] {
    const std::string id = DatasetIdOf(request->name(), "name");
    if (!(request->force() ? DeleteWithAll(id, *context) : backend_.datasets.Delete(id)))
      throw DatasetNotFound(request->name());
    backend_.cache.Forget(id);
    backend_.optima.Forget(id);
  });
}

// What is just being stored can't be stopped any more, and somebody may ask about the dataset meanwhile: both
// are over in a moment, and then it goes too.
bool DatasetService::DeleteWithAll(const std::string& id, const grpc::CallbackServerContext& context) {
  for (int attempt = 1;; ++attempt) {
    bool deleted = false;
    const std::optional<Fault> fault = Attempt(backend_.log, [&] {
      // A client that has left by then gets what it expects: nothing that had ended is deleted.
      const auto discard = [&](auto& runner, const std::vector<std::string>& unended) {
        for (const std::string& each : unended) {
          if (!context.IsCancelled()) runner.Discard(each);
        }
      };
      discard(backend_.study_runner, backend_.studies.UnendedOf(id));
      discard(backend_.runner, backend_.plans.UnendedOf(id));
      deleted = backend_.plans.DeleteDataset(id, [&] { return !context.IsCancelled(); });
    });
    if (!fault) return deleted || context.IsCancelled();
    const bool passes =
        fault->code == grpc::StatusCode::FAILED_PRECONDITION || fault->code == grpc::StatusCode::NOT_FOUND;
    if (!passes || attempt == kMostDeletions || context.IsCancelled()) throw *fault;
    std::this_thread::sleep_for(kBetweenDeletions);
  }
}

grpc::ServerWriteReactor<v1::FileChunk>* DatasetService::GenerateSampleDataset(
    grpc::CallbackServerContext* context, const v1::GenerateSampleDatasetRequest* request) {
  return React<Download<v1::FileChunk>>(
      context, backend_.producer, backend_.log,
      [=, this, chunks = std::shared_ptr<SampleChunks>()](v1::FileChunk& chunk) mutable {
        if (!chunks) chunks = std::make_shared<SampleChunks>(*request, backend_.uploads, *context);
        return chunks->Next(chunk);
      },
      backend_.most_pause);
}

}  // namespace pasok::server
