// The codes of all findings of the registers and the policy. Programs match on them: they never change their
// meaning. docs/findings.md says of each what it means and how to mend it.
#pragma once

#include <string_view>

namespace pasok::code {

// The files of a dataset.
inline constexpr std::string_view kMissingFile = "missing_file";
inline constexpr std::string_view kUnknownFile = "unknown_file";
inline constexpr std::string_view kDuplicateFile = "duplicate_file";
inline constexpr std::string_view kEmptyFile = "empty_file";
inline constexpr std::string_view kNoRows = "no_rows";
inline constexpr std::string_view kNoDemand = "no_demand";
inline constexpr std::string_view kNeedsNothing = "needs_nothing";

// The bytes of a file.
inline constexpr std::string_view kNotUtf8 = "not_utf8";
inline constexpr std::string_view kNulByte = "nul_byte";
inline constexpr std::string_view kStrayCarriageReturn = "stray_carriage_return";

// The grammar of CSV.
inline constexpr std::string_view kStrayQuote = "stray_quote";
inline constexpr std::string_view kUnterminatedQuote = "unterminated_quote";
inline constexpr std::string_view kMixedSeparators = "mixed_separators";
inline constexpr std::string_view kUnknownSeparator = "unknown_separator";
inline constexpr std::string_view kWrongFieldCount = "wrong_field_count";
inline constexpr std::string_view kMissingColumn = "missing_column";
inline constexpr std::string_view kUnknownColumn = "unknown_column";
inline constexpr std::string_view kDuplicateColumn = "duplicate_column";

// One cell.
inline constexpr std::string_view kMissingValue = "missing_value";
inline constexpr std::string_view kTooLong = "too_long";
inline constexpr std::string_view kControlCharacter = "control_character";
inline constexpr std::string_view kBadNumber = "bad_number";
inline constexpr std::string_view kThousandsSeparator = "thousands_separator";
inline constexpr std::string_view kAmbiguousNumber = "ambiguous_number";
inline constexpr std::string_view kDecimalComma = "decimal_comma";
inline constexpr std::string_view kDecimalPoint = "decimal_point";
inline constexpr std::string_view kTooManyDecimals = "too_many_decimals";
inline constexpr std::string_view kNegative = "negative";
inline constexpr std::string_view kOutOfRange = "out_of_range";
inline constexpr std::string_view kBadDate = "bad_date";
inline constexpr std::string_view kBadWeekdays = "bad_weekdays";
inline constexpr std::string_view kUnknownWord = "unknown_word";
inline constexpr std::string_view kBadRegionCode = "bad_region_code";
inline constexpr std::string_view kBpsCode = "bps_code";

// Rows against each other.
inline constexpr std::string_view kDuplicateId = "duplicate_id";
inline constexpr std::string_view kDuplicateKey = "duplicate_key";
inline constexpr std::string_view kMissingParent = "missing_parent";
inline constexpr std::string_view kUnknownRegion = "unknown_region";
inline constexpr std::string_view kUnknownSupplier = "unknown_supplier";
inline constexpr std::string_view kUnknownDemandPoint = "unknown_demand_point";
inline constexpr std::string_view kUnknownCommodity = "unknown_commodity";
inline constexpr std::string_view kOverlappingWindows = "overlapping_windows";
inline constexpr std::string_view kEmptyWindow = "empty_window";
inline constexpr std::string_view kLicenceNamedTwice = "licence_named_twice";
inline constexpr std::string_view kLicenceLooksAlike = "licence_looks_alike";
inline constexpr std::string_view kLicencesRunTogether = "licences_run_together";
inline constexpr std::string_view kOwnerGroupLooksAlike = "owner_group_looks_alike";
inline constexpr std::string_view kContractWithoutOffer = "contract_without_offer";
inline constexpr std::string_view kLicenceOfNobody = "licence_of_nobody";
inline constexpr std::string_view kLeftAside = "left_aside";
inline constexpr std::string_view kRoomForNothing = "room_for_nothing";
inline constexpr std::string_view kMenuStartsOnDayOff = "menu_starts_on_day_off";
inline constexpr std::string_view kMenuOverruled = "menu_overruled";
inline constexpr std::string_view kCeilingWithoutRegion = "ceiling_without_region";
inline constexpr std::string_view kNeverAvailable = "never_available";
inline constexpr std::string_view kLotAboveCapacity = "lot_above_capacity";
inline constexpr std::string_view kMinDeliveryAboveCapacity = "min_delivery_above_capacity";
inline constexpr std::string_view kTwoPlaces = "two_places";
inline constexpr std::string_view kFactorWithoutService = "factor_without_service";
inline constexpr std::string_view kNothingAgreed = "nothing_agreed";
inline constexpr std::string_view kLeastAboveMost = "least_above_most";
inline constexpr std::string_view kZeroPrice = "zero_price";
inline constexpr std::string_view kUnusualPrice = "unusual_price";
inline constexpr std::string_view kUnusualCapacity = "unusual_capacity";
inline constexpr std::string_view kViaSelf = "via_self";
inline constexpr std::string_view kViaCycle = "via_cycle";
inline constexpr std::string_view kViaChain = "via_chain";
inline constexpr std::string_view kDeliveriesByRank = "deliveries_by_rank";
inline constexpr std::string_view kRatiosByRank = "ratios_by_rank";
inline constexpr std::string_view kViaInactive = "via_inactive";
inline constexpr std::string_view kSimilarName = "similar_name";

// Places.
inline constexpr std::string_view kHalfPoint = "half_point";
inline constexpr std::string_view kZeroPoint = "zero_point";
inline constexpr std::string_view kSwappedPoint = "swapped_point";
inline constexpr std::string_view kFarFromRegion = "far_from_region";
inline constexpr std::string_view kWrongPlace = "wrong_place";
inline constexpr std::string_view kNoPoint = "no_point";
inline constexpr std::string_view kInheritedPoints = "inherited_points";
inline constexpr std::string_view kOnePointForKabupaten = "one_point_for_kabupaten";

// The policy.
inline constexpr std::string_view kBadYaml = "bad_yaml";
inline constexpr std::string_view kYamlTab = "yaml_tab";
inline constexpr std::string_view kYamlAlias = "yaml_alias";
inline constexpr std::string_view kYamlTooComplex = "yaml_too_complex";
inline constexpr std::string_view kUnknownKey = "unknown_key";
inline constexpr std::string_view kDuplicatePolicyKey = "duplicate_policy_key";
inline constexpr std::string_view kWrongType = "wrong_type";
inline constexpr std::string_view kWrongVersion = "wrong_version";
inline constexpr std::string_view kMissingVersion = "missing_version";
inline constexpr std::string_view kBadCommodityCode = "bad_commodity_code";
inline constexpr std::string_view kSubstituteOfItself = "substitute_of_itself";
inline constexpr std::string_view kSubstituteChain = "substitute_chain";
inline constexpr std::string_view kSpreadNotAscending = "spread_not_ascending";
inline constexpr std::string_view kTooManySpreadSteps = "too_many_spread_steps";

}  // namespace pasok::code
