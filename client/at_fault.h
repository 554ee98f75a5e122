// What is wrong with the input, for programs too.
#pragma once

#include <functional>
#include <utility>

#include "client/exit_code.h"
#include "client/session.h"
#include "client/table.h"
#include "pasok/v1/files.pb.h"

namespace pasok::client {

// A failure that has findings.
class AtFault : public Failure {
 public:
  AtFault(Failure failure, v1::Findings findings)
      : Failure(std::move(failure)), findings_(std::move(findings)) {}

  const v1::Findings& findings() const { return findings_; }

 private:
  v1::Findings findings_;
};

// Does a command's work. Where the input is at fault and the command's format is JSON, standard output has
// that too, as one value: whoever reads it would wait for one.
ExitCode TellFaults(Session& session, Format format, const std::function<ExitCode()>& work);

}  // namespace pasok::client
