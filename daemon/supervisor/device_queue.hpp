// Waiting for cards: their leases, all of them or none, in the order of the tickets.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/fd.hpp"
#include "base/result.hpp"
#include "devices/holders.hpp"
#include "jobdir/start_message.hpp"
#include "jobdir/wait_record.hpp"

namespace tt::supervisor {

// Who uses /dev/tenstorrent/<node> and is no job of ours; nothing: nobody.
using FindForeign = std::function<std::optional<devices::Holder>(std::uint32_t node)>;

// Invariant: holds either all leases of one choice, until this object (or the process) ends and by no child of it, or none
// between two calls: so no job holds a card while it waits for another.
class DeviceQueue {
 public:
  // The tickets for every lease of every choice were taken. No choices: no card, and nothing to wait for.
  DeviceQueue(std::filesystem::path root, std::string id, std::vector<jobdir::CardChoice> choices, FindForeign find_foreign);
  DeviceQueue(const DeviceQueue&) = delete;
  DeviceQueue& operator=(const DeviceQueue&) = delete;
  ~DeviceQueue() { leave(); }

  // True when the job may run: with its first choice for which nobody is ahead and which nobody uses.
  Result<bool> try_acquire();

  // What the last try_acquire() found in the way.
  const jobdir::WaitRecord& wait() const { return wait_; }

  // Which choice it got; null where it needs no card.
  const jobdir::CardChoice* acquired() const { return acquired_ ? &choices_[*acquired_] : nullptr; }
  std::uint32_t acquired_index() const { return acquired_.value_or(0); }

  // Gives the tickets back.
  void leave();

  std::vector<int> lease_fds() const;

 private:
  // What one look found at one lease.
  struct Look {
    bool has_ticket = false;
    bool my_turn = false;
    bool held = false;
    std::string holder;  // our job that holds it; may be empty although it is held
    std::optional<std::int64_t> since_ms;
  };
  const Look& look_at(const std::string& lease, std::map<std::string, Look>& looks);
  bool is_open(const jobdir::CardChoice& choice, std::map<std::string, Look>& looks);
  bool is_used_by_others(const jobdir::CardChoice& choice);
  Result<bool> lock(const jobdir::CardChoice& choice);

  std::filesystem::path root_;
  std::string id_;
  std::vector<jobdir::CardChoice> choices_;
  std::set<std::string> leases_;
  FindForeign find_foreign_;
  std::map<std::uint32_t, std::optional<devices::Holder>> foreign_;  // what one look found, by node
  jobdir::WaitRecord wait_;
  bool blamed_ = false;    // wait_ names who is in the way
  int looks_without_ = 0;  // in a row, without an own ticket in some queue
  std::optional<std::uint32_t> acquired_;
  std::vector<Fd> held_;
};

}  // namespace tt::supervisor
