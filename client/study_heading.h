// What stands above a study's report: the study, what it is about, and why it has no report or half of one.
#pragma once

#include <string>

#include "client/report.h"
#include "pasok/v1/study.pb.h"

namespace pasok::client {

// Lines for people, in the language of the report; what went wrong, and findings, are as the server words
// them.
std::string Heading(const v1::Study& study, Language language);

}  // namespace pasok::client
