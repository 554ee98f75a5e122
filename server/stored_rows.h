// The rows of a stored plan's own files that its question, or a later one, is made of.
#pragma once

#include <string>
#include <vector>

#include "engine/match/files/plan_files.h"
#include "engine/register/read.h"

namespace pasok::server {

// What a plan's files no longer say is the store's fault, not the caller's: StoreError where there are
// errors.
void RequireSound(FindingLog& log, const std::string& plan);

// Of the file of that kind among a plan's; none where it has no such file.
std::vector<match::Taken> TakenIn(const std::vector<RegisterFile>& files, FindingLog& log);
std::vector<match::Delivered> PreviousIn(const std::vector<RegisterFile>& files, FindingLog& log);
std::vector<match::AtHand> AtHandIn(const std::vector<RegisterFile>& files, FindingLog& log);
std::vector<match::CarriedLine> CarriedIn(const std::vector<RegisterFile>& files, FindingLog& log);

}  // namespace pasok::server
