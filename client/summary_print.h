// What a plan comes to, as a planner reads it.
#pragma once

#include <string>

#include "pasok/v1/plan.pb.h"

namespace pasok::client {

// The heart of every answer: need, allocated and why the rest is short, money apart from preference, where it
// comes from, each day of several, the rules, and the proof. Ends in a newline.
std::string ToText(const v1::PlanSummary& summary);

// "Proven optimal: primal Rp … = dual Rp …, over N eligible lanes, checked by code apart from the solver.";
// under strict aims "Proven least, each in its turn: penalty Rp …, from luar 0 kg, …, money and surcharges Rp
// …, over …".
std::string CertificateLine(const v1::Certificate& certificate);

}  // namespace pasok::client
