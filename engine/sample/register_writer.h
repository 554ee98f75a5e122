// Writes register files field by field into chunks, and hears when its reader has had enough.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "engine/sample/spot.h"

namespace pasok::sample {

class RegisterWriter {
 public:
  using Emit = std::function<bool(std::string_view name, std::string_view content)>;
  explicit RegisterWriter(const Emit& emit) : emit_(emit) {}

  void BeginFile(std::string_view name, std::string_view header);
  // Hands over what is left of the file; an empty dataset's file still has its header.
  void EndFile();

  // Fields of one row from left to right, then EndRow. Text holds no separator, quote or line end.
  RegisterWriter& Text(std::string_view text);
  RegisterWriter& Number(std::int64_t number);
  RegisterWriter& NumberOrEmpty(std::int64_t number) { return number == 0 ? Text("") : Number(number); }
  RegisterWriter& Thousandths(std::int64_t number);
  RegisterWriter& Degrees(Spot spot);  // two fields: latitude, longitude
  void EndRow();

  bool stopped() const { return stopped_; }

 private:
  void Separate();
  void Flush();

  const Emit& emit_;
  std::string name_;
  std::string chunk_;
  bool row_begun_ = false;
  bool stopped_ = false;
};

}  // namespace pasok::sample
