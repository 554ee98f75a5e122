#include "client/json_text.h"

#include <nlohmann/json.hpp>

namespace pasok::client {

std::string JsonText(const nlohmann::ordered_json& json) {
  constexpr int kIndentation = 2;
  return json.dump(kIndentation, ' ', /*ensure_ascii=*/false,
                   nlohmann::ordered_json::error_handler_t::replace) +
         '\n';
}

}  // namespace pasok::client
