// Those who want to know how one run is doing.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "server/fault.h"

namespace pasok::server {

// Called with the queue's lock held, but for the last state: must be quick and not call back.
template <class Watched>
class Watcher {
 public:
  virtual ~Watcher() = default;
  // The present state, replacing whatever was told before; the same for all who watch. The last one has the
  // whole record.
  virtual void Tell(const std::shared_ptr<const Watched>& state) = 0;
  // The server ends while the run waits; nothing more will be told.
  virtual void Abandon(const Fault& why) = 0;
};

// They stay for as long as they live. Not thread-safe: the queue's lock guards a run's.
template <class Watched>
class Watchers {
 public:
  void Add(const std::shared_ptr<Watcher<Watched>>& watcher) {
    // They may come and go for as long as nothing is told; each is looked at once or twice.
    if (watchers_.size() == watchers_.capacity()) {
      ForgetWhoLeft();
      watchers_.reserve(2 * watchers_.size() + 1);
    }
    watchers_.push_back(watcher);
  }

  void Tell(const Watched& state) {
    ForgetWhoLeft();
    if (watchers_.empty()) return;
    const auto shared = std::make_shared<const Watched>(state);
    ForEach([&](Watcher<Watched>& watcher) { watcher.Tell(shared); });
  }

  template <class Visit>
  void ForEach(const Visit& visit) const {
    for (const auto& watching : watchers_) {
      if (const auto watcher = watching.lock()) visit(*watcher);
    }
  }

 private:
  void ForgetWhoLeft() {
    std::erase_if(watchers_, [](const auto& watching) { return watching.expired(); });
  }

  std::vector<std::weak_ptr<Watcher<Watched>>> watchers_;
};

// What those who watched are told in the end. To be declared before the locks are taken, for it is said when
// they are free again: there may be many, and the record is large.
template <class Watched>
class LastWords {
 public:
  LastWords() = default;
  ~LastWords() {
    watchers_.ForEach([this](Watcher<Watched>& watcher) { watcher.Tell(state_); });
  }
  LastWords(const LastWords&) = delete;
  LastWords& operator=(const LastWords&) = delete;

  // Of one run at most.
  void Set(Watched state, Watchers<Watched> watchers) {
    state_ = std::make_shared<const Watched>(std::move(state));
    watchers_ = std::move(watchers);
  }

 private:
  std::shared_ptr<const Watched> state_;
  Watchers<Watched> watchers_;
};

}  // namespace pasok::server
