// The plan checker on one file of the toy's plan replaced by any bytes: the first byte says which.
#include <cstddef>
#include <cstdint>
#include <string>

#include "tests/match/toy.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pasok::match;
  static const Toy toy = ReadToy();
  static const std::vector<pasok::RegisterFile> honest =
      FilesOf(PlanOf(toy.dataset, toy.policy), toy.dataset, toy.policy, toy.id);
  if (size == 0) return 0;
  std::vector<pasok::RegisterFile> files = honest;
  files[data[0] % files.size()].content.assign(reinterpret_cast<const char*>(data) + 1, size - 1);
  Verify(toy.dataset, toy.id, files);
  return 0;
}
