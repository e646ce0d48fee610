// Which cards a lesson is for, and which of them are here, in the words of lesson authors.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "daemon.hpp"
#include "devices/inventory.hpp"
#include "lessons/front_matter.hpp"
#include "protocol/gen/messages.hpp"

namespace tt::server {

// The kinds of these cards as lessons name them: a p150a is a "p150", the cards of a galaxy are one "galaxy". Four n300 are a "t3k"
// as well, and two p300c boards a "p300x2": whether they are cabled as one can't be seen from here. Cards of unknown kind are left
// out.
std::vector<std::string> lesson_hardware(const devices::Inventory& inventory);

// What the page offers to choose among.
protocol::LessonHardware hardware_of(const lessons::FrontMatter& front, std::vector<std::string> here);

// The cards of this machine, read now, on the pool.
asio::awaitable<std::vector<std::string>> hardware_here(Daemon& daemon);

}  // namespace tt::server
