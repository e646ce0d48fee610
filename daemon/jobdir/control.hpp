// The socket `ctl` of a running job: what a daemon may ask of a supervisor, in packets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/fd.hpp"
#include "base/result.hpp"

namespace tt::jobdir {

// One SOCK_SEQPACKET packet holds one message; every request is answered by one Ack, in order. On connecting, the
// supervisor sends a Hello first.
namespace control {
struct Stop {};       // begins the ladder SIGINT, SIGTERM, SIGKILL; a second one changes nothing
struct Kill {};       // the ladder's last step at once
struct Write {        // types into the terminal
  std::string bytes;  // at most kControlWriteLimit
};
struct Resize {
  std::uint16_t columns = 0;  // 1 to 1000
  std::uint16_t rows = 0;     // 1 to 1000
};
}  // namespace control
using ControlRequest = std::variant<control::Stop, control::Kill, control::Write, control::Resize>;

enum class Phase : std::uint8_t { kQueued = 0, kRunning = 1, kStopping = 2, kEnding = 3 };

struct ControlHello {
  std::uint32_t version = 1;
  Phase phase = Phase::kRunning;
};
struct ControlAck {
  std::uint32_t error_number = 0;  // 0: done, or begun
  Phase phase = Phase::kRunning;
};

inline constexpr std::size_t kControlWriteLimit = 65536;
inline constexpr std::size_t kControlPacketLimit = kControlWriteLimit + 16;

std::string encode(const ControlRequest& request);
std::string encode(const ControlHello& hello);
std::string encode(const ControlAck& ack);
// kMalformed for anything else, sizes out of range included.
Result<ControlRequest> decode_control_request(std::string_view packet);
Result<ControlHello> decode_control_hello(std::string_view packet);
Result<ControlAck> decode_control_ack(std::string_view packet);

// Connects to <folder>/ctl (through /proc/self/fd, so the path's length doesn't matter) and checks that the peer is of this
// user. Blocks not at all. kNotFound where there is no socket or nobody listens: look at the exit record and the lock.
Result<Fd> connect_control(const std::filesystem::path& folder);

// Listens on <folder>/ctl, mode 0600; `folder` is an open descriptor. Non-blocking.
Result<Fd> listen_control(int folder);

// Whether the other end of a Unix socket runs as this user (SO_PEERCRED).
bool peer_is_this_user(int socket);

// Connects, sends, and waits for the Ack: a blocking call of at most `timeout_ms`, for a pool thread. An error number in
// the Ack becomes kConflict (ESRCH: the job is over), kBusy (EAGAIN: its terminal takes no more input now) or kIo.
Result<ControlAck> ask_supervisor(const std::filesystem::path& folder, const ControlRequest& request, int timeout_ms);

}  // namespace tt::jobdir
