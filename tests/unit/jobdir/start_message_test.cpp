#include "jobdir/start_message.hpp"

#include <doctest/doctest.h>

#include "jobdir/bytes.hpp"
#include "jobdir/crc32.hpp"

using namespace tt;
using namespace tt::jobdir;

namespace {

StartMessage full() {
  StartMessage message;
  message.id = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
  message.folder = "/s/jobs/x";
  message.argv = {"prog", "", "a\nb"};
  message.cwd = "/w";
  message.environment = {"A=1", "B="};
  message.mode = OutputMode::kPipe;
  message.columns = 1;
  message.rows = 65535;
  message.interrupt_grace_ms = 1;
  message.terminate_grace_ms = 2;
  message.time_limit_ms = 3;
  message.log_limit_bytes = 1'000'000'000'000;
  message.choices = {{"n150 0", {"card-0"}, {0}, {"MESH_DEVICE=N150"}}, {"p300a 1+2", {"board-x"}, {1, 2}, {}}};
  message.system_root = "/sys-root";
  message.secrets = {std::string("a\0b", 3), ""};
  return message;
}

}  // namespace

TEST_CASE("a start message survives the way") { CHECK(decode_start_message(encode_start_message(full())).value() == full()); }

TEST_CASE("a message that was cut or changed anywhere starts nothing") {
  const std::string bytes = encode_start_message(full());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    CHECK_FALSE(decode_start_message(bytes.substr(0, i)).has_value());
    std::string changed = bytes;
    changed[i] = static_cast<char>(changed[i] ^ 0x10);
    CHECK_FALSE(decode_start_message(changed).has_value());
  }
  CHECK_FALSE(decode_start_message(bytes + "x").has_value());
}

TEST_CASE("a message of the version before is read, with its one lease as the one choice") {
  const auto before = [](std::string_view lease) {
    std::string body;
    put_text(body, "01ARZ3NDEKTSV4RRFFQ69G5FAV");
    put_text(body, "/s/jobs/x");
    put(body, std::uint32_t{1});
    put_text(body, "prog");
    put_text(body, "/w");
    put(body, std::uint32_t{0});
    put(body, std::uint8_t{0});
    for (const std::uint16_t size : {80, 25}) put(body, size);
    for (const std::uint32_t time : {1, 2, 3}) put(body, time);
    put_text(body, lease);
    put_text(body, lease.empty() ? "" : "/s/devices/card-0/queue/1-x");
    put(body, std::uint32_t{0});
    std::string bytes = "TTSTART1";
    put_text(bytes, body);
    put(bytes, crc32(body));
    return decode_start_message(bytes);
  };
  const Result<StartMessage> with = before("/s/devices/card-0/lease");
  REQUIRE(with);
  REQUIRE(with->choices.size() == 1);
  CHECK(with->choices[0].leases == std::vector<std::string>{"card-0"});
  CHECK(with->columns == 80);
  CHECK(with->system_root == "/");
  const Result<StartMessage> without = before("");
  REQUIRE(without);
  CHECK(without->choices.empty());
}

TEST_CASE("a message that asks for the impossible is refused") {
  const auto kind_of = [](const StartMessage& message) { return decode_start_message(encode_start_message(message)).error().kind; };
  StartMessage message = full();
  message.argv = {};
  CHECK(kind_of(message) == ErrorKind::kInvalidArgument);
  message.argv = {""};
  CHECK(kind_of(message) == ErrorKind::kInvalidArgument);
  message = full();
  message.cwd = "w";
  CHECK(kind_of(message) == ErrorKind::kInvalidArgument);
  message = full();
  message.system_root = "r";
  CHECK(kind_of(message) == ErrorKind::kInvalidArgument);
  for (const std::string& lease : std::vector<std::string>{"", "../x", ".x", "a/b", std::string("a\0b", 3)}) {
    message = full();
    message.choices[1].leases = {"fine", lease};
    CHECK(kind_of(message) == ErrorKind::kInvalidArgument);
  }
  message = full();
  message.choices[0].leases = {};
  CHECK(kind_of(message) == ErrorKind::kInvalidArgument);
  message = full();
  message.choices[0].environment = {std::string("A=\0", 3)};
  CHECK(kind_of(message) == ErrorKind::kInvalidArgument);
  message = full();
  message.argv[1] = std::string("\0", 1);
  CHECK(kind_of(message) == ErrorKind::kInvalidArgument);
}

TEST_CASE("a reply is a success, a reason, or the sign of a death") {
  CHECK(decode_start_reply(encode_start_reply("")).has_value());
  CHECK(decode_start_reply(encode_start_reply("no room")).error().message == "no room");
  CHECK_FALSE(decode_start_reply("").has_value());
  const std::string reply = encode_start_reply("no room");
  CHECK(decode_start_reply(reply.substr(0, reply.size() - 1)).error().message != "no roo");
}
