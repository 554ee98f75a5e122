#include "client/json_text.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace pasok::client {
namespace {

TEST(JsonText, IsIndentedAndEndsItsLine) { EXPECT_EQ(JsonText({{"a", 1}}), "{\n  \"a\": 1\n}\n"); }

TEST(JsonText, MarksBytesThatAreNoText) {
  EXPECT_EQ(JsonText("Rencana caf\351: plans\u202F1"), "\"Rencana caf\uFFFD: plans\u202F1\"\n");
}

}  // namespace
}  // namespace pasok::client
