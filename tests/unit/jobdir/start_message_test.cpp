#include "jobdir/start_message.hpp"

#include <doctest/doctest.h>

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
  message.lease = "/l";
  message.ticket = "/t";
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
  message.lease = "l";
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
