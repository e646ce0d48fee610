// Who uses a card: the processes that the driver counts, and the one that holds the chip's CHIP_IN_USE lock.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tt::devices {

struct Holder {
  std::int64_t pid = 0;                       // in the reader's PID namespace; 0: a process that can't be seen from here
  std::optional<std::string> program;         // /proc/<pid>/comm; absent where it ended or belongs to another namespace
  std::optional<std::int64_t> since_ms = {};  // wall clock, ms since the epoch: when the process began, to 10 ms
  bool locks = false;                         // it holds the CHIP_IN_USE lock
  bool operator==(const Holder&) const = default;
};

// The holders of /dev/tenstorrent/<index>, by pid, each process once. From /proc/driver/tenstorrent/<index>/pids (drivers from
// 2.5.0 on) and from the lock word in dev/shm/TT_UMD_LOCK.CHIP_IN_USE_<index>_PCIe (layout: tt-umd, read in 2026). Both are only
// read: no node is opened and no lock is touched. Empty where nobody holds the card, and where it can't be told. `root` is "/"
// but for tests. Reads a handful of small kernel files; doesn't wait.
std::vector<Holder> holders_of(const std::filesystem::path& root, std::uint32_t index);

// What was read of processes, so that one that holds many cards is read once.
using KnownProcesses = std::map<std::int64_t, Holder>;

// The same below a folder that is open, as by open_folder().
std::vector<Holder> holders_of(int root, std::uint32_t index, KnownProcesses& known);

}  // namespace tt::devices
