// The reader of policies behind ReadPolicy, for readers that log into a list of their own.
#pragma once

#include <string_view>

#include "engine/register/finding_log.h"
#include "engine/register/policy.h"
#include "engine/register/yaml_tree.h"

namespace pasok {

// As ReadPolicy of policy.h; what is wrong goes into `log`.
Policy ReadPolicyInto(std::string_view yaml, std::string_view file, FindingLog& log);

// The same of a document that is parsed already, `root` being its mapping.
Policy ReadPolicyTree(const YamlNode& root, std::string_view file, FindingLog& log);

}  // namespace pasok
