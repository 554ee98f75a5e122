// The ids of a sample's rows.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/sample/sellers.h"

namespace pasok::sample {

std::string Id(std::string_view prefix, std::int64_t number);  // seven digits
std::string SellerId(const Market& market, std::int32_t seller);
std::string KitchenId(std::int64_t kitchen);  // from 0

}  // namespace pasok::sample
