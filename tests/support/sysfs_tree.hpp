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
  std::string_view kind;          // what tt_card_type says
  std::string_view architecture;  // "wormhole" or "blackhole"
  std::string_view serial;        // 16 hexadecimal digits
  std::string pci;                // "0000:01:00.0"
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
  // Loads the driver and adds the cards of a box: n150 n300 t3k p100a p150a p150x4 p300 galaxy-wormhole galaxy-blackhole.
  void add_box(std::string_view name, std::string_view version = "2.10.0");

  // The folder of a card's attributes, and of its sensors; relative to root(), as all paths here.
  std::string card_folder(unsigned index) const;
  std::string sensor_folder(unsigned index) const;

  void write(const std::string& path, std::string_view text) const;
  void remove(const std::string& path) const;
  // A folder in its place: opening works, reading gives EISDIR, as ENODEV would come for a card in reset.
  void make_unreadable(const std::string& path) const;
  void link(const std::string& path, const std::string& target) const;  // both relative to root()
  void add_process(int pid, std::string_view name) const;
  void hold(unsigned index, std::initializer_list<int> pids) const;

 private:
  struct Placed {
    std::string pci_folder;
    std::string card_folder;
    std::string sensor_folder;
  };
  void add_telemetry(const CardSpec& card, unsigned index, const Placed& placed) const;
  bool since(int major, int minor) const { return major_ > major || (major_ == major && minor_ >= minor); }

  std::filesystem::path root_;
  std::vector<Placed> cards_;
  int major_ = 0;
  int minor_ = 0;
};

}  // namespace tt::test
