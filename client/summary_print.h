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

// Whether the gap can be said in percent: there is money that it is a share of, or no gap.
inline bool HasGapPercent(const v1::Certificate& certificate) {
  return certificate.gap_percent() > 0 || certificate.gap_sen() == 0;
}
// "0.25 %"; "Rp 12 000" where it can't.
std::string GapInWords(const v1::Certificate& certificate);

}  // namespace pasok::client
