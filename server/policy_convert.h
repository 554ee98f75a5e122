// From the effective policy to the wire's, key by key.
#pragma once

#include "engine/register/policy.h"
#include "pasok/v1/policy.pb.h"

namespace pasok::server {

// Every key with its value; what is off is absent.
v1::Policy ToProto(const Policy& policy);

}  // namespace pasok::server
