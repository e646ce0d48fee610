// Makes, in a temporary folder, the files that tt-kmd shows under /sys, /proc and /dev for a given set of cards.
#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace tt::test {

struct CardSpec {
  std::string kind;          // what tt_card_type says
  std::string architecture;  // "wormhole" or "blackhole"
  std::string serial;        // 16 hexadecimal digits
  std::string pci;           // "0000:01:00.0"
  std::uint16_t subsystem = 0;
};

// Invariant: owns the folder root(), which goes with it.
class SysfsTree {
 public:
  SysfsTree();
  ~SysfsTree();
  SysfsTree(const SysfsTree&) = delete;
  SysfsTree& operator=(const SysfsTree&) = delete;

  const std::filesystem::path& root() const { return root_; }

  // The driver is loaded; `version` decides which files cards that are added later get, as the driver's history does.
  void load_driver(std::string_view version = "2.10.0");
  // The next index, from 0.
  void add_card(const CardSpec& card);
  // Loads the driver and adds the cards of a box: n150 n150x4 n300 t3k p100a p150a p150b p150c p150x4 p300 p300x2 galaxy-wormhole
  // galaxy-blackhole.
  void add_box(std::string_view name, std::string_view version = "2.10.0");

  // The folder of a card's attributes, and of its sensors; relative to root(), as all paths here.
  std::string card_folder(unsigned index) const;
  std::string sensor_folder(unsigned index) const;
  const std::string& pci(unsigned index) const { return cards_.at(index).card.pci; }

  void write(const std::string& path, std::string_view text) const;
  void remove(const std::string& path) const;
  // A folder in its place: opening works, reading gives EISDIR.
  void make_unreadable(const std::string& path) const;
  // A socket in its place: opening gives ENXIO, as near as a file comes to the ENODEV of a card that is being reset.
  void detach(const std::string& path) const;
  void link(const std::string& path, const std::string& target) const;  // both relative to root()
  // A process of that many threads' ids, the first its own, begun so long after boot. Ticks are those of sysconf(_SC_CLK_TCK).
  void add_process(int pid, std::string_view name, std::uint64_t started_ticks = 4711,
                   std::initializer_list<int> threads = {}) const;
  void hold(unsigned index, std::initializer_list<int> pids) const;
  // The CHIP_IN_USE lock of a card as tt-umd leaves it: `word` is the mutex's first, `pid` who took it last.
  void write_lock(unsigned index, std::uint32_t word, int pid, std::uint64_t mark = 0x5454554d444d5458) const;
  // The class entry, its folder and its node are gone, as while a card is reset through its PCI link; and back again, with other
  // sensors' numbers.
  void take_away(unsigned index);
  void bring_back(unsigned index);

 private:
  struct Placed {
    std::string pci_folder;
    std::string card_folder;
    std::string sensor_folder;
    CardSpec card;
  };
  void place(unsigned index) const;
  void add_telemetry(const CardSpec& card, unsigned index, const Placed& placed) const;
  bool since(int major, int minor) const { return major_ > major || (major_ == major && minor_ >= minor); }

  std::filesystem::path root_;
  std::vector<Placed> cards_;
  int major_ = 0;
  int minor_ = 0;
};

}  // namespace tt::test
