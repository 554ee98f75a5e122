// SHA-256 over a stream of length-prefixed fields, so that no two different records have the same bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace pasok {

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void Number(std::int64_t value);   // eight bytes, least significant first
  void Text(std::string_view text);  // its length as a Number, then its bytes
  std::string HexOf32Digits();       // the first half of the digest; ends the stream

 private:
  void Add(std::string_view bytes);
  void Flush();

  struct Context;
  std::unique_ptr<Context> context_;
  std::string buffer_;
  std::size_t used_ = 0;  // of the buffer
};

}  // namespace pasok
