// The words of the files for the enumerations, in the enumerations' order.
#pragma once

#include <array>
#include <string_view>

#include "engine/register/dataset.h"
#include "engine/register/policy.h"

namespace pasok {

inline constexpr std::array<std::string_view, kTiers> kTierWords{"desa", "kecamatan", "kabupaten", "provinsi",
                                                                 "luar"};
inline constexpr std::array<std::string_view, kSupplierKinds> kSupplierKindWords{
    "koperasi", "kdmp", "bumdes", "umkm_mikro", "umkm_kecil", "umkm_menengah", "perorangan", "lainnya"};
inline constexpr std::array<std::string_view, 2> kDemandKindWords{"sppg", "sekolah"};
inline constexpr std::array<std::string_view, kRecipientGroups> kRecipientGroupWords{
    "paud", "sd_1_3", "sd_4_6", "smp", "sma", "ibu", "balita"};
inline constexpr std::array<std::string_view, 2> kStatusWords{"aktif", "tidak_aktif"};
inline constexpr std::array<std::string_view, 2> kServesWords{"yes", "no"};
inline constexpr std::array<std::string_view, 2> kFlagWords{"false", "true"};
inline constexpr std::array<std::string_view, 2> kAimsWords{"weighted", "strict"};
inline constexpr std::array<std::string_view, 3> kBudgetModeWords{"off", "report", "aim"};
inline constexpr std::array<std::string_view, 3> kCeilingModeWords{"off", "report", "hard"};
inline constexpr std::array<std::string_view, 2> kRelatedPartyWords{"allow", "forbid"};
inline constexpr std::array<std::string_view, 2> kSwitchWords{"off", "on"};
inline constexpr std::array<std::string_view, 3> kSharingModeWords{"off", "report", "aim"};
inline constexpr std::array<std::string_view, 4> kMinSuppliersModeWords{"off", "report", "aim", "must"};
inline constexpr std::array<std::string_view, kShareLimits> kShareLimitWords{
    "max_share_per_owner_group",
    "max_spend_share_per_supplier",
    "max_spend_share_per_owner_group",
    "max_region_share_per_supplier",
    "max_region_share_per_owner_group",
    "local_share_min",
    "small_share_min"};

}  // namespace pasok
