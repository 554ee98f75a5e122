#include "client/at_fault.h"

#include <nlohmann/json.hpp>

#include "client/findings_print.h"
#include "client/json_text.h"

namespace pasok::client {

ExitCode TellFaults(Session& session, Format format, const std::function<ExitCode()>& work) try {
  return work();
} catch (const Failure& failure) {
  if (format != Format::kJson || failure.code() != ExitCode::kInputAtFault) throw;
  const auto* at_fault = dynamic_cast<const AtFault*>(&failure);
  auto json = ToJson(at_fault == nullptr ? v1::Findings() : at_fault->findings());
  json["error"] = {{"message", failure.what()}, {"hint", failure.hint()}};
  session.console().out << JsonText(json);
  throw;
}

}  // namespace pasok::client
