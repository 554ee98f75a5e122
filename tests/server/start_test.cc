// Why a server doesn't start, in words for its operator; and what calls look like on a port.
#include <google/protobuf/wrappers.pb.h>
#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <grpcpp/generic/generic_stub.h>
#include <netinet/in.h>
#include <sqlite3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <future>
#include <latch>
#include <mutex>
#include <semaphore>
#include <thread>
#include <vector>

#include "server/listen_address.h"
#include "server/names.h"
#include "server/store/plan_store.h"
#include "server/store/schema.h"
#include "tests/server/serving.h"

namespace pasok::server {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;

class StartTest : public Serving {};

TEST_F(StartTest, ADirectoryInUseIsNamedWithItsHolder) {
  Start();
  EXPECT_THAT(RefusalOf(options),
              AllOf(HasSubstr("in use by another pasok (PID " + std::to_string(getpid()) + "): wait until"),
                    HasSubstr("--data-dir"), Not(HasSubstr("--server"))));
  Restart();  // and after the first one ends it is free again
}

TEST_F(StartTest, ADirectoryThatIsServedIsNamedWithTheAddress) {
  options.listen = "127.0.0.1:0";
  Start();
  const std::string address = "127.0.0.1:" + std::to_string(server->port());
  options.listen.clear();
  EXPECT_THAT(RefusalOf(options), AllOf(HasSubstr("in use by pasokd (PID " + std::to_string(getpid()) + ")"),
                                        HasSubstr("reach it with --server " + address)));
}

// And nobody is said to hold it, who could be waited for.
TEST_F(StartTest, ADirectoryInUseStaysInUseThoughItsFilesAreTidiedAway) {
  options.listen = "127.0.0.1:0";
  Start();
  std::filesystem::remove(options.data_dir + "/lock");
  options.listen.clear();
  for (int start = 0; start < 2; ++start) {
    const auto started = Server::Start(options);
    const auto* refusal = std::get_if<StartError>(&started);
    ASSERT_NE(refusal, nullptr);
    EXPECT_THAT(refusal->message, AllOf(HasSubstr("in use, and its file `lock`"), Not(HasSubstr("wait"))));
    EXPECT_FALSE(refusal->holder);
    EXPECT_FALSE(std::filesystem::exists(options.data_dir + "/lock"));
  }
}

TEST_F(StartTest, AFileIsNotADirectory) {
  std::ofstream(options.data_dir) << "x";
  EXPECT_THAT(RefusalOf(options), HasSubstr("is not a directory"));
}

TEST_F(StartTest, ADirectoryThatCannotBeMadeIsNamed) {
  options.data_dir = "/proc/pasok";
  EXPECT_THAT(RefusalOf(options), AllOf(HasSubstr("/proc/pasok"), HasSubstr("cannot be created")));
}

TEST_F(StartTest, AFullDiskIsNamed) {
  options.most_store_bytes = 1;
  EXPECT_THAT(RefusalOf(options), HasSubstr("is full"));
}

TEST_F(StartTest, AStoreOfANewerSchemaIsLeftAlone) {
  Start();
  Stop();
  {
    Connection connection(options.data_dir + "/pasok.db");
    connection.Execute("PRAGMA user_version = 1000");
  }
  EXPECT_THAT(RefusalOf(options), AllOf(HasSubstr("schema version 1000"), HasSubstr("newer pasok")));
  Connection connection(options.data_dir + "/pasok.db");
  Statement version(connection, "PRAGMA user_version");
  ASSERT_TRUE(version.Step());
  EXPECT_EQ(version.Int(0), 1000);
}

TEST_F(StartTest, AFileThatIsNoStoreIsNamed) {
  std::filesystem::create_directory(options.data_dir);
  std::ofstream(options.data_dir + "/pasok.db") << std::string(10'000, 'x');
  EXPECT_THAT(RefusalOf(options), HasSubstr("not a Pasok store"));
}

TEST_F(StartTest, AnotherProgramsDatabaseIsLeftAlone) {
  std::filesystem::create_directory(options.data_dir);
  const auto tables = [&] {
    Connection connection(options.data_dir + "/pasok.db");
    Statement count(connection, "SELECT count(*) FROM sqlite_master");
    count.Step();
    return count.Int(0);
  };
  for (const char* made : {"CREATE TABLE bookmarks (url TEXT)", "PRAGMA application_id = 7"}) {
    std::filesystem::remove(options.data_dir + "/pasok.db");
    Connection(options.data_dir + "/pasok.db").Execute(made);
    const std::int64_t before = tables();
    EXPECT_THAT(RefusalOf(options), HasSubstr("is not a Pasok store"));
    EXPECT_EQ(tables(), before);
  }
}

TEST_F(StartTest, AStoreFromBeforeItHadAMarkIsOpenedAndMarked) {
  Start();
  const std::string plan = client->Planned(Question(client->ImportToy())).name();
  Stop();
  Connection(options.data_dir + "/pasok.db").Execute("PRAGMA application_id = 0");
  Start();
  EXPECT_EQ(client->Get(plan).name(), plan);
  Stop();
  Connection connection(options.data_dir + "/pasok.db");
  Statement mark(connection, "PRAGMA application_id");
  ASSERT_TRUE(mark.Step());
  EXPECT_NE(mark.Int(0), 0);
}

TEST_F(StartTest, ADiskThatHasNoSharedLogIsNamed) {
  sqlite3_vfs* const usual = sqlite3_vfs_find(nullptr);
  sqlite3_vfs_register(sqlite3_vfs_find("unix-dotfile"), 1);  // as a network's disk: without shared memory
  EXPECT_THAT(RefusalOf(options), HasSubstr("a local disk"));
  sqlite3_vfs_register(usual, 1);
}

TEST_F(StartTest, APortInUseIsNamed) {
  options.listen = "127.0.0.1:0";
  Start();
  Options second = options;
  second.data_dir = scratch.path() + "/second";
  second.listen = "127.0.0.1:" + std::to_string(server->port());
  EXPECT_THAT(RefusalOf(second), AllOf(HasSubstr(second.listen), HasSubstr("in use")));
}

TEST_F(StartTest, APlanThatWaitsOutlivesAStartThatFails) {
  Start();
  v1::Plan plan = client->Planned(Question(client->ImportToy()));
  Stop();
  const auto open = [&] { return std::get<std::unique_ptr<Store>>(Store::Open(options.data_dir, 0)); };
  plan.set_state(v1::Plan::QUEUED);
  PlanStore(*open()).Update(plan);

  Options other = options;
  other.data_dir = scratch.path() + "/other";
  other.listen = "127.0.0.1:0";
  const auto started = Server::Start(other);
  const auto& holder = std::get<std::unique_ptr<Server>>(started);
  options.listen = "127.0.0.1:" + std::to_string(holder->port());
  EXPECT_THAT(RefusalOf(options), HasSubstr("in use"));
  EXPECT_EQ(PlanStore(*open()).Find(PlanIdOf(plan.name(), "name"))->state(), v1::Plan::QUEUED);
}

TEST_F(StartTest, OtherMachinesAreServedOnlyOnRequest) {
  options.listen = "0.0.0.0:0";
  EXPECT_THAT(RefusalOf(options), HasSubstr("insecure_remote"));
  options.insecure_remote = true;
  EXPECT_EQ(RefusalOf(options), "");
  options.insecure_remote = false;
  for (const char* elsewhere : {"127.example.org:0", "127.0.0.1.example.org:0", "128.0.0.1:0"}) {
    options.listen = elsewhere;
    EXPECT_THAT(RefusalOf(options), HasSubstr("insecure_remote")) << elsewhere;
  }
  options.listen = "127.1.2.3:0";
  EXPECT_EQ(RefusalOf(options), "");
  options.listen = "nonsense";
  EXPECT_THAT(RefusalOf(options), HasSubstr("HOST:PORT"));
}

// As configs/server.yaml says.
TEST_F(StartTest, EveryAddressIsOneOfIpv6Too) {
  const int probe = socket(AF_INET6, SOCK_STREAM, 0);
  sockaddr_in6 local{};
  local.sin6_family = AF_INET6;
  local.sin6_addr = in6addr_loopback;
  const bool has_ipv6 = bind(probe, reinterpret_cast<const sockaddr*>(&local), sizeof local) == 0;
  close(probe);
  if (!has_ipv6) GTEST_SKIP() << "this machine has none";
  options.listen = "0.0.0.0:0";
  options.insecure_remote = true;
  Start();
  for (const char* host : {"127.0.0.1:", "[::1]:"}) {
    Client remote(
        grpc::CreateChannel(host + std::to_string(server->port()), grpc::InsecureChannelCredentials()));
    Context context;
    v1::ListPlansResponse listed;
    EXPECT_TRUE(remote.plans->ListPlans(&context, {}, &listed).ok()) << host;
  }
}

TEST_F(StartTest, ANameThatMayLeadToSeveralAddressesIsNotListenedOn) {
  options.insecure_remote = true;
  options.listen = "server.example.org:0";
  EXPECT_THAT(RefusalOf(options), HasSubstr("an address in numbers"));
  for (const char* in_numbers : {"[::]:0", "[::1]:0", "0.0.0.0:0", "127.0.0.1:0", "localhost:0"})
    EXPECT_EQ(ListenAddressWanted(in_numbers, true), "") << in_numbers;
  EXPECT_EQ(NumbersOf("localhost:7"), "127.0.0.1:7");
}

TEST_F(StartTest, CompressedMessagesAreRefused) {
  options.listen = "127.0.0.1:0";
  Start();
  Client remote(
      grpc::CreateChannel("127.0.0.1:" + std::to_string(server->port()), grpc::InsecureChannelCredentials()));
  Context context;
  context.set_compression_algorithm(GRPC_COMPRESS_GZIP);
  v1::ResolvePolicyRequest request;
  request.set_policy_yaml(std::string(3 << 20, ' '));
  v1::ResolvePolicyResponse response;
  EXPECT_EQ(ReasonOf(remote.plans->ResolvePolicy(&context, request, &response)), "UNIMPLEMENTED");
}

TEST_F(StartTest, TheHealthServiceKnowsEachService) {
  Start();
  // On the wire as the messages of grpc.health.v1, which no package has.
  grpc::TemplatedGenericStub<google::protobuf::StringValue, google::protobuf::Int32Value> health(
      server->InProcessChannel());
  for (const char* service :
       {"", "pasok.v1.DatasetService", "pasok.v1.PlanService", "pasok.v1.StudyService"}) {
    Context context;
    google::protobuf::StringValue request;
    request.set_value(service);
    google::protobuf::Int32Value serving;
    std::promise<grpc::Status> answered;
    health.UnaryCall(&context, "/grpc.health.v1.Health/Check", {}, &request, &serving,
                     [&](grpc::Status status) { answered.set_value(std::move(status)); });
    EXPECT_TRUE(answered.get_future().get().ok()) << service;
    EXPECT_EQ(serving.value(), 1) << service;
  }
}

// Every load balancer has such a call open.
TEST_F(StartTest, AShutdownDoesNotWaitForWhoWatchesItsHealth) {
  options.listen = "127.0.0.1:0";
  Start();
  grpc::TemplatedGenericStub<google::protobuf::StringValue, google::protobuf::Int32Value> health(
      grpc::CreateChannel("127.0.0.1:" + std::to_string(server->port()), grpc::InsecureChannelCredentials()));
  Context context;
  grpc::CompletionQueue queue;
  const auto done = [&] {
    void* tag = nullptr;
    bool ok = false;
    return queue.Next(&tag, &ok) && ok;
  };
  google::protobuf::StringValue request;
  google::protobuf::Int32Value serving;
  auto watch = health.PrepareCall(&context, "/grpc.health.v1.Health/Watch", &queue);
  watch->StartCall(nullptr);
  ASSERT_TRUE(done());
  watch->WriteLast(request, {}, nullptr);
  ASSERT_TRUE(done());
  watch->Read(&serving, nullptr);
  ASSERT_TRUE(done());
  const auto began = std::chrono::steady_clock::now();
  server->Shutdown(std::chrono::seconds(30));
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(10));
  context.TryCancel();  // there is more to be read
  grpc::Status status;
  watch->Finish(&status, nullptr);
  done();
}

TEST_F(StartTest, APortAndTheProcessServeTheSame) {
  options.listen = "127.0.0.1:0";
  Start();
  Client remote(
      grpc::CreateChannel("127.0.0.1:" + std::to_string(server->port()), grpc::InsecureChannelCredentials()));
  const v1::Plan plan = remote.Planned(Question(remote.ImportToy()));
  EXPECT_EQ(plan.state(), v1::Plan::SUCCEEDED);
  EXPECT_TRUE(Same(client->Get(plan.name()), plan));
}

TEST_F(StartTest, AShutdownEndsWatchersAndRefusesNewCalls) {
  options.listen = "127.0.0.1:0";
  Start();
  Client remote(
      grpc::CreateChannel("127.0.0.1:" + std::to_string(server->port()), grpc::InsecureChannelCredentials()));
  const std::string dataset = remote.ImportSample();
  std::vector<std::string> names(6);
  for (std::string& name : names) {
    v1::Plan plan;
    ASSERT_TRUE(remote.Create(Question(dataset), plan).ok());
    name = plan.name();
  }
  std::vector<std::thread> watchers;
  std::vector<std::string> ends(names.size()), expected(names.size());
  std::latch watching(static_cast<std::ptrdiff_t>(names.size()));
  for (std::size_t i = 0; i < names.size(); ++i) {
    watchers.emplace_back([&, i] {
      Context context;
      v1::WatchPlanRequest request;
      request.set_name(names[i]);
      auto reader = remote.plans->WatchPlan(&context, request);
      v1::WatchPlanResponse state;
      EXPECT_TRUE(reader->Read(&state));
      watching.count_down();
      while (reader->Read(&state)) {
      }
      // What ran has ended, in whatever way; what waits is for the next start.
      expected[i] = state.has_plan() ? "OK" : "UNAVAILABLE SHUTTING_DOWN";
      ends[i] = ReasonOf(reader->Finish());
    });
  }
  watching.wait();
  server->Shutdown(std::chrono::seconds(30));
  for (std::thread& watcher : watchers) watcher.join();
  EXPECT_EQ(ends, expected);
  v1::Plan refused;
  EXPECT_EQ(remote.Create(Question(dataset), refused).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(StartTest, AShutdownWaitsForCallsAndForNothingElse) {
  options.listen = "127.0.0.1:0";
  options.log_level = LogLevel::kDebug;
  std::binary_semaphore begun(0);  // a call that the client has sent may not have come yet
  options.log = [&](LogLevel, const std::string& line) {
    if (line == "/pasok.v1.DatasetService/ImportDataset begins") begun.release();
  };
  Start();
  Client remote(
      grpc::CreateChannel("127.0.0.1:" + std::to_string(server->port()), grpc::InsecureChannelCredentials()));
  // A connection that says nothing, as of a client that sleeps; gRPC gives it 20 s.
  const int silent = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{.sin_family = AF_INET,
                      .sin_port = htons(static_cast<std::uint16_t>(server->port())),
                      .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)},
                      .sin_zero = {}};
  ASSERT_EQ(connect(silent, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
  Context context;
  v1::ImportDatasetResponse response;
  auto writer = remote.datasets->ImportDataset(&context, &response);
  v1::ImportDatasetRequest request;
  request.mutable_start();
  ASSERT_TRUE(writer->Write(request));
  ASSERT_TRUE(begun.try_acquire_for(std::chrono::seconds(60)));
  std::promise<void> down;
  std::thread stopping([&] {
    server->Shutdown(std::chrono::minutes(5));
    down.set_value();
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  writer->WritesDone();
  EXPECT_TRUE(writer->Finish().ok());
  EXPECT_EQ(down.get_future().wait_for(std::chrono::seconds(15)), std::future_status::ready);
  stopping.join();
  close(silent);
}

TEST_F(StartTest, EachCallIsOneLogLineWithoutTheUsersData) {
  std::mutex mutex;
  std::vector<std::string> lines;
  options.log_level = LogLevel::kInfo;
  options.log = [&](LogLevel, const std::string& line) {
    const std::lock_guard lock(mutex);
    lines.push_back(line);
  };
  Start();
  client->Planned(Question(client->ImportToy()));
  v1::Plan plan;
  client->Create(Question("datasets/none"), plan);
  Stop();
  EXPECT_THAT(lines, Contains(HasSubstr("/pasok.v1.DatasetService/ImportDataset OK ")));
  EXPECT_THAT(lines, Contains(HasSubstr("/pasok.v1.PlanService/WatchPlan OK ")));
  EXPECT_THAT(lines, Contains(HasSubstr("/pasok.v1.PlanService/CreatePlan NOT_FOUND ")));
  EXPECT_THAT(lines, Contains(HasSubstr(" RUNNING")));
  EXPECT_THAT(lines, Each(Not(HasSubstr("Hulu"))));
}

TEST_F(StartTest, ErrorsSpeakIndonesianWhereAskedTo) {
  Start();
  Context context;
  context.AddMetadata("accept-language", "id-ID,id;q=0.9");
  v1::GetPlanRequest request;
  request.set_name("plans/none");
  v1::Plan plan;
  const grpc::Status status = client->plans->GetPlan(&context, request, &plan);
  EXPECT_EQ(ReasonOf(status), "NOT_FOUND PLAN_NOT_FOUND");
  EXPECT_EQ(status.error_message(), "plans/none does not exist");
  google::rpc::Status rich;
  rich.ParseFromString(status.error_details());
  google::rpc::LocalizedMessage localized;
  google::rpc::ResourceInfo resource;
  for (const auto& detail : rich.details()) {
    detail.UnpackTo(&localized);
    detail.UnpackTo(&resource);
  }
  EXPECT_EQ(localized.locale(), "id");
  EXPECT_EQ(localized.message(), "plans/none tidak ada");
  EXPECT_EQ(resource.resource_type(), "pasok.v1.Plan");
  EXPECT_EQ(resource.resource_name(), "plans/none");
}

TEST_F(StartTest, AFullQueueSaysWhenToTryAgain) {
  options.queue_limit = 1;
  Start();
  const std::string dataset = client->ImportSample();
  // One runs, one waits; with each create faster than a plan, the queue fills up soon.
  for (int i = 0; i < 1000; ++i) {
    Context context;
    v1::Plan plan;
    const grpc::Status status = client->plans->CreatePlan(&context, Question(dataset), &plan);
    if (status.ok()) continue;
    EXPECT_EQ(ReasonOf(status), "RESOURCE_EXHAUSTED QUEUE_FULL");
    const auto& trailers = context.GetServerTrailingMetadata();
    const auto pushback = trailers.find("grpc-retry-pushback-ms");
    ASSERT_NE(pushback, trailers.end());
    EXPECT_EQ(pushback->second, "5000");
    google::rpc::Status rich;
    rich.ParseFromString(status.error_details());
    google::rpc::RetryInfo retry;
    for (const auto& detail : rich.details()) detail.UnpackTo(&retry);
    EXPECT_EQ(retry.retry_delay().seconds(), 5);
    return;
  }
  FAIL() << "the queue never filled up";
}

// What is slow must not keep what is quick waiting.
TEST_F(StartTest, LookingUpStaysQuickWhileAPlanRuns) {
  Hold hold;
  KeepTheFirstOptimum(hold);
  Start();
  const std::string dataset = client->ImportToy();
  v1::Plan running, waiting;
  EXPECT_TRUE(client->Create(Question(dataset), running).ok());
  EXPECT_TRUE(client->Create(Question(dataset), waiting).ok());
  hold.Await();
  const auto before = std::chrono::steady_clock::now();
  for (int i = 0; i < 20; ++i) EXPECT_EQ(client->Get(running.name()).state(), v1::Plan::RUNNING);
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(5));
  Context context;
  v1::CancelPlanRequest request;
  request.set_name(waiting.name());
  EXPECT_TRUE(client->plans->CancelPlan(&context, request, &waiting).ok());
  EXPECT_EQ(waiting.state(), v1::Plan::CANCELLED);
  hold.Release();
  EXPECT_EQ(client->Await(running.name()).state(), v1::Plan::SUCCEEDED);
  Stop();  // its log is of this test
}

}  // namespace
}  // namespace pasok::server
