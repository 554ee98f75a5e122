// The runner of studies: see runner.h. Unlike a plan, a study that is stopped keeps what it has worked out.
#pragma once

#include <string_view>

#include "pasok/v1/study.pb.h"
#include "server/runner.h"
#include "server/store/study_store.h"
#include "server/study_maker.h"

namespace pasok::server {

struct StudyKind {
  using Record = v1::Study;
  using Watched = v1::WatchStudyResponse;
  using Question = StudyJob;
  using Answer = StudyAnswer;
  using Progress = StudyStep;
  using Store = StudyStore;
  static constexpr bool kKeepsPart = true;

  static Record& RecordOf(Question& question) { return question.study; }
  static Record& RecordOf(StudyStore::Creation& creation) { return creation.study; }
  static std::string NameOf(const std::string& id);
  static std::string IdIn(const std::string& name);  // a Fault where it is no study's name
  static Fault NotFound(const std::string& id);
  static Fault StillRunning(const std::string& id);
  static Fault Cancelled();
  static Fault OutOfMemory();

  static Watched Telling(const Progress& step);
  static bool IsNews(const Watched& before, const Watched& now) { return before.stage() != now.stage(); }
  static void TellEnd(const Record& study, Watched& state) { *state.mutable_study() = study; }
  static bool IsEnd(const Watched& state) { return state.has_study(); }

  static void Conclude(Answer& answer, const Ending& ending, Record& study);
  static bool HasContent(const Record& study, const Answer&) { return study.has_report(); }
  static void Finish(Store& store, const Record& study, const Answer& answer);
  static void Forget(Record& study);
};

using StudyRunner = Runner<StudyKind>;
extern template class Runner<StudyKind>;

}  // namespace pasok::server
