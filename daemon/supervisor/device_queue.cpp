#include "device_queue.hpp"

#include <unistd.h>

#include <filesystem>

#include "jobdir/lock.hpp"
#include "jobdir/ticket.hpp"

namespace tt::supervisor {

Result<bool> DeviceQueue::try_acquire(const std::string& id) {
  if (lease_path_.empty()) return true;
  if (!ticket_.empty() && !jobdir::tickets_ahead(ticket_).empty()) return false;
  if (!lease_) {
    Result<Fd> opened = jobdir::open_lease(lease_path_);
    if (!opened) return std::unexpected(opened.error());
    lease_ = std::move(*opened);
  }
  const Result<bool> locked = jobdir::try_lock(lease_.get());
  if (!locked || !*locked) return locked;
  // Who holds it is a courtesy to those who wait; on a full disk they don't learn it.
  const std::string text = id + "\n";
  if (::ftruncate(lease_.get(), 0) == 0 && ::pwrite(lease_.get(), text.data(), text.size(), 0) < 0) ::ftruncate(lease_.get(), 0);
  if (!ticket_.empty()) jobdir::remove_dead_tickets(std::filesystem::path(ticket_).parent_path());
  leave();
  return true;
}

void DeviceQueue::leave() {
  if (!ticket_.empty()) ::unlink(ticket_.c_str());
  ticket_.clear();
}

}  // namespace tt::supervisor
