// A nightly run: from registers to a published plan, in steps that may each have been done before.
//
// With several days the nights roll: each plan takes over the days that it shares with the one published
// before, which keeps those before, and begins with what that one has delivered by then
// (server/store/plan_store.h). Nothing is asked for it: who publishes each night's plan gets it, and a night
// that was missed leaves the last plan in place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "client/nightly_file.h"
#include "client/nightly_report.h"
#include "client/session.h"

namespace pasok::client {

// Does what is missing for the file's days from `date` on (ISO 8601) and nothing twice: the dataset is named
// by its content, the plan by a request id that follows from dataset, policy, days and regions, the files
// appear all at once, after the plan was published, and publishing a published plan is left out. So after a
// kill at any point the next run ends in the same state. Days on which nobody is served are no failure: there
// is nothing to plan, write or publish. Failures become part of the report.
NightlyReport RunNightly(Session& session, const NightlyFile& file, const std::string& date);

// 32 hexadecimal digits after "nightly-": the same for the same question, another for any other.
std::string NightlyRequestId(std::string_view dataset, std::string_view policy_yaml, std::string_view date,
                             const std::vector<std::string>& regions, std::string_view previous = {},
                             std::int32_t days = 1);

}  // namespace pasok::client
