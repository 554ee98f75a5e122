// Watches a plan or a study for a test.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "server/runner.h"

namespace pasok::server {

// Keeps what it was told, and lets a test wait for it.
template <class Kind>
class Ear final : public Runner<Kind>::Watcher {
 public:
  using Watched = typename Kind::Watched;
  using State = typename Kind::Record::State;

  void Tell(const std::shared_ptr<const Watched>& state) override {
    const std::lock_guard lock(mutex_);
    states_.push_back(*state);
    changed_.notify_all();
  }
  void Abandon(const Fault& why) override {
    const std::lock_guard lock(mutex_);
    abandoned_ = why.reason;
    changed_.notify_all();
  }
  Watched Await(State state) {
    std::unique_lock lock(mutex_);
    const bool came = changed_.wait_for(lock, std::chrono::seconds(30),
                                        [&] { return !states_.empty() && states_.back().state() == state; });
    EXPECT_TRUE(came) << Kind::Record::State_Name(state);
    return came ? states_.back() : Watched();
  }
  std::vector<Watched> states() {
    const std::lock_guard lock(mutex_);
    return states_;
  }
  std::string abandoned() {
    const std::lock_guard lock(mutex_);
    return abandoned_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Watched> states_;
  std::string abandoned_;
};

}  // namespace pasok::server
