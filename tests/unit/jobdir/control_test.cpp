#include "jobdir/control.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "temporary_folder.hpp"

using namespace tt;
using namespace tt::jobdir;

TEST_CASE("requests survive the way") {
  CHECK(std::holds_alternative<control::Stop>(decode_control_request(encode(ControlRequest(control::Stop{}))).value()));
  CHECK(std::holds_alternative<control::Kill>(decode_control_request(encode(ControlRequest(control::Kill{}))).value()));
  const std::string bytes("a\0\xFF b", 5);
  CHECK(std::get<control::Write>(decode_control_request(encode(ControlRequest(control::Write{bytes}))).value()).bytes == bytes);
  const auto size = std::get<control::Resize>(decode_control_request(encode(ControlRequest(control::Resize{1000, 1}))).value());
  CHECK(size.columns == 1000);
  CHECK(size.rows == 1);
  CHECK(decode_control_ack(encode(ControlAck{11, Phase::kEnding}))->error_number == 11);
  CHECK(decode_control_hello(encode(ControlHello{1, Phase::kQueued}))->phase == Phase::kQueued);
}

TEST_CASE("packets of another shape are refused") {
  const std::string write = encode(ControlRequest(control::Write{std::string(kControlWriteLimit, 'x')}));
  CHECK(decode_control_request(write).has_value());
  for (const std::string& packet :
       {std::string(), std::string("\x00", 1), std::string("\x7f"), std::string("\x01x"), std::string("\x02x"), std::string("\x04"),
        encode(ControlRequest(control::Resize{0, 5})), encode(ControlRequest(control::Resize{5, 1001})),
        encode(ControlRequest(control::Resize{5, 5})) + "x", write + "x", encode(ControlHello{})}) {
    CHECK_FALSE(decode_control_request(packet).has_value());
  }
  CHECK_FALSE(decode_control_ack(encode(ControlHello{})).has_value());
  CHECK_FALSE(decode_control_hello(encode(ControlAck{})).has_value());
  CHECK_FALSE(decode_control_ack(std::string("\x81\0\0\0\0\x09", 6)).has_value());
}

TEST_CASE("a control socket is reached below a path of any length, and is the user's alone") {
  const TemporaryFolder place;
  const std::filesystem::path deep = place.path / std::string(100, 'd') / std::string(100, 'e');
  std::filesystem::create_directories(deep);
  REQUIRE(::chmod(deep.c_str(), 0700) == 0);
  CHECK(connect_control(deep).error().kind == ErrorKind::kNotFound);
  const Fd folder{::open(deep.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  Result<Fd> listener = listen_control(folder.get());
  REQUIRE(listener.has_value());
  struct stat info{};
  REQUIRE(::lstat((deep / "ctl").c_str(), &info) == 0);
  CHECK((info.st_mode & 0777u) == 0600u);
  const Result<Fd> client = connect_control(deep);
  REQUIRE(client.has_value());
  const Fd served{::accept4(listener->get(), nullptr, nullptr, SOCK_CLOEXEC)};
  CHECK(peer_is_this_user(served.get()));
  // Nobody answers: an error in time, not a hang.
  CHECK(ask_supervisor(deep, control::Stop{}, 50).error().kind == ErrorKind::kIo);
  listener->reset();
  CHECK(connect_control(deep).error().kind == ErrorKind::kNotFound);
}
