// What is worth telling of two looks at the cards.
#pragma once

#include "inventory.hpp"

namespace tt::devices {

// Whether somebody who was told `told` should hear of `now`: another set of cards, another holder, a reset begun or over, a
// reading that came or went, or one that moved by 1 degree, 1 watt or 25 MHz. A value that trembles about one point is no change.
bool differs(const Inventory& told, const Inventory& now);

}  // namespace tt::devices
