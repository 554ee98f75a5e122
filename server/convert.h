// Between the engine's values and the wire's messages; with policy_convert and report_convert the only
// places that know both field by field.
#pragma once

#include <google/protobuf/timestamp.pb.h>

#include <string>

#include "engine/match/plan.h"
#include "engine/register/read.h"
#include "pasok/v1/dataset.pb.h"
#include "pasok/v1/files.pb.h"
#include "pasok/v1/plan.pb.h"

namespace pasok::server {

google::protobuf::Timestamp Now();

// Counts stay exact; the list is cut before it passes `most_bytes`, errors first to stay.
v1::Findings ToProto(const Findings& findings, std::size_t most_bytes);
// The most for an answer that tells of one thing, and for a plan or a study, which others are listed beside.
inline constexpr std::size_t kMostAnswerFindingBytes = std::size_t{2} << 20;
inline constexpr std::size_t kMostRecordFindingBytes = std::size_t{64} << 10;

// Everything of a Dataset but its name, display name and time. REQUIRES reading.dataset.
v1::Dataset ToProto(const DatasetReading& reading);

// `dataset`: that which the plan is of, changed by its scenario.
v1::PlanSummary Summarise(const match::Plan& plan, const Dataset& dataset, const Policy& policy,
                          const std::string& version);

// The words of a plan's day: ISO 8601, empty where undated.
std::string ToWord(const std::optional<Date>& date);
v1::Allocation ToProto(const match::Allocation& allocation, const Dataset& dataset, Grams quantum);

v1::WatchPlanResponse ToProto(const match::Progress& progress);

}  // namespace pasok::server
