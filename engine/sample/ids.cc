#include "engine/sample/ids.h"

namespace pasok::sample {
namespace {

std::string_view IdPrefix(SupplierKind kind) {
  switch (kind) {
    case SupplierKind::kKoperasi:
      return "KOP";
    case SupplierKind::kKdmp:
      return "KDM";
    case SupplierKind::kBumdes:
      return "BUM";
    case SupplierKind::kUmkmMikro:
    case SupplierKind::kUmkmKecil:
    case SupplierKind::kUmkmMenengah:
      return "UMK";
    case SupplierKind::kPerorangan:
      return "PER";
    case SupplierKind::kLainnya:
      return "DIS";
  }
  return "";
}

}  // namespace

std::string Id(std::string_view prefix, std::int64_t number) {
  return std::string(prefix) + std::to_string(10'000'000 + number).substr(1);
}

std::string SellerId(const Market& market, std::int32_t seller) {
  return Id(IdPrefix(market.sellers[seller].kind), seller + 1);
}

std::string KitchenId(std::int64_t kitchen) { return Id("SPPG", kitchen + 1); }

}  // namespace pasok::sample
