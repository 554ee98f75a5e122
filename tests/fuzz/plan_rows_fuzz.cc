// The readers of plan rows on any bytes, and what they read put onto the toy: the first byte says which
// table, and who is taken to have written it.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/match/files/fit.h"
#include "engine/match/files/recall.h"
#include "tests/match/toy.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pasok::match;
  static const Toy toy = ReadToy();
  static const auto instance = pasok::match::BuildInstance(toy.dataset, toy.policy, {}).instance;
  static const LaneRule lanes(*instance);
  if (size == 0) return 0;
  const std::string_view content(reinterpret_cast<const char*>(data) + 1, size - 1);
  pasok::FindingLog log;
  if (data[0] % 3 == 0) {
    const PlanRows rows{.allocations = {},
                        .prices = ReadPrices("p", content, toy.dataset, toy.policy.quantum, log)};
    Recall(toy.dataset, toy.policy, {}, rows, 1, pasok::StopToken());
  } else if (data[0] % 3 == 1) {
    ReadTaken("t", content, log);
    ReadAtHand("h", content, log);
    ReadCarried("c", content, log);
  } else {
    const Writer writer = data[0] < 128 ? Writer::kHand : Writer::kPasok;
    FitRows(*instance, lanes, ReadAllocations("a", content, writer, toy.dataset, log));
  }
  return 0;
}
