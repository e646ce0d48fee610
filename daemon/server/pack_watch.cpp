#include "pack_watch.hpp"

#include <fcntl.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <cerrno>
#include <cstring>
#include <map>
#include <set>

#include "base/log.hpp"

namespace tt::server {
namespace {

using namespace std::chrono_literals;

// An editor that saves writes several times. Together they are one change, and one that goes on is told all the same.
constexpr auto kQuiet = 30ms;
constexpr int kMostQuietWaits = 4;

constexpr std::uint32_t kPlaceMask = IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ONLYDIR;
constexpr std::uint32_t kMask = kPlaceMask | IN_CLOSE_WRITE | IN_EXCL_UNLINK;

}  // namespace

struct PackWatch::State {
  State(asio::any_io_executor loop, std::function<void()> callback)
      : executor(std::move(loop)), on_change(std::move(callback)), descriptor(executor), closing(executor) {}

  // Reads what there is; true where any of it is of interest.
  bool drain() {
    alignas(inotify_event) char buffer[16384];
    bool any = false;
    for (ssize_t n = 0; (n = ::read(descriptor.native_handle(), buffer, sizeof buffer)) > 0;) {
      for (ssize_t at = 0; at < n;) {
        inotify_event event{};
        std::memcpy(&event, buffer + at, sizeof event);
        const char* name = event.len > 0 ? buffer + at + sizeof event : "";
        any = any || concerns(event, name);
        at += static_cast<ssize_t>(sizeof event + event.len);
      }
    }
    return any;
  }

  // In a folder that is watched for the sake of what it is called there, other names say nothing.
  bool concerns(const inotify_event& event, std::string_view name) const {
    const auto only = names.find(event.wd);
    return only == names.end() || only->second.contains(name);
  }

  asio::any_io_executor executor;
  std::function<void()> on_change;
  asio::posix::stream_descriptor descriptor;  // inotify
  Signal closing;
  bool closed = false;
  std::set<int> watches;
  std::map<int, std::set<std::string, std::less<>>> names;  // of the watches that are for places
};

namespace {

asio::awaitable<void> follow(std::shared_ptr<PackWatch::State> state) {
  for (;;) {
    boost::system::error_code failure;
    co_await state->descriptor.async_wait(asio::posix::stream_descriptor::wait_read,
                                          asio::redirect_error(asio::use_awaitable, failure));
    if (failure || state->closed) co_return;
    state->drain();
    for (int i = 0; i < kMostQuietWaits; ++i) {
      co_await state->closing.wait_for(kQuiet);
      if (state->closed) co_return;
      if (!state->drain()) break;
    }
    state->on_change();
  }
}

}  // namespace

PackWatch::PackWatch(asio::any_io_executor executor, std::function<void()> on_change)
    : state_(std::make_shared<State>(std::move(executor), std::move(on_change))) {}

PackWatch::~PackWatch() { close(); }

void PackWatch::close() {
  state_->closed = true;
  boost::system::error_code ignored;
  state_->descriptor.close(ignored);
  state_->closing.notify_all();
}

void PackWatch::watch(const std::vector<std::filesystem::path>& folders, const std::vector<std::filesystem::path>& places) {
  if (state_->closed) return;
  if (!state_->descriptor.is_open()) {
    const int fd = ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (fd < 0) return log::warning("lesson packs can't be watched: {}", ::strerrordesc_np(errno));
    state_->descriptor.assign(fd);
    spawn(state_->executor, "watch the lesson packs", follow(state_));
  }
  // Adding one that is watched gives its number again.
  std::set<int> watches;
  for (const std::filesystem::path& folder : folders) {
    const int number = ::inotify_add_watch(state_->descriptor.native_handle(), folder.c_str(), kMask);
    if (number >= 0) {
      watches.insert(number);
    } else {
      log::warning("{} can't be watched: {}", folder.string(), ::strerrordesc_np(errno));
    }
  }
  std::map<int, std::set<std::string, std::less<>>> names;
  for (const std::filesystem::path& place : places) {
    const int number =
        ::inotify_add_watch(state_->descriptor.native_handle(), place.parent_path().c_str(), kPlaceMask | IN_MASK_ADD);
    if (number >= 0 && !watches.contains(number)) names[number].insert(place.filename().string());
  }
  for (const auto& [number, only] : names) watches.insert(number);
  for (const int number : state_->watches) {
    if (!watches.contains(number)) ::inotify_rm_watch(state_->descriptor.native_handle(), number);
  }
  state_->watches = std::move(watches);
  state_->names = std::move(names);
}

}  // namespace tt::server
