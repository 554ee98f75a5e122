// Adding one remark to the findings of this room, counts included.
#pragma once

#include "engine/register/finding.h"

namespace pasok::match {

void Report(Findings& findings, Finding finding);

}  // namespace pasok::match
