// Waiting for a card: its lease, in the order of the tickets.
#pragma once

#include <string>

#include "base/fd.hpp"
#include "base/result.hpp"

namespace tt::supervisor {

// Invariant: once acquired, the lease is held until this object (or the process) ends, and by no child of it.
class DeviceQueue {
 public:
  // Both paths may be empty: no device, or a device without a queue.
  DeviceQueue(std::string lease, std::string ticket) : lease_path_(std::move(lease)), ticket_(std::move(ticket)) {}
  DeviceQueue(const DeviceQueue&) = delete;
  DeviceQueue& operator=(const DeviceQueue&) = delete;
  ~DeviceQueue() { leave(); }

  // True when the job may run. Writes `id` into the lease, for those who wait.
  Result<bool> try_acquire(const std::string& id);

  // Gives the ticket back.
  void leave();

  int lease_fd() const { return lease_.get(); }

 private:
  std::string lease_path_;
  std::string ticket_;
  Fd lease_;
};

}  // namespace tt::supervisor
