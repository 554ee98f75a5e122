// The runner of plans: see runner.h.
#pragma once

#include "engine/match/matching.h"
#include "pasok/v1/plan.pb.h"
#include "server/plan_maker.h"
#include "server/runner.h"
#include "server/store/plan_store.h"

namespace pasok::server {

struct PlanKind {
  using Record = v1::Plan;
  using Watched = v1::WatchPlanResponse;
  using Question = PlanJob;
  using Answer = PlanAnswer;
  using Progress = match::Progress;
  using Store = PlanStore;
  static constexpr bool kKeepsPart = false;

  static Record& RecordOf(Question& question) { return question.plan; }
  static Record& RecordOf(PlanStore::Creation& creation) { return creation.plan; }
  static std::string NameOf(const std::string& id);
  static std::string IdIn(const std::string& name);  // a Fault where it is no plan's name
  static Fault NotFound(const std::string& id);
  static Fault StillRunning(const std::string& id);
  static Fault Cancelled();
  static Fault OutOfMemory();

  static Watched Telling(const Progress& progress);
  // Whether something is told of for the first time.
  static bool IsNews(const Watched& before, const Watched& now);
  static void TellEnd(const Record& plan, Watched& state);
  static bool IsEnd(const Watched& state) { return state.has_plan(); }

  // The record of a run that has ended, but for its times.
  static void Conclude(Answer& answer, const Ending& ending, Record& plan);
  static bool HasContent(const Record& plan, const Answer& answer);
  static void Finish(Store& store, const Record& plan, const Answer& answer);
  // Takes out of the record what couldn't be stored.
  static void Forget(Record& plan) { plan.clear_summary(); }
};

using PlanRunner = Runner<PlanKind>;
using PlanWatcher = PlanRunner::Watcher;
extern template class Runner<PlanKind>;

}  // namespace pasok::server
