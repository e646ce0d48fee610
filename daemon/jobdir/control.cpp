#include "control.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "base/clock.hpp"
#include "bytes.hpp"
#include "paths.hpp"

namespace tt::jobdir {
namespace {

enum class Kind : std::uint8_t { kStop = 1, kKill = 2, kWrite = 3, kResize = 4, kHello = 128, kAck = 129 };

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};

std::string begin(Kind kind) { return std::string(1, static_cast<char>(kind)); }

std::unexpected<Error> malformed() {
  return fail(ErrorKind::kMalformed, "A packet on a job's control socket has the wrong shape.");
}

// A path that always fits into sun_path, whatever the length of the real one.
sockaddr_un address(int folder) {
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  const std::string path = fmt::format("/proc/self/fd/{}/{}", folder, kControlFile);
  std::memcpy(name.sun_path, path.c_str(), path.size() + 1);
  return name;
}

Result<std::string> receive(int socket, std::int64_t deadline_ns) {
  for (;;) {
    const std::int64_t left = (deadline_ns - clock::boottime_ns()) / 1'000'000;
    pollfd ready{socket, POLLIN, 0};
    const int n = left > 0 ? ::poll(&ready, 1, static_cast<int>(left)) : 0;
    if (n < 0 && errno == EINTR) continue;
    if (n == 0) return fail(ErrorKind::kIo, "The job's supervisor didn't answer in time.");
    char buffer[64];
    const ssize_t got = ::recv(socket, buffer, sizeof buffer, MSG_DONTWAIT);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got < 0) return fail_errno("receive from", "the job's supervisor", errno);
    if (got == 0) return fail(ErrorKind::kConflict, "The job ended before its supervisor answered.");
    return std::string(buffer, static_cast<std::size_t>(got));
  }
}

}  // namespace

std::string encode(const ControlRequest& request) {
  return std::visit(
      Overloaded{[](const control::Stop&) { return begin(Kind::kStop); }, [](const control::Kill&) { return begin(Kind::kKill); },
                 [](const control::Write& write) { return begin(Kind::kWrite) + write.bytes; },
                 [](const control::Resize& resize) {
                   std::string out = begin(Kind::kResize);
                   put(out, resize.columns);
                   put(out, resize.rows);
                   return out;
                 }},
      request);
}

std::string encode(const ControlHello& hello) {
  std::string out = begin(Kind::kHello);
  put(out, hello.version);
  put(out, static_cast<std::uint8_t>(hello.phase));
  return out;
}

std::string encode(const ControlAck& ack) {
  std::string out = begin(Kind::kAck);
  put(out, ack.error_number);
  put(out, static_cast<std::uint8_t>(ack.phase));
  return out;
}

Result<ControlRequest> decode_control_request(std::string_view packet) {
  ByteReader reader(packet);
  switch (static_cast<Kind>(reader.take<std::uint8_t>())) {
    case Kind::kStop: return reader.at_end() ? Result<ControlRequest>(control::Stop{}) : malformed();
    case Kind::kKill: return reader.at_end() ? Result<ControlRequest>(control::Kill{}) : malformed();
    case Kind::kWrite:
      if (reader.rest().size() > kControlWriteLimit) return malformed();
      return control::Write{std::string(reader.rest())};
    case Kind::kResize: {
      control::Resize resize;
      resize.columns = reader.take<std::uint16_t>();
      resize.rows = reader.take<std::uint16_t>();
      const bool fits = resize.columns >= 1 && resize.columns <= 1000 && resize.rows >= 1 && resize.rows <= 1000;
      return reader.at_end() && fits ? Result<ControlRequest>(resize) : malformed();
    }
    default: return malformed();
  }
}

Result<ControlHello> decode_control_hello(std::string_view packet) {
  ByteReader reader(packet);
  const auto kind = static_cast<Kind>(reader.take<std::uint8_t>());
  const auto version = reader.take<std::uint32_t>();
  const auto phase = reader.take<std::uint8_t>();
  if (kind != Kind::kHello || !reader.ok() || phase > 3) return malformed();
  return ControlHello{version, static_cast<Phase>(phase)};
}

Result<ControlAck> decode_control_ack(std::string_view packet) {
  ByteReader reader(packet);
  const auto kind = static_cast<Kind>(reader.take<std::uint8_t>());
  const auto error_number = reader.take<std::uint32_t>();
  const auto phase = reader.take<std::uint8_t>();
  if (kind != Kind::kAck || !reader.ok() || phase > 3) return malformed();
  return ControlAck{error_number, static_cast<Phase>(phase)};
}

bool peer_is_this_user(int socket) {
  ucred peer{};
  socklen_t size = sizeof peer;
  return ::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == ::geteuid();
}

Result<Fd> listen_control(int folder) {
  Fd socket{::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
  if (!socket) return fail_errno("open", "a control socket", errno);
  const sockaddr_un name = address(folder);
  // bind() takes the mode from the umask; nobody may connect in between.
  const mode_t old = ::umask(0177);
  const int bound = ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name);
  const int error = errno;
  ::umask(old);
  if (bound != 0) return fail_errno("bind", kControlFile, error);
  if (::listen(socket.get(), 16) != 0) return fail_errno("listen on", kControlFile, errno);
  return socket;
}

Result<Fd> connect_control(const std::filesystem::path& folder) {
  const Result<Fd> anchor = open_private_folder(folder);
  if (!anchor) return std::unexpected(anchor.error());
  Fd socket{::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
  if (!socket) return fail_errno("open", "a control socket", errno);
  const sockaddr_un name = address(anchor->get());
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0) {
    if (errno == ENOENT || errno == ECONNREFUSED) {
      return fail(ErrorKind::kNotFound, fmt::format("No supervisor listens in {}.", folder.string()));
    }
    if (errno == EAGAIN) return fail(ErrorKind::kBusy, fmt::format("The supervisor of {} is too busy to answer.", folder.string()));
    return fail_errno("connect to", (folder / kControlFile).string(), errno);
  }
  if (!peer_is_this_user(socket.get())) {
    return fail(ErrorKind::kIo, fmt::format("The control socket in {} belongs to another user.", folder.string()));
  }
  return socket;
}

Result<ControlAck> ask_supervisor(const std::filesystem::path& folder, const ControlRequest& request, int timeout_ms) {
  const std::int64_t deadline = clock::boottime_ns() + std::int64_t{timeout_ms} * 1'000'000;
  const Result<Fd> socket = connect_control(folder);
  if (!socket) return std::unexpected(socket.error());
  const std::string packet = encode(request);
  if (::send(socket->get(), packet.data(), packet.size(), MSG_NOSIGNAL | MSG_DONTWAIT) < 0) {
    if (errno == EPIPE) return fail(ErrorKind::kConflict, "The job is over.");
    return fail_errno("send to", "the job's supervisor", errno);
  }
  const Result<std::string> hello = receive(socket->get(), deadline);
  if (!hello) return std::unexpected(hello.error());
  if (const Result<ControlHello> known = decode_control_hello(*hello); !known) return std::unexpected(known.error());
  const Result<std::string> answer = receive(socket->get(), deadline);
  if (!answer) return std::unexpected(answer.error());
  Result<ControlAck> ack = decode_control_ack(*answer);
  if (!ack || ack->error_number == 0) return ack;
  const int number = static_cast<int>(ack->error_number);
  if (number == ESRCH) return fail(ErrorKind::kConflict, "The job is over.");
  if (number == EAGAIN) return fail(ErrorKind::kBusy, "The job's terminal takes no more input at the moment.", "Try again later.");
  return fail(ErrorKind::kIo, fmt::format("The job's supervisor refused: {}.", std::generic_category().message(number)));
}

}  // namespace tt::jobdir
