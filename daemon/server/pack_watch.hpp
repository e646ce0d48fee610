// Notices that a pack's files change, so that an open page follows its author.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "base/async.hpp"

namespace tt::server {

// Invariant: watches the folders that it was given last. Touched on the loop's thread; its callback is called there, once for a
// burst of changes, and not after the destructor.
class PackWatch {
 public:
  PackWatch(asio::any_io_executor executor, std::function<void()> on_change);
  ~PackWatch();
  PackWatch(const PackWatch&) = delete;
  PackWatch& operator=(const PackWatch&) = delete;

  // Watches these folders, each without those beneath it, and whether one of `places` comes, goes or becomes another, instead of
  // what was watched before. What can't be watched is logged and left out.
  void watch(const std::vector<std::filesystem::path>& folders, const std::vector<std::filesystem::path>& places);

  // Ends it: nothing is told any more, and the kernel's watches are given back, of which a user has few.
  void close();

  struct State;  // the watch's own

 private:
  std::shared_ptr<State> state_;
};

}  // namespace tt::server
