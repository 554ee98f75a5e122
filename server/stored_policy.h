// The policy of a plan or a study, as the store keeps it: the effective one, written out.
#pragma once

#include <string>

#include "engine/register/policy.h"

namespace pasok::server {

// As it is stored. A Fault (INVALID_POLICY) where it would read back as another policy, or not at all:
// written out, it has every key and may pass a limit that the file which it came from kept.
std::string WrittenOut(const Policy& policy, const char* field = "policy_yaml");

// The policy that WrittenOut wrote, of what `name` says ("plans/3f2a…"). StoreError (kDamaged) where it can't
// be read: another policy's plan would be worse than none.
Policy StoredPolicy(const std::string& yaml, const std::string& name);

}  // namespace pasok::server
