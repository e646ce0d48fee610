// Which card a job gets.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "devices/inventory.hpp"

namespace tt::launch {

// `need` is "none", "any" or a kind such as "n300". Prefers a card that nobody holds; where all are held the first one, and
// the job waits for it. kPrerequisite where the machine has no such card: the message says what it has instead.
Result<std::optional<devices::Device>> choose_card(std::string_view need, const devices::Inventory& inventory);

// For people: "none", "n150 0".
std::string describe_card(const std::optional<devices::Device>& card);

}  // namespace tt::launch
