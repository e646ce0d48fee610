#include "cards.hpp"

#include <algorithm>

namespace tt::models {
namespace {

constexpr CardKind kCards[] = {
    {"n150", 1, 12, 288}, {"n300", 2, 24, 576},  {"t3k", 8, 96, 2304},     {"p100a", 1, 28, 448},
    {"p150", 1, 32, 512}, {"p300", 2, 64, 1024}, {"4xp150", 4, 128, 2048},
};

}  // namespace

std::span<const CardKind> card_kinds() { return kCards; }

const CardKind* find_card_kind(std::string_view name) {
  const auto found = std::ranges::find(kCards, name, &CardKind::name);
  return found == std::end(kCards) ? nullptr : &*found;
}

}  // namespace tt::models
