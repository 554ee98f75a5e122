// `pasok` as a whole in local mode, on a store of the test's own.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "client/exit_code.h"
#include "client/run.h"
#include "tests/client/scratch.h"

namespace pasok::client {

namespace fs = std::filesystem;
using nlohmann::json;

inline const fs::path kToy = fs::path(PASOK_CONFIGS) / "toy";

struct Result {
  ExitCode code;
  std::string out, err;
};

struct Runs : testing::Test {
  Runs() { unsetenv("PASOK_SERVER"); }

  // `pasok ARGUMENTS…` as it is, without a terminal, and far from the data of whoever runs the tests.
  static Result RunBare(std::vector<std::string> arguments) {
    setenv("XDG_DATA_HOME", "/dev/null/nowhere", 1);
    std::vector<const char*> argv = {"pasok"};
    for (const std::string& argument : arguments) argv.push_back(argument.c_str());
    std::ostringstream out, err;
    const int code = client::Run(static_cast<int>(argv.size()), argv.data(), {.out = out, .err = err});
    return {static_cast<ExitCode>(code), out.str(), err.str()};
  }
  // The same on this test's own store.
  Result Pasok(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--data-dir", data_dir.string()});
    return RunBare(std::move(arguments));
  }
  json PasokJson(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--format", "json"});
    const Result result = Pasok(std::move(arguments));
    EXPECT_EQ(result.code, ExitCode::kDone) << result.err;
    return json::parse(result.out, nullptr, /*allow_exceptions=*/false);
  }
  // A copy of the toy whose offers.csv has one more line.
  fs::path ToyWithOffer(const std::string& line) const {
    const fs::path copy = scratch.path() / "registers";
    fs::copy(kToy, copy);
    std::ofstream(copy / "offers.csv", std::ios::app) << line << '\n';
    return copy;
  }

  Scratch scratch;
  fs::path data_dir = scratch.path() / "data";
  fs::path out_dir = scratch.path() / "plan";
};

}  // namespace pasok::client
