#include "server/study_maker.h"

#include "server/names.h"

namespace pasok::server {

void RequireServed(const v1::StudyQuestion& question) {
  const auto* kind = v1::StudyQuestion::descriptor()->FindFieldByNumber(question.kind_case());
  throw QuestionNotServed(kind == nullptr ? "" : kind->name());
}

StudyAnswer StudyMaker::Make(const StudyJob& job, const StopToken&, const Sink&) const {
  RequireServed(job.study.question());
  return {};
}

}  // namespace pasok::server
