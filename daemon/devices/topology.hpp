// What a set of cards amounts to: the value of MESH_DEVICE to suggest, and the name under which a card is leased.
#pragma once

#include <string>

#include "inventory.hpp"

namespace tt::devices {

// The MESH_DEVICE that tt-metal's model code expects for these cards: "N150", "N300", "N150x4", "T3K", "TG", "P100", "P150",
// "P150x4", "P150x8", "P300", "BHGLX". Empty where the cards are mixed, of unknown kind, or in a number that has no name:
// better no suggestion than a wrong one. "T3K" means four n300; whether they are cabled as one can't be seen from here.
std::string mesh_device(const Inventory& inventory);

// The folder name of the lease that a job on this device takes. "card-<index>"; "board-<serial>" for a board that shows as
// several nodes, so that its nodes share one lease even while one of them is away in a reset. Letters, digits and '-' only.
std::string lease_name(const Device& device);

}  // namespace tt::devices
