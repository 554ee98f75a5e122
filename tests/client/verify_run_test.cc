// `pasok verify`: a plan's files beside the registers that it was made of, and others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <variant>

#include "server/server.h"
#include "tests/client/runs.h"

namespace pasok::client {
namespace {

using testing::HasSubstr;

TEST_F(Runs, VerifyAcceptsAPlanAndFindsAChangedFigure) {
  Pasok({"plan", kToy.string(), "--out", out_dir.string()});
  const Result good = RunBare({"verify", kToy.string(), out_dir.string()});
  EXPECT_EQ(good.code, ExitCode::kDone) << good.out;
  EXPECT_THAT(good.out, HasSubstr("Verified, and optimal"));

  std::string allocations = ReadFile(out_dir / "allocations.csv");
  const std::size_t kilos = allocations.find(",80,");
  ASSERT_NE(kilos, std::string::npos);
  WriteFile(out_dir / "allocations.csv", allocations.replace(kilos, 4, ",81,"));
  const Result changed = RunBare({"verify", kToy.string(), out_dir.string()});
  EXPECT_EQ(changed.code, ExitCode::kInputAtFault);
  EXPECT_THAT(changed.out, HasSubstr("NOT VERIFIED"));
}

// Where aims are strict a nearer plan that costs more comes first.
TEST_F(Runs, VerifyOfStrictAimsDoesNotSpeakOfTheCheapest) {
  const std::string policy = (scratch.path() / "strict.yaml").string();
  WriteFile(policy, "version: 1\naims: strict\ncommodities: {beras: {}, telur: {}}\n");
  Pasok({"plan", kToy.string(), "--policy", policy, "--out", out_dir.string()});
  const Result result = RunBare({"verify", kToy.string(), out_dir.string()});
  EXPECT_EQ(result.code, ExitCode::kDone) << result.out << result.err;
  EXPECT_THAT(result.out, HasSubstr("Verified, and the least in each rank, in their order.\n"));
  EXPECT_THAT(result.out, testing::Not(HasSubstr("cheaper")));
}

TEST_F(Runs, VerifySaysThatAPlanWasMadeUnderAnotherPolicy) {
  const json plan = PasokJson({"plan", kToy.string()});
  WriteFile(scratch.path() / "other.yaml",
            "version: 1\nquantum_kg: 2\ncommodities: {beras: {}, telur: {}}\n");
  const Result result = Pasok({"verify", plan["name"], "--policy", (scratch.path() / "other.yaml").string()});
  EXPECT_EQ(result.code, ExitCode::kInputAtFault);
  EXPECT_THAT(result.out, HasSubstr(plan["policy_digest"].get<std::string>()));
  EXPECT_THAT(result.out, HasSubstr("the plan was made under another"));
  EXPECT_THAT(result.out, HasSubstr("nothing could be recomputed"));
  EXPECT_THAT(result.out, testing::Not(HasSubstr("Rp 0")));
}

TEST_F(Runs, VerifyOfOneDirectoryAsksForTheOther) {
  const Result registers = Pasok({"verify", kToy.string()});
  EXPECT_EQ(registers.code, ExitCode::kInputAtFault);
  EXPECT_THAT(registers.err, HasSubstr("is a directory, and no plan's name"));
  EXPECT_THAT(registers.err,
              HasSubstr("Give the plan's directory too: `pasok verify " + kToy.string() + " PLAN_DIR`"));
  Pasok({"plan", kToy.string(), "--out", out_dir.string()});
  EXPECT_THAT(
      Pasok({"verify", out_dir.string()}).err,
      HasSubstr("Give the directory of its registers too: `pasok verify DIR " + out_dir.string() + "`"));
}

TEST_F(Runs, VerifyTakesAStoredPlanToo) {
  const json plan = PasokJson({"plan", kToy.string()});
  const json verified = PasokJson({"verify", plan["name"]});
  EXPECT_EQ(verified["verified"], true);
  EXPECT_EQ(verified["optimal"], true);
  EXPECT_EQ(verified["dual_idr"], "3863000.00");
}

TEST_F(Runs, VerifyAsksWhetherThePlanIsOfThoseRegistersWhereItsPolicyDoesNotKnowThem) {
  Pasok({"plan", kToy.string(), "--out", out_dir.string()});
  const fs::path registers = ToyWithOffer("S3,sagu,5,12000");
  const Result result = RunBare({"verify", registers.string(), out_dir.string()});
  EXPECT_EQ(result.code, ExitCode::kInputAtFault);
  EXPECT_THAT(result.err, HasSubstr("unknown_commodity"));
  EXPECT_THAT(result.err, testing::EndsWith("was that plan made of these registers?\n"));
}

TEST_F(Runs, VerifyTellsOfRegistersThatStayOnTheServer) {
  Pasok({"plan", kToy.string(), "--out", out_dir.string()});
  server::Options options;
  options.data_dir = (scratch.path() / "served").string();
  options.listen = "127.0.0.1:0";
  const auto started = server::Server::Start(options);
  const auto& running = std::get<std::unique_ptr<server::Server>>(started);
  const std::string address = "127.0.0.1:" + std::to_string(running->port());
  const auto verify = [&] {
    return RunBare({"verify", kToy.string(), out_dir.string(), "--server", address});
  };
  const Result first = verify();
  EXPECT_EQ(first.code, ExitCode::kDone) << first.err;
  EXPECT_THAT(first.err, HasSubstr("`pasok delete datasets/"));
  EXPECT_THAT(verify().err, testing::Not(HasSubstr("pasok delete"))) << "they were there already";
}

}  // namespace
}  // namespace pasok::client
