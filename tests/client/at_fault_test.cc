// What programs read where the input is at fault: one JSON value, as of anything else.
#include "client/at_fault.h"

#include <gmock/gmock.h>

#include "tests/client/runs.h"

namespace pasok::client {
namespace {

using testing::HasSubstr;

struct Faults : Runs {
  json Told(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--format", "json"});
    const Result result = Pasok(std::move(arguments));
    EXPECT_EQ(result.code, ExitCode::kInputAtFault) << result.err;
    return json::parse(result.out, nullptr, /*allow_exceptions=*/false);
  }
  static void Expect(const json& told, const std::string& code) {
    ASSERT_TRUE(told.is_object());
    ASSERT_GE(told["findings"].size(), 1U);
    EXPECT_EQ(told["findings"][0]["code"], code);
    EXPECT_GE(told["error_count"], 1);
    EXPECT_NE(told["error"]["message"], "");
  }
};

TEST_F(Faults, OfRegistersAreOneJsonValue) {
  const std::string registers = ToyWithOffer("S1,telur,-5,12000").string();
  Expect(Told({"plan", registers}), "negative");
  Expect(Told({"import", registers}), "negative");
  Expect(Told({"bottlenecks", registers}), "negative");
  EXPECT_EQ(Told({"check", registers})["findings"][0]["code"], "negative");
}

TEST_F(Faults, OfPoliciesAndScenariosAreOneJsonValue) {
  const std::string bad = (scratch.path() / "bad.yaml").string();
  WriteFile(bad, "version: 1\nquantum_gk: 1\n");
  Expect(Told({"check", kToy.string(), "--policy", bad}), "unknown_key");
  Expect(Told({"plan", kToy.string(), "--policy", bad}), "unknown_key");
  Expect(Told({"plan", kToy.string(), "--scenario", bad}), "missing_key");
  const std::string nobody = (scratch.path() / "nobody.yaml").string();
  WriteFile(nobody, "{version: 1, name: Nobody, changes: [{stop: {supplier: S77}}]}");
  const json told = Told({"plan", kToy.string(), "--scenario", nobody});
  EXPECT_GE(told["error_count"], 1) << told;
}

TEST_F(Faults, OfQuestionsAreOneJsonValue) {
  Expect(Told({"plan", kToy.string(), "--regions", "99"}), "unknown_region");
  const json absent = Told({"show", "plans/0000"});
  EXPECT_EQ(absent["error_count"], 0);
  EXPECT_THAT(absent["error"]["message"].get<std::string>(), HasSubstr("plans/0000"));
}

}  // namespace
}  // namespace pasok::client
