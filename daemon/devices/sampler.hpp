// Reads the cards again and again, for less than reading them anew would cost.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "base/fd.hpp"
#include "inventory.hpp"
#include "sysfs.hpp"

namespace tt::devices {

// The files of the sensors.
struct OpenSensors {
  OpenAttribute temperature, power, voltage, current, fan;
};

// Invariant: the folders and files that it keeps open are those of the cards that the last sample saw; what it remembers of a card
// holds while that card stays. Not for two threads at once.
class Sampler {
 public:
  explicit Sampler(std::filesystem::path root = "/");

  // As read_inventory(). A card that is being reset keeps its kind, its serial and what else doesn't change. What doesn't
  // change while a card is there is read anew every 32 samples, after a reset, and when the card came back.
  Inventory sample();

 private:
  struct Card {
    Fd folder;   // .../tenstorrent!N
    Fd pci;      // the PCI device's
    Fd sensors;  // its hwmonK
    OpenAttribute clock;
    OpenSensors open;
    Device fixed;
    bool settled = false;  // `fixed` needs no reading
  };
  void find_card(int root, std::uint32_t index, Card& card) const;
  void read_card(int root, std::uint32_t index, Card& card, Device& device) const;

  std::filesystem::path root_;
  Fd top_;
  std::map<std::uint32_t, Card> cards_;
  unsigned samples_ = 0;
};

}  // namespace tt::devices
