// Looks at 32 cards again and again, once as the daemon does and once by opening each of the same files by its path.
//   bench_cards sample | anew LOOKS      Prints the CPU time of one look as JSON, in nanoseconds.
#include <fmt/format.h>
#include <time.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "devices/sampler.hpp"
#include "support/sysfs_tree.hpp"

namespace {

constexpr unsigned kCards = 32;

std::int64_t cpu_ns() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec * 1'000'000'000LL + now.tv_nsec;
}

std::vector<std::string> changing_files(const tt::test::SysfsTree& tree) {
  std::vector<std::string> files;
  for (unsigned card = 0; card < kCards; ++card) {
    const std::string folder = (tree.root() / tree.card_folder(card)).string();
    const std::string sensors = (tree.root() / tree.sensor_folder(card)).string();
    files.push_back(folder + "/tt_aiclk");
    for (const char* sensor : {"temp1_input", "power1_input", "in0_input", "curr1_input"}) files.push_back(sensors + "/" + sensor);
    files.push_back(fmt::format("{}/proc/driver/tenstorrent/{}/pids", tree.root().string(), card));
  }
  return files;
}

void look(tt::devices::Sampler& sampler) {
  const tt::devices::Inventory inventory = sampler.sample();
  if (inventory.devices.size() != kCards || !inventory.devices.back().temperature) throw std::runtime_error("cards are missing");
}

void look_anew(const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    std::string text;
    std::getline(std::ifstream(file), text);
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) return fmt::print(stderr, "bench_cards sample|anew LOOKS\n"), 2;
  const int looks = std::atoi(arguments[2]);
  tt::test::SysfsTree tree;
  tree.add_box("galaxy-wormhole");
  const std::vector<std::string> files = changing_files(tree);
  tt::devices::Sampler sampler(tree.root());
  look(sampler);
  const bool ours = std::string_view(arguments[1]) == "sample";
  const std::int64_t start = cpu_ns();
  for (int i = 0; i < looks; ++i) ours ? look(sampler) : look_anew(files);
  fmt::print("{{\"ns\": {}}}\n", (cpu_ns() - start) / looks);
}
