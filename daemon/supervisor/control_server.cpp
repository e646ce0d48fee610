#include "control_server.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <string>

namespace tt::supervisor {
namespace {

constexpr std::size_t kConnectionLimit = 32;
constexpr int kPacketsPerTurn = 16;  // so that a chatty client can't keep the log waiting

bool send_packet(int connection, const std::string& packet) {
  return ::send(connection, packet.data(), packet.size(), MSG_DONTWAIT | MSG_NOSIGNAL) == static_cast<ssize_t>(packet.size());
}

}  // namespace

void ControlServer::add_to(std::vector<pollfd>& polled) const {
  polled.push_back({listener_.get(), POLLIN, 0});
  for (const Fd& connection : connections_) polled.push_back({connection.get(), POLLIN, 0});
}

void ControlServer::serve(jobdir::Phase phase, const Handler& handler) {
  for (;;) {
    Fd connection{::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK)};
    if (!connection) break;
    if (connections_.size() >= kConnectionLimit || !jobdir::peer_is_this_user(connection.get())) continue;
    if (send_packet(connection.get(), jobdir::encode(jobdir::ControlHello{1, phase})))
      connections_.push_back(std::move(connection));
  }
  std::erase_if(connections_, [&](const Fd& connection) { return !serve_one(connection.get(), phase, handler); });
}

bool ControlServer::serve_one(int connection, jobdir::Phase phase, const Handler& handler) const {
  std::string buffer(jobdir::kControlPacketLimit + 1, '\0');
  for (int i = 0; i < kPacketsPerTurn; ++i) {
    const ssize_t n = ::recv(connection, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (n < 0) return errno == EAGAIN || errno == EINTR;
    if (n == 0) return false;
    const Result<jobdir::ControlRequest> request =
        jobdir::decode_control_request(std::string_view(buffer).substr(0, static_cast<std::size_t>(n)));
    const jobdir::ControlAck ack = request ? handler(*request) : jobdir::ControlAck{EINVAL, phase};
    if (!send_packet(connection, jobdir::encode(ack))) return false;
  }
  return true;
}

}  // namespace tt::supervisor
