// Which cards a job gets, and what its environment says of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "devices/inventory.hpp"
#include "environment.hpp"
#include "jobdir/start_message.hpp"

namespace tt::launch {

// The sets of cards on which a job with this need (commands/device_need.hpp) can run, best first: those that nobody holds come
// before those that somebody does, and then it goes by index. The job waits for whichever it gets first. Empty for no need.
// A board that shows as several nodes is one card. Each choice's environment is cards_environment()'s. At most 128 choices.
// kInvalidArgument for a text that is no need; kPrerequisite where the machine has no such cards: the message says what it has.
Result<std::vector<jobdir::CardChoice>> choose_cards(std::string_view need, const devices::Inventory& inventory);

// MESH_DEVICE, ARCH_NAME, and, where the machine has other cards too, TT_VISIBLE_DEVICES by PCI address (tt-umd, read in 2026),
// of the cards `leased`. What can't be told is left out.
Variables cards_environment(const devices::Inventory& leased, const devices::Inventory& machine);

}  // namespace tt::launch
