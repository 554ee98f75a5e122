// A server that has the toy dataset, asked for plans.
#pragma once

#include <string>

#include "tests/server/serving.h"

namespace pasok::server {

class PlanServiceTest : public Serving {
 protected:
  PlanServiceTest() {
    Start();
    toy = client->ImportToy();
  }

  std::string Refusal(const v1::CreatePlanRequest& request) {
    v1::Plan plan;
    return ReasonOf(client->Create(request, plan));
  }

  std::string toy;
};

}  // namespace pasok::server
