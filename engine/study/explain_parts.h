// Parts of an explanation in words: what serves a requirement besides the deliveries of its day, what these
// serve besides it, and what a plan that a rule moved does itself.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/study/explain.h"
#include "engine/study/explain_teller.h"

namespace pasok::study {

inline constexpr std::size_t kMostServings = 8;  // that are told; tables have all

// "5 kg of it are K1's own stock", "5 kg of telur stand in for ayam". `r`: the requirement to which it comes.
Sentence SayComing(const Sent& sent, std::int32_t r, const Teller& tell);

// "5 kg are kept for Tuesday", "5 kg stand in for ayam there".
Sentence SayGoing(const Sent& sent, const Teller& tell);

// "In the plan itself, for K1: S2 delivers 5 kg; 12 kg of telur stand in for 10 kg.": where all else is about
// the optimum beside it.
Sentence SayInPlan(const PlanItself& plan, std::int32_t r, const Teller& tell);

}  // namespace pasok::study
