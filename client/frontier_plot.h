// A frontier's report as a picture.
#pragma once

#include <string>

#include "client/report.h"

namespace pasok::client {

// The bound of the table `curve` as a line and the plans of the table `plans` as dots, as SVG, with words of
// the language; `about` ends the title. Failure (kInputAtFault) where the report has no such tables.
std::string FrontierSvg(const StudyReport& report, const v1::StudyQuestion::Frontier& question,
                        const std::string& about, Language language);

}  // namespace pasok::client
