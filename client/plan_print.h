// A plan as a planner reads it, and lists of plans and datasets as tables.
#pragma once

#include <string>
#include <vector>

#include "client/table.h"
#include "pasok/v1/dataset.pb.h"
#include "pasok/v1/plan.pb.h"

namespace pasok::client {

// "succeeded", "running", …
std::string ToWord(v1::Plan::State state);

// The heart of every answer: need, allocated and why the rest is short, money apart from preference, where it
// comes from, and the proof; a paragraph on the state where the plan hasn't succeeded. Ends in a newline.
std::string ToText(const v1::Plan& plan);

// "Proven optimal: primal Rp … = dual Rp …, over N eligible lanes, checked by code apart from the solver.";
// under strict aims "Proven least, each in its turn: penalty Rp …, from luar 0 kg, …, money Rp …, over …".
std::string CertificateLine(const v1::Certificate& certificate);

// In that format; a row of PlansTable where it is CSV.
std::string Write(const v1::Plan& plan, Format format);

Table PlansTable(const std::vector<v1::Plan>& plans);
Table DatasetsTable(const std::vector<v1::Dataset>& datasets);

}  // namespace pasok::client
