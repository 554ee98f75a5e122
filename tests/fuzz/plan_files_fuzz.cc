// The plan checker on one file of the toy's plan replaced by any bytes: the first byte says which. Bytes that
// are a JSON object are also laid over its summary, so that what stands there has any shape among keys that
// are right, behind which the checks of each figure lie.
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "tests/match/toy.h"

namespace {

using nlohmann::ordered_json;

// The summary with the patch's keys, each in place of what stood there, and without those of which it says
// null.
std::string PatchedSummary(const std::string& summary, std::string_view bytes) {
  const ordered_json patch = ordered_json::parse(bytes, nullptr, /*allow_exceptions=*/false);
  ordered_json whole = ordered_json::parse(summary);
  if (patch.is_object()) whole.merge_patch(patch);
  return whole.dump(2);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pasok::match;
  static const Toy toy = ReadToy();
  static const std::vector<pasok::RegisterFile> honest =
      FilesOf(PlanOf(toy.dataset, toy.policy), toy.dataset, toy.policy, toy.id);
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  std::vector<pasok::RegisterFile> files = honest;
  const std::size_t at = static_cast<std::uint8_t>(data[0] - '0') % files.size();
  files[at].content = bytes;
  Verify(toy.dataset, toy.id, files);
  if (files[at].name != "summary.json") return 0;
  files[at].content = PatchedSummary(honest[at].content, bytes);
  Verify(toy.dataset, toy.id, files);
  return 0;
}
