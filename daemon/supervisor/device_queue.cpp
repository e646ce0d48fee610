#include "device_queue.hpp"

#include <unistd.h>

#include <algorithm>

#include "base/clock.hpp"
#include "jobdir/lock.hpp"
#include "jobdir/ticket.hpp"

namespace tt::supervisor {
namespace {

// A ticket that is gone for good (somebody tidied the folder) is replaced by one at the queue's end.
constexpr int kLooksWithoutTicket = 5;

}  // namespace

DeviceQueue::DeviceQueue(std::filesystem::path root, std::string id, std::vector<jobdir::CardChoice> choices,
                         FindForeign find_foreign)
    : root_(std::move(root)), id_(std::move(id)), choices_(std::move(choices)), find_foreign_(std::move(find_foreign)) {
  for (jobdir::CardChoice& choice : choices_) {
    // One order for everybody.
    std::ranges::sort(choice.leases);
    leases_.insert(choice.leases.begin(), choice.leases.end());
  }
}

const DeviceQueue::Look& DeviceQueue::look_at(const std::string& lease, std::map<std::string, Look>& looks) {
  const auto [entry, fresh] = looks.try_emplace(lease);
  if (!fresh) return entry->second;
  const auto ahead = jobdir::jobs_ahead(root_, lease, id_);
  entry->second.has_ticket = ahead.has_value();
  entry->second.my_turn = ahead && ahead->empty();
  if (const Result<std::filesystem::path> path = jobdir::lease_path(root_, lease)) {
    entry->second.held = jobdir::is_file_locked(*path);
    entry->second.holder = jobdir::lease_holder(*path);
    entry->second.since_ms = jobdir::lease_since_ms(*path);
  }
  return entry->second;
}

bool DeviceQueue::is_open(const jobdir::CardChoice& choice, std::map<std::string, Look>& looks) {
  bool open = true;
  for (const std::string& lease : choice.leases) {
    const Look& look = look_at(lease, looks);
    open = open && look.my_turn && !look.held;
    if (!look.held || blamed_) continue;
    blamed_ = true;
    wait_.device = choice.device;
    wait_.job = look.holder;
    wait_.since_ms = look.since_ms;
  }
  return open;
}

bool DeviceQueue::is_used_by_others(const jobdir::CardChoice& choice) {
  for (const std::uint32_t node : choice.nodes) {
    const auto [entry, fresh] = foreign_.try_emplace(node);
    if (fresh) entry->second = find_foreign_(node);
    const std::optional<devices::Holder>& holder = entry->second;
    if (!holder) continue;
    if (!blamed_) {
      blamed_ = wait_.foreign = true;
      wait_.device = choice.device;
      wait_.pid = holder->pid;
      wait_.program = holder->program.value_or("");
      wait_.since_ms = holder->since_ms;
    }
    return true;
  }
  return false;
}

// In the order of their names, and none is kept where one can't be had.
Result<bool> DeviceQueue::lock(const jobdir::CardChoice& choice) {
  std::vector<Fd> locked;
  for (const std::string& lease : choice.leases) {
    const Result<std::filesystem::path> path = jobdir::lease_path(root_, lease);
    if (!path) return std::unexpected(path.error());
    Result<Fd> opened = jobdir::open_lease(*path);
    if (!opened) return std::unexpected(opened.error());
    const Result<bool> taken = jobdir::try_lock(opened->get());
    if (!taken || !*taken) return taken;
    locked.push_back(std::move(*opened));
  }
  // Whoever came in between two looks came before us.
  foreign_.clear();
  if (is_used_by_others(choice)) return false;
  held_ = std::move(locked);
  return true;
}

Result<bool> DeviceQueue::try_acquire() {
  if (choices_.empty() || acquired_) return true;
  wait_ = {};
  blamed_ = false;
  foreign_.clear();
  std::map<std::string, Look> looks;
  for (std::uint32_t i = 0; i < choices_.size(); ++i) {
    const jobdir::CardChoice& choice = choices_[i];
    if (!is_open(choice, looks) || is_used_by_others(choice)) continue;
    const Result<bool> locked = lock(choice);
    if (!locked) return locked;
    if (!*locked) continue;
    acquired_ = i;
    const std::int64_t now = clock::wall_ms();
    for (const Fd& lease : held_) jobdir::sign_lease(lease.get(), id_, now);
    for (const std::string& lease : leases_) jobdir::remove_dead_tickets(root_, lease);
    leave();
    return true;
  }
  wait_.position = jobdir::queue_position(root_, leases_, id_);
  const bool missing = std::ranges::any_of(looks, [](const auto& look) { return !look.second.has_ticket; });
  looks_without_ = missing ? looks_without_ + 1 : 0;
  if (looks_without_ >= kLooksWithoutTicket) {
    looks_without_ = 0;
    leave();
    if (const Result<void> taken = jobdir::take_tickets(root_, {leases_.begin(), leases_.end()}, id_); !taken) {
      return std::unexpected(taken.error());
    }
  }
  return false;
}

void DeviceQueue::leave() {
  if (!leases_.empty()) jobdir::give_tickets_back(root_, {leases_.begin(), leases_.end()}, id_);
}

std::vector<int> DeviceQueue::lease_fds() const {
  std::vector<int> fds;
  for (const Fd& lease : held_) fds.push_back(lease.get());
  return fds;
}

}  // namespace tt::supervisor
