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

  // Whether a scenario fits is found out by the run.
  v1::CreatePlanRequest OfUnfitScenario(const std::string& request_id) const {
    v1::CreatePlanRequest request = Question(toy, {}, request_id);
    request.set_scenario_yaml("{version: 1, name: Lost, changes: [{stop: {supplier: S99}}]}");
    return request;
  }

  std::string toy;
};

}  // namespace pasok::server
