// An old client's bytes still parse and mean the same: nothing in wire_baseline.txt may go or change. What is
// new is added to the baseline by running this test with PASOK_WIRE_BASELINE=write, and reviewed with the
// commit that brings it.
#include "tests/server/wire.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string_view>

#include "pasok/v1/dataset.pb.h"
#include "pasok/v1/files.pb.h"
#include "pasok/v1/plan.pb.h"
#include "pasok/v1/policy.pb.h"
#include "pasok/v1/study.pb.h"

namespace pasok::server {
namespace {

using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr char kBaseline[] = PASOK_SOURCE_DIR "/tests/server/wire_baseline.txt";

std::set<std::string> Present() {
  std::set<std::string> lines;
  for (const auto* message : {v1::Dataset::descriptor(), v1::FileChunk::descriptor(), v1::Plan::descriptor(),
                              v1::Policy::descriptor(), v1::Study::descriptor()}) {
    lines.merge(WireLines(*message->file()));
  }
  return lines;
}

std::set<std::string> Baseline() {
  std::ifstream in(kBaseline);
  std::set<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.insert(line);
  return lines;
}

std::set<std::string> Missing(const std::set<std::string>& from, const std::set<std::string>& in) {
  std::set<std::string> missing;
  std::ranges::set_difference(from, in, std::inserter(missing, missing.end()));
  return missing;
}

TEST(WireTest, NothingThatClientsRelyOnIsGoneOrChanged) {
  const char* mode = std::getenv("PASOK_WIRE_BASELINE");
  if (mode != nullptr && std::string_view(mode) == "write") {
    std::ofstream out(kBaseline);
    for (const std::string& line : Present()) out << line << "\n";
  }
  const std::set<std::string> baseline = Baseline();
  ASSERT_FALSE(baseline.empty());
  EXPECT_THAT(Missing(baseline, Present()), IsEmpty());
}

TEST(WireTest, TheBaselineHoldsEverythingThatIsNew) {
  EXPECT_THAT(Missing(Present(), Baseline()), IsEmpty());
}

// The comparison itself: each way of breaking an old client is one missing line.
TEST(WireTest, EveryBreakingChangeIsALineThatIsMissing) {
  const auto lines = [](const std::string& field, const std::string& streaming, const std::string& value) {
    google::protobuf::FileDescriptorProto file;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        "name: 'f.proto' package: 'p' syntax: 'proto3'"
        "message_type { name: 'M' field { " +
            field +
            " label: LABEL_OPTIONAL } }"
            "enum_type { name: 'E' value { name: 'ZERO' number: 0 } value { " +
            value +
            " } }"
            "service { name: 'S' method { name: 'Do' input_type: '.p.M' output_type: '.p.M' " +
            streaming + " } }",
        &file));
    google::protobuf::DescriptorPool pool;
    return WireLines(*pool.BuildFile(file));
  };
  const std::string field = "name: 'kg' number: 1 type: TYPE_INT64";
  const std::string value = "name: 'ONE' number: 1";
  const std::set<std::string> old = lines(field, "", value);
  const auto lost = [&](const std::set<std::string>& now) { return Missing(old, now); };
  const std::string field_line = "field p.M 1 kg single int64";
  EXPECT_THAT(lost(old), IsEmpty());
  EXPECT_THAT(lost(lines("name: 'kg' number: 2 type: TYPE_INT64", "", value)),
              UnorderedElementsAre(field_line));
  EXPECT_THAT(lost(lines("name: 'g' number: 1 type: TYPE_INT64", "", value)),
              UnorderedElementsAre(field_line));
  EXPECT_THAT(lost(lines("name: 'kg' number: 1 type: TYPE_STRING", "", value)),
              UnorderedElementsAre(field_line));
  EXPECT_THAT(lost(lines(field, "server_streaming: true", value)),
              UnorderedElementsAre("method p.S.Do unary p.M -> unary p.M"));
  EXPECT_THAT(lost(lines(field, "", "name: 'TWO' number: 2")), UnorderedElementsAre("enum p.E 1 ONE"));
}

}  // namespace
}  // namespace pasok::server
