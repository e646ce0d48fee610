#include "holders.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <limits>
#include <string_view>

#include "base/clock.hpp"
#include "base/fd.hpp"
#include "sysfs.hpp"

namespace tt::devices {
namespace {

// The lock file of tt-umd on x86-64 glibc: a robust pthread_mutex_t, a mark that it is initialised, and who took it last.
constexpr std::size_t kLockSize = 56;
constexpr std::size_t kMarkOffset = 40;
constexpr std::size_t kOwnerPidOffset = 52;
constexpr std::uint64_t kInitialised = 0x5454554d444d5458;
constexpr std::uint32_t kThreadBits = 0x3fffffff;  // of the futex word: the thread that holds it (futex(2), robust futexes)
constexpr std::uint32_t kOwnerDied = 0x40000000;

constexpr std::size_t kLargestPidsFile = 1u << 20;  // a line for each open descriptor
constexpr std::int64_t kMsPerSecond = 1000;

template <class Number>
Number number_at(const std::array<char, kLockSize>& bytes, std::size_t offset) {
  Number value;
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

// The whole of a lock file; nothing where there is none, where it is a link or no file, or where it has another layout.
std::optional<std::array<char, kLockSize>> read_lock(int root, std::uint32_t index) {
  const std::string path = "dev/shm/TT_UMD_LOCK.CHIP_IN_USE_" + std::to_string(index) + "_PCIe";
  const Fd fd{::openat(root, path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)};
  if (!fd) return std::nullopt;
  struct stat status;
  if (::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  std::array<char, kLockSize> bytes;
  if (::pread(fd.get(), bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) return std::nullopt;
  if (number_at<std::uint64_t>(bytes, kMarkOffset) != kInitialised) return std::nullopt;
  return bytes;
}

std::string process_folder(std::int64_t pid) { return "proc/" + std::to_string(pid); }

bool is_there(int root, const std::string& path) { return ::faccessat(root, path.c_str(), F_OK, 0) == 0; }

// The pid of who holds the lock, 0 where that can't be told; nothing where it is free. The kernel marks the word when its holder
// dies, but leaves the owner's pid: that one counts only beside a word that is held. Ids are those of the holder's namespace: a
// process here that has no such thread is another one.
std::optional<std::int64_t> lock_owner(int root, std::uint32_t index) {
  const auto lock = read_lock(root, index);
  if (!lock) return std::nullopt;
  const auto word = number_at<std::uint32_t>(*lock, 0);
  if (word == 0 || (word & kOwnerDied) != 0 || (word & kThreadBits) == 0) return std::nullopt;
  const auto pid = number_at<std::int32_t>(*lock, kOwnerPidOffset);
  if (pid <= 0) return 0;
  const std::string folder = process_folder(pid);
  if (is_there(root, folder) && !is_there(root, folder + "/task/" + std::to_string(word & kThreadBits))) return 0;
  return pid;
}

std::vector<std::int64_t> driver_pids(int root, std::uint32_t index) {
  std::vector<std::int64_t> pids;
  const std::string path = "proc/driver/tenstorrent/" + std::to_string(index) + "/pids";
  const std::optional<std::string> text = read_text(root, path.c_str(), kLargestPidsFile);
  if (!text) return pids;
  for (std::string_view rest = *text; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::optional<std::uint64_t> pid = parse_unsigned(rest.substr(0, end));
    if (pid && *pid <= std::numeric_limits<std::int32_t>::max()) pids.push_back(static_cast<std::int64_t>(*pid));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return pids;
}

// Field 22 of /proc/<pid>/stat: ticks from boot to the process's start. The name before it may hold blanks and brackets.
std::optional<std::int64_t> started_ms(int root, const std::string& folder) {
  const std::optional<std::string> text = read_text(root, (folder + "/stat").c_str());
  if (!text) return std::nullopt;
  const std::size_t name_end = text->rfind(')');
  if (name_end == std::string::npos) return std::nullopt;
  std::string_view rest = std::string_view(*text).substr(name_end + 1);
  constexpr int kFieldsBetween = 20;  // from the state, field 3, to field 22
  std::string_view field;
  for (int i = 0; i < kFieldsBetween; ++i) {
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    const std::size_t end = std::min(rest.find(' '), rest.size());
    field = rest.substr(0, end);
    rest.remove_prefix(end);
  }
  const std::optional<std::int64_t> ticks = parse_signed(field);
  const long ticks_per_second = ::sysconf(_SC_CLK_TCK);
  if (!ticks || *ticks < 0 || ticks_per_second <= 0 || *ticks > std::numeric_limits<std::int64_t>::max() / kMsPerSecond) {
    return std::nullopt;
  }
  return *ticks * kMsPerSecond / ticks_per_second;
}

Holder describe(int root, std::int64_t pid) {
  Holder holder;
  holder.pid = pid;
  if (pid == 0) return holder;
  const std::string folder = process_folder(pid);
  holder.program = read_text(root, (folder + "/comm").c_str());
  if (const std::optional<std::int64_t> started = started_ms(root, folder)) {
    holder.since_ms = clock::wall_ms() - clock::boottime_ns() / 1'000'000 + *started;
  }
  return holder;
}

}  // namespace

std::vector<Holder> holders_of(const std::filesystem::path& root, std::uint32_t index) {
  const Fd top = open_folder(AT_FDCWD, root.c_str());
  KnownProcesses known;
  return top ? holders_of(top.get(), index, known) : std::vector<Holder>{};
}

std::vector<Holder> holders_of(int root, std::uint32_t index, KnownProcesses& known) {
  std::vector<std::int64_t> pids = driver_pids(root, index);
  std::ranges::sort(pids);
  const auto repeated = std::ranges::unique(pids);
  pids.erase(repeated.begin(), repeated.end());
  std::optional<std::int64_t> owner = lock_owner(root, index);
  if (owner == 0 && !pids.empty()) {
    // Who holds the lock has the node open: it is one of these under another number, and where there is but one, that one.
    owner = pids.size() == 1 ? std::optional(pids.front()) : std::nullopt;
  }
  if (owner && !std::ranges::binary_search(pids, *owner)) pids.insert(std::ranges::upper_bound(pids, *owner), *owner);
  std::vector<Holder> holders;
  holders.reserve(pids.size());
  for (const std::int64_t pid : pids) {
    const auto [process, is_new] = known.try_emplace(pid);
    if (is_new) process->second = describe(root, pid);
    holders.push_back(process->second);
    holders.back().locks = owner == pid;
  }
  return holders;
}

}  // namespace tt::devices
