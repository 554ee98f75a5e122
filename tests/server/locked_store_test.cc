// While another program has the store locked, a backup or a person's sqlite3 shell, whoever only reads goes
// on.
#include <chrono>
#include <functional>
#include <optional>
#include <thread>
#include <vector>

#include "server/store/sqlite.h"
#include "tests/server/serving.h"

namespace pasok::server {
namespace {

class LockedStoreTest : public Serving {
 protected:
  // Runs `reads` while each of `writes` waits for the store, on a thread of its own.
  void Beside(const std::vector<std::function<void()>>& writes, const std::function<void()>& reads) {
    Connection shell(options.data_dir + "/pasok.db");
    std::optional<Transaction> locked(std::in_place, shell);
    std::vector<std::jthread> threads;
    for (const auto& write : writes) threads.emplace_back(write);
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    reads();
    locked.reset();
  }
  // One that gives up long before a write does.
  struct Quick : grpc::ClientContext {
    Quick() { set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(4)); }
  };
};

TEST_F(LockedStoreTest, PlansAreListedLookedUpAndWatchedWhileOthersWaitToBeCreated) {
  Start();
  const std::string dataset = client->ImportToy();
  const std::string plan = client->Planned(Question(dataset)).name();
  const auto create = [&] {
    v1::Plan created;
    client->Create(Question(dataset), created);
  };
  Beside({create, create, create}, [&] {
    Quick list, get, watch, allocations;
    v1::ListPlansResponse plans;
    EXPECT_TRUE(client->plans->ListPlans(&list, {}, &plans).ok());
    v1::GetPlanRequest wanted;
    wanted.set_name(plan);
    v1::Plan found;
    EXPECT_TRUE(client->plans->GetPlan(&get, wanted, &found).ok());
    v1::WatchPlanRequest watched;
    watched.set_name(plan);
    v1::WatchPlanResponse state;
    EXPECT_TRUE(client->plans->WatchPlan(&watch, watched)->Read(&state));
    EXPECT_EQ(state.plan().name(), plan);
  });
}

TEST_F(LockedStoreTest, AllocationsAreReadWhileOthersWaitToBePublishedAndStudied) {
  Start();
  const std::string plan = client->Planned(Question(client->ImportToy())).name();
  const auto publish = [&] {
    v1::Plan published;
    client->Publish(plan, published);
  };
  const auto study = [&] {
    v1::CreateStudyRequest::Start question;
    question.set_plan(plan);
    question.mutable_question()->mutable_bottlenecks();
    v1::Study created;
    client->CreateStudy(question, {}, created);
  };
  Beside({publish, publish, study, study}, [&] {
    Quick context;
    v1::ListAllocationsRequest request;
    request.set_plan(plan);
    v1::ListAllocationsResponse response;
    EXPECT_TRUE(client->plans->ListAllocations(&context, request, &response).ok());
    EXPECT_GT(response.allocations_size(), 0);
  });
}

}  // namespace
}  // namespace pasok::server
