// Seeded synthetic datasets in the proportions of West Kalimantan: same scale, variant and seed, same bytes,
// on any machine.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace pasok::sample {

enum class Scale : std::uint8_t {
  kSmall,     // about one kabupaten: some 1,200 suppliers, 2,000 offers, 45 kitchens
  kProvince,  // 5,400 cooperatives, 2,143 KDMP, 164,000 UMKM, 586 kitchens
  kNation,    // 38 provinces, 1,000,000 suppliers, 35,000 kitchens
};

// Markets that are harder to plan, over the same places and kitchens.
enum class Variant : std::uint8_t {
  kPlain,   // the registers' proportions
  kCrumbs,  // no large sellers: in a province a few kilos an offer; and a fifth of the suppliers can deliver
            // about half of what their offers add up to; supply still covers most needs
  kScarce,  // plain, but every need is 60 % higher, rounded up to a kilo
  kRules,   // plain, with more licences, lots and aggregators, and with all that registers can say beyond the
            // base model: for trying the programme's rules, on days from 23 November 2026 on
};

// Hands over each register file in chunks of at most 1 MiB (`content` continues the file `name`; files come
// one after another), so that a nation needs no more memory than its tables. `emit` returns false to stop.
void GenerateKalbar(Scale scale, Variant variant, std::uint64_t seed,
                    const std::function<bool(std::string_view name, std::string_view content)>& emit);

}  // namespace pasok::sample
