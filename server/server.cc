#include "server/server.h"

#include <grpc/grpc.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>

#include <atomic>
#include <stop_token>
#include <thread>
#include <utility>

#include "server/backend.h"
#include "server/call_log.h"
#include "server/dataset_service.h"
#include "server/listen_address.h"
#include "server/optimum_cache.h"
#include "server/plan_contention.h"
#include "server/plan_service.h"
#include "server/store/store.h"
#include "server/study_service.h"
#include "server/unread_message.h"

namespace pasok::server {
namespace {

constexpr std::size_t kCacheBytes =
    std::size_t{256} << 20;  // a nation's register files, or two provinces' and many kabupaten's
constexpr int kMostMessageBytes = 4 << 20;  // gRPC's own default, said aloud
constexpr int kDeskThreads = 2;
constexpr int kLedgerThreads = 2;
constexpr int kBenchThreads = 2;
constexpr int kMillThreads = 2;
constexpr int kProducerThreads = 2;
constexpr std::size_t kDeskQueue = 1024;
constexpr std::size_t kLedgerQueue = 1024;
constexpr std::size_t kBenchQueue = 256;
constexpr std::size_t kMillQueue = 16;  // some seconds each, and uploads that wait hold their files
constexpr std::size_t kProducerQueue = 16;
constexpr auto kBetweenCuts = std::chrono::milliseconds(100);
constexpr int kLeastPingIntervalMs = 10'000;
// Calls of one connection at once, beside those that watch all that may wait or run. gRPC keeps more waiting,
// on the client's side.
constexpr int kOtherCalls = 63;
// Of gRPC's own: reflection takes one for each stream.
constexpr int kMostGrpcThreads = 16;
// Of messages that have come in part; a whole one is kept under the limits of uploads.
constexpr std::size_t kMostReceivedBytes = std::size_t{512} << 20;
// A client whose machine has vanished is given up after these together, and with it its share of the uploads.
// One that has said nothing since it connected, and one without a call: each takes a file descriptor.
constexpr int kHandshakeMs = 20'000, kIdleMs = 30 * 60'000;
constexpr int kPingAfterMs = 60'000, kPingAnswerMs = 20'000;

// In the order of construction, so that what is built last goes first.
class HostedServer final : public Server {
 public:
  HostedServer(const Options& options, std::unique_ptr<Store> store)
      : log_(options.log_level, options.log),
        store_(std::move(store)),
        datasets_(*store_),
        cache_(datasets_, kCacheBytes),
        contention_(*store_, cache_),
        plans_(*store_, &contention_),
        studies_(*store_),
        optima_(options.most_remembered_bytes, log_),
        maker_(plans_, cache_, optima_,
               {.most_memory_bytes = options.most_memory_bytes, .threads = options.threads_per_plan},
               PASOK_VERSION),
        study_maker_(plans_, cache_, optima_,
                     {.most_memory_bytes = options.most_memory_bytes, .threads = options.threads_per_plan}),
        uploads_(options.most_upload_bytes),
        most_upload_pause_(options.most_upload_pause),
        threads_(options.threads_per_plan),
        most_calls_(options.workers + options.queue_limit + kOtherCalls),
        queue_(options.workers, options.queue_limit),
        runner_(
            plans_,
            [this](const PlanJob& job, const StopToken& stop, const match::ProgressSink& progress) {
              return maker_.Make(job, stop, progress);
            },
            queue_, log_),
        study_runner_(
            studies_,
            [this](const StudyJob& job, const StopToken& stop, const StudyMaker::Sink& progress) {
              return study_maker_.Make(job, stop, progress);
            },
            queue_, log_),
        desk_(kDeskThreads, kDeskQueue, [this] { queue_.OweMemory(); }),
        ledger_(kLedgerThreads, kLedgerQueue, [this] { queue_.OweMemory(); }),
        bench_(kBenchThreads, kBenchQueue, [this] { queue_.OweMemory(); }),
        mill_(kMillThreads, kMillQueue, [this] { queue_.OweMemory(); }),
        producer_(kProducerThreads, kProducerQueue, [this] { queue_.OweMemory(); }),
        dataset_service_(BackendOfThis()),
        plan_service_(BackendOfThis()),
        study_service_(BackendOfThis()) {}

  ~HostedServer() override { Shutdown(std::chrono::milliseconds(0)); }

  // Empty where it serves now.
  std::string Serve(const std::string& listen) {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    grpc::ServerBuilder builder;
    builder.RegisterService(&dataset_service_);
    builder.RegisterService(&plan_service_);
    builder.RegisterService(&study_service_);
    builder.SetMaxReceiveMessageSize(kMostMessageBytes);
    // A second server must fail to bind rather than share the port.
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kPingAfterMs);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kPingAnswerMs);
    builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA,
                               0);  // no limit: uploads are answered late
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
    builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, kLeastPingIntervalMs);
    builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, kHandshakeMs);
    builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, kIdleMs);
    builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, most_calls_);
    grpc::ResourceQuota quota("pasokd");
    quota.Resize(kMostReceivedBytes).SetMaxThreads(kMostGrpcThreads);
    builder.SetResourceQuota(quota);
    // A small message could else become gigabytes before anybody sees its size.
    builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_DEFLATE, false);
    builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_GZIP, false);
    std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>> interceptors;
    interceptors.push_back(std::make_unique<UnreadMessageFactory>());  // so that the log has its status
    interceptors.push_back(std::make_unique<CallLogFactory>(log_, calls_));
    builder.experimental().SetInterceptorCreators(std::move(interceptors));
    if (!listen.empty())
      builder.AddListeningPort(NumbersOf(listen), grpc::InsecureServerCredentials(), &port_);
    grpc_ = builder.BuildAndStart();
    if (grpc_ == nullptr || (!listen.empty() && port_ == 0)) {
      return "cannot listen on " + listen +
             ": the port is in use or not ours to take; choose another with `listen`";
    }
    for (const char* service : {v1::DatasetService::service_full_name(), v1::PlanService::service_full_name(),
                                v1::StudyService::service_full_name()})
      grpc_->GetHealthCheckService()->SetServingStatus(service, true);
    if (!listen.empty()) store_->NoteAddress(listen.substr(0, listen.rfind(':') + 1) + std::to_string(port_));
    queue_.Start();  // not before: what waits goes on waiting where the start fails
    return {};
  }

  std::shared_ptr<grpc::Channel> InProcessChannel() override {
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(kMostMessageBytes);
    return grpc_->InProcessChannel(arguments);
  }

  int port() const override { return port_; }

  void Shutdown(std::chrono::milliseconds grace) override {
    if (down_.exchange(true)) return;
    if (grpc_ != nullptr && grpc_->GetHealthCheckService() != nullptr)
      grpc_->GetHealthCheckService()->Shutdown();
    queue_.Stop();
    if (grpc_ != nullptr) {
      const std::jthread cutter([this](const std::stop_token& shut) { CutOffIdle(shut); });
      grpc_->Shutdown(std::chrono::system_clock::now() + grace);
    }
    desk_.Stop();
    ledger_.Stop();
    bench_.Stop();
    mill_.Stop();
    producer_.Stop();
    store_.reset();
  }

 private:
  // gRPC would wait for connections, too, that never hear it: of clients that sleep, or have said nothing
  // yet.
  void CutOffIdle(const std::stop_token& shut) {
    while (!shut.stop_requested()) {
      std::this_thread::sleep_for(kBetweenCuts);
      if (calls_ == 0 && !shut.stop_requested()) grpc_server_cancel_all_calls(grpc_->c_server());
    }
  }

  Backend BackendOfThis() {
    return {.log = log_,
            .datasets = datasets_,
            .plans = plans_,
            .studies = studies_,
            .cache = cache_,
            .optima = optima_,
            .runner = runner_,
            .study_runner = study_runner_,
            .uploads = uploads_,
            .most_pause = most_upload_pause_,
            .threads = threads_,
            .desk = desk_,
            .ledger = ledger_,
            .bench = bench_,
            .mill = mill_,
            .producer = producer_};
  }

  Log log_;
  std::atomic<int> calls_{0};
  std::unique_ptr<Store> store_;
  DatasetStore datasets_;
  DatasetCache cache_;
  PlanContention contention_;
  PlanStore plans_;
  StudyStore studies_;
  OptimumCache optima_;
  PlanMaker maker_;
  StudyMaker study_maker_;
  UploadBudget uploads_;
  const std::chrono::milliseconds most_upload_pause_;
  const int threads_;     // of one piece of work
  const int most_calls_;  // of one connection at once
  RunQueue queue_;
  PlanRunner runner_;
  StudyRunner study_runner_;
  Executor desk_, ledger_, bench_, mill_, producer_;
  DatasetService dataset_service_;
  PlanService plan_service_;
  StudyService study_service_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> grpc_;
  std::atomic<bool> down_{false};
};

}  // namespace

std::variant<std::unique_ptr<Server>, StartError> Server::Start(const Options& options) {
  if (!options.listen.empty()) {
    const std::string wanted = ListenAddressWanted(options.listen, options.insecure_remote);
    if (!wanted.empty()) return StartError{"listen is '" + options.listen + "', expected " + wanted};
  }
  std::string path;  // of the store, once it is open
  try {
    auto store = Store::Open(options.data_dir, options.most_store_bytes, options.keeps_data);
    if (auto* error = std::get_if<StartError>(&store)) return std::move(*error);
    path = std::get<std::unique_ptr<Store>>(store)->path();
    auto server = std::make_unique<HostedServer>(options, std::get<std::unique_ptr<Store>>(std::move(store)));
    const std::string fault = server->Serve(options.listen);
    if (!fault.empty()) return StartError{fault};
    return server;
  } catch (const StoreError& error) {  // found when what waits was taken up
    return StartError{ExplainStoreError(path, error)};
  } catch (const std::exception& error) {
    return StartError{std::string("the server cannot start: ") + error.what()};
  }
}

}  // namespace pasok::server
